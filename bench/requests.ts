import { join } from 'node:path';
import { runSteps } from '../src/runs/index.ts';
import { systemClock } from '../src/shared/clock.ts';
import type { Bench } from './bench.ts';
import { type EngineStage, jclDigest, pollEverySeconds, setEngineStage } from './engine-stage.ts';
import { jobStep, stepIds } from './jobs-of-a-book.ts';
import { temporaryFolder } from './temporary-folder.ts';

const few = 8;
const many = 64;
const speed = 40;

/** What z/OSMF is asked while jobs run: one list a tick, however many there are. */
export const requests: Bench = {
  name: 'requests',
  async run({ quick, say }) {
    const ticks = quick ? 12 : 40;
    const withFew = await perTick(few, ticks);
    say(`${few} jobs: ${withFew.toFixed(2)} requests a tick`);
    const withMany = await perTick(many, ticks);
    say(`${many} jobs: ${withMany.toFixed(2)} requests a tick`);
    return [
      {
        what: `Requests to z/OSMF a tick of ${pollEverySeconds} s with ${many} running jobs, counted there`,
        figure: withMany.toFixed(2),
        against: `${withFew.toFixed(2)} with ${few} jobs`,
        ratio: withMany / withFew,
        target: { most: 1.1 },
      },
    ];
  },
};

/** Requests that the practice system counts in a stretch in which jobs only run. */
async function perTick(jobs: number, ticks: number): Promise<number> {
  const ids = stepIds(jobs);
  using folder = temporaryFolder();
  await using stage = await setEngineStage(join(folder.path, 'night'), {
    ...{ initiators: jobs, sideBySide: jobs, speed },
    steps: ids.map((id) => jobStep(id, 600, [], jclDigest)),
    seconds: new Map(ids.map((id) => [id, 36_000])),
  });
  const run = await stage.start();
  while ((await running(stage, run)) < jobs) await systemClock.sleep(100);
  await stage.clock.sleep(2 * pollEverySeconds * 1000);
  const before = total(await stage.requests());
  const from = stage.clock.now();
  await stage.clock.sleep(ticks * pollEverySeconds * 1000);
  const after = total(await stage.requests());
  const passed = (stage.clock.now() - from) / 1000 / pollEverySeconds;
  return (after - before) / passed;
}

const total = (requests: Readonly<Record<string, number>>): number =>
  Object.entries(requests).reduce((sum, [operation, count]) => sum + (operation.includes(' rest') ? count : 0), 0);

async function running({ ledger }: EngineStage, run: string): Promise<number> {
  let count = 0;
  for await (const step of ledger.stream(runSteps, { index: 'run', eq: [run] }))
    if (step.state === 'running') count += 1;
  return count;
}
