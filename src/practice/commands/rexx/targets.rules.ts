import { RexxError } from './errors.rules.ts';
import { type Cursor, variable } from './expressions.rules.ts';
import type { Target } from './syntax.rules.ts';

/** A variable name. @throws {RexxError} 20 no symbol, 31 starts with a digit or a period */
export function readTargetToken(cursor: Cursor): Target {
  const token = cursor.take();
  if (token?.kind !== 'symbol') throw new RexxError(20);
  if (/^[0-9.]/.test(token.text)) throw new RexxError(31);
  return variable(token.text);
}

/** Names of DROP, PROCEDURE EXPOSE and UPPER; `(NAME)` stands for the names in its value. */
export function readTargets(cursor: Cursor): (Target | { kind: 'list'; name: string })[] {
  const targets: (Target | { kind: 'list'; name: string })[] = [];
  while (!cursor.atEnd) {
    if (cursor.peek()?.kind !== '(') {
      targets.push(readTargetToken(cursor));
      continue;
    }
    cursor.take();
    const name = cursor.take();
    if (name?.kind !== 'symbol' || cursor.take()?.kind !== ')') throw new RexxError(46);
    targets.push({ kind: 'list', name: name.text });
  }
  if (targets.length === 0) throw new RexxError(20);
  return targets;
}
