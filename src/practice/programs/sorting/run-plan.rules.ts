/** What a plan makes of records: skip, select, reformat, sort, sum, reformat, distribute. */

import { SortError } from './control-error.rules.ts';
import type { SortPlan } from './sort-plan.rules.ts';
import { numberAs, numberIn, type SortField } from './numbers.rules.ts';
import type { Outfil } from './outfil.rules.ts';
import { laidOut } from './report-layout.rules.ts';
import { sortRecords } from './sort-records.rules.ts';

export interface Processed {
  records: Buffer[];
  /** Pairs that SUM could not add up. */
  overflowed: number;
}

/** Skips, selects and reformats records as they are read. */
export function selected(
  records: readonly Buffer[],
  plan: Pick<SortPlan, 'skip' | 'stopAfter' | 'include' | 'inrec'>,
): Buffer[] {
  const taken: Buffer[] = [];
  for (let at = plan.skip; at < records.length && taken.length < plan.stopAfter; at += 1) {
    const record = records[at];
    if (record !== undefined && plan.include?.(record) !== false) taken.push(record);
  }
  return plan.inrec === undefined ? taken : taken.flatMap(plan.inrec);
}

/**
 * Sorts (a merge of files in sequence comes to the same), sums and reformats.
 *
 * @throws {SortError} ICE218A when a V record ends before a control field does
 */
export function processed(records: readonly Buffer[], plan: SortPlan): Processed {
  if (plan.mode === 'COPY') return { records: afterwards(records, plan), overflowed: 0 };
  const { records: sorted, same } = sortRecords(records, plan.keys, plan.centuryStart);
  if (plan.sum === undefined) return { records: afterwards(sorted, plan), overflowed: 0 };
  const summed = sums(sorted, same, plan.sum);
  return { records: afterwards(summed.records, plan), overflowed: summed.overflowed };
}

const afterwards = (records: readonly Buffer[], { outrec }: SortPlan): Buffer[] =>
  outrec === undefined ? [...records] : records.flatMap(outrec);

/** Adds records of equal keys into the first of them; a pair whose sum does not fit stays as it is. */
function sums(
  records: readonly Buffer[],
  same: (left: number, right: number) => boolean,
  fields: readonly SortField[],
): Processed {
  const kept: Buffer[] = [];
  let overflowed = 0;
  let at = 0;
  while (at < records.length) {
    let first: Buffer = Buffer.from(records[at] ?? Buffer.alloc(0));
    let next = at + 1;
    for (; next < records.length && same(at, next); next += 1) {
      const record = records[next] ?? Buffer.alloc(0);
      const total = added(first, record, fields);
      if (total !== undefined) first = total;
      else {
        overflowed += 1;
        kept.push(first);
        first = Buffer.from(record);
      }
    }
    kept.push(first);
    at = next;
  }
  return { records: kept, overflowed };
}

function added(first: Buffer, second: Buffer, fields: readonly SortField[]): Buffer | undefined {
  const total = Buffer.from(first);
  for (const field of fields) {
    const value = numberIn(first, field) + numberIn(second, field);
    const bytes = numberAs(value, field.format, field.length);
    if (numberIn(bytes, { ...field, position: 1 }) !== value) return undefined;
    bytes.copy(total, field.position - 1);
  }
  return total;
}

/** What one OUTFIL statement writes to each of its DDs. */
export interface Distributed {
  ddname: string;
  /** Data records or report lines; those of a report carry their control character unless it was taken off. */
  records: Buffer[];
  data: number;
  lines: number;
  deleted: number;
  report: boolean;
}

/**
 * Gives the records to the OUTFIL statements. SAVE takes what no statement's INCLUDE or OMIT took.
 *
 * @throws {SortError} from lists and tables
 */
export function distributed(records: readonly Buffer[], outfils: readonly Outfil[]): Distributed[] {
  const takes = outfils.map((outfil) => (record: Buffer) => outfil.include?.(record) ?? true);
  return outfils.flatMap((outfil, index) => {
    const own = records.filter((record, at) => {
      if (at + 1 < outfil.start || at + 1 > outfil.end) return false;
      if (
        outfil.sample !== undefined &&
        at - (outfil.start - 1) >= 0 &&
        (at - (outfil.start - 1)) % outfil.sample.every >= outfil.sample.take
      )
        return false;
      if (outfil.save) return !outfils.some((other, place) => !other.save && takes[place]?.(record) === true);
      return takes[index]?.(record) === true;
    });
    return written(own.slice(0, outfil.accept), outfil, records.length);
  });
}

/** More records than this no job of practice repeats into being; a real sort would run out of space. */
const mostRepeated = 2_000_000;

/** @throws {SortError} ICE046A */
function written(records: readonly Buffer[], outfil: Outfil, all: number): Distributed[] {
  if (outfil.repeat > 1 && records.length * outfil.repeat > mostRepeated)
    throw new SortError(`ICE046A 0 SORT CAPACITY EXCEEDED - RECORD COUNT: ${String(mostRepeated)}`, 16);
  const repeated =
    outfil.repeat === 1 ? records : records.flatMap((record) => Array.from({ length: outfil.repeat }, () => record));
  const details = repeated.map((record) => ({ record, made: made(record, outfil) }));
  if (outfil.report !== undefined) return reported(details, outfil, all - records.length);
  const data = details.flatMap((one) => one.made);
  return outfil.ddnames.map((ddname, place) => {
    const part = outfil.splitBy === 0 ? data : data.filter((_, at) => turnOf(at, outfil) === place);
    return { ddname, records: part, data: part.length, lines: 0, deleted: all - records.length, report: false };
  });
}

function turnOf(at: number, { splitBy, once, ddnames }: Outfil): number {
  const turn = Math.floor(at / splitBy);
  return once ? Math.min(turn, ddnames.length - 1) : turn % ddnames.length;
}

function made(record: Buffer, { reformat, convert, trim }: Outfil): Buffer[] {
  const results = reformat === undefined ? [record] : reformat(record);
  if (convert === 'VTOF') return reformat === undefined ? results.map((one) => one.subarray(4)) : results;
  if (convert === 'FTOV') return results.map(withDescriptor);
  return trim === undefined ? results : results.map((one) => trimmed(one, trim));
}

/** Puts a record descriptor word before data. */
export function withDescriptor(data: Buffer): Buffer {
  const record = Buffer.concat([Buffer.alloc(4), data]);
  record.writeUInt16BE(record.length, 0);
  return record;
}

function trimmed(record: Buffer, trim: number): Buffer {
  let end = record.length;
  while (end > 5 && record[end - 1] === trim) end -= 1;
  const cut = Buffer.from(record.subarray(0, end));
  cut.writeUInt16BE(end, 0);
  return cut;
}

function reported(
  details: readonly { record: Buffer; made: readonly Buffer[] }[],
  outfil: Outfil,
  deleted: number,
): Distributed[] {
  if (outfil.report === undefined) return [];
  const lines = laidOut(outfil.report, details);
  const width = lines.reduce((most, { data }) => Math.max(most, data.length), 0);
  const records = lines.map(({ control, data }) => {
    const area = Buffer.alloc(width, 0x40);
    data.copy(area);
    return outfil.removeControl ? area : Buffer.concat([Buffer.from([control === '1' ? 0xf1 : 0x40]), area]);
  });
  const data = lines.filter(({ detail }) => detail).length;
  return outfil.ddnames.map((ddname) => ({ ddname, records, data, lines: lines.length - data, deleted, report: true }));
}

/** @throws {SortError} ICE218A */
export function checkKeys(records: readonly Buffer[], plan: SortPlan): void {
  const end = Math.max(0, ...plan.keys.map(({ position, length }) => position + length - 1));
  const short = records.find((record) => record.length < end);
  if (short !== undefined)
    throw new SortError(
      `ICE218A 0 ${String(short.length)} BYTE VARIABLE RECORD IS SHORTER THAN ${String(end)} BYTE MINIMUM FOR ${plan.mode} FIELDS`,
    );
}
