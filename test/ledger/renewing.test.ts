import { describe, expect, it } from '@jest/globals';
import { rebuild } from '../../src/ledger/generations.ts';
import { ledgerEntries } from '../../src/ledger/own-entries.schema.ts';
import { ownViews } from '../../src/ledger/own.views.ts';
import { openEmbeddedStore } from '../../src/store/embedded/embedded-store.ts';
import { counters, counterTypes, temporaryFolder } from '../support/book.ts';
import { openOver, raising } from '../support/memory-book.ts';
import { memoryStore } from '../support/memory-store.ts';

const all = { views: [...ownViews, counters], entryTypes: { ...ledgerEntries, ...counterTypes } };

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

describe.each(stores)('views made anew while the book is served, in a store %s', (_, opened) => {
  it('are served at the head, with no command lost and no reader without an answer', async () => {
    using place = opened();
    const { store } = place;
    const ledger = await openOver(store);
    for (let n = 0; n < 20; n += 1) await ledger.commit(raising('a'));
    const before = ledger.servedGeneration();
    const over = new AbortController();
    let least = 20;
    const reader = (async () => {
      while (!over.signal.aborted) {
        const { rows } = await ledger.query(counters, { index: 'name', eq: ['a'] });
        expect(rows[0]?.n ?? 0).toBeGreaterThanOrEqual(least);
        least = rows[0]?.n ?? 0;
        await new Promise((resolve) => setImmediate(resolve));
      }
    })();
    const writers = Promise.all(Array.from({ length: 30 }, () => ledger.commit(raising('a'))));
    const report = await ledger.renewViews({ compare: true });
    await writers;
    over.abort();
    await reader;
    expect(report.differing).toEqual([]);
    expect(ledger.servedGeneration()).toBeGreaterThan(before);
    expect((await store.views.current())?.generation).toBe(ledger.servedGeneration());
    await ledger.commit(raising('a'));
    expect(await ledger.get(counters, 'a')).toMatchObject({ n: 51 });
    expect(await rebuild(store, all)).toMatchObject({ pages: ledger.head(), differing: [] });
    await store.close();
  });
});

describe('a store whose writer has died', () => {
  it('ends deciding: who waits learns that the outcome is not known, everyone else why nothing is recorded', async () => {
    const store = memoryStore();
    let died: Error | undefined;
    const mortal = {
      ...store,
      ended: () => died,
      pages: {
        ...store.pages,
        append: (...args: Parameters<typeof store.pages.append>) =>
          died === undefined
            ? store.pages.append(...args)
            : Promise.resolve({ outcome: 'unknown' as const, cause: died }),
      },
    };
    const ledger = await openOver(mortal);
    await ledger.commit(raising('a'));
    expect(ledger.refusal()).toBeUndefined();
    const underWay = ledger.commit(
      raising('a', {
        decide: () => {
          died = new Error('the writer thread has ended');
          return [{ stream: 'counter:a', type: 'counter.raised/1', data: { by: 1 } }];
        },
      }),
    );
    await expect(underWay).rejects.toMatchObject({ code: 'ledger.unknown-outcome' });
    expect(ledger.refusal()).toMatchObject({ code: 'ledger.unavailable' });
    await expect(ledger.commit(raising('a'))).rejects.toThrow('start the service again');
    expect(await ledger.get(counters, 'a')).toMatchObject({ n: 1 });
  });

  it('says so itself, embedded', async () => {
    using folder = temporaryFolder();
    const store = openEmbeddedStore(folder.path);
    expect(store.ended?.()).toBeUndefined();
    await store.close();
    expect(store.ended?.()?.message).toBe('the writer thread has ended');
  });
});
