import type { Condition, IndexValue, Query } from '../ledger/view.schema.ts';
import { LockstepError } from '../shared/errors.ts';

export const defaultLimit = 50;
export const largestLimit = 1000;
export const defaultScanLimit = 10_000;

/** The value at a dotted path; undefined where a member is absent. */
export function valueAt(doc: unknown, path: string): unknown {
  let value = doc;
  for (const name of path.split('.')) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = (value as Record<string, unknown>)[name];
  }
  return value;
}

const isIndexValue = (value: unknown): value is IndexValue => typeof value === 'string' || typeof value === 'number';

/**
 * The places of a document in an index: one, or one an element where a field is an array; none where a field is absent.
 *
 * @throws {LockstepError} `ledger.entry-unfit` for two array fields, or a value that is neither string nor number
 */
export function placesOf(doc: object, fields: readonly string[]): IndexValue[][] {
  let places: IndexValue[][] = [[]];
  let arrays = 0;
  for (const field of fields) {
    const value = valueAt(doc, field);
    if (value === undefined) return [];
    const values: unknown[] = Array.isArray(value) ? [...new Set<unknown>(value)] : [value];
    if (Array.isArray(value) && ++arrays > 1) throw unfit(field, 'is a second array in one index');
    if (!values.every(isIndexValue)) throw unfit(field, 'is neither string nor number');
    places = places.flatMap((place) => values.map((each) => [...place, each]));
  }
  return places;
}

/** Most bytes of a place with its key: an LMDB key holds 1,978, with generation, view and index before them. */
const placeLimitBytes = 1600;

/** @throws {LockstepError} `ledger.entry-unfit` for a place that is too long for an index */
export function checkPlaces(places: readonly (readonly IndexValue[])[], key: string): void {
  for (const place of [[], ...places]) {
    const values = [...place, key];
    const bytes = values.reduce<number>((sum, value) => sum + 2 + Buffer.byteLength(String(value)), 0);
    if (bytes > placeLimitBytes)
      throw unfit(String(values[0]).slice(0, 20), `is too long for an index: ${bytes} bytes`);
  }
}

/** Order of index values: numbers before strings, strings by UTF-8 bytes. */
export function compareValues(a: IndexValue, b: IndexValue): number {
  if (typeof a === 'number') return typeof b === 'number' ? a - b : -1;
  if (typeof b === 'number') return 1;
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}

export function comparePlaces(a: readonly IndexValue[], b: readonly IndexValue[]): number {
  for (const [index, value] of a.entries()) {
    const other = b[index];
    if (other === undefined) return 1;
    const order = compareValues(value, other);
    if (order !== 0) return order;
  }
  return a.length - b.length;
}

/** An edge in the order: at a place that is a prefix, before all that begins with it, or `past` all of it. */
export interface Bound {
  readonly place: readonly IndexValue[];
  readonly past: boolean;
}

/** A stretch of an index, ascending. */
export interface Scan {
  readonly from: Bound;
  readonly to: Bound;
}

/** The stretches of its index that a query reads, in the query's order: one, or one a value of `in`. */
export function scansOf({ eq = [], in: among, range = {}, after, order }: Query): Scan[] {
  const alternatives =
    among === undefined
      ? [rangeScan(eq, range)]
      : inOrder(among).map((value): Scan => {
          const place = [...eq, value];
          return { from: { place, past: false }, to: { place, past: true } };
        });
  const scans = alternatives.map((scan) => scanAfter(scan, after, order)).filter(isNotEmpty);
  return order === 'desc' ? scans.reverse() : scans;
}

function rangeScan(eq: readonly IndexValue[], { gte, gt, lte, lt }: NonNullable<Query['range']>): Scan {
  const bound = (value: IndexValue | undefined, past: boolean): Bound[] =>
    value === undefined ? [] : [{ place: [...eq, value], past }];
  const froms = [{ place: eq, past: false }, ...bound(gte, false), ...bound(gt, true)];
  const tos = [{ place: eq, past: true }, ...bound(lte, true), ...bound(lt, false)];
  return { from: froms.reduce(later), to: tos.reduce(earlier) };
}

function scanAfter({ from, to }: Scan, after: string | undefined, order: Query['order']): Scan {
  if (after === undefined) return { from, to };
  const place = placeOf(after);
  if (order === 'desc') return { from, to: earlier(to, { place, past: false }) };
  return { from: later(from, { place, past: true }), to };
}

const isNotEmpty = ({ from, to }: Scan): boolean => compareBounds(from, to) < 0;
const later = (a: Bound, b: Bound): Bound => (compareBounds(a, b) < 0 ? b : a);
const earlier = (a: Bound, b: Bound): Bound => (compareBounds(a, b) < 0 ? a : b);

function compareBounds(a: Bound, b: Bound): number {
  const shared = Math.min(a.place.length, b.place.length);
  const order = comparePlaces(a.place.slice(0, shared), b.place.slice(0, shared));
  if (order !== 0) return order;
  if (a.place.length === b.place.length) return Number(a.past) - Number(b.past);
  if (a.place.length < b.place.length) return a.past ? 1 : -1;
  return b.past ? -1 : 1;
}

function inOrder(values: readonly IndexValue[]): IndexValue[] {
  const sorted = [...values].sort(compareValues);
  return sorted.filter((value, index) => index === 0 || compareValues(value, sorted[index - 1] ?? '') !== 0);
}

/** What a query's answer is made of: the rows that met every condition, and where the following page begins. */
export interface Rows<R> {
  rows: R[];
  next?: string;
  scanned: number;
}

/** Takes the rows of a query's stretches in order, until one is beyond what was asked for. */
export function rowCollector<R extends { readonly doc: object; readonly place: readonly IndexValue[] }>(query: Query) {
  const { limit, scanLimit } = limitsOf(query);
  const rows: R[] = [];
  let scanned = 0;
  let last: R | undefined;
  let next: string | undefined;
  return {
    /** @returns false when the answer is complete without this row */
    offer(row: R): boolean {
      if (last !== undefined && (rows.length >= limit || scanned >= scanLimit)) {
        next = cursorOf(last.place);
        return false;
      }
      scanned += 1;
      last = row;
      if (meets(row.doc, query.where)) rows.push(row);
      return true;
    },
    result: (): Rows<R> => ({ rows, scanned, ...(next === undefined ? {} : { next }) }),
  };
}

/** True when a place lies inside the query's `eq`, `in` and `range`. */
export function isInside(place: readonly IndexValue[], { eq = [], in: among, range }: Query): boolean {
  if (eq.some((value, index) => place[index] === undefined || compareValues(value, place[index]) !== 0)) return false;
  const value = place[eq.length];
  if (among !== undefined) return value !== undefined && among.some((each) => compareValues(each, value) === 0);
  if (range === undefined) return true;
  if (value === undefined) return false;
  const { gte, gt, lte, lt } = range;
  return (
    (gte === undefined || compareValues(value, gte) >= 0) &&
    (gt === undefined || compareValues(value, gt) > 0) &&
    (lte === undefined || compareValues(value, lte) <= 0) &&
    (lt === undefined || compareValues(value, lt) < 0)
  );
}

/** True when a document meets every condition of `where`. */
export function meets(doc: object, conditions: readonly Condition[] = []): boolean {
  return conditions.every((condition) => meetsOne(valueAt(doc, condition.field), condition));
}

function meetsOne(value: unknown, condition: Condition): boolean {
  if ('exists' in condition) return (value !== undefined) === condition.exists;
  if ('contains' in condition) return Array.isArray(value) && value.includes(condition.contains);
  if (!isIndexValue(value)) return false;
  if ('eq' in condition) return value === condition.eq;
  if ('in' in condition) return condition.in.includes(value);
  if ('gte' in condition) return sameType(value, condition.gte) && compareValues(value, condition.gte) >= 0;
  if ('lt' in condition) return sameType(value, condition.lt) && compareValues(value, condition.lt) < 0;
  if ('prefix' in condition) return typeof value === 'string' && value.startsWith(condition.prefix);
  return typeof value === 'string' && maskOf(condition.like).test(value);
}

const sameType = (a: IndexValue, b: IndexValue): boolean => typeof a === typeof b;

/** A z/OS mask as a regular expression: `*` any characters, `%` exactly one. */
export function maskOf(mask: string): RegExp {
  const literal = mask.replaceAll(/[.+?^${}()|[\]\\]/g, String.raw`\$&`);
  return new RegExp(`^${literal.replaceAll('*', '.*').replaceAll('%', '.')}$`, 'su');
}

export const cursorOf = (place: readonly IndexValue[]): string =>
  Buffer.from(JSON.stringify(place)).toString('base64url');

/** @throws {LockstepError} `request.invalid` for a cursor that no query gave */
export function placeOf(cursor: string): IndexValue[] {
  try {
    const place: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    if (Array.isArray(place) && place.every(isIndexValue)) return place;
  } catch {
    // answered below, as for every other unreadable cursor
  }
  throw new LockstepError('request.invalid', 'the cursor was not given by this list', { field: 'after' });
}

export function limitsOf(query: Query): { limit: number; scanLimit: number } {
  return {
    limit: Math.max(1, Math.min(query.limit ?? defaultLimit, largestLimit)),
    scanLimit: Math.max(1, query.scanLimit ?? defaultScanLimit),
  };
}

function unfit(field: string, why: string): LockstepError {
  return new LockstepError('ledger.entry-unfit', `${field} ${why}`, { field });
}
