import { LockstepError } from '../../src/shared/errors.ts';
import { erasedAt } from '../../src/ledger/erasure.rules.ts';
import type { StoredPage } from '../../src/ledger/page.schema.ts';
import type { AppendOutcome, Applied, PageWrite, Store, ViewDeclaration } from '../../src/store/ports.ts';
import { MemoryDocuments } from './memory-documents.ts';

const noPage: Applied = { page: 0, leaf: '0'.repeat(64) };

interface Generation {
  applied: Applied;
  readonly views: Map<string, MemoryDocuments>;
}

type Writes = readonly Omit<PageWrite, 'stored'>[];

/** Store in memory, and another one that stands where it stands now. */
export interface MemoryStore extends Store {
  copy(): MemoryStore;
}

/**
 * The ports in memory, for tests of what stands above them: no thread, no disk, nothing kept. `embedded`: pages and
 * views go in one step. `mongodb`: an append leaves the views behind; a later fold puts one document at a time, each
 * over an older page only, and then moves `applied`.
 */
export function memoryStore(kind: Store['kind'] = 'embedded'): MemoryStore {
  return open(kind, {
    ...{ pages: [], blobs: new Map(), cells: new Map(), generations: new Map(), declared: new Map() },
    ...{ serving: undefined, book: undefined },
  });
}

interface Content {
  readonly pages: StoredPage[];
  readonly blobs: Map<string, Buffer>;
  readonly cells: Map<string, string>;
  readonly generations: Map<number, Generation>;
  declared: Map<string, ViewDeclaration>;
  head?: Applied;
  serving: { generation: number; version: string } | undefined;
  book: string | undefined;
}

function open(kind: Store['kind'], content: Content): MemoryStore {
  const { pages, blobs, cells, generations } = content;
  const append = (writes: readonly PageWrite[]): AppendOutcome['outcome'] => {
    const first = writes[0]?.number ?? 0;
    const there = pages.slice(first - 1);
    if (there.some(({ body }, at) => at < writes.length && body !== writes[at]?.stored.body)) return 'taken';
    for (const { stored } of writes.slice(there.length)) pages.push(stored);
    if (there.length < writes.length) content.head = { page: pages.length, leaf: writes.at(-1)?.leaf ?? '' };
    return 'done';
  };
  return {
    kind,
    pages: {
      bookId: (proposed) => Promise.resolve((content.book ??= proposed)),
      head: () => Promise.resolve(content.head ?? noPage),
      append(writes, generation) {
        if ((writes[0]?.number ?? 0) > pages.length + 1)
          return Promise.resolve({ outcome: 'rejected', cause: new Error('the page before is not there') });
        const outcome = append(writes);
        if (outcome !== 'done') return Promise.resolve({ outcome: 'taken' });
        const folded = kind === 'embedded' && foldAtOnce(generations.get(generation), writes);
        return Promise.resolve({ outcome, folded });
      },
      erase(page, entry) {
        const stored = pages[page - 1];
        if (stored === undefined) throw new Error(`page ${page} is not there`);
        pages[page - 1] = erasedAt(stored, entry);
        return Promise.resolve();
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
    views: viewsOf(kind, content),
    blobs: {
      put: (digest, bytes) => Promise.resolve(void blobs.set(digest, Buffer.from(bytes))),
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
    copy: () => open(kind, copyOf(content)),
  };
}

function viewsOf(kind: Store['kind'], content: Content): Store['views'] {
  const { generations } = content;
  const documentsOf = (number: number, view: string): MemoryDocuments => {
    const generation = generations.get(number);
    const known = generation?.views.get(view);
    if (known !== undefined) return known;
    const documents = new MemoryDocuments(content.declared.get(view)?.indexes ?? {});
    generation?.views.set(view, documents);
    return documents;
  };
  return {
    declare(views) {
      content.declared = new Map(views.map((view) => [view.name, view]));
      return Promise.resolve();
    },
    current: () => Promise.resolve(content.serving),
    applied: (number) => Promise.resolve(generations.get(number)?.applied ?? noPage),
    begin() {
      const number = Math.max(0, ...generations.keys()) + 1;
      generations.set(number, { applied: noPage, views: new Map() });
      for (const view of content.declared.keys()) documentsOf(number, view);
      return Promise.resolve(number);
    },
    serve(generation, version) {
      if ((content.serving?.generation ?? 0) > generation)
        return Promise.reject(new LockstepError('ledger.behind', 'newer views are served', { generation }));
      content.serving = { generation, version };
      return Promise.resolve();
    },
    dropBefore(generation) {
      for (const number of [...generations.keys()]) if (number < generation) generations.delete(number);
      return Promise.resolve();
    },
    fold: (number, writes) =>
      kind === 'embedded'
        ? Promise.resolve(foldAtOnce(generations.get(number), writes))
        : foldOneByOne(generations.get(number), writes),
    get: (number, view, key) => Promise.resolve(documentsOf(number, view).get(key)),
    query: (number, view, query) => Promise.resolve(documentsOf(number, view).query(query)),
    async *documents(number) {
      await Promise.resolve();
      const views = [...(generations.get(number)?.views ?? [])].sort(([a], [b]) => (a < b ? -1 : 1));
      for (const [view, documents] of views) for (const [key, text] of documents.texts()) yield { view, key, text };
    },
  };
}

function foldAtOnce(generation: Generation | undefined, writes: Writes): boolean {
  if (generation === undefined || generation.applied.page + 1 !== writes[0]?.number) return false;
  for (const { number, leaf, puts } of writes) {
    for (const { view, key, text } of puts) generation.views.get(view)?.put(key, number, text);
    generation.applied = { page: number, leaf };
  }
  return true;
}

/** As a database does it that changes one document at a time: others may read in between, and fold the same pages. */
async function foldOneByOne(generation: Generation | undefined, writes: Writes): Promise<boolean> {
  const [first, last] = [writes[0], writes.at(-1)];
  if (generation === undefined || first === undefined || last === undefined) return false;
  if (generation.applied.page < first.number - 1 || generation.applied.page >= last.number) return false;
  for (const { number, puts } of writes)
    for (const { view, key, text } of puts) {
      generation.views.get(view)?.put(key, number, text);
      await Promise.resolve();
    }
  if (generation.applied.page < last.number) generation.applied = { page: last.number, leaf: last.leaf };
  return true;
}

function copyOf({ pages, blobs, cells, generations, ...rest }: Content): Content {
  const copied = [...generations].map(([number, { applied, views }]): [number, Generation] => [
    number,
    { applied, views: new Map([...views].map(([name, documents]) => [name, documents.copy()])) },
  ]);
  return {
    ...{ ...rest, pages: [...pages], blobs: new Map(blobs), cells: new Map(cells), generations: new Map(copied) },
  };
}
