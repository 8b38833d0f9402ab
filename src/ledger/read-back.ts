import type { PageStore } from '../store/ports.ts';
import type { Entry } from './entry.schema.ts';
import { accountedFor, digestsOf, erasuresIn } from './erasure.rules.ts';
import { type OpenedPage, openPage } from './page.rules.ts';
import type { StoredPage } from './page.schema.ts';

/**
 * Reads a stored page whose texts may have been erased since: an erased entry has the facts that stayed, as the entry
 * that erased it tells them.
 *
 * @throws {LockstepError} `ledger.damaged`
 */
export async function readBack(pages: Pick<PageStore, 'pagesOf'>, stored: StoredPage): Promise<OpenedPage> {
  const page = openPage(stored);
  const streams = new Set(page.entries.filter(({ erased }) => erased === true).map(({ stream }) => stream));
  if (streams.size === 0) return page;
  const told = erasuresIn(await entriesOf(pages, streams));
  const digests = digestsOf(stored);
  return { ...page, entries: page.entries.map((entry, index) => accountedFor(entry, digests[index], told)) };
}

async function entriesOf(pages: Pick<PageStore, 'pagesOf'>, streams: Iterable<string>): Promise<Entry[]> {
  const found: Entry[] = [];
  for (const stream of streams)
    for await (const stored of pages.pagesOf(stream))
      found.push(...openPage(stored).entries.filter((entry) => entry.stream === stream));
  return found;
}
