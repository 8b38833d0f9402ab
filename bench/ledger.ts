import { closeSync, fdatasyncSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { openPage } from '../src/ledger/page.rules.ts';
import type { NewEntry } from '../src/ledger/entry.schema.ts';
import { ofStep } from '../src/runs/engine-records.rules.ts';
import type { Bench } from './bench.ts';
import { jobStep, pagesOfJob, stepIds } from './jobs-of-a-book.ts';
import { median, millisOf, shown } from './measure.ts';
import { openBook, type OpenBook } from './open-book.ts';
import type { Row } from './table.ts';
import { temporaryFolder } from './temporary-folder.ts';

const inFlight = 64;
const actor = { kind: 'engine', id: 'bench' } as const;

/** Durable pages a second, one after another and in groups, and how quickly stored pages are verified. */
export const ledger: Bench = {
  name: 'ledger',
  async run({ quick, say }) {
    using folder = temporaryFolder();
    await using book = await openBook(folder.path);
    const rounds = quick ? 2 : 5;
    const count = quick ? 150 : 300;
    const rates = { alone: [] as number[], grouped: [] as number[], bare: [] as number[] };
    for (let round = 0; round < rounds; round += 1) {
      const pages = await plannedJobs(book, round + 1, count);
      const [alone, grouped] = [pages.slice(0, count), pages.slice(count)];
      rates.bare.push(ratePerSecond(count, await millisOf(() => bareSyncs(folder.path, count))));
      rates.alone.push(ratePerSecond(count, await millisOf(() => oneByOne(book, alone))));
      rates.grouped.push(ratePerSecond(grouped.length, await millisOf(() => sideBySide(book, grouped))));
      say(`round ${round + 1} of ${rounds}`);
    }
    const [bare, alone, grouped] = [median(rates.bare), median(rates.alone), median(rates.grouped)];
    const against = `${shown(bare)} bare fdatasync a second`;
    return [
      { what: 'Ledger pages, one after another', figure: `${shown(alone)} a second`, against, ratio: alone / bare },
      {
        ...{ what: `Ledger pages, ${inFlight} in flight`, figure: `${shown(grouped)} a second` },
        ...{ against, ratio: grouped / bare },
      },
      await verification(book, rounds),
    ];
  },
};

const ratePerSecond = (count: number, millis: number): number => (count * 1000) / millis;

/** Plans a run of jobs, and gives what the engine would record of them, in its order. */
async function plannedJobs({ ledger: of }: OpenBook, number: number, count: number): Promise<NewEntry[][]> {
  const run = `RUN-${String(number).padStart(6, '0')}`;
  const ids = stepIds(count);
  await of.commit({
    actor,
    decide: () =>
      ids.map((id) =>
        ofStep({ run, id }, 'step.planned/1', { run, plan: 'install', step: jobStep(id, 5, []), asks: 0 }),
      ),
  });
  const jobs = ids.map((id) => pagesOfJob(run, id));
  return Array.from({ length: 6 }, (_, nth) => jobs.flatMap((pages) => pages.slice(nth, nth + 1))).flat();
}

async function oneByOne({ ledger: of }: OpenBook, pages: readonly NewEntry[][]): Promise<void> {
  for (const entries of pages) await of.commit({ actor, decide: () => entries });
}

async function sideBySide({ ledger: of }: OpenBook, pages: readonly NewEntry[][]): Promise<void> {
  const left = pages.values();
  const worker = async () => {
    for (const entries of left) await of.commit({ actor, decide: () => entries });
  };
  await Promise.all(Array.from({ length: inFlight }, worker));
}

/** What the disk does when nothing is asked of it but to keep a page's worth of bytes, one after another. */
function bareSyncs(folder: string, count: number): void {
  const file = openSync(join(folder, 'bare'), 'w');
  const bytes = Buffer.alloc(1024, 'x');
  for (let each = 0; each < count; each += 1) {
    writeSync(file, bytes);
    fdatasyncSync(file);
  }
  closeSync(file);
}

/** Forms, digests of all entries, leaf, and that each page names the one before; against reading the pages alone. */
async function verification({ ledger: of, store }: OpenBook, rounds: number): Promise<Row> {
  const rates = { verified: [] as number[], read: [] as number[] };
  const pages = of.head();
  for (let round = 0; round < rounds; round += 1) {
    const read = await millisOf(async () => {
      let seen = 0;
      for await (const _stored of store.pages.pages(1, pages)) seen += 1;
      if (seen !== pages) throw new Error(`${seen} pages were read of ${pages}`);
    });
    const verified = await millisOf(async () => {
      let prev = '0'.repeat(64);
      for await (const stored of store.pages.pages(1, pages)) {
        const page = openPage(stored);
        if (page.prev !== prev) throw new Error(`page ${page.page} does not follow`);
        prev = page.leaf;
      }
    });
    rates.read.push(ratePerSecond(pages, read));
    rates.verified.push(ratePerSecond(pages, verified));
  }
  const [verified, read] = [median(rates.verified), median(rates.read)];
  return {
    ...{ what: 'Stored pages verified: forms, digests, leaf, chain', figure: `${shown(verified)} a second` },
    ...{ against: `${shown(read)} a second only read`, ratio: verified / read },
  };
}
