import type { BookProofs, EvidenceNeeds } from '../../src/evidence/evidence.service.ts';
import { evidenceService } from '../../src/evidence/evidence.service.ts';
import { evidenceViews } from '../../src/evidence/folds.views.ts';
import { fold } from '../../src/evidence/records.rules.ts';
import { changeEntryTypes } from '../../src/changes/change-entries.schema.ts';
import type { Entry, EntryTypes } from '../../src/ledger/entry.schema.ts';
import { signCheckpoint } from '../../src/ledger/checkpoint.rules.ts';
import { Frontier, MerkleTree } from '../../src/ledger/merkle.rules.ts';
import { digestsOf, withoutTexts } from '../../src/ledger/erasure.rules.ts';
import { noPage, openPage, sealPage } from '../../src/ledger/page.rules.ts';
import type { StoredPage } from '../../src/ledger/page.schema.ts';
import type { View } from '../../src/ledger/view.schema.ts';
import { releaseEntryTypes } from '../../src/releases/release-entries.schema.ts';
import { runEntries } from '../../src/runs/run-entries.schema.ts';
import type { JsonObject } from '../../src/shared/canonical-json.ts';
import { sha256 } from '../../src/shared/digest.ts';
import { goldenKey } from '../support/golden-key.ts';
import { blobs, drafts } from './sample-entries.ts';

export const book = 'BAAAQEAYEAUDAOCAJBIFQYDIOB4';

const entryTypes: EntryTypes = { ...changeEntryTypes, ...releaseEntryTypes, ...runEntries };

/** The sample's entries, written into pages with salts that are always the same. */
function writtenPages(): StoredPage[] {
  const seqs = new Map<string, number>();
  let prev = noPage;
  let salts = 0;
  return drafts.map(({ at, by, entries }, index) => {
    const page = index + 1;
    const { stored, leaf } = sealPage(
      {
        ...{ book, page, prev, at, actor: { kind: 'person', id: by }, command: { id: `command-${page}` } },
        entries: entries.map(({ stream, type, data }): Entry => {
          const seq = (seqs.get(stream) ?? 0) + 1;
          seqs.set(stream, seq);
          return { stream, seq, type, data: (entryTypes[type]?.parse(data) ?? data) as JsonObject };
        }),
      },
      { bytes: (count) => sha256(`salt ${salts++}`).subarray(0, count), uuid: () => '', below: () => 0 },
    );
    prev = leaf;
    return stored;
  });
}

/** The page as it is after the text of one entry was erased. */
export function erase(stored: StoredPage, index: number): StoredPage {
  const { stream, seq, type } = openPage(stored).entries[index]!;
  return { ...stored, entries: stored.entries.with(index, { erased: true, stream, seq, type }) };
}

/** The pages after an administrator erased the texts of one entry: the last one says so. */
export function withErasure(
  pages: readonly StoredPage[],
  at: number,
  index: number,
  paths: string[],
  digest = digestsOf(pages[at]!)[index]!,
): StoredPage[] {
  const stored = pages[at]!;
  const { page, entries } = openPage(stored);
  const { stream, seq, type, data } = entries[index]!;
  const last = openPage(pages.at(-1)!);
  const before = pages.flatMap((each) => openPage(each).entries).filter((entry) => entry.stream === stream).length;
  const erased = { page, entry: index, digest, seq, type, kept: withoutTexts(data, paths) };
  const { stored: said } = sealPage(
    {
      ...{ book, page: last.page + 1, prev: last.leaf, at: last.at, actor: { kind: 'person', id: 'admin' } },
      command: { id: 'the erasure' },
      entries: [
        {
          stream,
          seq: before + 1,
          type: 'text.erased/1',
          data: { ...erased, by: 'admin', reason: 'it was asked for' },
        },
      ],
    },
    { bytes: (count) => sha256('salt of the erasure').subarray(0, count), uuid: () => '', below: () => 0 },
  );
  return [...pages.map((each, n) => (n === at ? erase(each, index) : each)), said];
}

/** The service over the sample's pages, as a book that holds nothing else. */
export function sampleEvidence(change: (pages: StoredPage[]) => StoredPage[] = (pages) => pages) {
  const stored = change(writtenPages());
  const opened = stored.map(openPage);
  const leaves = opened.map(({ leaf }) => Buffer.from(leaf, 'hex'));
  const tree = new MerkleTree((index) => leaves[index]!);
  const size = stored.length;
  const checkpoint = { book, size, root: Frontier.from(leaves).root() };
  const proofs: BookProofs = {
    checkpoint: () => Promise.resolve({ note: signCheckpoint(checkpoint, goldenKey.privateKey), size }),
    pagesOf: async function* (stream) {
      for (const page of stored) if (page.streams.includes(stream)) yield await Promise.resolve(page);
    },
    inclusion: (page, of) => tree.inclusion(page - 1, of),
  };
  const ledger = {
    book,
    head: () => size,
    get: <D extends object>(view: View<D>, key: string) =>
      Promise.resolve(fold(view, opened).find((one) => (one as { id?: string }).id === key)),
    blobs: {
      get: (digest: string) => {
        const text = blobs.get(digest);
        return Promise.resolve(text === undefined ? undefined : Buffer.from(text));
      },
    },
  };
  const key = { privateKey: goldenKey.privateKey, origin: 'self-made' } as const;
  return evidenceService({ ledger, proofs, views: evidenceViews, key } as unknown as EvidenceNeeds);
}
