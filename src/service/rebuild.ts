import type { BookConfig } from '../config/read-config.ts';
import { rebuild as rebuildViews } from '../ledger/generations.ts';
import { ledgerEntries } from '../ledger/own-entries.schema.ts';
import { ownViews } from '../ledger/own.views.ts';
import { LockstepError } from '../shared/errors.ts';
import { allEntryTypes, allViews } from './book-definition.ts';
import { openStore } from './open-store.ts';

/**
 * Makes the views anew from the pages, beside the ones that are served, and compares both byte for byte.
 *
 * @throws {LockstepError} `ledger.damaged` naming what differed; the new views are served all the same
 */
export async function rebuild(config: BookConfig): Promise<void> {
  const store = openStore(config);
  try {
    const views = [...ownViews, ...allViews];
    await store.views.declare(views.map(({ name, indexes }) => ({ name, indexes })));
    const report = await rebuildViews(store, { views, entryTypes: { ...ledgerEntries, ...allEntryTypes } });
    process.stdout.write(`${report.documents} documents made anew from ${report.pages} pages\n`);
    if (report.differing.length > 0) {
      const names = report.differing.slice(0, 5).map(({ view, key }) => `${view} ${key}`);
      throw new LockstepError(
        'ledger.damaged',
        `${report.differing.length} documents were not what the pages say: ${names.join(', ')}`,
        { names },
      );
    }
    process.stdout.write('Every document has the same bytes as before.\n');
  } finally {
    await store.close();
  }
}
