import type { Store } from '../store/ports.ts';
import { type Erasure, erasures } from './own.views.ts';

/** Cell that says for how many erasures every text is known to be gone, from pages and from views. */
const goneCell = 'erased';

/** Every erasure that a generation of the views tells of, in order. */
export async function erasuresOf(store: Store, generation: number): Promise<Erasure[]> {
  const found: Erasure[] = [];
  let after: string | undefined;
  do {
    const query = { index: 'on', limit: 500, ...(after === undefined ? {} : { after }) };
    const { rows, next } = await store.views.query(generation, erasures.name, query);
    found.push(...rows.map(({ doc }) => doc as Erasure));
    after = next;
  } while (after !== undefined);
  return found;
}

/** Drops salt and text wherever they still stand. @returns how many entries had theirs */
export async function eraseFromPages(store: Store, told: readonly Erasure[]): Promise<number> {
  let erased = 0;
  for (const { page, entry } of told) {
    const sealed = (await store.pages.page(page))?.entries[entry];
    if (sealed === undefined || 'erased' in sealed) continue;
    await store.pages.erase(page, entry);
    erased += 1;
  }
  return erased;
}

/** True once the texts of so many erasures are gone from pages and views, and the views that held them are dropped. */
export const isGone = async (store: Store, count: number): Promise<boolean> =>
  count === 0 || (await store.cell.get(goneCell)) === String(count);

export async function noteGone(store: Store, count: number): Promise<void> {
  const before = await store.cell.get(goneCell);
  if (before !== String(count)) await store.cell.swap(goneCell, before, String(count));
}
