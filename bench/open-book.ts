import { join } from 'node:path';
import type { BookLedger } from '../src/ledger/book-ledger.ts';
import { openLedger } from '../src/ledger/open-ledger.ts';
import { allEntryTypes, allViews } from '../src/service/book-definition.ts';
import type { Clock } from '../src/shared/clock.ts';
import { systemClock } from '../src/shared/clock.ts';
import { openEmbeddedStore } from '../src/store/embedded/embedded-store.ts';
import type { Store } from '../src/store/ports.ts';

export interface OpenBook extends AsyncDisposable {
  readonly ledger: BookLedger;
  readonly store: Store;
  /** Folder of the store's LMDB. */
  readonly folder: string;
}

/** A new book of the service, with all its views, on the embedded store. */
export async function openBook(folder: string, clock: Clock = systemClock): Promise<OpenBook> {
  const store = openEmbeddedStore(join(folder, 'store'));
  const ledger = await openLedger({
    ...{ store, views: allViews, entryTypes: allEntryTypes, clock },
    ...{ kind: 'rehearsal', home: 'bench', estate: 'bench' },
  });
  return { ledger, store, folder: join(folder, 'store', 'book'), [Symbol.asyncDispose]: () => store.close() };
}
