import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { openLedger } from '../../src/ledger/open-ledger.ts';
import { rebuild } from '../../src/ledger/generations.ts';
import { ownViews } from '../../src/ledger/own.views.ts';
import { ledgerEntries } from '../../src/ledger/own-entries.schema.ts';
import type { Clock } from '../../src/shared/clock.ts';
import { LockstepError } from '../../src/shared/errors.ts';
import { openEmbeddedStore } from '../../src/store/embedded/embedded-store.ts';
import { counters, counterTypes, raise, someone, temporaryFolder } from '../support/book.ts';
import { type Fault, faultyStore } from '../support/faulty-store.ts';

const noWaiting: Clock = {
  now: () => 0,
  sleep: (ms: number) => (ms > 5000 ? new Promise<void>(() => undefined) : Promise.resolve()),
};

async function openFaulty(folder: string, faults: readonly Fault[], machine: Clock = noWaiting) {
  const whole = openEmbeddedStore(folder);
  const store = faultyStore(whole, ['fine', ...faults]);
  const ledger = await openLedger({
    ...{ store, views: [counters], entryTypes: counterTypes, estate: 'test', kind: 'rehearsal', home: 'here' },
    clock: { now: () => Date.parse('2026-09-12T22:00:00Z'), sleep: () => Promise.resolve() },
    machine,
  });
  return { ledger, store, close: () => whole.close() };
}

const raiseOnce = (id: string) => ({ actor: someone, id, decide: () => [raise('a')] });

describe('an append whose outcome is unknown', () => {
  it.each(['lost-answer', 'lost-request', 'late'] as const)('is settled by the same bytes: %s', async (fault) => {
    using folder = temporaryFolder();
    const { ledger, store, close } = await openFaulty(folder.path, [fault, fault]);
    expect(await ledger.commit(raiseOnce('one'))).toMatchObject({ page: 2, replayed: false });
    expect(await ledger.commit(raiseOnce('two'))).toMatchObject({ page: 3 });
    expect(store.sent.slice(1, 4)).toEqual([[2], [2], [2]]);
    expect(await ledger.get(counters, 'a')).toMatchObject({ n: 2 });
    expect(ledger.head()).toBe(3);
    await close();
  });

  it('is told to the caller as unknown, never as failed, and is known later', async () => {
    using folder = temporaryFolder();
    let callersWait = true;
    let goOn: () => void = () => undefined;
    const later = new Promise<void>((resolve) => (goOn = resolve));
    const { ledger, close } = await openFaulty(folder.path, ['lost-answer', 'lost-request'], {
      now: () => 0,
      sleep: (ms) => (ms < 5000 ? later : callersWait ? new Promise(() => undefined) : Promise.resolve()),
    });
    callersWait = false;
    await expect(ledger.commit(raiseOnce('one'))).rejects.toMatchObject({ code: 'ledger.unknown-outcome' });
    callersWait = true;
    goOn();
    expect(await ledger.commit(raiseOnce('one'))).toMatchObject({ page: 2, replayed: true });
    expect(await ledger.get(counters, 'a')).toMatchObject({ n: 1 });
    await close();
  });

  it('never makes a command count twice or vanish, whatever happens to each send', async () => {
    const fault = fc.constantFrom<Fault>('fine', 'lost-answer', 'lost-request', 'late');
    await fc.assert(
      fc.asyncProperty(fc.array(fault, { maxLength: 12 }), fc.integer({ min: 1, max: 12 }), async (faults, n) => {
        using folder = temporaryFolder();
        const { ledger, store, close } = await openFaulty(folder.path, faults);
        const all = await Promise.all(Array.from({ length: n }, (_, index) => ledger.commit(raiseOnce(`c${index}`))));
        expect(new Set(all.map(({ page }) => page)).size).toBe(n);
        expect(await ledger.get(counters, 'a')).toMatchObject({ n });
        const views = [...ownViews, counters];
        const report = await rebuild(store, { views, entryTypes: { ...ledgerEntries, ...counterTypes } });
        expect(report).toMatchObject({ pages: n + 1, differing: [] });
        await close();
      }),
      { numRuns: 15 },
    );
  });
});

describe('an append that the store refuses', () => {
  it('leaves nothing, tells every caller so, and the next one goes on', async () => {
    using folder = temporaryFolder();
    const { ledger, close } = await openFaulty(folder.path, ['refused']);
    await expect(ledger.commit(raiseOnce('one'))).rejects.toMatchObject({ code: 'ledger.unavailable' });
    expect(ledger.head()).toBe(1);
    expect(await ledger.get(counters, 'a')).toBeUndefined();
    expect(await ledger.commit(raiseOnce('one'))).toMatchObject({ page: 2, replayed: false });
    await close();
  });
});

describe('a document that has no place in an index', () => {
  it('is refused when it is decided, and the commands beside it stand', async () => {
    using folder = temporaryFolder();
    const { ledger, close } = await openFaulty(folder.path, []);
    const tooLong = ledger.commit({ actor: someone, decide: () => [raise('b', 1, ['x'.repeat(5000)])] });
    const [refused, fine] = await Promise.allSettled([tooLong, ledger.commit(raiseOnce('one'))]);
    expect(refused).toMatchObject({ status: 'rejected', reason: { code: 'ledger.entry-unfit' } });
    expect((refused as PromiseRejectedResult).reason).toBeInstanceOf(LockstepError);
    expect(fine).toMatchObject({ status: 'fulfilled', value: { page: 2 } });
    await close();
  });
});
