import { describe, expect, it } from '@jest/globals';
import { rebuild } from '../../src/ledger/generations.ts';
import { ledgerEntries } from '../../src/ledger/own-entries.schema.ts';
import { ownViews } from '../../src/ledger/own.views.ts';
import { ageKeys } from '../../src/ledger/timekeeper.ts';
import { counters, counterTypes } from '../support/book.ts';
import { openOver, raising, start } from '../support/memory-book.ts';
import { memoryStore } from '../support/memory-store.ts';

const hour = 3600_000;
const day = 24 * hour;
const all = { views: [...ownViews, counters], entryTypes: { ...ledgerEntries, ...counterTypes } };
const keyed = (key: string) => raising('a', { key: { key, digest: 'd'.repeat(64) } });

async function kept() {
  const store = memoryStore();
  const machine = { time: start, now: () => machine.time, sleep: () => Promise.resolve() };
  const book = { time: start, now: () => book.time, sleep: () => Promise.resolve() };
  const ledger = await openOver(store, { clock: book });
  /** Pages that the timekeeper made of so many looks. */
  const looks = async (...at: number[]) => {
    const before = ledger.head();
    for (const time of at) {
      machine.time = start + time;
      await ageKeys({ ledger, machine });
    }
    return ledger.head() - before;
  };
  const replayed = async (key: string) => (await ledger.commit(keyed(key))).replayed;
  return { store, ledger, book, looks, replayed };
}

describe('the row of an Idempotency-Key', () => {
  it('leaves after seven days of machine time, by an entry, and not before', async () => {
    const { store, ledger, looks, replayed } = await kept();
    await ledger.commit(keyed('old'));
    expect(await looks(0)).toBe(1);
    await ledger.commit(keyed('young'));
    expect(await looks(7 * day - 1)).toBe(1);
    expect([await replayed('old'), await replayed('young')]).toEqual([true, true]);
    expect(await looks(7 * day - 1 + hour)).toBe(1);
    expect([await replayed('young'), await replayed('old')]).toEqual([true, false]);
    expect(await rebuild(store, all)).toMatchObject({ differing: [] });
  });

  it('is looked at once an hour at most, and a book without keys gets no entry', async () => {
    const { ledger, looks } = await kept();
    expect(await looks(0, day)).toBe(0);
    await ledger.commit(keyed('k'));
    expect(await looks(2 * day, 2 * day + hour - 1, 2 * day + hour, 2 * day + hour + 1)).toBe(2);
  });

  it('is aged by no jump of a rehearsal’s clock', async () => {
    const { ledger, book, looks, replayed } = await kept();
    await ledger.commit(keyed('k'));
    await looks(0);
    book.time = start + 365 * day;
    await ledger.commit(raising('a'));
    await looks(hour, 2 * hour);
    expect(await replayed('k')).toBe(true);
  });

  it('leaves together with as many others as there are, also in the pages of one rebuilt batch', async () => {
    const { store, ledger, looks } = await kept();
    await Promise.all(Array.from({ length: 1100 }, (_, n) => ledger.commit(keyed(`k${n}`))));
    await looks(0, 7 * day);
    const rows = (await ledger.count(ownViews[1], { index: 'page' }, 5000)).n;
    expect(rows).toBe(0);
    expect(await rebuild(store, all)).toMatchObject({ differing: [] });
  });
});
