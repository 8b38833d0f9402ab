import { describe, expect, it } from '@jest/globals';
import { createHash, randomBytes } from 'node:crypto';
import type { PageWrite, Store, ViewPut } from '../../src/store/ports.ts';
import { noHead, pageAfter, pagesAfter, put, testBook } from '../support/stored-pages.ts';

/** A store of its own for one test, and a second instance of it where several may share one. */
export interface OpenedStore extends AsyncDisposable {
  readonly store: Store;
}

const things = { name: 'things', indexes: { n: ['n'], tag: ['tags', 'n'] } };
const others = { name: 'others', indexes: {} };

async function begun(store: Store): Promise<number> {
  await store.views.declare([things, others]);
  await store.pages.bookId(testBook);
  const generation = await store.views.begin();
  await store.views.serve(generation, 'v1');
  return generation;
}

async function appendAll(store: Store, writes: readonly PageWrite[], generation: number) {
  const outcome = await store.pages.append(writes, generation);
  if (outcome.outcome === 'done' && !outcome.folded) await store.views.fold(generation, writes);
  return outcome;
}

async function listOf<T>(rows: AsyncIterable<T>): Promise<T[]> {
  const list: T[] = [];
  for await (const row of rows) list.push(row);
  return list;
}

const sha256 = (content: Uint8Array) => createHash('sha256').update(content).digest('hex');

/** What every adapter of the store's ports promises. */
export function storeConformance(open: () => Promise<OpenedStore>): void {
  describe('pages', () => pagesConform(open));
  describe('folded views', () => viewsConform(open));
  describe('generations', () => generationsConform(open));
  describe('blobs', () => blobsConform(open));
  describe('cells', () => cellsConform(open));
}

function pagesConform(open: () => Promise<OpenedStore>): void {
  it('are none in the beginning, and the first proposed id of the book stands', async () => {
    await using opened = await open();
    const { pages } = opened.store;
    expect(await pages.head()).toEqual(noHead);
    expect(await pages.bookId(testBook)).toBe(testBook);
    expect(await pages.bookId(`B${'C'.repeat(26)}`)).toBe(testBook);
  });

  it('are read back as they were written, alone and in order', async () => {
    await using opened = await open();
    const { store } = opened;
    const generation = await begun(store);
    const writes = pagesAfter(noHead, [[], [], []]);
    expect(await appendAll(store, writes, generation)).toMatchObject({ outcome: 'done' });
    expect(await store.pages.head()).toEqual({ page: 3, leaf: writes[2]!.leaf });
    expect(await store.pages.page(2)).toEqual(writes[1]!.stored);
    expect(await store.pages.page(4)).toBeUndefined();
    expect(await listOf(store.pages.pages(2, 9))).toEqual(writes.slice(1).map(({ stored }) => stored));
    expect(await listOf(store.pages.pages(4, 3))).toEqual([]);
  });

  it('lose salt and text of an entry that is erased, once and for good, and nothing else', async () => {
    await using opened = await open();
    const { store } = opened;
    const generation = await begun(store);
    const writes = [pageAfter(noHead, [], ['s', 't', 's'])];
    await appendAll(store, writes, generation);
    const { stored } = writes[0]!;
    await Promise.all([store.pages.erase(1, 1), store.pages.erase(1, 0), store.pages.erase(1, 1)]);
    const marker = (index: number) => {
      const { stream, seq, type } = JSON.parse((stored.entries[index] as { text: string }).text) as Record<
        string,
        unknown
      >;
      return { erased: true, stream, seq, type };
    };
    const erased = { ...stored, entries: [marker(0), marker(1), stored.entries[2]] };
    expect(await store.pages.page(1)).toEqual(erased);
    expect(await listOf(store.pages.pagesOf('t'))).toEqual([erased]);
    expect(await store.pages.append(writes, generation)).toMatchObject({ outcome: 'done' });
    expect(await store.pages.page(1)).toEqual(erased);
  });

  it('are found by stream', async () => {
    await using opened = await open();
    const { store } = opened;
    const generation = await begun(store);
    const streams = [['s', 't'], ['t'], ['s', 's:1']];
    const writes: PageWrite[] = [];
    for (const each of streams) {
      const last = writes.at(-1);
      writes.push(pageAfter(last === undefined ? noHead : { page: last.number, leaf: last.leaf }, [], each));
    }
    await appendAll(store, writes, generation);
    const numbersOf = async (stream: string) =>
      (await listOf(store.pages.pagesOf(stream))).map(({ _id }) => Number(_id.slice(-12)));
    expect(await numbersOf('s')).toEqual([1, 3]);
    expect(await numbersOf('t')).toEqual([1, 2]);
    expect(await numbersOf('s:1')).toEqual([3]);
    expect(await numbersOf('s:')).toEqual([]);
  });

  it('sent again are done, and stand once', async () => {
    await using opened = await open();
    const { store } = opened;
    const generation = await begun(store);
    const writes = pagesAfter(noHead, [[put('a', { n: 1 })], [put('a', { n: 2 })]]);
    await appendAll(store, writes, generation);
    expect(await store.pages.append(writes, generation)).toMatchObject({ outcome: 'done' });
    expect(await store.pages.append(writes.slice(0, 1), generation)).toMatchObject({ outcome: 'done' });
    expect((await store.pages.head()).page).toBe(2);
    expect(await store.views.get(generation, 'things', 'a')).toMatchObject({ doc: { n: 2 } });
  });

  it('are taken when another page stands there, and nothing of the group is shown', async () => {
    await using opened = await open();
    const { store } = opened;
    const generation = await begun(store);
    const [first] = pagesAfter(noHead, [[]]);
    await appendAll(store, [first!], generation);
    const mine = pagesAfter(noHead, [[put('a', { n: 1 })], [put('b', { n: 1 })]]);
    expect(await store.pages.append(mine, generation)).toEqual({ outcome: 'taken' });
    expect(await store.pages.head()).toEqual({ page: 1, leaf: first!.leaf });
    expect(await store.views.get(generation, 'things', 'a')).toBeUndefined();
  });

  it('never leave a gap', async () => {
    await using opened = await open();
    const { store } = opened;
    const generation = await begun(store);
    const writes = pagesAfter(noHead, [[], [], []]);
    await appendAll(store, writes.slice(0, 1), generation);
    expect(await store.pages.append(writes.slice(2), generation)).toMatchObject({ outcome: 'rejected' });
    expect((await store.pages.head()).page).toBe(1);
  });

  it('are given to one of many writers at once', async () => {
    await using opened = await open();
    const { store } = opened;
    const generation = await begun(store);
    const rivals = Array.from({ length: 12 }, () => pagesAfter(noHead, [[], []]));
    const outcomes = await Promise.all(rivals.map((writes) => store.pages.append(writes, generation)));
    const winners = rivals.filter((_, index) => outcomes[index]?.outcome === 'done');
    expect(winners).toHaveLength(1);
    expect(outcomes.filter(({ outcome }) => outcome === 'taken')).toHaveLength(11);
    expect(await listOf(store.pages.pages(1, 9))).toEqual(winners[0]!.map(({ stored }) => stored));
  });
}

function viewsConform(open: () => Promise<OpenedStore>): void {
  it('stand at the page that was folded last, and documents name theirs', async () => {
    await using opened = await open();
    const { store } = opened;
    const generation = await begun(store);
    const writes = pagesAfter(noHead, [[put('a', { n: 1 }), put('b', { n: 1 })], [put('a', { n: 2 })]]);
    await appendAll(store, writes, generation);
    expect(await store.views.applied(generation)).toEqual({ page: 2, leaf: writes[1]!.leaf });
    expect(await store.views.get(generation, 'things', 'a')).toEqual({ key: 'a', page: 2, doc: { n: 2 } });
    expect(await store.views.get(generation, 'things', 'b')).toEqual({ key: 'b', page: 1, doc: { n: 1 } });
    expect(await store.views.get(generation, 'others', 'a')).toBeUndefined();
  });

  it('lose a removed document from every index, and may have it again', async () => {
    await using opened = await open();
    const { store } = opened;
    const generation = await begun(store);
    const names = async () => {
      const { rows } = await store.views.query(generation, 'things', { index: 'tag', eq: ['x'] });
      return rows.map(({ key }) => key);
    };
    const writes = pagesAfter(noHead, [
      [put('a', { n: 1, tags: ['x', 'y'] }), put('b', { n: 2, tags: ['x'] })],
      [put('a', null)],
      [put('a', { n: 3, tags: ['x', 'z'] })],
    ]);
    await appendAll(store, writes.slice(0, 1), generation);
    expect(await names()).toEqual(['a', 'b']);
    await appendAll(store, writes.slice(1, 2), generation);
    expect(await names()).toEqual(['b']);
    expect(await store.views.get(generation, 'things', 'a')).toBeUndefined();
    await appendAll(store, writes.slice(2), generation);
    expect(await names()).toEqual(['b', 'a']);
  });

  it('fold pages in order only: neither twice nor over a gap', async () => {
    await using opened = await open();
    const { store } = opened;
    await begun(store);
    const generation = await store.views.begin();
    const writes = pagesAfter(noHead, [[put('a', { n: 1 })], [put('a', { n: 2 })], [put('a', { n: 3 })]]);
    expect(await store.views.fold(generation, writes.slice(1))).toBe(false);
    expect(await store.views.fold(generation, writes.slice(0, 2))).toBe(true);
    expect(await store.views.fold(generation, writes.slice(0, 2))).toBe(false);
    expect(await store.views.get(generation, 'things', 'a')).toMatchObject({ page: 2, doc: { n: 2 } });
    expect(await store.views.applied(generation)).toEqual({ page: 2, leaf: writes[1]!.leaf });
  });

  it('are given as text by view and key', async () => {
    await using opened = await open();
    const { store } = opened;
    const generation = await begun(store);
    const puts: ViewPut[] = [put('b', { n: 1 }), put('a.$x', { 'n.$': 1 }), put('z', {}, 'others'), put('gone', {})];
    await appendAll(store, pagesAfter(noHead, [puts, [put('gone', null)]]), generation);
    expect(await listOf(store.views.documents(generation))).toEqual([
      { view: 'others', key: 'z', text: '{}' },
      { view: 'things', key: 'a.$x', text: '{"n.$":1}' },
      { view: 'things', key: 'b', text: '{"n":1}' },
    ]);
  });
}

function generationsConform(open: () => Promise<OpenedStore>): void {
  it('are built beside the served one, and swapped', async () => {
    await using opened = await open();
    const { store } = opened;
    await store.views.declare([things, others]);
    expect(await store.views.current()).toBeUndefined();
    const old = await begun(store);
    expect(await store.views.current()).toMatchObject({ generation: old, version: 'v1' });
    const writes = pagesAfter(noHead, [[put('a', { n: 1 }), put('b', { n: 1 })]]);
    await appendAll(store, writes, old);
    const fresh = await store.views.begin();
    expect(fresh).not.toBe(old);
    expect(await store.views.applied(fresh)).toEqual(noHead);
    expect(await store.views.get(fresh, 'things', 'a')).toBeUndefined();
    await store.views.fold(fresh, [{ ...writes[0]!, puts: [put('a', { n: 7 })] }]);
    expect(await store.views.get(old, 'things', 'a')).toMatchObject({ doc: { n: 1 } });
    await store.views.serve(fresh, 'v2');
    expect(await store.views.current()).toMatchObject({ generation: fresh, version: 'v2' });
    expect((await store.views.query(fresh, 'things', { index: 'n' })).rows.map(({ doc }) => doc)).toEqual([{ n: 7 }]);
  });

  it('that are older than the served one are never served again: they may be dropped already', async () => {
    await using opened = await open();
    const { store } = opened;
    await store.views.declare([things, others]);
    const older = await store.views.begin();
    const newer = await begun(store);
    await expect(store.views.serve(older, 'v0')).rejects.toThrow();
    expect(await store.views.current()).toMatchObject({ generation: newer, version: 'v1' });
    await store.views.serve(newer, 'v2');
    expect(await store.views.current()).toMatchObject({ generation: newer, version: 'v2' });
  });

  it('that nobody reads any more are dropped whole', async () => {
    await using opened = await open();
    const { store } = opened;
    const first = await begun(store);
    const many = Array.from({ length: 300 }, (_, n) => put(`k${n}`, { n, tags: ['x', `t${n}`] }));
    const writes = pagesAfter(noHead, [many, []]);
    await appendAll(store, writes.slice(0, 1), first);
    for (const version of ['v2', 'v3']) {
      const next = await store.views.begin();
      await store.views.fold(next, writes);
      await store.views.serve(next, version);
    }
    expect(await listOf(store.views.documents(first))).toEqual([]);
    expect((await store.views.query(first, 'things', { index: 'tag' })).rows).toEqual([]);
    const { generation = 0 } = (await store.views.current()) ?? {};
    expect(await listOf(store.views.documents(generation))).toHaveLength(300);
  });
}

function blobsConform(open: () => Promise<OpenedStore>): void {
  it('of any size come back as they went in, also when put again', async () => {
    await using opened = await open();
    const { blobs } = opened.store;
    for (const size of [0, 1, 1024 * 1024, 2 * 1024 * 1024 + 17]) {
      const content = randomBytes(size);
      const digest = sha256(content);
      expect(await blobs.get(digest)).toBeUndefined();
      await Promise.all([blobs.put(digest, content), blobs.put(digest, content)]);
      await blobs.put(digest, content);
      expect((await blobs.get(digest))?.equals(content)).toBe(true);
    }
  });
}

function cellsConform(open: () => Promise<OpenedStore>): void {
  it('are swapped only where they hold what was expected', async () => {
    await using opened = await open();
    const { cell } = opened.store;
    expect(await cell.get('engine')).toBeUndefined();
    expect(await cell.swap('engine', undefined, undefined)).toBe(true);
    expect(await cell.swap('engine', 'b', 'a')).toBe(false);
    expect(await cell.swap('engine', undefined, 'a')).toBe(true);
    expect(await cell.swap('engine', undefined, 'b')).toBe(false);
    expect(await cell.swap('engine', undefined, undefined)).toBe(false);
    expect(await cell.swap('engine', 'a', 'b')).toBe(true);
    expect(await cell.get('engine')).toBe('b');
    expect(await cell.swap('engine', 'a', undefined)).toBe(false);
    expect(await cell.swap('engine', 'b', undefined)).toBe(true);
    expect(await cell.get('engine')).toBeUndefined();
  });

  it('go to one of many at once', async () => {
    await using opened = await open();
    const { cell } = opened.store;
    const names = Array.from({ length: 20 }, (_, n) => `instance-${n}`);
    const won = await Promise.all(names.map((name) => cell.swap('engine', undefined, name)));
    expect(won.filter(Boolean)).toHaveLength(1);
    expect(await cell.get('engine')).toBe(names[won.indexOf(true)]);
  });
}
