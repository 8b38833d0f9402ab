import { canonicalJson } from '../shared/canonical-json.ts';
import { sha256Hex } from '../shared/digest.ts';
import { LockstepError } from '../shared/errors.ts';
import type { Head, PageWrite, Store } from '../store/ports.ts';
import type { EntryTypes } from './entry.schema.ts';
import { erasuresOf } from './erased-texts.ts';
import { LeafList } from './leaf-list.ts';
import { noPage, openPage, type PageBefore, refuseGap } from './page.rules.ts';
import { readBack } from './read-back.ts';
import { Speculation } from './speculation.ts';
import { foldable, leavesWith, tilePut } from './tiling.ts';
import type { AnyView } from './view.schema.ts';

/** Names a set of views by what they are: another version, index or view makes another set. */
export function versionOf(views: readonly AnyView[]): string {
  return sha256Hex(canonicalJson(views.map(({ name, version, indexes }) => ({ name, version, indexes })))).slice(0, 16);
}

/** Version under which a generation is served: of its views, and of how many erasures it was made without the texts. */
export function servedVersion(views: readonly AnyView[], erasures: number): string {
  return erasures === 0 ? versionOf(views) : `${versionOf(views)}+${erasures}`;
}

/** True for a generation of these views, whatever was erased before or since. */
export const isOfViews = (version: string, views: readonly AnyView[]): boolean =>
  version.split('+')[0] === versionOf(views);

/** Pages folded in one transaction while a generation is built. */
const batchPages = 200;

export interface BuildOptions {
  readonly views: readonly AnyView[];
  readonly entryTypes: EntryTypes;
  readonly head: Head;
  readonly onProgress?: (page: number) => void;
  /** Leaves of all pages up to the head, where they are known already. */
  readonly leaves?: { at(index: number): Buffer };
}

/**
 * Folds every page up to `head` into a generation, from where it stands. The generation that is served is not touched.
 *
 * @throws {LockstepError} `ledger.damaged`, `ledger.too-new`
 */
export async function buildGeneration(
  store: Store,
  generation: number,
  { views, entryTypes, head, onProgress, leaves: known }: BuildOptions,
): Promise<void> {
  const { page: start } = await store.views.applied(generation);
  if (start >= head.page) return;
  const leaves = new LeafList();
  if (known === undefined) for await (const stored of store.pages.pages(1, start)) leaves.append(openPage(stored).leaf);
  const leafAt = (index: number) => (known ?? leaves).at(index);
  let speculation = new Speculation(store.views, generation, views);
  let batch: Omit<PageWrite, 'stored'>[] = [];
  let last: PageBefore = { page: start, leaf: start === 0 ? noPage : leafAt(start - 1).toString('hex') };
  const flush = async () => {
    await foldBatch(store, generation, batch);
    if (known === undefined) for (const { leaf } of batch) leaves.append(leaf);
    speculation = new Speculation(store.views, generation, views);
    onProgress?.(last.page);
    batch = [];
  };
  for await (const stored of store.pages.pages(start + 1, head.page)) {
    const page = await readBack(store.pages, stored);
    refuseGap(page, last);
    foldable(page, entryTypes);
    last = page;
    const added =
      known ??
      leavesWith(
        leaves,
        batch.map(({ leaf }) => leaf),
      );
    batch.push({
      number: page.page,
      leaf: page.leaf,
      puts: [...(await speculation.fold(page)), ...tilePut(page, added)],
    });
    if (batch.length === batchPages) await flush();
  }
  await flush();
}

/** Another instance may build the same generation: its pages count as well. */
async function foldBatch(store: Store, generation: number, batch: readonly Omit<PageWrite, 'stored'>[]): Promise<void> {
  const last = batch.at(-1)?.number ?? 0;
  if (last === 0 || (await store.views.fold(generation, batch))) return;
  const { page } = await store.views.applied(generation);
  if (page < last) throw new LockstepError('ledger.behind', `the views stand at page ${page}`, { page });
}

/** What a rebuild found: documents, and those that differ from what was served. */
export interface RebuildReport {
  readonly pages: number;
  readonly documents: number;
  readonly differing: readonly { readonly view: string; readonly key: string }[];
}

/** Builds all views anew beside the served ones, compares them byte for byte, and serves the new ones. */
export async function rebuild(
  store: Store,
  options: { views: readonly AnyView[]; entryTypes: EntryTypes; onProgress?: (page: number) => void },
): Promise<RebuildReport> {
  const head = await store.pages.head();
  const serving = await store.views.current();
  const generation = await store.views.begin();
  await buildGeneration(store, generation, { ...options, head });
  const compared = await compareGenerations(store, serving?.generation ?? generation, generation);
  const erased = await erasuresOf(store, generation);
  await store.views.serve(generation, servedVersion(options.views, erased.length));
  return { pages: head.page, ...compared };
}

/** Compares two generations byte for byte. */
export async function compareGenerations(
  store: Store,
  served: number,
  fresh: number,
): Promise<Omit<RebuildReport, 'pages'>> {
  const made = await textsOf(store, fresh);
  const before = served === fresh ? made : await textsOf(store, served);
  const places = new Set([...made.keys(), ...before.keys()]);
  const differing = [...places].filter((place) => made.get(place) !== before.get(place)).map(placeNamed);
  return { documents: made.size, differing };
}

async function textsOf(store: Store, generation: number): Promise<Map<string, string>> {
  const texts = new Map<string, string>();
  for await (const { view, key, text } of store.views.documents(generation))
    texts.set(`${view}\n${key}`, sha256Hex(text));
  return texts;
}

function placeNamed(place: string): { view: string; key: string } {
  const end = place.indexOf('\n');
  return { view: place.slice(0, end), key: place.slice(end + 1) };
}
