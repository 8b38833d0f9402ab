/** Choosing records by how often their keys occur: SELECT, OCCUR, UNIQUE, SPLICE. */

import { SortError } from './control-error.rules.ts';
import type { SortKey } from './keys.rules.ts';
import { sortRecords } from './sort-records.rules.ts';
import type { SortField } from './numbers.rules.ts';

/** Records of equal keys side by side, in order of the keys. */
export function groupsOf(records: readonly Buffer[], keys: readonly SortKey[], centuryStart: number): Buffer[][] {
  const sorted = sortRecords(records, keys, centuryStart);
  const groups: Buffer[][] = [];
  sorted.records.forEach((record, at) => {
    if (at > 0 && sorted.same(at - 1, at)) groups.at(-1)?.push(record);
    else groups.push([record]);
  });
  return groups;
}

/** Keywords of SELECT that say which records of a group are wanted. */
export const criteria = ['FIRST', 'LAST', 'ALLDUPS', 'NODUPS', 'FIRSTDUP', 'LASTDUP', 'HIGHER', 'LOWER', 'EQUAL'];

/** @throws {SortError} ICE604A for an unknown criterion */
export function chosen(group: readonly Buffer[], criterion: string, value: string): readonly Buffer[] {
  const count = value === '' ? 1 : Number(value);
  const duplicates = group.length > 1;
  switch (criterion) {
    case 'FIRST':
      return group.slice(0, count);
    case 'LAST':
      return group.slice(-count);
    case 'ALLDUPS':
      return duplicates ? group : [];
    case 'NODUPS':
      return duplicates ? [] : group;
    case 'FIRSTDUP':
      return duplicates ? group.slice(0, count) : [];
    case 'LASTDUP':
      return duplicates ? group.slice(-count) : [];
    case 'HIGHER':
      return group.length > Number(value) ? group : [];
    case 'LOWER':
      return group.length < Number(value) ? group : [];
    case 'EQUAL':
      return group.length === Number(value) ? group : [];
    default:
      throw new SortError('ICE604A 0 ERROR IN KEYWORD, PARAMETER, OR DELIMITER', 12);
  }
}

/** How SPLICE puts later records of a group over its first. */
export interface Splice {
  withFields: readonly SortField[];
  mode: 'WITHLAST' | 'WITHALL' | 'WITHEACH' | 'WITHANY';
  keepNoDups: boolean;
  keepBase: boolean;
}

/** Records of one group after SPLICE. */
export function spliced(group: readonly Buffer[], splice: Splice): Buffer[] {
  const [base, ...others] = group;
  if (base === undefined) return [];
  if (others.length === 0) return splice.keepNoDups ? [base] : [];
  const kept = splice.keepBase ? [base] : [];
  switch (splice.mode) {
    case 'WITHALL':
      return [...kept, ...others.map((other) => laidOver(base, other, splice.withFields))];
    case 'WITHEACH': {
      const made = splice.withFields.reduce(
        (record, field, at) => (others[at] === undefined ? record : laidOver(record, others[at], [field])),
        base,
      );
      return [...kept, made];
    }
    case 'WITHANY':
      return [...kept, others.reduce((record, other) => withAny(record, other, splice.withFields), base)];
    default:
      return [...kept, laidOver(base, others.at(-1) ?? base, splice.withFields)];
  }
}

function laidOver(base: Buffer, other: Buffer, fields: readonly SortField[]): Buffer {
  const record = Buffer.from(base);
  for (const { position, length } of fields) other.copy(record, position - 1, position - 1, position - 1 + length);
  return record;
}

const withAny = (base: Buffer, other: Buffer, fields: readonly SortField[]): Buffer =>
  laidOver(
    base,
    other,
    fields.filter(({ position, length }) =>
      other.subarray(position - 1, position - 1 + length).some((byte) => byte !== 0x40),
    ),
  );

/** SUBSET: records at the ends or at given numbers. */
export function subset(
  records: readonly Buffer[],
  choose: { head: number; tail: number; numbers: readonly { from: number; to: number }[] },
): { inside: Buffer[]; outside: Buffer[] } {
  const inside: Buffer[] = [];
  const outside: Buffer[] = [];
  records.forEach((record, at) => {
    const number = at + 1;
    const named = choose.numbers.some(({ from, to }) => number >= from && number <= to);
    const belongs = at < choose.head || at >= records.length - choose.tail || named;
    (belongs ? inside : outside).push(record);
  });
  return { inside, outside };
}
