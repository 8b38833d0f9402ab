import type { Entry, PageFacts } from '../ledger/entry.schema.ts';
import { accountedFor, entryName, erasuresIn } from '../ledger/erasure.rules.ts';
import { verifyInclusion } from '../ledger/merkle.rules.ts';
import { leafOf, noPage } from '../ledger/page.rules.ts';
import { EntryText, PageBody, type StoredPage } from '../ledger/page.schema.ts';
import { parseCanonicalJson } from '../shared/canonical-json.ts';
import { sha256Hex } from '../shared/digest.ts';
import type { BundlePage } from './bundle.schema.ts';
import { notHeld, orNotHeld } from './not-held.rules.ts';

/** A page of a bundle as read: the entries that it shows, and the marks of those that were erased. */
export interface PageEvidence extends PageFacts {
  readonly book: string;
  readonly prev: string;
  readonly leaf: Buffer;
  readonly entries: readonly Entry[];
  /** Digests that the page recorded of its erased entries, by the entry's name. */
  readonly erased: ReadonlyMap<string, string>;
}

/**
 * A stored page as a bundle carries it, and as it reads there: entries of the streams named are shown, all others stand
 * as their digest.
 *
 * @param proof audit path from the page's leaf to the checkpoint's root
 * @throws {LockstepError} `ledger.damaged` when the page is not what was recorded
 */
export function carriedPageOf(
  stored: StoredPage,
  streams: ReadonlySet<string>,
  proof: readonly Uint8Array[],
): { readonly carried: BundlePage; readonly evidence: PageEvidence } {
  const body = bodyOf(stored, stored._id);
  const read = stored.entries.map((sealed, index) => {
    const digest = body.entries[index] ?? '';
    const entries = readEntry(sealed, digest, `${stored._id}.entries[${index}]`);
    const isShown = entries.every(({ stream }) => streams.has(stream));
    return isShown ? { carried: sealed, entries } : { carried: { digest }, entries: [] };
  });
  const carried = {
    body: stored.body,
    entries: read.map((entry) => entry.carried),
    proof: proof.map((hash) => Buffer.from(hash).toString('hex')),
  };
  const entries = read.flatMap((entry) => entry.entries);
  return { carried, evidence: evidenceOf(body, stored, entries) };
}

/**
 * Reads a page of a bundle and checks what can be checked of it alone: its forms, and each entry against the digest in
 * the body.
 *
 * @param place where it stands in the bundle, for the error
 * @throws {LockstepError} `ledger.damaged`; `facts.place` says where
 */
export function readPage(carried: BundlePage, place: string): PageEvidence {
  const body = bodyOf(carried, place);
  const entries = carried.entries.flatMap((entry, index) =>
    readEntry(entry, body.entries[index] ?? '', `${place}.entries[${index}]`),
  );
  return evidenceOf(body, carried, entries);
}

function bodyOf(page: Pick<BundlePage, 'body' | 'entries'>, place: string): PageBody {
  const body = orNotHeld(`${place}.body`, 'it is not a page in canonical JSON', () =>
    PageBody.parse(parseCanonicalJson(page.body)),
  );
  if (page.entries.length === body.entries.length) return body;
  const counts = `${page.entries.length} entries stand where the page has ${body.entries.length}`;
  throw notHeld(`${place}.entries`, counts);
}

function evidenceOf(
  body: PageBody,
  carried: Pick<BundlePage, 'body' | 'entries'>,
  entries: readonly Entry[],
): PageEvidence {
  const { book, page, prev, at, actor, command } = body;
  const marks = carried.entries.flatMap((entry, index): [string, string][] =>
    'erased' in entry ? [[entryName(entry), body.entries[index] ?? '']] : [],
  );
  const erased = new Map(marks);
  return { book, page, prev, at, actor, command: command.id, entries, erased, leaf: leafOf(carried.body) };
}

/**
 * The pages with the facts that stayed of erased entries. Every mark must be accounted for: by an entry of its stream
 * that erased it, with the digest that the page recorded of it.
 *
 * @throws {LockstepError} `ledger.damaged`
 */
export function accountedPages(pages: readonly PageEvidence[]): PageEvidence[] {
  const told = erasuresIn(pages.flatMap(({ entries }) => entries));
  return pages.map((page) => ({
    ...page,
    entries: page.entries.map((entry) => accountedFor(entry, page.erased.get(entryName(entry)), told)),
  }));
}

function readEntry(entry: BundlePage['entries'][number], digest: string, place: string): Entry[] {
  if ('erased' in entry) return [{ stream: entry.stream, seq: entry.seq, type: entry.type, data: {}, erased: true }];
  if ('digest' in entry) {
    if (entry.digest !== digest) throw notHeld(`${place}.digest`, 'it is not the digest that the page has');
    return [];
  }
  const salt = Buffer.from(entry.salt, 'base64url');
  if (salt.toString('base64url') !== entry.salt) throw notHeld(`${place}.salt`, 'it does not encode to itself');
  if (sha256Hex(salt, entry.text) !== digest)
    throw notHeld(place, 'salt and text do not give the digest that the page has');
  return [
    orNotHeld(`${place}.text`, 'it is not an entry in canonical JSON', () =>
      EntryText.parse(parseCanonicalJson(entry.text)),
    ),
  ];
}

/** Where pages stand in a tree: one root for all. */
export interface Tree {
  readonly size: number;
  readonly root: Uint8Array;
}

/** Checks that a page is in the tree. @throws {LockstepError} `ledger.damaged` */
export function checkInclusion(page: PageEvidence, carried: BundlePage, tree: Tree, place: string): void {
  const proof = carried.proof.map((hash) => Buffer.from(hash, 'hex'));
  if (!verifyInclusion({ leaf: page.leaf, index: page.page - 1, ...tree, proof }))
    throw notHeld(`${place}.proof`, `page ${page.page} is not shown to be in the book of ${tree.size} pages`);
}

/**
 * Checks what the pages say of each other: they ascend, neighbours name each other's hash, and every stream is whole
 * from its first entry on, so that none was left out in between.
 *
 * @throws {LockstepError} `ledger.damaged`
 */
export function checkOrder(pages: readonly PageEvidence[]): void {
  const seen = new Map<string, number>();
  for (const [index, page] of pages.entries()) {
    const place = `pages[${index}]`;
    const before = pages[index - 1];
    if (before !== undefined && page.page <= before.page) throw notHeld(place, 'the pages do not ascend');
    const neighbour =
      page.page === 1 ? noPage : before?.page === page.page - 1 ? before.leaf.toString('hex') : page.prev;
    if (page.prev !== neighbour) throw notHeld(`${place}.body`, 'it does not name the hash of the page before');
    for (const { stream, seq } of page.entries) {
      const expected = (seen.get(stream) ?? 0) + 1;
      if (seq !== expected) throw notHeld(place, `entry ${expected} of ${stream} is missing before entry ${seq}`);
      seen.set(stream, seq);
    }
  }
}
