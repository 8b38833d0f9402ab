import type { Ledger } from '../ledger/ledger.schema.ts';
import type { StoredPage } from '../ledger/page.schema.ts';
import { readCheckpoint } from '../ledger/checkpoint.rules.ts';
import { canonicalJson } from '../shared/canonical-json.ts';
import { type Ed25519Key, keyIdOf } from '../shared/ed25519.ts';
import { LockstepError } from '../shared/errors.ts';
import { type Bundle, evidenceForm, type KeyOrigin } from './bundle.schema.ts';
import { signEnvelope } from './dsse.rules.ts';
import { accountedPages, carriedPageOf } from './page-evidence.rules.ts';
import { blobsOf, documentsFrom, type EvidenceViews, recordsFrom, streamsOf } from './records.rules.ts';
import { anchorOf, statementOf } from './statement.rules.ts';

/** What a book can show of itself. */
export interface BookProofs {
  /** A signed checkpoint over at least this many pages: the newest there is, or a new one. */
  checkpoint(atLeast: number): Promise<{ readonly note: string; readonly size: number }>;
  /** Pages with entries of a stream, ascending, as stored. */
  pagesOf(stream: string): AsyncIterable<StoredPage>;
  /** Audit path of a page (from 1) in the tree of the first `size` pages. */
  inclusion(page: number, size: number): readonly Uint8Array[] | Promise<readonly Uint8Array[]>;
}

export interface EvidenceNeeds {
  readonly ledger: Ledger;
  readonly proofs: BookProofs;
  readonly views: EvidenceViews;
  /** The key that also signs the book's checkpoints. */
  readonly key: { readonly privateKey: Ed25519Key; readonly origin: KeyOrigin };
}

export type EvidenceService = ReturnType<typeof evidenceService>;

export function evidenceService({ ledger, proofs, views, key }: EvidenceNeeds) {
  return {
    /**
     * The evidence bundle of a release, as canonical JSON, from what the book holds at this moment. Whatever state the
     * release is in, the statement says it.
     *
     * @throws {LockstepError} `request.not-found` for a release that is not in the book
     */
    async exportBundle(id: string): Promise<{ readonly text: string; readonly page: number }> {
      const head = ledger.head();
      const streams = await streamsAt(ledger, views, id);
      const stored = await pagesUpTo(head, proofs, streams);
      const { note, size } = await proofs.checkpoint(stored.at(-1)?.[0] ?? head);
      const shown = new Set(streams);
      const pages = await Promise.all(
        stored.map(async ([page, one]) => carriedPageOf(one, shown, await proofs.inclusion(page, size))),
      );
      const parts = {
        book: ledger.book,
        checkpoint: note,
        key: { keyid: keyIdOf(key.privateKey), origin: key.origin },
      };
      const opened = accountedPages(pages.map(({ evidence }) => evidence));
      const anchor = anchorOf(parts, readCheckpoint(note).size, opened);
      const documents = documentsFrom(views, id, opened);
      const blobs = await carriedBlobs(ledger, Object.values(blobsOf(documents)));
      const statement = statementOf(recordsFrom(documents, blobs), anchor);
      const envelope = signEnvelope(canonicalJson(statement), key.privateKey);
      const bundle: Bundle = {
        mediaType: evidenceForm,
        release: id,
        ...parts,
        envelope,
        pages: pages.map(({ carried }) => carried),
        blobs,
      };
      return { text: canonicalJson(bundle), page: head };
    },
  };
}

async function streamsAt(ledger: Ledger, views: EvidenceViews, id: string): Promise<string[]> {
  const release = await ledger.get(views.releases, id);
  if (release === undefined) throw new LockstepError('request.not-found', `there is no release ${id}`, { release: id });
  const run = release.run === undefined ? undefined : await ledger.get(views.runs, release.run);
  return streamsOf({ release, run });
}

/** The pages up to the head that hold entries of these streams, ascending, each once. */
async function pagesUpTo(
  head: number,
  proofs: BookProofs,
  streams: readonly string[],
): Promise<[page: number, stored: StoredPage][]> {
  const found = new Map<number, StoredPage>();
  for (const stream of streams)
    for await (const stored of proofs.pagesOf(stream)) {
      const page = Number(stored._id.slice(stored._id.indexOf(':') + 1));
      if (page <= head) found.set(page, stored);
    }
  return [...found].sort(([a], [b]) => a - b);
}

async function carriedBlobs({ blobs }: Ledger, digests: readonly string[]): Promise<Bundle['blobs']> {
  return Promise.all(
    [...new Set(digests)].map(async (digest) => {
      const content = await blobs.get(digest);
      if (content === undefined) throw new LockstepError('ledger.damaged', `blob ${digest} is gone`, { digest });
      return { digest, text: content.toString('utf8') };
    }),
  );
}
