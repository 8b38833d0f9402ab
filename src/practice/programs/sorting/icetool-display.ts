import { ebcdic } from '../../codepages/code-page.ts';
import { type Listing, openListing } from '../listing.ts';
import type { Step } from '../program.ts';
import { fieldOf, type SortField } from './sort-control.ts';
import { numberIn } from './sort-fields.ts';

/** DISPLAY FROM(dd) LIST(dd) ON(p,l,f)…: the fields of each record side by side. @returns 0, or 12 for bad operands */
export function displayRecords(step: Step, log: Listing, statement: string, records: readonly Buffer[]): number {
  const fields = [...statement.matchAll(/\bON\((\d+),(\d+),([A-Z]{2})\)/g)].map(([, ...parts]) => fieldOf(parts));
  const known = fields.filter((field) => field !== undefined);
  const listname = /\bLIST\(([A-Z0-9@#$]+)\)/.exec(statement)?.[1] ?? '';
  if (known.length === 0 || known.length !== fields.length || /\b(BREAK|BTITLE|BTOTAL|PAGE|DATE)\b/.test(statement)) {
    log.line('ICE613A 0 REQUIRED OR VALID ON OPERAND NOT FOUND');
    return 12;
  }
  const list = openListing(step, listname);
  if (list === undefined) return 12;
  for (const [, header = ''] of statement.matchAll(/\bHEADER\('([^']*)'\)/g)) list.line(header);
  for (const record of records) list.line(known.map((field) => shown(record, field)).join('   '));
  return 0;
}

function shown(record: Buffer, field: SortField): string {
  const { position, length, format } = field;
  if (format === 'CH') return ebcdic.decode(record.subarray(position - 1, position - 1 + length));
  return String(numberIn(record, field)).padStart(15);
}
