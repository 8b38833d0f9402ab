import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openLedger } from '../../src/ledger/open-ledger.ts';
import { ownViews } from '../../src/ledger/own.views.ts';
import { allEntryTypes, allViews } from '../../src/service/book-definition.ts';
import { openEmbeddedStore } from '../../src/store/embedded/embedded-store.ts';
import type { Store } from '../../src/store/ports.ts';
import { drafts } from '../../test/evidence/sample-entries.ts';
import { SmallNight } from '../../test/runs/small-night.ts';
import { memoryStore } from '../../test/support/memory-store.ts';
import { noteTypes, notes } from './notes.ts';

export const kinds = ['embedded', 'mongodb', 'lmdb'] as const;
export type Kind = (typeof kinds)[number];

export const views = [...allViews, notes];
/** Every view whose documents are folded from entries, and not from pages as such. */
export const foldedViews = [...ownViews, ...views];
export const entryTypes = { ...allEntryTypes, ...noteTypes };

/** A store of one kind that is gone afterwards: semantics in memory, or LMDB in a folder. */
export async function storeOf(kind: Kind): Promise<{ store: Store; [Symbol.asyncDispose](): Promise<void> }> {
  if (kind !== 'lmdb') return { store: memoryStore(kind), [Symbol.asyncDispose]: () => Promise.resolve() };
  const folder = await mkdtemp(join(tmpdir(), 'lockstep-restore-'));
  const store = openEmbeddedStore(folder);
  return {
    store,
    async [Symbol.asyncDispose]() {
      await store.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

export type Instance = Awaited<ReturnType<typeof openBook>>;

/** One more instance over the book. */
export function openBook(store: Store, now: () => number) {
  const clock = { now, sleep: () => Promise.resolve() };
  return openLedger({
    ...{ store, views, entryTypes, clock, estate: 'test', kind: 'rehearsal', home: 'here' },
  });
}

/** Pages of a night with every kind of release step, as an engine made them. */
export async function nightPages(): Promise<Store> {
  const night = await new SmallNight().open();
  await night.engine();
  await night.completed();
  await night.stop();
  return night.store;
}

/** Records the pages of another book's night here: the birth of that book is left out. */
export async function retell(ledger: Instance, from: Store): Promise<void> {
  for await (const { entries } of from.pages.pages(2, Number.MAX_SAFE_INTEGER))
    await record(
      ledger,
      entries.flatMap((entry) => ('text' in entry ? [JSON.parse(entry.text) as NewEntry] : [])),
    );
}

interface NewEntry {
  readonly stream: string;
  readonly type: string;
  readonly data: object;
}

/** Records a change and its release from request to closing. */
export async function tellSample(ledger: Instance): Promise<void> {
  for (const { by, entries } of drafts.slice(1)) await record(ledger, entries, by);
}

async function record(ledger: Instance, entries: readonly NewEntry[], by = 'relmgr'): Promise<void> {
  const known = entries.filter(({ type }) => type in entryTypes && type !== 'book.born/1');
  if (known.length > 0) await ledger.commit({ actor: { kind: 'person', id: by }, decide: () => known });
}
