import { describe, expect, it } from '@jest/globals';
import { correctTime } from '../../src/ledger/correcting-time.ts';
import { rebuild } from '../../src/ledger/generations.ts';
import { ledgerEntries } from '../../src/ledger/own-entries.schema.ts';
import { ownViews } from '../../src/ledger/own.views.ts';
import { openPage, sealPage } from '../../src/ledger/page.rules.ts';
import { clockConditions, DatabaseClock } from '../../src/service/machine-clock.ts';
import { chance } from '../../src/shared/ids.ts';
import type { Store } from '../../src/store/ports.ts';
import { counters, counterTypes } from '../support/book.ts';
import { openOver, raising, start } from '../support/memory-book.ts';
import { memoryStore } from '../support/memory-store.ts';
import { VirtualClock } from '../support/virtual-clock.ts';

const actor = { kind: 'person', id: 'admin' } as const;
const instant = (ms: number) => new Date(ms).toISOString();
const year = 365 * 24 * 3600_000;

/** A book whose last page was dated a year ahead, and a clock that is right again. */
async function datedAhead(store: Store = memoryStore()) {
  const clock = { time: start, now: () => clock.time, sleep: () => Promise.resolve() };
  const ledger = await openOver(store, { clock });
  clock.time = start + year;
  await ledger.commit(raising('a'));
  clock.time = start + 1000;
  return { ledger, clock, store };
}

describe('the time of a book', () => {
  it('never goes back by itself, and is lowered by a correction, to the clock or the time given', async () => {
    const { ledger, clock } = await datedAhead();
    expect((await ledger.commit(raising('a'))).at).toBe(instant(start + year));
    const corrected = await correctTime(ledger, { actor, at: instant(start), reason: 'the clock was a year ahead' });
    expect(corrected).toMatchObject({
      at: instant(start + 1000),
      entries: [{ type: 'clock.corrected/1', data: { at: instant(start), by: 'admin' } }],
    });
    clock.time = start + 2000;
    expect((await ledger.commit(raising('a'))).at).toBe(instant(start + 2000));
    clock.time = start;
    expect((await ledger.commit(raising('a'))).at).toBe(instant(start + 2000));
  });

  it('is at least the time given, where the clock is behind it', async () => {
    const { ledger } = await datedAhead();
    const at = instant(start + 60_000);
    expect((await correctTime(ledger, { actor, at, reason: 'so far it was right' })).at).toBe(at);
    expect((await ledger.commit(raising('a'))).at).toBe(at);
  });

  it('is never lowered to a day or an hour that no calendar has', async () => {
    const { ledger } = await datedAhead();
    for (const at of ['2026-99-99T99:99:99.999Z', '2026-11-31T00:00:00.000Z']) {
      await expect(correctTime(ledger, { actor, at, reason: 'mistyped' })).rejects.toMatchObject({
        code: 'request.invalid',
      });
    }
    expect(ledger.lastAt()).toBe(instant(start + year));
  });

  it('is not lowered by a correction that is refused under a key', async () => {
    const { ledger, clock, store } = await datedAhead();
    const key = { key: 'k', digest: 'd'.repeat(64) };
    const mistyped = correctTime(ledger, { actor, at: '2026-11-31T00:00:00.000Z', reason: 'mistyped', key });
    await expect(mistyped).rejects.toMatchObject({ code: 'request.invalid' });
    expect(await ledger.page(3)).toMatchObject({ at: instant(start + year), entries: [{ type: 'request.refused/1' }] });
    expect((await ledger.commit(raising('a'))).at).toBe(instant(start + year));
    expect((await openOver(store, { clock })).head()).toBe(4);
    const all = { views: [...ownViews, counters], entryTypes: { ...ledgerEntries, ...counterTypes } };
    expect(await rebuild(store, all)).toMatchObject({ pages: 4, differing: [] });
  });

  it('is never raised by a correction', async () => {
    const { ledger } = await datedAhead();
    const at = instant(start + 2 * year);
    await expect(correctTime(ledger, { actor, at, reason: 'wrong' })).rejects.toMatchObject({
      code: 'request.invalid',
    });
    const raised = await ledger.commit(raising('a', { lowersTimeTo: at }));
    expect(raised.at).toBe(instant(start + year));
  });

  it('is the lowered one after a restart, and its views are the same made anew', async () => {
    const { ledger, clock, store } = await datedAhead();
    await correctTime(ledger, { actor, at: instant(start), reason: 'the clock was a year ahead' });
    const again = await openOver(store, { clock });
    expect((await again.commit(raising('a'))).at).toBe(instant(start + 1000));
    const all = { views: [...ownViews, counters], entryTypes: { ...ledgerEntries, ...counterTypes } };
    expect(await rebuild(store, all)).toMatchObject({ pages: 4, differing: [] });
  });

  it('that goes back on a page without a correction is damage', async () => {
    const store = memoryStore();
    const one = await openOver(store);
    const two = await openOver(store);
    const { page, leaf } = await store.pages.head();
    const sealed = sealPage(
      {
        ...{ book: one.book, page: page + 1, prev: leaf, at: instant(start - 1), actor, command: { id: 'backwards' } },
        entries: [{ stream: 'counter:a', seq: 1, type: 'counter.raised/1', data: { by: 1, tags: [] } }],
      },
      chance,
    );
    expect(openPage(sealed.stored).at < one.lastAt()!).toBe(true);
    await store.pages.append([{ number: page + 1, ...sealed, puts: [] }], 99);
    await expect(two.catchUp()).rejects.toMatchObject({ code: 'ledger.damaged', facts: { page: page + 1 } });
    await expect(two.commit(raising('a'))).rejects.toMatchObject({ code: 'ledger.damaged' });
  });
});

describe('a machine’s clock', () => {
  const state = async (last: number, machine: VirtualClock, database?: DatabaseClock) => {
    const ledger = { kind: 'real' as const, lastAt: () => instant(last) };
    return clockConditions({ ledger, machine, database })[0]!.look();
  };

  it('more than 2 s behind the last page is not ready, says so, and goes on when time has caught up', async () => {
    const machine = new VirtualClock(start);
    expect(await state(start + 2000, machine)).toMatchObject({ ready: true });
    const behind = await state(start + 2001, machine);
    expect(behind).toMatchObject({ ready: false, detail: expect.stringContaining('lockstep book correct-clock') });
    expect(await state(start + 2001, new VirtualClock(start + 1))).toMatchObject({ ready: true });
    const rehearsal = { kind: 'rehearsal' as const, lastAt: () => instant(start + year) };
    expect(clockConditions({ ledger: rehearsal, machine })).toEqual([]);
  });

  it.each([5001, -5001])('apart from the database’s by %i ms is not ready, and nothing is recorded', async (apart) => {
    const machine = new VirtualClock(start);
    let theirs = start + apart;
    const database = new DatabaseClock({ read: () => Promise.resolve(theirs), machine });
    expect(() => database.check()).not.toThrow();
    expect(await state(start, machine, database)).toMatchObject({ ready: false });
    expect(() => database.check()).toThrow('nothing is recorded');
    theirs = start + Math.sign(apart) * 5000;
    expect(await state(start, machine, database)).toMatchObject({ ready: true });
    expect(() => database.check()).not.toThrow();
  });

  it('is not blamed for the time that the answer was under way', async () => {
    let now = start;
    const machine = { now: () => (now += 6000), sleep: () => Promise.resolve() };
    const database = new DatabaseClock({ read: () => Promise.resolve(start + 6000), machine });
    expect(Math.abs(await database.look())).toBe(0);
    expect(database.apart()).toBeUndefined();
  });
});
