/** The numbered statement listing, JESJCL. */

import { texts } from './messages.rules.ts';
import type { Statement } from './records.rules.ts';

/** Which part of MSGLEVEL's first value lets a line be printed. */
export type ListingPart = 'job' | 'input' | 'expansion';

export interface ListingLine {
  readonly part: ListingPart;
  readonly text: string;
}

const blankNumber = ' '.repeat(10);

/** Lines of one statement: the first non-comment record bears the number; `mark` replaces the leading `//`. */
export function listStatement(
  statement: Statement,
  number: number | undefined,
  how: { part: ListingPart; mark: string; jobid?: string },
): ListingLine[] {
  let numbered = number === undefined;
  return statement.records.map((record, index) => {
    const comment = record.startsWith('//*');
    const marked =
      how.mark === '//'
        ? record
        : `${comment ? how.mark.replace('/', how.mark.charAt(0)) : how.mark}${record.slice(2)}`;
    const shown = how.jobid !== undefined && index === 0 ? marked.slice(0, 72).padEnd(72) + how.jobid : marked;
    const front = numbered || comment ? blankNumber : `${String(number).padStart(9)} `;
    if (!comment) numbered = true;
    return { part: how.part, text: front + shown.slice(0, 80) };
  });
}

/** IEFC653I under a statement whose symbols were resolved. */
export function listSubstitution(operands: string, part: ListingPart): ListingLine[] {
  const text = texts.substitution(operands);
  const lines: ListingLine[] = [];
  for (let at = 0; at < text.length; at += 120) lines.push({ part, text: blankNumber + text.slice(at, at + 120) });
  return lines;
}
