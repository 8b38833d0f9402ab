import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { evidenceViews, verifyCommand } from '../../src/evidence/index.ts';
import { pace, prepareRelease, releaseId } from '../../src/lab/before-the-night.ts';
import { actAtTheSystem } from '../../src/lab/night-people.ts';
import { passEvening } from '../../src/lab/night.ts';
import { startLab, type Lab } from '../../src/lab/start-lab.ts';
import { teller } from '../../src/lab/teller.ts';
import type { Run, RunStep } from '../../src/runs/run.schema.ts';
import { zoweWithPlugin, type Ended } from './zowe.ts';

let zowe: Awaited<ReturnType<typeof zoweWithPlugin>>;
let lab: Lab;

beforeAll(async () => {
  [zowe, lab] = await Promise.all([zoweWithPlugin(), startLab({ haste: 1 })]);
  zowe.configure(Number(new URL(lab.serviceUrl()).port), lab.tokenOf('relmgr'));
  const quiet = teller(() => undefined);
  await prepareRelease(lab, quiet, { fail: true });
  await passEvening(lab, quiet);
}, 90_000);
afterAll(async () => {
  await lab.stop();
  zowe.remove();
});

/** The people of the night do and confirm what waits for them, until the watch has ended. */
async function confirmUntil(ended: Promise<Ended>): Promise<Ended> {
  let end: Ended | undefined;
  let paced = false;
  void ended.then((value) => (end = value));
  while (end === undefined) {
    await new Promise((resolve) => setTimeout(resolve, 200));
    const { rows } = await lab.as('relmgr').get<{ rows: Run[] }>(`/runs?release=${releaseId}`);
    const run = rows[0]?.id;
    if (run === undefined) continue;
    // Only once the run has started: while the command starts up, SVJINTD1 would come due before anyone holds it.
    if (!paced) await pace(lab, { speed: 500, because: 'the night' });
    paced = true;
    const steps = await lab.as('relmgr').get<{ rows: RunStep[] }>(`/runs/${run}/steps`);
    for (const step of steps.rows) if (step.state === 'waiting-for-person') await confirm(run, step);
  }
  return end;
}

async function confirm(run: string, step: RunStep): Promise<void> {
  const note = await actAtTheSystem(step, lab);
  await lab.as(step.step.confirm?.by ?? '').post(`/runs/${run}/steps/${step.id}/confirmation`, { note });
}

it('starts the failing night of the sample, watches it until it is held for its abend, and proves it', async () => {
  const { code, out, err } = await confirmUntil(zowe.lockstep(`start run ${releaseId} --wait`));
  expect(out).toContain(`RUN-000001 of ${releaseId} has started.`);
  expect(out).toMatch(/R609A080 JOB\d{5} 080 succeeded LOAD=0 LOADCICS=0 \(Load modules\), \d+ min to the cut-off/);
  expect(out).toMatch(/R609A110 JOB\d{5} 110 failed EXTRACT=0 !ACCRUE=ABEND-S0C7/);
  expect(err).toMatch(/RUN-000001 of REL-000042 is held at R609A110 JOB\d{5} step 110: .*S0C7/);
  expect(err).toMatch(/Advice: back out .* relmgr decides\./);
  expect(code).toBe(23);

  const spool = await zowe.lockstep('view job-spool RUN-000001 R609A110 --dd-name JESMSGLG');
  expect(spool.out).toContain('S0C7');
  const evidence = await zowe.lockstep(`download evidence ${releaseId} --file night.json`);
  expect(evidence.code).toBe(0);
  const told: string[] = [];
  const verified = await verifyCommand({
    ...{ bundle: join(zowe.home, 'night.json'), key: lab.publicKeyFile, views: evidenceViews },
    print: (text) => told.push(text),
  });
  expect({ verified, told }).toMatchObject({ verified: 0 });
}, 90_000);
