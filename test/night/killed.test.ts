import { describe, expect, it } from '@jest/globals';
import { type Lab, startLab } from '../../src/lab/start-lab.ts';
import type { Run } from '../../src/runs/run.schema.ts';
import { clock, live, lookAt, type NightView, pause, step, toTheWindow } from '../support/sample-night.ts';

const isAt = (id: string, state: string) => (night: NightView) => step(night, id).state === state;
const isReleasing = ({ steps }: NightView): boolean =>
  steps.some(({ attempts }) => attempts.some(({ state }) => ['releasing', 'released', 'running'].includes(state)));

/** Where the service is killed; the system is made slow before, so that a request is under way at that moment. */
const points: readonly { arm: (lab: Lab) => Promise<void>; until: (night: NightView) => boolean }[] = [
  {
    // The intent is recorded; the submit is under way, and lands when a later process has long submitted again.
    arm: async (lab) => {
      const { run } = await live(lab, 'RUN-000001', { until: isAt('020', 'waiting-for-person') });
      await lab.director.fault({
        method: 'PUT',
        path: '/restjobs/jobs$',
        effect: { kind: 'delay', milliseconds: 4000 },
      });
      expect(run.state).toBe('in-progress');
    },
    until: (night) => step(night, '030').attempts.length > 0,
  },
  {
    // Two jobs side by side; the release of one is under way.
    arm: async (lab) => {
      await live(lab, 'RUN-000001', { until: (night) => !isAt('040', 'pending')(night) });
      await lab.director.fault({
        method: 'PUT',
        path: '/restjobs/jobs/[^?]+',
        effect: { kind: 'delay', milliseconds: 1500 },
      });
    },
    until: (night) => isAt('040', 'succeeded')(night) && isReleasing({ ...night, steps: [step(night, '050')] }),
  },
  { arm: () => Promise.resolve(), until: isAt('110', 'running') },
];

const releaseJobs = /^L[A-Z2-7]{25}$/;

describe('a service that is killed with SIGKILL in the middle of its night', () => {
  it('goes on each time it is started again, submits nothing twice and loses nothing', async () => {
    await using lab = await startLab({ killable: true });
    await toTheWindow(lab);
    const { id } = await lab.as('relmgr').post<Run>('/releases/REL-000042/runs');
    await clock(lab, { speed: 600 });
    for (const { arm, until } of points) {
      await arm(lab);
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
    const left = await lab.practice.jobs('R609A*');
    expect(left.filter(({ status }) => status !== 'OUTPUT')).toEqual([]);
    expect(await lab.as('auditor').text('/api/v1/releases/REL-000042/evidence')).toContain('"payload"');
  }, 120_000);
});

/** What was read before the kill is still so: attempts keep their correlators and jobs, ended steps their ends. */
async function nothingIsLost(lab: Lab, before: NightView): Promise<void> {
  const now = await lookAt(lab, before.run.id);
  for (const was of before.steps) {
    const is = step(now, was.id);
    if (was.endedAt !== undefined) expect(is).toEqual(was);
    for (const attempt of was.attempts)
      expect(is.attempts.find(({ number }) => number === attempt.number)).toMatchObject(
        attempt.jobid === undefined ? { user: attempt.user } : { user: attempt.user, jobid: attempt.jobid },
      );
  }
}
