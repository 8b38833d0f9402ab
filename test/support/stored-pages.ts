import { sealPage } from '../../src/ledger/page.rules.ts';
import { chance } from '../../src/shared/ids.ts';
import type { Head, PageWrite, ViewPut } from '../../src/store/ports.ts';

/** Book of the store's own tests. */
export const testBook = `B${'A'.repeat(26)}`;

/** A page after `head`, as the ledger would make it, with the view documents that go with it. */
export function pageAfter(head: Head, puts: readonly ViewPut[] = [], streams: readonly string[] = ['s']): PageWrite {
  const number = head.page + 1;
  const { stored, leaf } = sealPage(
    {
      ...{ book: testBook, page: number, prev: head.leaf, at: '2026-09-12T22:00:00.000Z' },
      actor: { kind: 'service', id: 'test' },
      command: { id: `page-${number}` },
      entries: streams.map((stream) => ({ stream, seq: number, type: 'tested/1', data: { number } })),
    },
    chance,
  );
  return { number, leaf, stored, puts };
}

/** Consecutive pages after `head`, one for each list of puts. */
export function pagesAfter(head: Head, putsOfPages: readonly (readonly ViewPut[])[]): PageWrite[] {
  const writes: PageWrite[] = [];
  let last = head;
  for (const puts of putsOfPages) {
    const write = pageAfter(last, puts);
    writes.push(write);
    last = { page: write.number, leaf: write.leaf };
  }
  return writes;
}

export const noHead: Head = { page: 0, leaf: '0'.repeat(64) };

export const put = (key: string, doc: object | null, view = 'things'): ViewPut => ({
  view,
  key,
  text: doc === null ? null : JSON.stringify(doc),
});
