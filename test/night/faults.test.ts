import { describe, expect, it } from '@jest/globals';
import { type Lab, startLab } from '../../src/lab/start-lab.ts';
import type { ReadinessReport } from '../../src/readiness/readiness.schema.ts';
import type { Run } from '../../src/runs/run.schema.ts';
import { refused } from '../support/refused.ts';
import { clock, eventually, isHeld, live, lookAt, type NightView, pause, step } from '../support/sample-night.ts';
import { smallRelease, startSmallRun, toTheSmallWindow } from '../support/small-release.ts';

const submitting = '/restjobs/jobs$';
const listing = '/restjobs/jobs[?].*prefix=R609B';
const oneJob = '/restjobs/jobs/[^?]+';

const isUnderWay = (id: string) => (night: NightView) =>
  ['released', 'running'].includes(step(night, id).attempts.at(-1)?.state ?? '');

async function expectOneExecutionEach(lab: Lab, night: NightView): Promise<void> {
  const users = night.steps.flatMap(({ attempts }) => attempts).map(({ user }) => user);
  const counts = (await lab.practice.executions()).filter(({ userCorrelator }) => users.includes(userCorrelator));
  expect(counts).toHaveLength(users.length);
  expect(counts.filter(({ executions }) => executions !== 1)).toEqual([]);
}

async function readyz(lab: Lab): Promise<{ status: number; conditions: { name: string; ready: boolean }[] }> {
  const answer = await fetch(`${lab.serviceUrl()}/readyz`);
  return { status: answer.status, ...((await answer.json()) as { conditions: { name: string; ready: boolean }[] }) };
}

const zosmfRequests = async (lab: Lab): Promise<number> =>
  Object.values(await lab.director.requests()).reduce((sum, count) => sum + count, 0);

describe('z/OSMF that cannot be reached', () => {
  it('keeps a run from its start, because unknown never passes, and only interrupts one that is under way', async () => {
    await using lab = await startLab();
    await toTheSmallWindow(lab);
    await lab.line.cut();
    const start = () => lab.as('relmgr').post<Run>(`/releases/${smallRelease}/runs`);
    expect(await refused(start())).toMatchObject({ status: 409, code: 'run.not-ready' });
    const { results, because } = await lab.as('relmgr').get<ReadinessReport>(`/releases/${smallRelease}/readiness`);
    const asked = results.filter(({ verdict }) => verdict === 'unknown');
    expect(asked.length).toBeGreaterThan(3);
    expect(because).toContain('KSB1');
    await lab.line.mend();

    const run = await startSmallRun(lab, 60);
    await live(lab, run, { until: isUnderWay('050') });
    await lab.line.cut();
    await pause(1500);
    expect((await lookAt(lab, run)).run.state).toBe('in-progress');
    await lab.line.mend();
    await clock(lab, { speed: 300 });
    const night = await live(lab, run);
    expect(night.run).toMatchObject({ state: 'completed', outcome: 'succeeded' });
    await expectOneExecutionEach(lab, night);
  }, 60_000);
});

describe('z/OSMF that refuses the credential in the middle of a run', () => {
  it('is asked nothing more until an administrator says that it was corrected', async () => {
    await using lab = await startLab();
    await toTheSmallWindow(lab);
    const run = await startSmallRun(lab, 60);
    await live(lab, run, { until: isUnderWay('050') });
    await lab.director.fault({ path: '/zosmf/', effect: { kind: 'answer', status: 401 } });
    await eventually('the service is not ready', async () => ((await readyz(lab)).status === 503 ? true : undefined));
    expect((await readyz(lab)).conditions).toContainEqual(
      expect.objectContaining({ name: 'zosmf KSB1', ready: false }),
    );
    await pause(300);
    const sent = await zosmfRequests(lab);
    await pause(1500);
    expect(await zosmfRequests(lab)).toBe(sent);

    const reset = (person: string, system: string) =>
      lab.as(person).post(`/systems/${system}/credential-reset`, { because: 'The password was set anew' });
    expect(await refused(reset('relmgr', 'KSB1'))).toMatchObject({ status: 403, code: 'access.forbidden' });
    expect(await refused(reset('admin', 'KSB9'))).toMatchObject({ status: 404, system: 'KSB9' });
    expect(await zosmfRequests(lab)).toBe(sent);
    expect(await reset('admin', 'KSB1')).toMatchObject({ system: 'KSB1', user: 'LOCKSTP', accepted: true });
    expect((await readyz(lab)).status).toBe(200);
    await clock(lab, { speed: 300 });
    const night = await live(lab, run);
    expect(night.run.outcome).toBe('succeeded');
    await expectOneExecutionEach(lab, night);
  }, 60_000);

  it('stays unasked when the reset was premature: one request, and the latch falls again', async () => {
    await using lab = await startLab({ password: 'wrong' });
    await eventually('the refusal is noticed', async () => {
      await lab.as('relmgr').get('/clock');
      const { status } = await readyz(lab);
      if (status === 503) return true;
      await lab.as('admin').post('/systems/KSB1/credential-reset', { because: 'First look' });
      return undefined;
    });
    const sent = await zosmfRequests(lab);
    const again = await lab.as('admin').post('/systems/KSB1/credential-reset', { because: 'Perhaps now' });
    expect(again).toMatchObject({ accepted: false });
    expect((await zosmfRequests(lab)) - sent).toBeLessThanOrEqual(2);
    expect((await readyz(lab)).status).toBe(503);
  }, 30_000);
});

describe('answers that get lost, come late, or come from something else', () => {
  it('change nothing: every job runs once', async () => {
    await using lab = await startLab({ settings: { zosmfTimeoutSeconds: '3' } });
    await toTheSmallWindow(lab);
    const run = await startSmallRun(lab, 30);
    await live(lab, run, { until: isUnderWay('030') });
    await lab.director.listLag(60);
    const once = [
      { method: 'PUT', path: submitting, effect: { kind: 'drop-after' } },
      { method: 'PUT', path: submitting, effect: { kind: 'drop-before' } },
      { method: 'PUT', path: submitting, effect: { kind: 'answer', status: 500, body: 'Oops', after: true } },
      { method: 'PUT', path: oneJob, effect: { kind: 'drop-after' } },
      { method: 'GET', path: listing, effect: { kind: 'html' } },
      { method: 'GET', path: listing, effect: { kind: 'answer', status: 500, body: '' } },
      { method: 'GET', path: listing, effect: { kind: 'silent' } },
      { method: 'GET', path: `${oneJob}/files`, effect: { kind: 'html' } },
      { method: 'GET', path: `${oneJob}/files/`, effect: { kind: 'drop-before' } },
    ];
    for (const fault of once) await lab.director.fault(fault);
    await live(lab, run, { until: isUnderWay('050') });
    await clock(lab, { speed: 300 });
    const night = await live(lab, run);
    expect(night.run.outcome).toBe('succeeded');
    // Where the first answer that was lost was made good by a look, the other two could not strike.
    expect((await lab.director.faultsLeft()).length).toBeLessThanOrEqual(2);
    await expectOneExecutionEach(lab, night);
  }, 60_000);
});

describe('a second job with the correlator of an attempt', () => {
  it('is swept while it is held, and never released', async () => {
    await using lab = await startLab();
    await toTheSmallWindow(lab);
    const run = await startSmallRun(lab, 30);
    const now = await live(lab, run, { until: isUnderWay('030') });
    const attempt = step(now, '030').attempts[0];
    const jcl = await lab.at('LOCKSTP').jclOf(attempt?.correlator ?? '');
    const { jobid } = await lab.at('LOCKSTP').submit(jcl, attempt?.user ?? '');
    expect(jobid).not.toBe(attempt?.jobid);
    await eventually('the stray is gone', async () =>
      (await lab.practice.jobs('R609B*')).some((job) => job.jobid === jobid) ? undefined : true,
    );
    await clock(lab, { speed: 300 });
    const night = await live(lab, run);
    expect(night.run.outcome).toBe('succeeded');
    const counted = (await lab.practice.executions()).find(({ userCorrelator }) => userCorrelator === attempt?.user);
    expect(counted).toMatchObject({ submissions: 2, executions: 1 });
  }, 60_000);

  it('holds the run for a person when it belongs to somebody else', async () => {
    await using lab = await startLab();
    await toTheSmallWindow(lab);
    const run = await startSmallRun(lab, 30);
    const now = await live(lab, run, { until: isUnderWay('030') });
    const user = step(now, '030').attempts[0]?.user ?? '';
    const card = `//R609B030 JOB (SAV),'BY HAND',CLASS=R,TYPRUN=HOLD,\n//  UJOBCORR='${user}'\n`;
    const jcl = `${card}//S EXEC PGM=IEFBR14\n`;
    const { jobid } = await lab.practice.submit(jcl, user);
    const held = await live(lab, run, { until: isHeld });
    expect(held.run.advice).toMatchObject({ step: '030', advice: 'hold', because: expect.stringContaining(jobid) });
    const jobs = await lab.practice.jobs('R609B*');
    expect(jobs.find((job) => job.jobid === jobid)).toMatchObject({ status: 'INPUT' });
  }, 60_000);
});
