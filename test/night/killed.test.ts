import { describe, expect, it } from '@jest/globals';
import { startLab } from '../../src/lab/start-lab.ts';
import type { Run } from '../../src/runs/run.schema.ts';
import { clock, live, type NightView, pause, step, toTheWindow } from '../support/sample-night.ts';

/** Where the service is killed: as soon as a look at the run shows this. */
const points: readonly (readonly [string, (night: NightView) => boolean])[] = [
  ['with a job intended, and perhaps submitted', (night) => step(night, '030').attempts.length > 0],
  ['with two jobs under way side by side', (night) => step(night, '060').state !== 'pending'],
  ['with the trial running', (night) => step(night, '110').state === 'running'],
];

const releaseJobs = /^L[A-Z2-7]{25}$/;

describe('a service that is killed with SIGKILL in the middle of its night', () => {
  it('goes on each time it is started again, submits nothing twice and loses nothing', async () => {
    await using lab = await startLab({ killable: true });
    await toTheWindow(lab);
    const { id } = await lab.as('relmgr').post<Run>('/releases/REL-000042/runs');
    await clock(lab, { speed: 1000 });
    for (const [, until] of points) {
      const before = await live(lab, id, { until });
      await lab.killAndRestart(() => pause(100));
      await nothingIsLost(lab, before);
    }
    const night = await live(lab, id);
    expect(night.run).toMatchObject({ state: 'completed', outcome: 'succeeded' });
    const attempts = night.steps.flatMap(({ attempts: all }) => all).filter(({ user }) => user !== '');
    expect(attempts).toHaveLength(8);
    const counted = await lab.practice.executions();
    const ours = counted.filter(({ userCorrelator }) => releaseJobs.test(userCorrelator));
    expect(ours.map(({ userCorrelator }) => userCorrelator).sort()).toEqual(attempts.map(({ user }) => user).sort());
    expect(ours.filter(({ executions }) => executions !== 1)).toEqual([]);
    expect(await lab.as('auditor').text('/api/v1/releases/REL-000042/evidence')).toContain('"payload"');
  }, 120_000);
});

/** What was read before the kill is still so: attempts keep their correlators and jobs, ended steps their ends. */
async function nothingIsLost(lab: Parameters<typeof live>[0], before: NightView): Promise<void> {
  const now = await live(lab, before.run.id, { until: () => true });
  for (const was of before.steps) {
    const is = step(now, was.id);
    if (was.endedAt !== undefined) expect(is).toEqual(was);
    for (const attempt of was.attempts)
      expect(is.attempts.find(({ number }) => number === attempt.number)).toMatchObject(
        attempt.jobid === undefined ? { user: attempt.user } : { user: attempt.user, jobid: attempt.jobid },
      );
  }
}
