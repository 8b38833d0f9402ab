import { RexxError } from './errors.rules.ts';
import type { Exec, Running } from './exec.ts';
import type { Statement } from './syntax.rules.ts';

/** TRACE: its word is checked; nothing is traced. @throws {RexxError} 24 */
export function* traceStatement(exec: Exec, statement: Extract<Statement, { kind: 'trace' }>): Running<void> {
  const given = statement.value ?? (yield* exec.value(statement.of)).toUpperCase();
  const word = given.replace(/^[?!+-]*/, '');
  if (word !== '' && !/^[ACEFILNORS]|^-?\d+$/.test(word)) throw new RexxError(24);
}
