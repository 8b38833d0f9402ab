import type { StoredPage } from '../../src/ledger/page.schema.ts';
import type { PageWrite } from '../../src/store/ports.ts';
import type { MemoryStore } from '../../test/support/memory-store.ts';
import type { Base } from './base.ts';

/**
 * The same base over a store that says done of one append and keeps nothing of it: no ledger can stand that, and the
 * night must fail by it.
 *
 * @param isLost true for the append that is lost; only the first such one is
 */
export function lyingBase(base: Base, isLost: (writes: readonly PageWrite[]) => boolean): Base {
  return { ...base, store: { ...base.store, copy: () => lying(base.store.copy(), isLost) } };
}

/** Whether an entry of this type stands on the page. */
export const holds = ({ entries }: StoredPage, type: string): boolean =>
  entries.some((entry) => 'text' in entry && entry.text.includes(`"type":"${type}"`));

function lying(store: MemoryStore, isLost: (writes: readonly PageWrite[]) => boolean): MemoryStore {
  let lied = false;
  const append: MemoryStore['pages']['append'] = (writes, generation) => {
    if (lied || !isLost(writes)) return store.pages.append(writes, generation);
    lied = true;
    return Promise.resolve({ outcome: 'done', folded: true });
  };
  return { ...store, pages: { ...store.pages, append } };
}
