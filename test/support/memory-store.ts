import type { StoredPage } from '../../src/ledger/page.schema.ts';
import type { Applied, PageWrite, Store, StoredRow, ViewDeclaration } from '../../src/store/ports.ts';
import { comparePlaces, placesOf, rowCollector, scansOf, type Bound } from '../../src/store/query.rules.ts';

type Documents = Map<string, { page: number; text: string }>;

/** The ports in memory, for tests of what stands above them: no thread, no disk, nothing kept. */
export function memoryStore(): Store {
  const pages: StoredPage[] = [];
  let declared = new Map<string, ViewDeclaration>();
  const blobs = new Map<string, Buffer>();
  const cells = new Map<string, string>();
  const generations = new Map<number, { applied: Applied; views: Map<string, Documents> }>();
  const noPage = { page: 0, leaf: '0'.repeat(64) };
  let head: Applied = noPage;
  let serving: { generation: number; version: string } | undefined;
  let book: string | undefined;
  let count = 0;

  const documentsOf = (generation: number, view: string): Documents =>
    generations.get(generation)?.views.get(view) ?? new Map<string, { page: number; text: string }>();

  function fold(generation: number, writes: readonly Omit<PageWrite, 'stored'>[]): boolean {
    const at = generations.get(generation);
    if (at === undefined || at.applied.page + 1 !== writes[0]?.number) return false;
    for (const { number, leaf, puts } of writes) {
      for (const { view, key, text } of puts) {
        const documents = documentsOf(generation, view);
        if (text === null) documents.delete(key);
        else documents.set(key, { page: number, text });
        at.views.set(view, documents);
      }
      at.applied = { page: number, leaf };
    }
    return true;
  }

  function rowsOf(generation: number, view: string, index: string): StoredRow[] {
    const fields = declared.get(view)?.indexes[index];
    if (fields === undefined) return [];
    const rows = [...documentsOf(generation, view)].flatMap(([key, { page, text }]) => {
      const doc = JSON.parse(text) as object;
      return placesOf(doc, fields).map((place) => ({ key, page, doc, place: [...place, key] }));
    });
    return rows.sort((a, b) => comparePlaces(a.place, b.place));
  }

  return {
    kind: 'embedded',
    pages: {
      bookId: (proposed) => Promise.resolve((book ??= proposed)),
      head: () => Promise.resolve(head),
      append(writes, generation) {
        const first = writes[0]?.number ?? 0;
        if (first <= pages.length) {
          const ours = writes.every(({ number, stored }) => pages[number - 1]?.body === stored.body);
          return Promise.resolve(ours ? { outcome: 'done', folded: true } : { outcome: 'taken' });
        }
        for (const { stored } of writes) pages.push(stored);
        head = { page: pages.length, leaf: writes.at(-1)?.leaf ?? '' };
        return Promise.resolve({ outcome: 'done', folded: fold(generation, writes) });
      },
      page: (number) => Promise.resolve(pages[number - 1]),
      async *pages(from, to) {
        await Promise.resolve();
        yield* pages.slice(Math.max(0, from - 1), Math.max(0, to));
      },
      async *pagesOf(stream) {
        await Promise.resolve();
        yield* pages.filter(({ streams }) => streams.includes(stream));
      },
    },
    views: {
      declare(views) {
        declared = new Map(views.map((view) => [view.name, view]));
        return Promise.resolve();
      },
      current: () => Promise.resolve(serving),
      applied: (generation) => Promise.resolve(generations.get(generation)?.applied ?? noPage),
      begin() {
        generations.set(++count, { applied: noPage, views: new Map() });
        return Promise.resolve(count);
      },
      serve(generation, version) {
        serving = { generation, version };
        return Promise.resolve();
      },
      fold: (generation, writes) => Promise.resolve(fold(generation, writes)),
      get(generation, view, key) {
        const found = documentsOf(generation, view).get(key);
        if (found === undefined) return Promise.resolve(undefined);
        return Promise.resolve({ key, page: found.page, doc: JSON.parse(found.text) as object });
      },
      query(generation, view, query) {
        const collector = rowCollector<StoredRow>(query);
        const rows = rowsOf(generation, view, query.index);
        for (const { from, to } of scansOf(query)) {
          const inside = rows.filter(({ place }) => isPast(place, from) && !isPast(place, to));
          for (const row of query.order === 'desc' ? inside.reverse() : inside)
            if (!collector.offer(row)) return Promise.resolve(collector.result());
        }
        return Promise.resolve(collector.result());
      },
      async *documents(generation) {
        await Promise.resolve();
        for (const [view, documents] of generations.get(generation)?.views ?? [])
          for (const [key, { page, text }] of documents) yield { view, key, text: `${page} ${text}` };
      },
    },
    blobs: {
      put: (digest, content) => Promise.resolve(void blobs.set(digest, Buffer.from(content))),
      get: (digest) => Promise.resolve(blobs.get(digest)),
    },
    cell: {
      get: (name) => Promise.resolve(cells.get(name)),
      swap(name, expected, next) {
        if (cells.get(name) !== expected) return Promise.resolve(false);
        if (next === undefined) cells.delete(name);
        else cells.set(name, next);
        return Promise.resolve(true);
      },
    },
    close: () => Promise.resolve(),
  };
}

/** True for a place at or behind a bound. */
function isPast(place: readonly (string | number)[], { place: edge, past }: Bound): boolean {
  const order = comparePlaces(place.slice(0, edge.length), edge);
  return order > 0 || (order === 0 && !past);
}
