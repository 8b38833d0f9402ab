import { RexxError } from './errors.rules.ts';
import type { Exec, Running } from './exec.ts';
import type { Statement } from './syntax.rules.ts';

/** NUMERIC DIGITS, FUZZ and FORM. @throws {RexxError} 5, 26, 33 */
export function* numericStatement(exec: Exec, statement: Extract<Statement, { kind: 'numeric' }>): Running<void> {
  const { precision } = exec.frame;
  if (statement.what === 'FORM') {
    const word = (statement.word ?? (yield* exec.value(statement.value))).toUpperCase();
    if (!/^[SE]?/.test(word)) throw new RexxError(33);
    exec.frame.precision = { ...precision, form: word.startsWith('E') ? 'ENGINEERING' : 'SCIENTIFIC' };
    return;
  }
  const fallback = statement.what === 'DIGITS' ? '9' : '0';
  const text = statement.value === undefined ? fallback : yield* exec.evaluate(statement.value);
  const number = exec.whole(text);
  if (statement.what === 'DIGITS') {
    if (number < 1 || number <= precision.fuzz) throw new RexxError(33);
    if (number > 1000) throw new RexxError(5);
    exec.frame.precision = { ...precision, digits: number };
  } else {
    if (number < 0 || number >= precision.digits) throw new RexxError(33);
    exec.frame.precision = { ...precision, fuzz: number };
  }
}
