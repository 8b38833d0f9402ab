import { createHash } from 'node:crypto';
import type { AnyView } from '../../src/ledger/view.schema.ts';
import type { Store } from '../../src/store/ports.ts';

interface ReadEntry {
  readonly stream: string;
  readonly seq: number;
  readonly type: string;
  readonly data: Record<string, never>;
}

interface ReadPage {
  readonly page: number;
  readonly at: string;
  readonly actor: { readonly kind: 'person'; readonly id: string };
  readonly command: { readonly id: string; readonly key?: string; readonly digest?: string };
  readonly leaf: string;
  readonly entries: readonly ReadEntry[];
}

type Documents = Map<string, Map<string, unknown>>;

/** Canonical JSON once more, in the fewest words: members in the order of their names' code units. */
function textOf(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(textOf).join(',')}]`;
  const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${members.map(([name, member]) => `${JSON.stringify(name)}:${textOf(member)}`).join(',')}}`;
}

const sha256 = (...parts: (string | Uint8Array)[]): string => {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest('hex');
};

/**
 * All documents of a book, folded by a simple loop of its own over the stored pages: it parses and checks them itself,
 * and shares with the product nothing but the views' `keys` and `evolve`. One text a document, by view and key.
 *
 * @throws {Error} for a page that is not what was recorded
 */
export async function independentFold(
  pages: Store['pages'],
  views: readonly AnyView[],
): Promise<Map<string, Map<string, string>>> {
  const read = await readAll(pages);
  const documents: Documents = new Map();
  for (const page of read) {
    foldViews(documents, page, views);
    foldOwn(documents, page, read);
  }
  const texts = new Map<string, Map<string, string>>();
  for (const [view, docs] of documents) texts.set(view, new Map([...docs].map(([key, doc]) => [key, textOf(doc)])));
  return texts;
}

async function readAll(pages: Store['pages']): Promise<ReadPage[]> {
  const stored: { body: string; entries: readonly object[] }[] = [];
  for await (const page of pages.pages(1, Number.MAX_SAFE_INTEGER)) stored.push(page);
  const kept = keptBy(stored);
  let before = '0'.repeat(64);
  return stored.map(({ body, entries }, index) => {
    const {
      page,
      at,
      actor,
      command,
      prev,
      entries: digests,
    } = JSON.parse(body) as ReadPage & {
      prev: string;
      entries: unknown;
    } & { entries: string[] };
    const leaf = sha256(Uint8Array.of(0), body);
    if (page !== index + 1 || prev !== before) throw new Error(`page ${index + 1} does not follow the one before`);
    before = leaf;
    const told = entries.map((entry, at) => entryOf(entry, String(digests[at]), kept));
    return { page, at, actor, command, leaf, entries: told };
  });
}

/** What erasures let stay, from the last to the first: an erasure that was itself erased is told by a later one. */
function keptBy(stored: readonly { body: string; entries: readonly object[] }[]): Map<string, Record<string, never>> {
  const kept = new Map<string, Record<string, never>>();
  for (const { body, entries } of [...stored].reverse()) {
    const { entries: digests } = JSON.parse(body) as { entries: string[] };
    for (const [at, entry] of [...entries.entries()].reverse()) {
      const { stream, seq, type } = ('text' in entry ? JSON.parse(String(entry.text)) : entry) as ReadEntry;
      if (type !== 'text.erased/1') continue;
      const { data } =
        'text' in entry
          ? (JSON.parse(String(entry.text)) as ReadEntry)
          : { data: kept.get(`${stream} ${seq} ${String(digests[at])}`) };
      if (data !== undefined) kept.set(`${stream} ${String(data['seq'])} ${String(data['digest'])}`, data['kept']!);
    }
  }
  return kept;
}

function entryOf(sealed: object, digest: string, kept: ReadonlyMap<string, Record<string, never>>): ReadEntry {
  if ('text' in sealed && 'salt' in sealed) {
    const text = String(sealed.text);
    if (sha256(Buffer.from(String(sealed.salt), 'base64url'), text) !== digest)
      throw new Error(`not ${digest}: ${text}`);
    return JSON.parse(text) as ReadEntry;
  }
  const { stream, seq, type } = sealed as ReadEntry;
  const data = kept.get(`${stream} ${seq} ${digest}`);
  if (data === undefined) throw new Error(`entry ${seq} of ${stream} is gone, and nobody erased it`);
  return { stream, seq, type, data };
}

const docsOf = (documents: Documents, view: string): Map<string, unknown> => {
  const known = documents.get(view) ?? new Map<string, unknown>();
  documents.set(view, known);
  return known;
};

function foldViews(documents: Documents, page: ReadPage, views: readonly AnyView[]): void {
  const facts = { page: page.page, at: page.at, actor: page.actor, command: page.command.id };
  for (const entry of page.entries)
    for (const view of views)
      for (const key of view.keys(entry)) {
        const docs = docsOf(documents, view.name);
        const after = view.evolve(docs.get(key) as object | undefined, entry, facts);
        if (after === undefined) docs.delete(key);
        else docs.set(key, JSON.parse(textOf(after)));
      }
}

/** What the ledger itself reads back, by the protocol's words: versions, keys, ids of commands, tiles of leaves. */
function foldOwn(documents: Documents, { page, actor, command, entries }: ReadPage, all: readonly ReadPage[]): void {
  for (const { stream, seq } of entries) docsOf(documents, 'ledger-streams').set(stream, { stream, seq });
  for (const { type, data } of entries)
    if (type === 'keys.aged/1')
      for (const [key, row] of docsOf(documents, 'ledger-requests'))
        if ((row as { page: number }).page <= Number(data['upTo'])) docsOf(documents, 'ledger-requests').delete(key);
  const refused = entries.find(({ type }) => type === 'request.refused/1')?.data;
  const row = { page, ...(refused === undefined ? {} : { refused }) };
  if (command.key !== undefined)
    docsOf(documents, 'ledger-requests').set(textOf([actor.id, command.key]), { digest: command.digest, ...row });
  if (!command.id.startsWith('urn:uuid:')) docsOf(documents, 'ledger-commands').set(command.id, row);
  if (page % 256 !== 0) return;
  const leaves = all.slice(page - 256, page).map(({ leaf }) => leaf);
  docsOf(documents, 'ledger-tiles').set(String(page / 256).padStart(10, '0'), {
    tile: page / 256,
    leaves: leaves.join(''),
  });
}

/** Where the documents that are served differ from the fold: one line a document. */
export async function differences(store: Store, views: readonly AnyView[]): Promise<string[]> {
  const fold = await independentFold(store.pages, views);
  const serving = await store.views.current();
  const found: string[] = [];
  for await (const { view, key, text } of store.views.documents(serving?.generation ?? 0)) {
    const expected = fold.get(view)?.get(key);
    fold.get(view)?.delete(key);
    if (expected !== text) found.push(`${view} ${key} is ${text} and should be ${expected ?? 'absent'}`);
  }
  for (const [view, docs] of fold) for (const [key, text] of docs) found.push(`${view} ${key} is absent: ${text}`);
  return found;
}
