import { evidenceService, evidenceViews, type BookProofs } from '../src/evidence/index.ts';
import { streamsOf } from '../src/evidence/records.rules.ts';
import { bookProofs } from '../src/ledger/checkpoints.ts';
import type { StoredPage } from '../src/ledger/page.schema.ts';
import { releasesView } from '../src/releases/index.ts';
import { runs } from '../src/runs/index.ts';
import { newKeyPair, privateKeyOf } from '../src/shared/ed25519.ts';
import { openLayout } from '../src/store/embedded/layout.ts';
import type { Bench } from './bench.ts';
import { fillBook } from './fill-book.ts';
import { jobStep, pagesOfJob, stepIds } from './jobs-of-a-book.ts';
import { medianMillis, millisOf, shown } from './measure.ts';
import { openBook, type OpenBook } from './open-book.ts';
import { releaseDraft, startRelease } from './release-of-a-book.ts';
import { temporaryFolder } from './temporary-folder.ts';

const jobsOfTheRelease = 20;

/** The evidence of one release in a large book, against reading what it is made of straight from LMDB. */
export const evidence: Bench = {
  name: 'evidence',
  async run({ quick, say }) {
    const jobs = quick ? 10_000 : 100_000;
    const tries = quick ? 5 : 15;
    using small = temporaryFolder();
    using large = temporaryFolder();
    const alone = await exportMillis(small.path, 0, tries);
    say(`filling a book with ${jobs.toLocaleString('en-GB')} jobs`);
    const among = await exportMillis(large.path, jobs, tries);
    say(`the first export after a start took ${shown(among.first)} ms: the tree is hashed once`);
    const what = `of one release (${jobsOfTheRelease} jobs, ${among.pages} pages) among ${jobs.toLocaleString('en-GB')} jobs`;
    return [
      {
        what: `Pages, entries and blobs ${what}, through the store`,
        figure: `${shown(among.collected)} ms`,
        against: `${shown(among.raw)} ms straight from LMDB`,
        ratio: among.collected / among.raw,
        target: { most: 2 },
      },
      {
        what: `Evidence bundle ${what}: proven, derived, signed`,
        figure: `${shown(among.exported)} ms`,
        against: `${shown(among.raw)} ms straight from LMDB`,
        ratio: among.exported / among.raw,
        target: { most: 2 },
      },
      {
        what: `The same bundle among ${jobs.toLocaleString('en-GB')} jobs`,
        figure: `${shown(among.exported)} ms`,
        against: `${shown(alone.exported)} ms in a book of its own`,
        ratio: among.exported / alone.exported,
      },
    ];
  },
};

interface Figures {
  readonly pages: number;
  readonly first: number;
  readonly exported: number;
  readonly collected: number;
  readonly raw: number;
}

async function exportMillis(folder: string, others: number, tries: number): Promise<Figures> {
  await writeBook(folder, others);
  await using book = await openBook(folder);
  const { privateKey } = newKeyPair();
  const key = { privateKey: privateKeyOf(privateKey), origin: 'self-made' } as const;
  const published = { last: () => Promise.resolve(undefined), append: () => Promise.resolve() };
  const proofs = bookProofs({ ledger: book.ledger, store: book.store, key: key.privateKey, published });
  const service = evidenceService({ ledger: book.ledger, proofs, views: evidenceViews, key });
  const exported = () => service.exportBundle(releaseDraft.id);
  const first = await millisOf(exported);
  const { streams, blobs } = await whatItReads(book);
  const pages = new Set<string>();
  for (const stream of streams) for await (const page of proofs.pagesOf(stream)) pages.add(page._id);
  const layout = openLayout(book.folder);
  return {
    ...{ pages: pages.size, first },
    exported: await medianMillis(tries, exported),
    collected: await medianMillis(tries, () => collect(streams, proofs, book, blobs)),
    raw: await medianMillis(tries, () => readRaw(streams, layout, book, blobs)),
  };
}

/** A book with one release in the middle of the jobs of others. */
async function writeBook(folder: string, others: number): Promise<void> {
  if (others > 0) {
    await using book = await openBook(folder);
    await fillBook(book, others / 2, 2);
  }
  {
    await using book = await openBook(folder);
    await runRelease(book);
  }
  if (others > 0) {
    await using book = await openBook(folder);
    await fillBook(book, others / 2, 500);
  }
}

async function runRelease({ ledger }: OpenBook): Promise<void> {
  const ids = stepIds(jobsOfTheRelease);
  const run = await startRelease(
    ledger,
    ids.map((id) => jobStep(id, 5, [])),
  );
  for (const id of ids)
    for (const entries of pagesOfJob(run, id))
      await ledger.commit({ actor: { kind: 'engine', id: 'bench' }, decide: () => entries });
}

async function whatItReads({ ledger }: OpenBook): Promise<{ streams: string[]; blobs: string[] }> {
  const release = await ledger.get(releasesView, releaseDraft.id);
  if (release?.run === undefined) throw new Error('the release did not run');
  const run = await ledger.get(runs, release.run);
  const blobs = [release.plan?.digest, release.readiness?.report].flatMap((digest) => digest ?? []);
  return { streams: streamsOf({ release, run }), blobs };
}

/** As the service reads them: pages by stream, each entry as a document, and the blobs. */
async function collect(streams: readonly string[], proofs: BookProofs, { ledger }: OpenBook, blobs: readonly string[]) {
  for (const stream of streams) for await (const page of proofs.pagesOf(stream)) parseEntries(page);
  await Promise.all(blobs.map((digest) => ledger.blobs.get(digest)));
}

/** The same documents without anything of ours in between. */
async function readRaw(
  streams: readonly string[],
  { streams: places, pages }: ReturnType<typeof openLayout>,
  { store }: OpenBook,
  blobs: readonly string[],
): Promise<void> {
  for (const stream of streams)
    for (const key of places.getKeys({ start: [stream], end: [stream, Infinity] })) {
      const text = pages.get(Number(key[1]));
      if (text !== undefined) parseEntries(JSON.parse(text) as StoredPage);
    }
  await Promise.all(blobs.map((digest) => store.blobs.get(digest)));
}

function parseEntries({ body, entries }: StoredPage): void {
  JSON.parse(body);
  for (const entry of entries) if ('text' in entry) JSON.parse(entry.text);
}
