import { describe, expect, it } from '@jest/globals';
import { systemClock } from '../../src/shared/clock.ts';
import { memoryStore, type MemoryStore } from '../support/memory-store.ts';
import { counters } from '../support/book.ts';
import { openOver, raising, start } from '../support/memory-book.ts';

/** Two instances over one database; the second stands still while the first makes the views anew and drops the old ones. */
async function oneStandsStill(store: MemoryStore = memoryStore('mongodb')) {
  let time = start;
  const machine = { now: () => time, sleep: (ms: number, signal?: AbortSignal) => systemClock.sleep(ms, signal) };
  const one = await openOver(store, { machine });
  const other = await openOver(store, { machine });
  await one.commit(raising('a', { key: { key: 'k', digest: '0'.repeat(64) } }));
  await other.catchUp();
  await one.renewViews();
  time += 10_000;
  await store.views.dropBefore(one.servedGeneration());
  return { one, other, store };
}

describe('an instance that stood still while the views that it reads were dropped', () => {
  it('reads what is served now, and takes no document for missing', async () => {
    const { other } = await oneStandsStill();
    expect(await other.get(counters, 'a')).toMatchObject({ n: 1 });
    expect((await other.query(counters, { index: 'n' })).rows).toHaveLength(1);
    expect(await other.version('counter:a')).toBe(1);
  });

  it('decides on what is served now: streams go on, and a key has its first answer', async () => {
    const { other } = await oneStandsStill();
    expect((await other.commit(raising('a'))).entries).toMatchObject([{ seq: 2 }]);
    const again = await oneStandsStill();
    const committed = await again.other.commit(raising('a', { key: { key: 'k', digest: '0'.repeat(64) } }));
    expect(committed).toMatchObject({ page: 2, replayed: true });
  });

  it('is opened all the same when they are dropped while it opens', async () => {
    const { one, store } = await oneStandsStill();
    let renewals = 0;
    const current = async () => {
      const serving = await store.views.current();
      if (renewals++ === 0) {
        await one.renewViews();
        await store.views.dropBefore(one.servedGeneration());
      }
      return serving;
    };
    const opened = await openOver({ ...store, views: { ...store.views, current } });
    expect(await opened.get(counters, 'a')).toMatchObject({ n: 1 });
    expect(opened.head()).toBe(2);
  });
});

describe('views that were made while another instance served newer ones and dropped theirs', () => {
  it('are never served: later ones are made and served, and every instance reads on', async () => {
    const store = memoryStore('mongodb');
    const other = await openOver(store);
    await other.commit(raising('a'));
    let overtaken = false;
    const serve: typeof store.views.serve = async (generation, version) => {
      if (!overtaken) {
        overtaken = true;
        await other.renewViews();
        await store.views.dropBefore(other.servedGeneration());
      }
      return store.views.serve(generation, version);
    };
    const one = await openOver({ ...store, views: { ...store.views, serve } });
    expect((await one.renewViews()).pages).toBe(2);
    expect((await store.views.current())?.generation).toBe(one.servedGeneration());
    expect(one.servedGeneration()).toBeGreaterThan(other.servedGeneration());
    expect(await one.get(counters, 'a')).toMatchObject({ n: 1 });
    await other.catchUp();
    expect(await other.get(counters, 'a')).toMatchObject({ n: 1 });
    expect(await (await openOver(store)).get(counters, 'a')).toMatchObject({ n: 1 });
  });
});
