import type { Key } from 'lmdb';
import type { IndexValue } from '../../ledger/view.schema.ts';
import type { Applied, FoldedDocument, StoredRow, ViewStore } from '../ports.ts';
import { type Bound, comparePlaces, rowCollector, type Scan, scansOf } from '../query.rules.ts';
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
    // What is no longer served was dropped in the transaction that served another.
    dropBefore: () => Promise.resolve(),
    async fold(generation, writes) {
      const moved = await writer.ask({ kind: 'fold', generation, writes });
      layout.root.resetReadTxn();
      return moved === true;
    },
    get: (generation, view, key) => Promise.resolve(read(generation, view, key)),
    query(generation, view, query) {
      const collector = rowCollector<StoredRow>(query);
      const prefix = [generation, view, query.index];
      const way = { reverse: query.order === 'desc', read: read.bind(null, generation, view) };
      for (const scan of scansOf(query))
        for (const row of rowsOf(index, prefix, scan, way))
          if (!collector.offer(row)) return Promise.resolve(collector.result());
      return Promise.resolve(collector.result());
    },
    // eslint-disable-next-line @typescript-eslint/require-await -- the port is asynchronous, LMDB's cursor is not
    async *documents(generation) {
      for (const { key, value } of docs.getRange({ start: [generation], end: [generation + 1] })) {
        const [, view, name] = key as [number, string, string];
        yield { view, key: name, text: value.slice(value.indexOf(' ') + 1) };
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

/** Rows of one stretch of an index, in the query's order. */
function* rowsOf(
  index: Layout['index'],
  prefix: readonly (string | number)[],
  { from, to }: Scan,
  { reverse, read }: { reverse: boolean; read: (key: string) => FoldedDocument | undefined },
): Generator<StoredRow> {
  const keyOf = ({ place, past }: Bound): Key[] => [...prefix, ...place, ...(past ? [afterAll] : [])];
  const range = reverse ? { start: keyOf(to), end: keyOf(from), reverse } : { start: keyOf(from), end: keyOf(to) };
  for (const whole of index.getKeys(range)) {
    const place = whole.slice(prefix.length) as IndexValue[];
    if (reverse && comparePlaces(place, to.place) === 0) continue;
    const row = read(String(place.at(-1)));
    if (row !== undefined) yield { ...row, place };
  }
}
