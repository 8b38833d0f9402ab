import type { Change } from '../../src/changes/change.schema.ts';
import type { BookProofs, EvidenceNeeds } from '../../src/evidence/evidence.service.ts';
import { evidenceService } from '../../src/evidence/evidence.service.ts';
import { type EvidenceViews, fold } from '../../src/evidence/records.rules.ts';
import type { Entry } from '../../src/ledger/entry.schema.ts';
import { signCheckpoint } from '../../src/ledger/checkpoint.rules.ts';
import { Frontier, MerkleTree } from '../../src/ledger/merkle.rules.ts';
import { noPage, openPage, sealPage } from '../../src/ledger/page.rules.ts';
import type { StoredPage } from '../../src/ledger/page.schema.ts';
import type { View } from '../../src/ledger/view.schema.ts';
import type { ReadinessReport } from '../../src/readiness/readiness.schema.ts';
import type { Release } from '../../src/releases/release.schema.ts';
import type { Run, RunStep } from '../../src/runs/run.schema.ts';
import type { JsonObject } from '../../src/shared/canonical-json.ts';
import { sha256 } from '../../src/shared/digest.ts';
import { goldenKey } from '../support/golden-key.ts';
import { change, readiness, release, run, steps } from './sample-records.ts';

export const book = 'BAAAQEAYEAUDAOCAJBIFQYDIOB4';

/** Views whose entries hold whole documents: the slices' own folds are tested where they are. */
const whole = <D extends object>(name: string, type: string, keyOf: (document: D) => string): View<D> => ({
  ...{ name, version: 1, indexes: {} },
  keys: (entry) => (entry.type === type && entry.erased !== true ? [keyOf(entry.data as D)] : []),
  evolve: (_, entry) => entry.data as D,
});

export const views: EvidenceViews = {
  changes: whole<Change>('changes', 'change.is/1', ({ id }) => id),
  releases: whole<Release>('releases', 'release.is/1', ({ id }) => id),
  runs: whole<Run>('runs', 'run.is/1', ({ id }) => id),
  steps: whole<RunStep>('steps', 'step.is/1', ({ run: of, id }) => `${of}/${id}`),
  readiness: whole<ReadinessReport>('readiness', 'readiness.is/1', ({ at }) => at),
};

type Draft = Omit<Entry, 'seq'>;

const entry = (stream: string, type: string, data: object): Draft => ({ stream, type, data: data as JsonObject });

/** Pages of a small book: the release's, with strangers before, between, on the same pages and after. */
const drafts: Draft[][] = [
  [entry('book', 'book.born/1', { home: 'here' })],
  [entry('change:CHG-000481', 'change.is/1', { ...change, state: 'in-review' })],
  [entry('change:CHG-000999', 'change.is/1', { ...change, id: 'CHG-000999' })],
  [
    entry('change:CHG-000481', 'change.is/1', change),
    entry('person:savowner', 'person.noticed/1', { of: 'CHG-000481' }),
  ],
  [entry('change:CHG-000481', 'change.noted/1', { text: 'personal text' })],
  [entry('release:REL-000042', 'release.is/1', { ...release, state: 'planned' })],
  [entry('release:REL-000042', 'readiness.is/1', readiness)],
  [
    entry('run:RUN-000001', 'run.is/1', run),
    ...steps.map((step) => entry(`step:RUN-000001/${step.id}`, 'step.is/1', step)),
  ],
  [entry('release:REL-000042', 'release.is/1', release)],
  [entry('person:relmgr', 'person.noticed/1', { of: 'REL-000042' })],
];

/** The sample's records, written into pages with salts that are always the same. */
function writtenPages(): StoredPage[] {
  const seqs = new Map<string, number>();
  let prev = noPage;
  let salts = 0;
  return drafts.map((entries, index) => {
    const page = index + 1;
    const { stored, leaf } = sealPage(
      {
        ...{ book, page, prev, at: `2026-09-12T20:00:${String(page).padStart(2, '0')}.000Z` },
        ...{ actor: { kind: 'person', id: 'relmgr' }, command: { id: `command-${page}` } },
        entries: entries.map((draft) => {
          const seq = (seqs.get(draft.stream) ?? 0) + 1;
          seqs.set(draft.stream, seq);
          return { ...draft, seq };
        }),
      },
      { bytes: (count) => sha256(`salt ${salts++}`).subarray(0, count), uuid: () => '', below: () => 0 },
    );
    prev = leaf;
    return stored;
  });
}

export function erase(stored: StoredPage, index: number): StoredPage {
  const { stream, seq, type } = openPage(stored).entries[index]!;
  return { ...stored, entries: stored.entries.with(index, { erased: true, stream, seq, type }) };
}

/** The service over the sample's pages, as a book that holds nothing else. */
export function sampleEvidence(change: (pages: StoredPage[]) => StoredPage[] = (pages) => pages) {
  const stored = change(writtenPages());
  const opened = stored.map(openPage);
  const tree = new MerkleTree((index) => Buffer.from(opened[index]!.leaf, 'hex'));
  const size = stored.length;
  const root = Frontier.from(opened.map(({ leaf }) => Buffer.from(leaf, 'hex'))).root();
  const proofs: BookProofs = {
    checkpoint: () => Promise.resolve({ note: signCheckpoint({ book, size, root }, goldenKey.privateKey), size }),
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
  };
  const key = { privateKey: goldenKey.privateKey, origin: 'self-made' } as const;
  return evidenceService({ ledger, proofs, views, key } as unknown as EvidenceNeeds);
}
