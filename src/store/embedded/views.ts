import type { Key } from 'lmdb';
import type { IndexValue, Query } from '../../ledger/view.schema.ts';
import type { Applied, FoldedDocument, StoredRow, ViewStore } from '../ports.ts';
import { comparePlaces, cursorOf, isInside, limitsOf, meets, placeOf } from '../query.rules.ts';
import { afterAll, type Layout } from './layout.ts';
import type { WriterClient } from './writer-client.ts';

/** Views in LMDB: written with their page by the writer thread, read here in snapshots of the main thread. */
export function embeddedViews({ layout, writer }: { layout: Layout; writer: WriterClient }): ViewStore {
  const { docs, index, meta } = layout;
  const read = (generation: number, view: string, key: string) =>
    foldedDocument(key, docs.get([generation, view, key]));

  return {
    async declare(views) {
      await writer.ask({ kind: 'declare', views });
    },
    current: () => {
      const [generation, version] = meta.get('serving')?.split(' ') ?? [];
      return Promise.resolve(version === undefined ? undefined : { generation: Number(generation), version });
    },
    applied: (generation) => Promise.resolve(appliedFrom(meta.get(`applied:${generation}`))),
    begin: async () => Number(await writer.ask({ kind: 'begin' })),
    async serve(generation, version) {
      await writer.ask({ kind: 'serve', generation, version });
      layout.root.resetReadTxn();
    },
    async fold(generation, writes) {
      const moved = await writer.ask({ kind: 'fold', generation, writes });
      layout.root.resetReadTxn();
      return moved === true;
    },
    get: (generation, view, key) => Promise.resolve(read(generation, view, key)),
    query: (generation, view, query) =>
      Promise.resolve(
        runQuery(query, (from) =>
          rowsFrom(index, [generation, view, query.index], from, read.bind(null, generation, view)),
        ),
      ),
    // eslint-disable-next-line @typescript-eslint/require-await -- the port is asynchronous, LMDB's cursor is not
    async *documents(generation) {
      for (const { key, value } of docs.getRange({ start: [generation], end: [generation + 1] })) {
        const [, view, name] = key as [number, string, string];
        yield { view, key: name, text: value };
      }
    },
  };
}

export function appliedFrom(text: string | undefined): Applied {
  const [page, leaf] = text?.split(' ') ?? [];
  return { page: Number(page ?? 0), leaf: leaf ?? '0'.repeat(64) };
}

function foldedDocument(key: string, stored: string | undefined): FoldedDocument | undefined {
  if (stored === undefined) return undefined;
  const space = stored.indexOf(' ');
  return { key, page: Number(stored.slice(0, space)), doc: JSON.parse(stored.slice(space + 1)) as object };
}

/** Where a scan begins and which way it goes. `bound` is a prefix or a place; `exclusive` leaves the place itself out. */
export interface ScanFrom {
  readonly bound: readonly IndexValue[];
  readonly reverse: boolean;
  readonly after?: readonly IndexValue[];
}

function* rowsFrom(
  index: Layout['index'],
  prefix: readonly (string | number)[],
  { bound, reverse, after }: ScanFrom,
  read: (key: string) => FoldedDocument | undefined,
): Generator<StoredRow> {
  const least: Key[] = [...prefix, ...bound];
  const most: Key[] = [...prefix, ...bound, afterAll];
  const resume: Key[] | undefined = after === undefined ? undefined : [...prefix, ...after];
  const range = reverse ? { start: resume ?? most, end: least, reverse } : { start: resume ?? least, end: most };
  for (const whole of index.getKeys(range)) {
    const place = whole.slice(prefix.length) as IndexValue[];
    if (after !== undefined && comparePlaces(place, after) === 0) continue;
    const row = read(String(place.at(-1)));
    if (row !== undefined) yield { ...row, place };
  }
}

/** Runs the closed form of query over ordered scans; `in` is one scan a value, merged in order. */
export function runQuery(
  query: Query,
  scan: (from: ScanFrom) => Iterable<StoredRow>,
): { rows: StoredRow[]; next?: string; scanned: number } {
  const { limit, scanLimit } = limitsOf(query);
  const reverse = query.order === 'desc';
  const after = query.after === undefined ? undefined : placeOf(query.after);
  const eq = query.eq ?? [];
  const bounds = query.in === undefined ? [eq] : [...new Set(query.in)].map((value) => [...eq, value]);
  const scans = bounds.map((bound) => scan({ bound, reverse, ...resumeOf(query, bound, after, reverse) }));
  const rows: StoredRow[] = [];
  let scanned = 0;
  let last: StoredRow | undefined;
  for (const row of mergeInOrder(scans, reverse)) {
    if (after !== undefined && (reverse ? comparePlaces(row.place, after) >= 0 : comparePlaces(row.place, after) <= 0))
      continue;
    if (rows.length >= limit || scanned >= scanLimit)
      return { rows, scanned, ...(last && { next: cursorOf(last.place) }) };
    scanned += 1;
    last = row;
    if (isBeyond(row.place, query, reverse)) break;
    if (isInside(row.place, query) && meets(row.doc, query.where)) rows.push(row);
  }
  return { rows, scanned };
}

/** A scan may start at the cursor only where the cursor lies in it; range bounds narrow it otherwise. */
function resumeOf(
  query: Query,
  bound: readonly IndexValue[],
  after: readonly IndexValue[] | undefined,
  reverse: boolean,
) {
  if (after?.slice(0, bound.length).every((value, index) => value === bound[index]) === true) return { after };
  const edge = reverse ? undefined : (query.range?.gte ?? query.range?.gt);
  return edge === undefined ? {} : { after: [...bound, edge] };
}

function isBeyond(place: readonly IndexValue[], { eq = [], range, in: among }: Query, reverse: boolean): boolean {
  const value = place[eq.length];
  if (range === undefined || among !== undefined || value === undefined) return false;
  const edge = reverse ? (range.gte ?? range.gt) : (range.lte ?? range.lt);
  if (edge === undefined) return false;
  const order = comparePlaces([value], [edge]);
  return reverse ? order < 0 : order > 0;
}

function* mergeInOrder(scans: readonly Iterable<StoredRow>[], reverse: boolean): Generator<StoredRow> {
  const heads = scans.map((scan) => scan[Symbol.iterator]()).map((rows) => ({ rows, row: rows.next() }));
  for (;;) {
    let first: (typeof heads)[number] | undefined;
    for (const head of heads) {
      if (head.row.done === true) continue;
      if (first === undefined || first.row.done === true) first = head;
      else if (comparePlaces(head.row.value.place, first.row.value.place) < 0 !== reverse) first = head;
    }
    if (first === undefined || first.row.done === true) return;
    yield first.row.value;
    first.row = first.rows.next();
  }
}
