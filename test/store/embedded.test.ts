import { describe, expect, it } from '@jest/globals';
import { openEmbeddedStore } from '../../src/store/embedded/embedded-store.ts';
import { temporaryFolder } from '../support/book.ts';
import { noHead, pageAfter } from '../support/stored-pages.ts';
import { type OpenedStore, storeConformance } from './conformance.ts';
import { queryConformance } from './query-conformance.ts';

function openEmbedded(): Promise<OpenedStore> {
  const folder = temporaryFolder();
  const store = openEmbeddedStore(folder.path);
  return Promise.resolve({
    store,
    async [Symbol.asyncDispose]() {
      await store.close();
      folder[Symbol.dispose]();
    },
  });
}

describe('the embedded store', () => {
  storeConformance(openEmbedded);

  it('shows a page to the first read after its acknowledgement, however many reads were open before', async () => {
    await using opened = await openEmbedded();
    const { pages, views } = opened.store;
    await views.declare([]);
    const generation = await views.begin();
    let last = noHead;
    const stale: number[] = [];
    for (let n = 1; n <= 100; n += 1) {
      const write = pageAfter(last);
      last = { page: write.number, leaf: write.leaf };
      const appended = pages.append([write], generation);
      await pages.head();
      await appended;
      if ((await pages.page(n)) === undefined || (await pages.head()).page !== n) stale.push(n);
    }
    expect(stale).toEqual([]);
  });

  describe('queries', () => queryConformance(openEmbedded, { runs: 150 }));
});
