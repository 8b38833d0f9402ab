import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Lab, startLab } from '../../src/lab/start-lab.ts';
import type { RunStep } from '../../src/runs/run.schema.ts';
import { systemClock } from '../../src/shared/clock.ts';
import { live, type NightView } from '../support/sample-night.ts';
import { smallRelease, startSmallRun, toTheSmallWindow } from '../support/small-release.ts';

let lab: Lab;
let night: NightView;
let jobs: NonNullable<RunStep['attempts'][number]>[];

const notStrict = (estate: Record<string, unknown>): object => ({
  ...estate,
  systems: (estate['systems'] as object[]).map((system) => ({
    ...system,
    submit: 'non-strict',
    fencePrefix: 'KSBB.LOCKSTEP',
  })),
});

beforeAll(async () => {
  lab = await startLab({ estate: notStrict });
  expect(await toTheSmallWindow(lab)).toMatchObject({ verdict: 'ready' });
  night = await live(lab, await startSmallRun(lab, 600));
  jobs = night.steps.flatMap(({ attempts }) => attempts);
}, 60_000);

afterAll(() => lab.stop());

describe('a release on a system where jobs start as they are submitted', () => {
  it('is completed, each of its jobs submitted and run once', async () => {
    expect(night.run).toMatchObject({ state: 'completed', submit: 'non-strict' });
    const counts = (await lab.practice.executions()).filter(({ userCorrelator }) =>
      jobs.some(({ user }) => user === userCorrelator),
    );
    expect(counts.map(({ submissions, executions }) => [submissions, executions])).toEqual([
      [1, 1],
      [1, 1],
    ]);
  });

  it('has each job step after the fence run under it', () => {
    expect(jobs).toHaveLength(2);
    for (const { jobSteps } of jobs) {
      expect(jobSteps[0]).toMatchObject({ name: 'LSFENCE', completion: 'CC 0000' });
      expect(jobSteps.slice(1).every(({ completion }) => completion === 'CC 0000')).toBe(true);
    }
  });

  it('does nothing when a job of it is sent once more: the fence fails, and the rest is flushed', async () => {
    const [job] = jobs;
    const jcl = await lab.practice.jclOf(job?.correlator ?? '');
    expect(jcl).not.toContain('TYPRUN');
    const { jobid } = await lab.at('LOCKSTP').submit(jcl, job?.user ?? '');
    const again = async () =>
      (await lab.practice.jobs(job?.jobname ?? '')).find((each) => each.jobid === jobid && each.status === 'OUTPUT');
    while ((await again()) === undefined) await systemClock.sleep(50);
    const { 'job-correlator': correlator = '' } = (await again()) ?? {};
    const [fence, ...others] = await lab.practice.completions(correlator);
    expect(fence).toBe('CC 0012');
    expect(others.length).toBeGreaterThan(0);
    expect(new Set(others)).toEqual(new Set(['FLUSHED']));
  });

  it('says on its page and in the answer of the API what that means', async () => {
    const page = await lab.as('auditor').text(`/releases/${smallRelease}`);
    expect(page).toContain('non-strict');
    expect(page).toContain('can run a job twice');
  });
});
