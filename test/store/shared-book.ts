import { describe, expect, it } from '@jest/globals';
import { openLedger } from '../../src/ledger/open-ledger.ts';
import { rebuild } from '../../src/ledger/generations.ts';
import { followOtherInstances } from '../../src/ledger/follow-others.ts';
import { ownViews } from '../../src/ledger/own.views.ts';
import { ledgerEntries } from '../../src/ledger/own-entries.schema.ts';
import { openPage } from '../../src/ledger/page.rules.ts';
import { systemClock } from '../../src/shared/clock.ts';
import type { Store } from '../../src/store/ports.ts';
import { counters, counterTypes, raise, someone } from '../support/book.ts';

/** One database, and as many instances over it as are asked for. */
export interface SharedDatabase extends AsyncDisposable {
  open(): Store;
}

const openOver = (store: Store) =>
  openLedger({
    ...{ store, views: [counters], entryTypes: counterTypes, estate: 'test', kind: 'rehearsal', home: 'here' },
    clock: { now: () => Date.parse('2026-09-12T22:00:00Z'), sleep: () => Promise.resolve() },
    answerWithinMs: 60_000,
  });

/** What instances that share a book promise each other. */
export function sharedBookConformance(share: () => SharedDatabase): void {
  describe('a book that several instances share', () => {
    it('is born once, though both begin at once', async () => {
      await using database = share();
      const ledgers = await Promise.all([1, 2, 3].map(() => openOver(database.open())));
      expect(new Set(ledgers.map(({ book }) => book)).size).toBe(1);
      for (const ledger of ledgers) {
        await ledger.catchUp();
        expect(ledger.head()).toBe(1);
      }
    });

    it('gives every command of racing instances one page and the state at its head to decide on', async () => {
      await using database = share();
      const store = database.open();
      const ledgers = [await openOver(store), await openOver(database.open())];
      const limit = 120;
      const committed = await Promise.all(
        Array.from({ length: 200 }, (_, index) =>
          ledgers[index % 2]!.commit({
            actor: someone,
            id: `command-${index}`,
            decide: async (reading) => {
              const total = (await reading.get(counters, 'total'))?.n ?? 0;
              return total < limit ? [raise('total'), raise(`by-${index % 2}`, 1, ['x'])] : [];
            },
          }),
        ),
      );
      const pages = committed.filter(({ entries }) => entries.length > 0).map(({ page }) => page);
      expect(new Set(pages).size).toBe(limit);
      expect([...pages].sort((a, b) => a - b)).toEqual(Array.from({ length: limit }, (_, index) => index + 2));
      await everyInstanceAgrees(ledgers, limit);
      const chain = await listOf(store.pages.pages(1, limit + 9));
      const opened = chain.map(openPage);
      expect(opened.slice(1).map(({ prev }) => prev)).toEqual(opened.slice(0, -1).map(({ leaf }) => leaf));
      const views = [...ownViews, counters];
      const report = await rebuild(store, { views, entryTypes: { ...ledgerEntries, ...counterTypes } });
      expect(report).toMatchObject({ pages: limit + 1, differing: [] });
    }, 60_000);

    it('shows each instance what the others recorded', async () => {
      await using database = share();
      const [one, other] = [await openOver(database.open()), await openOver(database.open())];
      const stop = new AbortController();
      const troubles: unknown[] = [];
      const following = followOtherInstances(other, {
        ...{ machine: systemClock, everyMs: 5, signal: stop.signal },
        onTrouble: (error) => troubles.push(error),
      });
      const seen: number[] = [];
      const reading = (async () => {
        for await (const { page } of other.follow(1, stop.signal)) {
          seen.push(page);
          if (page === 11) stop.abort();
        }
      })();
      for (let n = 0; n < 10; n += 1) await one.commit({ actor: someone, decide: () => [raise('a')] });
      await Promise.all([reading, following]);
      expect(seen).toEqual([2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
      expect(other.leaves.root()).toEqual(one.leaves.root());
      expect(troubles).toEqual([]);
    });

    it('is folded rightly by an instance that goes on where another was stopped between puts and applied', async () => {
      await using database = share();
      const store = database.open();
      const stopping: Store = {
        ...store,
        views: new Proxy(store.views, {
          get: (views, name) =>
            name === 'fold' && stopNow.now
              ? async (generation: number, writes: Parameters<typeof views.fold>[1]) => {
                  const half = writes.map((write) => ({ ...write, puts: write.puts.slice(0, 1) }));
                  await putsWithoutApplied(database.open(), generation, half);
                  throw new Error('stopped');
                }
              : bound(views, name),
        }),
      };
      const stopNow = { now: false };
      const one = await openOver(stopping);
      await one.commit({ actor: someone, decide: () => [raise('a', 5)] });
      stopNow.now = true;
      await expect(one.commit({ actor: someone, decide: () => [raise('a', 3), raise('b', 3)] })).rejects.toThrow();
      const other = await openOver(database.open());
      expect(other.head()).toBe(3);
      expect(await other.get(counters, 'a')).toMatchObject({ n: 8 });
      expect(await other.get(counters, 'b')).toMatchObject({ n: 3 });
      expect((await other.commit({ actor: someone, decide: () => [raise('a')] })).page).toBe(4);
      expect(await other.get(counters, 'a')).toMatchObject({ n: 9 });
    });
  });
}

/** Folds into the documents and leaves `applied` where it stood, as an instance that dies there does. */
async function putsWithoutApplied(store: Store, generation: number, writes: Parameters<Store['views']['fold']>[1]) {
  await store.views.declare([...ownViews, counters].map(({ name, indexes }) => ({ name, indexes })));
  const views = store.views as unknown as { meta: { move: () => Promise<boolean> } };
  views.meta.move = () => Promise.resolve(true);
  await store.views.fold(generation, writes);
}

function bound(target: object, name: string | symbol): unknown {
  const member: unknown = Reflect.get(target, name);
  return typeof member === 'function' ? (member.bind(target) as unknown) : member;
}

async function everyInstanceAgrees(ledgers: readonly Awaited<ReturnType<typeof openOver>>[], limit: number) {
  for (const ledger of ledgers) {
    await ledger.catchUp();
    expect(ledger.head()).toBe(limit + 1);
    expect(await ledger.get(counters, 'total')).toMatchObject({ n: limit });
    const { rows } = await ledger.query(counters, { index: 'tag', eq: ['x'] });
    expect(rows.reduce((sum, { n }) => sum + n, 0)).toBe(limit);
    expect(ledger.leaves.root()).toEqual(ledgers[0]!.leaves.root());
  }
}

async function listOf<T>(rows: AsyncIterable<T>): Promise<T[]> {
  const list: T[] = [];
  for await (const row of rows) list.push(row);
  return list;
}
