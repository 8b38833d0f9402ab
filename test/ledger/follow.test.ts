import { describe, expect, it } from '@jest/globals';
import type { LedgerPage } from '../../src/ledger/ledger.schema.ts';
import type { Store } from '../../src/store/ports.ts';
import { openOver, raising } from '../support/memory-book.ts';
import { memoryStore } from '../support/memory-store.ts';

/** Follows until `last` was seen, or until nothing more comes. */
async function pagesUntil(pages: AsyncIterable<LedgerPage>, last: number): Promise<number[]> {
  const seen: number[] = [];
  for await (const { page } of pages) {
    seen.push(page);
    if (page === last) break;
  }
  return seen;
}

const numbers = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => from + index);

describe('who follows a book', () => {
  it('sees every page once and in order, however pages come while it looks', async () => {
    const ledger = await openOver(memoryStore());
    const { signal } = new AbortController();
    const followers = [0, 1, 7, 150].map((after) => pagesUntil(ledger.follow(after, signal), 301));
    for (let n = 0; n < 100; n += 1) {
      const group = [1, 2, 3].map(() => ledger.commit(raising('a')));
      if (n % 3 === 0) await Promise.all(group);
      else await group[0];
    }
    expect(await Promise.all(followers)).toEqual([
      numbers(1, 301),
      numbers(2, 301),
      numbers(8, 301),
      numbers(151, 301),
    ]);
  });

  it('sees what another instance recorded once this one has taken it in', async () => {
    const store = memoryStore();
    const ledger = await openOver(store);
    const other = await openOver(store);
    const seen = pagesUntil(ledger.follow(0, new AbortController().signal), 4);
    await other.commit(raising('a'));
    await ledger.catchUp();
    await ledger.commit(raising('b'));
    await other.commit(raising('a'));
    await ledger.catchUp();
    expect(await seen).toEqual([1, 2, 3, 4]);
  });

  it('sees no page before the store has acknowledged it', async () => {
    const store = memoryStore();
    let acknowledge: () => void = () => undefined;
    const slow = new Promise<void>((resolve) => (acknowledge = resolve));
    const pages: Store['pages'] = {
      ...store.pages,
      async append(writes, generation) {
        const outcome = await store.pages.append(writes, generation);
        if (writes[0]?.number === 2) await slow;
        return outcome;
      },
    };
    const ledger = await openOver({ ...store, pages });
    const committed = ledger.commit(raising('a'));
    const order: string[] = [];
    const seen = pagesUntil(ledger.follow(1, new AbortController().signal), 2).then(() => order.push('seen'));
    for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
    order.push('acknowledged');
    acknowledge();
    await Promise.all([seen, committed]);
    expect(order).toEqual(['acknowledged', 'seen']);
  });

  it('ends when aborted: before it began, in the middle of old pages, or while it waits', async () => {
    const ledger = await openOver(memoryStore());
    await Promise.all(numbers(1, 9).map(() => ledger.commit(raising('a'))));
    expect(await pagesUntil(ledger.follow(0, AbortSignal.abort()), 99)).toEqual([]);
    for (const stopAt of [4, 10]) {
      const stop = new AbortController();
      const seen: number[] = [];
      for await (const { page } of ledger.follow(0, stop.signal)) {
        seen.push(page);
        if (page === stopAt) stop.abort();
      }
      expect(seen).toEqual(numbers(1, stopAt));
    }
    const stop = new AbortController();
    const waiting = pagesUntil(ledger.follow(10, stop.signal), 99);
    await Promise.resolve();
    stop.abort();
    expect(await waiting).toEqual([]);
  });

  it('from a page that is not there yet sees only what comes behind it', async () => {
    const ledger = await openOver(memoryStore());
    const seen = pagesUntil(ledger.follow(3, new AbortController().signal), 5);
    for (const name of ['a', 'b', 'c', 'd']) await ledger.commit(raising(name));
    expect(await seen).toEqual([4, 5]);
  });
});
