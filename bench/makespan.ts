import { join } from 'node:path';
import { runSteps } from '../src/runs/index.ts';
import type { Attempt, RunStep } from '../src/runs/run.schema.ts';
import type { Bench, BenchOptions } from './bench.ts';
import { jclDigest, pollEverySeconds, runToItsEnd, setEngineStage } from './engine-stage.ts';
import { jobStep, stepIds } from './jobs-of-a-book.ts';
import type { Row } from './table.ts';
import { temporaryFolder } from './temporary-folder.ts';

const initiators = 8;
/** Jobs run in chains of this length, side by side: each but the first of a chain waits for one. */
const chainLength = 10;
/** Seconds of the night in one of the machine. */
const speed = 75;

/** How much longer a night takes than it must: handshakes, looks at jobs and records against the work itself. */
export const makespan: Bench = {
  name: 'makespan',
  async run(options) {
    const rows: Row[] = [];
    for (const sideBySide of [initiators, initiators + initiators / 2]) rows.push(await night(sideBySide, options));
    return rows;
  },
};

async function night(sideBySide: number, { quick, say }: BenchOptions): Promise<Row> {
  const jobs = quick ? 100 : 200;
  const { steps, seconds } = chains(jobs);
  using folder = temporaryFolder();
  await using stage = await setEngineStage(join(folder.path, 'night'), {
    ...{ initiators, sideBySide, speed, steps, seconds },
  });
  say(`${jobs} jobs, up to ${sideBySide} released at a time`);
  const run = await runToItsEnd(stage, await stage.start(), 300_000);
  const ran: RunStep[] = [];
  for await (const step of stage.ledger.stream(runSteps, { index: 'run', eq: [run.id] })) ran.push(step);
  say(whereTheTimeWent(ran));
  const took = minutesBetween(run.startedAt, run.endedAt);
  const work = ran.reduce((sum, step) => sum + jobMinutes(step), 0) / initiators;
  const critical = criticalPath(ran);
  return {
    what: `Makespan of ${jobs} jobs of 4 to 8 min on ${initiators} initiators, ${sideBySide} released at a time; clock ${speed}:1, looks each ${pollEverySeconds} s`,
    figure: `${took.toFixed(1)} min`,
    against: `max(critical path ${critical.toFixed(1)}, work / initiators ${work.toFixed(1)}) min`,
    ratio: took / Math.max(critical, work),
    target: { most: 1.05 },
  };
}

/** Chains of jobs, of 4 to 8 minutes each. */
function chains(jobs: number) {
  const ids = stepIds(jobs);
  const beside = jobs / chainLength;
  const before = (n: number) => (n < beside ? [] : ids.slice(n - beside, n - beside + 1));
  const minutes = (n: number) => 4 + ((n * 7 + Math.floor(n / beside)) % 5);
  return {
    steps: ids.map((id, n) => jobStep(id, minutes(n), before(n), jclDigest)),
    seconds: new Map(ids.map((id, n) => [id, minutes(n) * 60])),
  };
}

const minutesBetween = (from: string | undefined, to: string | undefined): number =>
  (Date.parse(to ?? '') - Date.parse(from ?? '')) / 60_000;

/** As long as the system says that its job ran. */
function jobMinutes({ attempts }: RunStep): number {
  const attempt = attempts.at(-1);
  return minutesBetween(attempt?.startedAt, attempt?.endedAt);
}

function criticalPath(steps: readonly RunStep[]): number {
  const ends = new Map<string, number>();
  for (const step of steps) {
    const ready = Math.max(0, ...step.step.runsAfter.map((edge) => ends.get(edge.step) ?? 0));
    ends.set(step.id, ready + jobMinutes(step));
  }
  return Math.max(...ends.values());
}

/** Mean times of a job from stage to stage. */
function whereTheTimeWent(ran: readonly RunStep[]): string {
  const stages: readonly [string, (attempt: Attempt, step: RunStep) => number][] = [
    ['adopted', ({ intendedAt, adoptedAt }) => minutesBetween(intendedAt, adoptedAt)],
    ['released', ({ adoptedAt, releasedAt }) => minutesBetween(adoptedAt, releasedAt)],
    ['started', ({ releasedAt, startedAt }) => minutesBetween(releasedAt, startedAt)],
    ['ended', ({ startedAt, endedAt }) => minutesBetween(startedAt, endedAt)],
    ['recorded', ({ endedAt }, step) => minutesBetween(endedAt, step.endedAt)],
  ];
  const attempts = ran.flatMap((step) => step.attempts.map((attempt) => ({ attempt, step })));
  const mean = (of: (attempt: Attempt, step: RunStep) => number) =>
    (attempts.reduce((sum, { attempt, step }) => sum + of(attempt, step), 0) / attempts.length) * 60;
  const told = stages.map(([name, of]) => `${name} after ${mean(of).toFixed(1)}`);
  return `seconds of the night, from intent: ${told.join(', ')}`;
}
