import { canonicalJson } from '../shared/canonical-json.ts';
import { sha256Hex } from '../shared/digest.ts';
import { LockstepError } from '../shared/errors.ts';
import type { Head, PageWrite, Store } from '../store/ports.ts';
import type { EntryTypes } from './entry.schema.ts';
import { LeafList } from './leaf-list.ts';
import { noPage, openPage, type PageBefore, refuseGap } from './page.rules.ts';
import { Speculation } from './speculation.ts';
import { foldable, leavesWith, tilePut } from './tiling.ts';
import type { AnyView } from './view.schema.ts';

/** Names a set of views by what they are: another version, index or view makes another set. */
export function versionOf(views: readonly AnyView[]): string {
  return sha256Hex(canonicalJson(views.map(({ name, version, indexes }) => ({ name, version, indexes })))).slice(0, 16);
}

/** Pages folded in one transaction while a generation is built. */
const batchPages = 200;

/**
 * Folds every page up to `head` into a generation, from where it stands. The generation that is served is not touched.
 *
 * @throws {LockstepError} `ledger.damaged`, `ledger.too-new`
 */
export async function buildGeneration(
  store: Store,
  generation: number,
  {
    views,
    entryTypes,
    head,
    onProgress,
  }: { views: readonly AnyView[]; entryTypes: EntryTypes; head: Head; onProgress?: (page: number) => void },
): Promise<void> {
  const { page: start } = await store.views.applied(generation);
  if (start >= head.page) return;
  const leaves = new LeafList();
  for await (const stored of store.pages.pages(1, start)) leaves.append(openPage(stored).leaf);
  let speculation = new Speculation(store.views, generation, views);
  let batch: Omit<PageWrite, 'stored'>[] = [];
  let last: PageBefore = { page: start, leaf: start === 0 ? noPage : leaves.at(start - 1).toString('hex') };
  const flush = async () => {
    await foldBatch(store, generation, batch);
    for (const { leaf } of batch) leaves.append(leaf);
    speculation = new Speculation(store.views, generation, views);
    onProgress?.(leaves.size);
    batch = [];
  };
  for await (const stored of store.pages.pages(start + 1, head.page)) {
    const page = openPage(stored);
    refuseGap(page, last);
    foldable(page, entryTypes);
    last = page;
    const added = leavesWith(
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
  const fresh = await textsOf(store, generation);
  const served = serving === undefined ? fresh : await textsOf(store, serving.generation);
  const places = new Set([...fresh.keys(), ...served.keys()]);
  const differing = [...places].filter((place) => fresh.get(place) !== served.get(place)).map(placeNamed);
  await store.views.serve(generation, versionOf(options.views));
  return { pages: head.page, documents: fresh.size, differing };
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
