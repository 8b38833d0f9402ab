/**
 * The name that an attempt's fence catalogues: 70 bits of its correlator in two qualifiers, so that no other attempt of
 * any run has it.
 *
 * @param planned the fence's name as the plan has it; its last two qualifiers give way
 */
export function fenceName(planned: string, user: string): string {
  const prefix = planned.split('.').slice(0, -2).join('.');
  return `${prefix}.L${user.slice(1, 8)}.L${user.slice(8, 15)}`;
}

/** The statements with the attempt's own fence; those of a repeatable job as they are. */
export function fenced(statements: string, planned: string | undefined, user: string): string {
  if (planned === undefined) return statements;
  const parts = statements.split(planned);
  if (parts.length !== 2) throw new Error(`the JCL names its fence ${parts.length - 1} times`);
  return parts.join(fenceName(planned, user));
}
