import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { erasing } from '../../src/ledger/erasing.ts';
import { rebuild } from '../../src/ledger/generations.ts';
import { openLedger } from '../../src/ledger/open-ledger.ts';
import { ledgerEntries } from '../../src/ledger/own-entries.schema.ts';
import { ownViews } from '../../src/ledger/own.views.ts';
import type { View } from '../../src/ledger/view.schema.ts';
import { openEmbeddedStore } from '../../src/store/embedded/embedded-store.ts';
import type { Store } from '../../src/store/ports.ts';
import { someone, temporaryFolder } from '../support/book.ts';
import { start } from '../support/memory-book.ts';
import { memoryStore } from '../support/memory-store.ts';

interface Note {
  id: string;
  text: string;
  words: string[];
  good: boolean;
  recordVersion: number;
}

/** Notes of people, with the words of their text for the search. */
const notes: View<Note> = {
  ...{ name: 'notes', version: 1, indexes: { id: ['id'], word: ['words', 'id'] } },
  keys: ({ stream }) => (stream.startsWith('note:') ? [stream.slice(5)] : []),
  evolve: (doc, { stream, type, data, seq }) =>
    type === 'note.given/1'
      ? {
          ...{ id: stream.slice(5), text: data['text'] as string, words: (data['text'] as string).split(' ') },
          ...{ good: data['good'] === true, recordVersion: seq },
        }
      : doc && { ...doc, recordVersion: seq },
};
const entryTypes = {
  'note.given/1': z.strictObject({ text: z.string(), good: z.boolean() }),
  'job.ended/1': z.strictObject({ retcode: z.string() }),
};
const all = { views: [...ownViews, notes], entryTypes: { ...ledgerEntries, ...entryTypes } };
const admin = { actor: { kind: 'person', id: 'admin' }, reason: 'the person asked for it' } as const;

/** Time in which nothing is ever late: a caller of a store that was killed waits for good, and leaves no timer behind. */
const endless = { now: () => start, sleep: () => new Promise<void>(() => undefined) };

const open = (store: Store) =>
  openLedger({
    ...{ store, views: [notes], entryTypes, estate: 'test', kind: 'rehearsal', home: 'here' },
    clock: { now: () => start, sleep: () => Promise.resolve() },
    machine: endless,
  });

async function notedOver(store: Store) {
  const ledger = await open(store);
  const give = (id: string, text: string) =>
    ledger.commit({
      actor: someone,
      decide: () => [
        { stream: 'job:1', type: 'job.ended/1', data: { retcode: 'CC 0000' } },
        { stream: `note:${id}`, type: 'note.given/1', data: { text, good: true } },
      ],
    });
  await give('a', 'anna is ill');
  await give('b', 'anna is well');
  const machine = { now: () => start, sleep: () => Promise.resolve() };
  const { erase } = erasing({ ledger, store, personal: { 'note.given/1': ['text'] }, machine });
  return { ledger, store, erase, give };
}

const found = async ({ ledger }: Awaited<ReturnType<typeof notedOver>>, word: string) =>
  (await ledger.query(notes, { index: 'word', eq: [word] })).rows.map(({ id }) => id);

async function textsIn(store: Store): Promise<string> {
  const texts: string[] = [];
  for await (const stored of store.pages.pages(1, Infinity)) texts.push(JSON.stringify(stored));
  for (let generation = 1; generation < 20; generation += 1)
    for await (const { view, key, text } of store.views.documents(generation)) texts.push(`${view} ${key} ${text}`);
  return texts.join('\n');
}

const stores = [
  ['in memory', () => ({ store: memoryStore(), [Symbol.dispose]: () => undefined })],
  ['with MongoDB’s semantics', () => ({ store: memoryStore('mongodb'), [Symbol.dispose]: () => undefined })],
  [
    'embedded',
    () => {
      const folder = temporaryFolder();
      return { store: openEmbeddedStore(folder.path), [Symbol.dispose]: () => folder[Symbol.dispose]() };
    },
  ],
] as const;

describe.each(stores)('a text that is erased, in a store %s', (_, opened) => {
  it('is in no page and in no view, while everything else stays and verifies', async () => {
    using place = opened();
    const book = await notedOver(place.store);
    const { ledger, store, erase } = book;
    expect(await found(book, 'anna')).toEqual(['a', 'b']);
    const before = await store.pages.page(2);
    const root = ledger.leaves.rootAt(3);
    expect(await erase({ ...admin, page: 2, entry: 1 })).toEqual({
      ...{ page: 2, entry: 1, on: 4, stream: 'note:a', seq: 1, type: 'note.given/1' },
    });
    const text = await textsIn(store);
    expect(text).not.toContain('anna is ill');
    expect(text).toContain('anna is well');
    expect(text).not.toContain((before!.entries[1] as { salt: string }).salt);
    const after = await store.pages.page(2);
    expect(after).toEqual({
      ...before,
      entries: [before!.entries[0], { erased: true, stream: 'note:a', seq: 1, type: 'note.given/1' }],
    });
    expect(ledger.leaves.rootAt(3)).toEqual(root);
    expect(await ledger.get(notes, 'a')).toEqual({
      ...{ id: 'a', text: '[erased]', words: ['[erased]'], good: true, recordVersion: 2 },
    });
    expect(await found(book, 'anna')).toEqual(['b']);
    expect(await found(book, '[erased]')).toEqual(['a']);
    expect((await ledger.page(2))?.entries[1]).toMatchObject({ erased: true, data: { text: '[erased]', good: true } });
    expect((await ledger.asOf(notes, 'a', ['note:a'], 2))?.text).toBe('[erased]');
    expect(await rebuild(store, all)).toMatchObject({ pages: 4, differing: [] });
    await ledger.catchUp();
    expect(await found(book, 'anna')).toEqual(['b']);
    await book.give('a', 'a new one');
    expect(await ledger.get(notes, 'a')).toMatchObject({ text: 'a new one', recordVersion: 3 });
    await store.close();
  });

  it('is erased once, however often that is asked', async () => {
    using place = opened();
    const { ledger, store, erase } = await notedOver(place.store);
    const asked = { ...admin, page: 3, entry: 1 };
    const [one, two] = await Promise.all([erase(asked), erase(asked)]);
    expect(one).toEqual(two);
    expect(ledger.head()).toBe(4);
    await store.close();
  });

  it('is refused where the entry is evidence, or is not there', async () => {
    using place = opened();
    const { ledger, store, erase } = await notedOver(place.store);
    await expect(erase({ ...admin, page: 2, entry: 0 })).rejects.toMatchObject({ code: 'ledger.not-erasable' });
    for (const nowhere of [
      { page: 2, entry: 2 },
      { page: 9, entry: 0 },
    ])
      await expect(erase({ ...admin, ...nowhere })).rejects.toMatchObject({ code: 'request.not-found' });
    expect(ledger.head()).toBe(3);
    await store.close();
  });

  it('is refused once for its key, though the entry is there by now', async () => {
    using place = opened();
    const { ledger, store, erase, give } = await notedOver(place.store);
    const asked = { ...admin, page: 5, entry: 1, key: { key: 'k', digest: 'd'.repeat(64) } };
    await expect(erase(asked)).rejects.toMatchObject({ code: 'request.not-found' });
    await give('c', 'anna is back');
    expect(ledger.head()).toBe(5);
    await expect(erase(asked)).rejects.toMatchObject({ code: 'request.not-found' });
    expect(await ledger.get(notes, 'c')).toMatchObject({ text: 'anna is back' });
    await store.close();
  });
});

/** A store that dies at its n-th call after it was armed, before the effect or after it; the dead hear no answer. */
function mortal(store: Store) {
  const never = () => new Promise<never>(() => undefined);
  let left = Infinity;
  let how: 'before' | 'after' = 'before';
  const wrap = <T extends object>(part: T): T =>
    new Proxy(part, {
      get: (_target, name) => {
        const value = Reflect.get(part, name) as (...args: unknown[]) => unknown;
        return (...args: unknown[]): unknown => {
          left -= 1;
          const call = () => value.apply(part, args);
          if (left > 0) return call();
          if (['pages', 'pagesOf', 'documents'].includes(String(name)))
            return (async function* () {
              yield await never();
            })();
          return left === 0 && how === 'after' ? Promise.resolve(call()).then(never) : never();
        };
      },
    });
  return {
    store: { ...store, pages: wrap(store.pages), views: wrap(store.views), cell: wrap(store.cell) },
    arm: (calls: number, death: typeof how) => {
      left = calls;
      how = death;
    },
  };
}

const settled = () => new Promise((resolve) => setImmediate(resolve));

describe('an erasure that a crash cuts short', () => {
  it.each([
    ['embedded', 'before'],
    ['embedded', 'after'],
    ['mongodb', 'before'],
    ['mongodb', 'after'],
  ] as const)(
    'is finished at the next start, at whatever call it was killed (%s, %s its effect)',
    async (kind, how) => {
      const outcomes = { nothing: 0, finished: 0 };
      const erased = { answered: false };
      for (let at = 1; !erased.answered; at += 1) {
        const whole = memoryStore(kind);
        const { store, arm } = mortal(whole);
        const { erase } = await notedOver(store);
        arm(at, how);
        void erase({ ...admin, page: 2, entry: 1 }).then(() => (erased.answered = true));
        await settled();
        const next = await open(whole);
        const text = await textsIn(whole);
        if ((await next.page(4)) === undefined) {
          outcomes.nothing += 1;
          expect(text).toContain('anna is ill');
        } else {
          outcomes.finished += 1;
          expect(text).not.toContain('anna is ill');
          expect((await next.get(notes, 'a'))?.text).toBe('[erased]');
        }
        expect(await rebuild(whole, all)).toMatchObject({ differing: [] });
      }
      expect(outcomes.nothing).toBeGreaterThan(1);
      expect(outcomes.finished).toBeGreaterThan(20);
    },
  );
});

describe('the reason of an erasure', () => {
  it('can be erased too, and that of this one again: every entry is still accounted for', async () => {
    const store = memoryStore();
    const book = await notedOver(store);
    const { erase } = erasing({
      ...{ ledger: book.ledger, store, machine: endless },
      personal: { 'note.given/1': ['text'], 'text.erased/1': ['reason'] },
    });
    await erase({ ...admin, page: 2, entry: 1 });
    await erase({ ...admin, page: 4, entry: 0 });
    await erase({ ...admin, page: 5, entry: 0 });
    expect((await book.ledger.page(2))?.entries[1]).toMatchObject({ erased: true, data: { text: '[erased]' } });
    expect((await book.ledger.page(4))?.entries[0]).toMatchObject({ erased: true, data: { reason: '[erased]' } });
    expect(await textsIn(store)).not.toContain('anna is ill');
    expect((await (await open(store)).get(notes, 'a'))?.text).toBe('[erased]');
    expect(await rebuild(store, all)).toMatchObject({ pages: 6, differing: [] });
  });
});

describe('an erasure that a crash cuts short while another instance erases', () => {
  it('is finished at the next start, though the other made views anew when the text still stood', async () => {
    const store = memoryStore('mongodb');
    const dying = await notedOver({
      ...store,
      pages: { ...store.pages, erase: () => new Promise<never>(() => undefined) },
    });
    let died = false;
    const begin = async () => {
      if (!died) {
        died = true;
        void dying.erase({ ...admin, page: 3, entry: 1 });
        await settled();
        await living.catchUp();
      }
      return store.views.begin();
    };
    const over = { ...store, views: { ...store.views, begin } };
    const living = await open(over);
    const machine = { now: () => start, sleep: () => Promise.resolve() };
    const { erase } = erasing({ ledger: living, store: over, personal: { 'note.given/1': ['text'] }, machine });
    await erase({ ...admin, page: 2, entry: 1 });
    expect(await textsIn(store)).toContain('anna is well');
    const next = await open(store);
    expect((await next.page(5))?.entries[0]?.type).toBe('text.erased/1');
    expect(await textsIn(store)).not.toMatch(/anna is (ill|well)/);
    expect((await next.get(notes, 'b'))?.text).toBe('[erased]');
  });
});

describe('another instance over the same book', () => {
  it('reads the views without the text at its next look, and folds a page that it had not read', async () => {
    const store = memoryStore('mongodb');
    const { erase } = await notedOver(store);
    const other = await open(store);
    expect((await other.get(notes, 'a'))?.text).toBe('anna is ill');
    await erase({ ...admin, page: 2, entry: 1 });
    await other.catchUp();
    expect((await other.get(notes, 'a'))?.text).toBe('[erased]');
    expect(other.head()).toBe(4);
    const { page } = await other.commit({
      actor: someone,
      decide: () => [{ stream: 'note:c', type: 'note.given/1', data: { text: 'x', good: false } }],
    });
    expect(page).toBe(5);
    expect(await rebuild(store, all)).toMatchObject({ pages: 5, differing: [] });
  });
});

describe('a marker that no entry accounts for', () => {
  it('is damage: a text that somebody took out of the database is missed', async () => {
    const store = memoryStore();
    const { ledger } = await notedOver(store);
    await store.pages.erase(2, 1);
    await expect(ledger.page(2)).rejects.toMatchObject({ code: 'ledger.damaged', facts: { stream: 'note:a', seq: 1 } });
    await expect(rebuild(store, all)).rejects.toMatchObject({ code: 'ledger.damaged' });
  });
});
