import { RexxError } from './errors.rules.ts';
import type { Cursor } from './expressions.rules.ts';
import type { Loop } from './syntax.rules.ts';
import { readTargetToken } from './targets.rules.ts';

const parts = ['TO', 'BY', 'FOR', 'WHILE', 'UNTIL'];

/** What stands after DO: nothing, a count, FOREVER, or a control variable, with WHILE or UNTIL. @throws {RexxError} 27 */
export function readLoop(cursor: Cursor): Loop {
  if (cursor.atEnd) return { simple: true };
  const loop: Loop = { simple: false };
  const next = cursor.tokens[cursor.at + 1];
  if (next?.kind === 'operator' && next.text === '=') {
    loop.target = readTargetToken(cursor);
    cursor.take();
    loop.from = cursor.expression(parts);
    readBounds(cursor, loop);
  } else if (cursor.takeWord('FOREVER') !== undefined) loop.forever = true;
  else if (cursor.isWord('WHILE', 'UNTIL')) loop.forever = true;
  else loop.times = cursor.expression(['WHILE', 'UNTIL']);
  const word = cursor.takeWord('WHILE', 'UNTIL');
  if (word === 'WHILE') loop.while = cursor.expression(parts);
  if (word === 'UNTIL') loop.until = cursor.expression(parts);
  return loop;
}

function readBounds(cursor: Cursor, loop: Loop): void {
  for (let word = cursor.takeWord('TO', 'BY', 'FOR'); word !== undefined; word = cursor.takeWord('TO', 'BY', 'FOR')) {
    const value = cursor.expression(parts);
    const name = word === 'TO' ? 'to' : word === 'BY' ? 'by' : 'for';
    if (loop[name] !== undefined) throw new RexxError(27);
    loop[name] = value;
  }
}
