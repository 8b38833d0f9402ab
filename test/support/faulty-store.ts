import type { AppendOutcome, PageStore, PageWrite, Store } from '../../src/store/ports.ts';

/**
 * What may happen to one append: `fine`; `lost-answer`: done, and nobody knows; `lost-request`: nothing arrived, and
 * nobody knows; `late`: nothing arrived yet, and it lands before the second send after; `refused`: surely not there.
 */
export type Fault = 'fine' | 'lost-answer' | 'lost-request' | 'late' | 'refused';

/** Round a store: each append meets the next fault of the list, then all is fine. */
export function faultyStore(store: Store, faults: readonly Fault[]): Store & { readonly sent: readonly number[][] } {
  const left = [...faults];
  const sent: number[][] = [];
  const underWay: { sends: number; land: () => Promise<unknown> }[] = [];
  const unknown: AppendOutcome = { outcome: 'unknown', cause: new Error('no answer') };

  async function append(writes: readonly PageWrite[], generation: number): Promise<AppendOutcome> {
    sent.push(writes.map(({ number }) => number));
    for (const each of underWay) each.sends -= 1;
    for (const due of underWay.filter(({ sends }) => sends <= 0)) {
      underWay.splice(underWay.indexOf(due), 1);
      await due.land();
    }
    const land = () => store.pages.append(writes, generation);
    switch (left.shift() ?? 'fine') {
      case 'fine':
        return land();
      case 'lost-answer':
        await land();
        return unknown;
      case 'lost-request':
        return unknown;
      case 'late':
        underWay.push({ sends: 2, land });
        return unknown;
      case 'refused':
        return { outcome: 'rejected', cause: new Error('no space left') };
    }
  }

  const pages: PageStore = {
    bookId: (proposed) => store.pages.bookId(proposed),
    head: () => store.pages.head(),
    append,
    page: (number) => store.pages.page(number),
    pages: (from, to) => store.pages.pages(from, to),
    erase: (page, entry) => store.pages.erase(page, entry),
    pagesOf: (stream) => store.pages.pagesOf(stream),
  };
  return { ...store, pages, sent };
}
