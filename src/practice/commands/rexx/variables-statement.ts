import { RexxError } from './errors.rules.ts';
import type { Exec } from './exec.ts';
import type { Statement } from './syntax.rules.ts';

/** DROP, UPPER and PROCEDURE. @throws {RexxError} 17 */
export function variablesStatement(
  exec: Exec,
  statement: Extract<Statement, { kind: 'drop' | 'upper' | 'procedure' }>,
): void {
  const { frame } = exec;
  const names = statement.targets.flatMap((target) =>
    target.kind === 'list'
      ? [target.name, ...(frame.variables.get(target.name) ?? '').toUpperCase().split(' ').filter(Boolean)]
      : [exec.nameOf(target)],
  );
  const direct =
    statement.kind === 'procedure'
      ? names
      : names.filter((name) => !statement.targets.some((one) => one.kind === 'list' && one.name === name));
  if (statement.kind === 'drop') for (const name of direct) frame.variables.drop(name);
  else if (statement.kind === 'upper')
    for (const name of direct) frame.variables.set(name, (frame.variables.get(name) ?? name).toUpperCase());
  else {
    if (!frame.mayHide) throw new RexxError(17);
    frame.mayHide = false;
    const own = frame.variables.fresh();
    for (const name of names) frame.variables.expose(name, own);
    frame.variables = own;
  }
}
