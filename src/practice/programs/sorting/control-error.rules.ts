/**
 * A control statement that DFSORT refuses: the whole message, and the return code that the run ends with.
 *
 * @see z/OS DFSORT Messages, Codes and Diagnosis Guide, DFSORT messages
 */
export class SortError extends Error {
  override readonly name = 'SortError';
  constructor(
    /** Such as `ICE007A 0 SYNTAX ERROR`. */
    message: string,
    /** 16 for errors, 24 for what this level does not support. */
    readonly code = 16,
    /** Text that the message is about, to be marked in the listing. */
    readonly at = '',
  ) {
    super(message);
  }
}

export const syntaxError = (at = ''): SortError => new SortError('ICE007A 0 SYNTAX ERROR', 16, at);

/** What DFSORT knows and the practice system does not: the run ends, and says why. */
export const notImitated = (what: string): SortError =>
  new SortError(`ICE005A 0 STATEMENT DEFINER ERROR: ${what} IS NOT IMITATED BY THE PRACTICE SYSTEM`, 16, what);
