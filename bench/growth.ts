import type { Release } from '../src/releases/release.schema.ts';
import { ofStep } from '../src/runs/engine-records.rules.ts';
import { KeptActs } from '../src/runs/kept-acts.ts';
import { Pictures } from '../src/runs/pictures.ts';
import { startRun } from '../src/runs/run.rules.ts';
import { runSteps, stepKey } from '../src/runs/run-step.views.ts';
import { canonicalJson } from '../src/shared/canonical-json.ts';
import { sha256Hex } from '../src/shared/digest.ts';
import type { Bench } from './bench.ts';
import { jobStep, stepIds } from './jobs-of-a-book.ts';
import { median, millisOf, shown } from './measure.ts';
import { openBook, type OpenBook } from './open-book.ts';
import { releaseDraft } from './release-of-a-book.ts';
import { temporaryFolder } from './temporary-folder.ts';

const actor = { kind: 'engine', id: 'bench' } as const;
/** Step numbers have three characters: a run has at most so many. */
const stepsOfRun = 1000;
/** Jobs in progress at a time, in runs of at most 1,000. */
const sizes = [200, 2000, 20_000] as const;

export interface Growth {
  readonly jobs: number;
  /** Milliseconds from one event of a job to the engine's next decisions about all runs, the append apart. */
  readonly eventMs: number;
  /** Bytes of the largest document that an event of a job writes. */
  readonly writtenBytes: number;
  /** Bytes of the largest document of all views. */
  readonly largestBytes: number;
}

/** What one event of a job costs, and how large documents are, with more and more jobs in progress. */
export async function growth(say: (line: string) => void, upTo: readonly number[] = sizes): Promise<Growth[]> {
  const rows: Growth[] = [];
  for (const jobs of upTo) {
    using folder = temporaryFolder();
    await using book = await openBook(folder.path);
    const row = await measured(book, jobs);
    say(
      `${jobs} jobs: ${shown(row.eventMs)} ms an event, ${row.writtenBytes} bytes written at most, largest ${row.largestBytes}`,
    );
    rows.push(row);
  }
  return rows;
}

async function measured(book: OpenBook, jobs: number): Promise<Growth> {
  const { ledger, store } = book;
  const perRun = Math.min(jobs, stepsOfRun);
  const ids = stepIds(perRun);
  for (let run = 1; run <= jobs / perRun; run += 1) await begin(book, run, ids);
  const pictures = new Pictures(ledger);
  await pictures.now();
  const acts = new KeptActs();
  const idle = { seen: new Map(), sideBySide: new Map(), now: 0 };
  const took: number[] = [];
  let writtenBytes = 0;
  for (const id of ids.slice(0, 40)) {
    await ledger.commit({ actor, decide: () => [ofStep({ run: runId(1), id }, 'step.began/1', {})] });
    took.push(
      await millisOf(async () => {
        const all = await pictures.now();
        for (const picture of all)
          acts.of(picture, { ...idle, others: all.filter(({ run }) => run.id !== picture.run.id) });
      }),
    );
    const written = await ledger.get(runSteps, stepKey(runId(1), id));
    writtenBytes = Math.max(writtenBytes, Buffer.byteLength(canonicalJson(written)));
  }
  let largestBytes = 0;
  const serving = await store.views.current();
  for await (const { text } of store.views.documents(serving?.generation ?? 0))
    largestBytes = Math.max(largestBytes, Buffer.byteLength(text));
  return { jobs, eventMs: median(took), writtenBytes, largestBytes };
}

const runId = (n: number): string => `RUN-${String(n).padStart(6, '0')}`;

async function begin({ ledger }: OpenBook, n: number, ids: readonly string[]): Promise<void> {
  const install = ids.map((id) => jobStep(id, 5, []));
  const plan = { release: releaseDraft.id, contents: [], install, backout: [], findings: [], decisionTree: [] };
  const release = { ...releaseDraft, state: 'ready', plan: { digest: sha256Hex('plan') } } as unknown as Release;
  const window = { opens: 0, closes: 2, cutOff: 2 };
  const facts = { id: runId(n), release, plan, digest: sha256Hex('plan'), person: 'relmgr', now: 1, window };
  const entries = startRun({ ...facts, lastBackout: 2, blackout: undefined }).filter(
    ({ type }) => type !== 'release.started/1',
  );
  await ledger.commit({ actor, decide: () => entries });
}

/** No document grows with the jobs in progress, and an event costs the same however many there are. */
export const growing: Bench = {
  name: 'growth',
  async run({ quick, say }) {
    const [least, ...more] = await growth(say, quick ? sizes.slice(0, 2) : sizes);
    if (least === undefined) return [];
    return more.flatMap(({ jobs, eventMs, writtenBytes }) => [
      {
        ...{
          what: `An event that gives or takes no place, to the next decisions, ${jobs} jobs in progress`,
          figure: `${shown(eventMs)} ms`,
        },
        ...{ against: `${shown(least.eventMs)} ms with ${least.jobs}`, ratio: eventMs / least.eventMs },
      },
      {
        ...{ what: `Largest document that such an event writes, ${jobs} jobs`, figure: `${writtenBytes} bytes` },
        ...{ against: `${least.writtenBytes} bytes with ${least.jobs}`, ratio: writtenBytes / least.writtenBytes },
        target: { most: 1.05 },
      },
    ]);
  },
};
