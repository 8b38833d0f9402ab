/** The head of SYSOUT: product lines and control statements. */

import { type Listing, localTime } from '../listing.ts';
import type { Step } from '../program.ts';
import { SortError } from './control-error.rules.ts';
import type { SortRequest } from './sort-request.ts';

/** Prints the messages that a run begins with. */
export function heading(
  step: Step,
  listing: Pick<Listing, 'line'>,
  { timeZone, lines, extra = [] }: SortRequest,
): void {
  const time = localTime(step, timeZone).toFormat("HH:mm 'ON' ccc LLL dd, yyyy").toUpperCase();
  const text = [...lines, ...extra.map(({ verb, operands }) => ` ${verb} ${operands}`)].join('\n');
  const copy = /^\s+(OPTION\s+(\S*,)?COPY|(SORT|MERGE)\s+FIELDS=\(?COPY)/m.test(text);
  const mode = copy ? 'COPY ' : /^\s+MERGE\s/m.test(text) ? 'MERGE' : 'SORT ';
  listing.line(`ICE143I 0 BLOCKSET     ${mode} TECHNIQUE SELECTED`, '1');
  listing.line('ICE250I 0 VISIT http://www.ibm.com/storage/dfsort FOR DFSORT PAPERS, EXAMPLES AND MORE');
  listing.line(`ICE000I 0 - CONTROL STATEMENTS FOR 5650-ZOS, Z/OS DFSORT V2R4  - ${time} -`);
}

/** Prints the statements, with a `*` under what a message is about. */
export function echo(listing: Pick<Listing, 'line'>, lines: readonly string[], error: SortError | undefined): void {
  lines.forEach((line, at) => {
    listing.line(`          ${line.slice(0, 100).trimEnd()}`, at === 0 ? '0' : ' ');
    const place = error === undefined || error.at === '' ? -1 : line.indexOf(error.at);
    if (place >= 0) listing.line(`          ${' '.repeat(place)}*`);
  });
}
