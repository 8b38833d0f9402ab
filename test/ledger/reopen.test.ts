import { describe, expect, it } from '@jest/globals';
import { leafOf } from '../../src/ledger/page.rules.ts';
import { rootOfLeaves, verifyConsistency, verifyInclusion } from '../../src/ledger/merkle.rules.ts';
import { tiles } from '../../src/ledger/own.views.ts';
import type { Store } from '../../src/store/ports.ts';
import { counters } from '../support/book.ts';
import { openOver, raising } from '../support/memory-book.ts';
import { memoryStore } from '../support/memory-store.ts';

async function leavesIn(store: Store): Promise<Buffer[]> {
  const leaves: Buffer[] = [];
  for await (const { body } of store.pages.pages(1, Infinity)) leaves.push(leafOf(body));
  return leaves;
}

async function filledTo(store: Store, size: number) {
  const ledger = await openOver(store);
  const missing = size - ledger.head();
  await Promise.all(Array.from({ length: missing }, (_, index) => ledger.commit(raising(`c${index % 5}`))));
  return ledger;
}

describe('a book opened again', () => {
  it('has the root of its pages and proves each of them, at sizes round complete tiles', async () => {
    const store = memoryStore();
    for (const size of [1, 2, 255, 256, 257, 511, 512, 513]) {
      const written = await filledTo(store, size);
      const { leaves } = await openOver(store);
      const stored = await leavesIn(store);
      expect({ size: leaves.size, root: leaves.root() }).toEqual({ size, root: rootOfLeaves(stored) });
      expect(written.leaves.root()).toEqual(leaves.root());
      for (const index of new Set([0, 254, 255, 256, size - 1].filter((each) => each < size))) {
        const proof = leaves.inclusion(index, size);
        expect(verifyInclusion({ leaf: stored[index]!, index, size, proof, root: leaves.root() })).toBe(true);
      }
      const first = Math.ceil(size / 2);
      const claim = { first, second: size, firstRoot: rootOfLeaves(stored.slice(0, first)), secondRoot: leaves.root() };
      expect(leaves.rootAt(first)).toEqual(claim.firstRoot);
      expect(verifyConsistency({ ...claim, proof: leaves.consistency(first, size) })).toBe(true);
    }
  });

  it('reads the pages where a tile is not there, and never a root over the wrong leaves', async () => {
    const store = memoryStore();
    const whole = await filledTo(store, 600);
    const views: Store['views'] = {
      ...store.views,
      get: (generation, view, key) =>
        view === tiles.name && key === '0000000001'
          ? Promise.resolve(undefined)
          : store.views.get(generation, view, key),
    };
    const { leaves } = await openOver({ ...store, views });
    expect(leaves.root()).toEqual(whole.leaves.root());
  });

  it('reads no page before the last tile while its views stand at the head', async () => {
    const store = memoryStore();
    await filledTo(store, 300);
    const asked: number[] = [];
    const pages: Store['pages'] = {
      ...store.pages,
      pages(from, to) {
        asked.push(from);
        return store.pages.pages(from, to);
      },
    };
    const ledger = await openOver({ ...store, pages });
    expect(asked).toEqual([257]);
    expect((await ledger.commit(raising('c0'))).page).toBe(301);
  });

  it('makes its views anew where they were folded from a page that the book does not have', async () => {
    const store = memoryStore();
    const ledger = await filledTo(store, 9);
    const before = await ledger.get(counters, 'c0');
    const strange: Store['views'] = {
      ...store.views,
      applied: (generation) =>
        generation === 1 ? Promise.resolve({ page: 9, leaf: 'f'.repeat(64) }) : store.views.applied(generation),
    };
    const again = await openOver({ ...store, views: strange });
    expect((await store.views.current())?.generation).toBe(2);
    expect(await again.get(counters, 'c0')).toEqual(before);
  });
});
