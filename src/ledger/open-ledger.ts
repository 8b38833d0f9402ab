import { machineTime, systemClock, type Clock } from '../shared/clock.ts';
import { isProblem, LockstepError } from '../shared/errors.ts';
import { chance as realChance, newBookId, type Chance } from '../shared/ids.ts';
import type { Head, Store } from '../store/ports.ts';
import { BookLedger, type BookSettings } from './book-ledger.ts';
import type { EntryTypes } from './entry.schema.ts';
import { eraseFromPages, erasuresOf, isGone, noteGone } from './erased-texts.ts';
import { buildGeneration, type BuildOptions, isOfViews, servedVersion } from './generations.ts';
import { LeafList } from './leaf-list.ts';
import { bookStream, type BookBorn, ledgerEntries } from './own-entries.schema.ts';
import { bookRecord, ownViews, tileLeaves, tiles } from './own.views.ts';
import { openPage } from './page.rules.ts';
import type { AnyView } from './view.schema.ts';
import { wallGuard } from './wall-guard.ts';

export interface OpenOptions {
  readonly store: Store;
  readonly views: readonly AnyView[];
  readonly entryTypes: EntryTypes;
  readonly clock: Clock;
  /** Name of the estate; an old book must agree. */
  readonly estate: string;
  /** What a new book is born as; an old one must agree. */
  readonly kind: 'real' | 'rehearsal';
  /** The random id kept outside the database; a book that names another home is a copy. */
  readonly home: string;
  readonly chance?: Chance;
  readonly guard?: () => void;
  readonly machine?: Clock;
  readonly answerWithinMs?: number;
  readonly onAppend?: BookSettings['onAppend'];
  readonly onProgress?: (page: number) => void;
}

/**
 * Opens the book of a store, or gives birth to it. Views of another version are rebuilt first. A book that names another
 * home is a copy: it is opened to be read, and refuses every command but the one that moves it (`BookLedger.refusal`).
 *
 * @throws {LockstepError} `clock.real-book` when its kind is another, `config.invalid` when its estate is,
 *   `ledger.damaged`, `ledger.too-new`
 */
export async function openLedger(options: OpenOptions): Promise<BookLedger> {
  const { store, clock, chance = realChance } = options;
  const views = [...ownViews, ...options.views];
  const entryTypes = { ...ledgerEntries, ...options.entryTypes };
  await store.views.declare(views.map(({ name, indexes }) => ({ name, indexes })));
  const { onProgress } = options;
  const building = { views, entryTypes, ...(onProgress === undefined ? {} : { onProgress }) };
  const { head, generation, born, leaves } = await standing(store, building);
  if (born !== undefined) refuseStrangers(born, options);
  const last = head.page === 0 ? undefined : await store.pages.page(head.page);
  const ledger = new BookLedger({
    ...{
      book: born?.book ?? (await store.pages.bookId(newBookId(chance))),
      kind: options.kind,
      home: options.home,
      bookHome: born?.home,
      store,
      generation,
      head,
      leaves,
      views,
      entryTypes,
      clock,
      chance,
    },
    lastAt: last === undefined ? undefined : openPage(last).at,
    machine: options.machine ?? systemClock,
    guard: options.guard ?? (options.kind === 'real' ? wallGuard(machineTime) : () => undefined),
    ...(options.answerWithinMs === undefined ? {} : { answerWithinMs: options.answerWithinMs }),
    ...(options.onAppend === undefined ? {} : { onAppend: options.onAppend }),
  });
  if (born !== undefined) return ledger;
  await giveBirth(ledger, options).catch(unlessBornElsewhere);
  const birth = await ledger.get(bookRecord, 'book');
  if (birth !== undefined) refuseStrangers(birth, options);
  return ledger;
}

/** Times that the views are looked for anew, where another instance dropped those that were found. */
const mostLooks = 5;

/** Head, views, and what stands in them: all of it while these views were served. */
async function standing(store: Store, building: Omit<BuildOptions, 'head'>) {
  for (let looks = 1; ; looks += 1) {
    try {
      const head = await store.pages.head();
      const generation = await currentGeneration(store, { ...building, head });
      const born = (await store.views.get(generation, bookRecord.name, 'book'))?.doc as BookBorn | undefined;
      const leaves = await leavesOf(store, generation, head);
      const serving = await store.views.current();
      if (serving?.generation === generation || looks === mostLooks) return { head, generation, born, leaves };
    } catch (error) {
      if (!isProblem(error, 'ledger.behind') || looks === mostLooks) throw error;
    }
  }
}

/** The generation that is served, at the head; a new one where views, pages or an erasure ask for it. */
async function currentGeneration(store: Store, options: BuildOptions): Promise<number> {
  const serving = await store.views.current();
  const fits =
    serving !== undefined &&
    isOfViews(serving.version, options.views) &&
    (await standsOnItsPage(store, serving.generation));
  const generation = fits ? serving.generation : await store.views.begin();
  await buildGeneration(store, generation, options);
  const told = await erasuresOf(store, generation);
  const version = servedVersion(options.views, told.length);
  // Of what is not known to be gone, these views may hold a text: they may be older than the erasure of the pages.
  if (fits && serving.version === version && (await isGone(store, told.length))) return generation;
  const held = await eraseFromPages(store, told);
  const clean = fits || held > 0 ? await newGeneration(store, options) : generation;
  await store.views.serve(clean, version);
  if (told.length > 0) await dropTexts(store, clean, told.length);
  return clean;
}

async function newGeneration(store: Store, options: BuildOptions): Promise<number> {
  const generation = await store.views.begin();
  await buildGeneration(store, generation, options);
  return generation;
}

/** What a crash in the middle of an erasure left: views that still hold the text. */
async function dropTexts(store: Store, generation: number, erasures: number): Promise<void> {
  await store.views.dropBefore(generation);
  await noteGone(store, erasures);
}

/** Views that were folded from another page than the book now has are made anew: one of both was restored. */
async function standsOnItsPage(store: Store, generation: number): Promise<boolean> {
  const applied = await store.views.applied(generation);
  if (applied.page === 0) return true;
  const stored = await store.pages.page(applied.page);
  return stored !== undefined && openPage(stored).leaf === applied.leaf;
}

function refuseStrangers(born: BookBorn, { kind, estate }: OpenOptions): void {
  if (born.kind !== kind)
    throw new LockstepError(
      'clock.real-book',
      `book ${born.book} was born ${born.kind} and cannot be opened as ${kind}`,
      { book: born.book },
    );
  if (born.estate !== estate)
    throw new LockstepError(
      'config.invalid',
      `estate: book ${born.book} was born for estate ${born.estate}, and the estate file is of ${estate}`,
      { setting: 'estate' },
    );
}

/** Two may give birth at once: the slower one has a copy. */
function unlessBornElsewhere(error: unknown): void {
  if (!isProblem(error, 'ledger.elsewhere')) throw error;
}

async function leavesOf(store: Store, generation: number, head: Head): Promise<LeafList> {
  const leaves = new LeafList();
  for (let tile = 1; tile * tileLeaves <= head.page; tile += 1) {
    const row = await store.views.get(generation, tiles.name, String(tile).padStart(10, '0'));
    const complete = (row?.doc as { leaves: string } | undefined)?.leaves.match(/[0-9a-f]{64}/g) ?? [];
    if (complete.length !== tileLeaves) break;
    for (const leaf of complete) leaves.append(leaf);
  }
  for await (const stored of store.pages.pages(leaves.size + 1, head.page)) leaves.append(openPage(stored).leaf);
  if (leaves.size < head.page)
    throw new LockstepError('ledger.damaged', `of ${head.page} pages ${head.page - leaves.size} are not there`);
  if (head.page > 0 && leaves.at(head.page - 1).toString('hex') !== head.leaf)
    throw new LockstepError('ledger.damaged', 'the head is not the last leaf');
  return leaves;
}

async function giveBirth(ledger: BookLedger, { kind, home, estate }: OpenOptions): Promise<void> {
  await ledger.commit({
    actor: { kind: 'service', id: 'lockstep' },
    id: 'book.born',
    decide: () => [{ stream: bookStream, type: 'book.born/1', data: { book: ledger.book, kind, home, estate } }],
  });
}
