import { describe } from '@jest/globals';
import { openEmbeddedStore } from '../../src/store/embedded/embedded-store.ts';
import { temporaryFolder } from '../support/book.ts';
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
  describe('queries', () => queryConformance(openEmbedded, { runs: 150 }));
});
