import { describe, expect, it } from '@jest/globals';
import { startLab } from '../../src/lab/start-lab.ts';
import type { ReadinessReport } from '../../src/readiness/readiness.schema.ts';
import type { Registration } from '../../src/service/registration/registration.schema.ts';
import { checkOf } from '../../src/service/registration/registration.service.ts';
import { roundTrip, trialJob } from '../../src/service/registration/round-trip.ts';
import { systemClock } from '../../src/shared/clock.ts';
import { chance } from '../../src/shared/ids.ts';
import { planOf } from '../runs/small-night.ts';
import { refused } from '../support/refused.ts';
import { eventually } from '../support/sample-night.ts';
import { planSmallRelease, smallRelease } from '../support/small-release.ts';
import { WiredNight } from './wired-night.ts';

const open = (profiles: readonly object[] = []) => WiredNight.open(planOf([]), { profiles });
const jobCard = {
  system: 'KSB1',
  accounting: 'SAV,{{version}}',
  programmer: '{{release}}',
  class: 'R',
  messageClass: 'Q',
};
const patient = { listedMs: 10_000, endedMs: 10_000, goneMs: 10_000 };
const impatient = { listedMs: 400, endedMs: 400, goneMs: 10_000 };

async function tried(night: WiredNight, patience = patient) {
  const needs = { zosmf: night.connect(), jobCard, clock: systemClock, patience };
  const job = trialJob(needs, chance);
  const result = await roundTrip(needs, job);
  const verdicts = result.findings.map(({ verdict }) => verdict);
  return { job, result, verdicts, bad: result.findings.find(({ verdict }) => verdict !== 'pass'), needs };
}

const leftOver = async (night: WiredNight) => (await night.jobs('LOCKSREG')).length;

describe('one round trip of a job that does nothing', () => {
  it('passes where strict mode works, runs the job once, and leaves nothing behind', async () => {
    await using night = await open();
    const { result, job } = await tried(night);
    expect(result).toMatchObject({ verdict: 'pass', user: 'LOCKSTP', jobname: 'LOCKSREG' });
    expect(result.findings.map(({ verdict }) => verdict)).toEqual(Array.from({ length: 6 }, () => 'pass'));
    expect(await night.counted(job)).toEqual({ submissions: 1, executions: 1 });
    expect(await leftOver(night)).toBe(0);
  });

  it('fails where an exit replaces the correlator', async () => {
    await using night = await open();
    await night.director.overrideCorrelators('SITEJOB');
    const { verdicts, bad } = await tried(night);
    expect(verdicts).toEqual(['fail', 'unknown', 'unknown', 'unknown', 'unknown', 'pass']);
    expect(bad?.found).toMatch(/^LOCKSREG\(JOB\d+\) has SITEJOB in place of it: an exit may have replaced it$/);
    expect(await leftOver(night)).toBe(0);
  });

  it('fails where the user may not release its own jobs', async () => {
    await using night = await open([{ class: 'JESJOBS', name: 'RELEASE.KSBPRD.LOCKSTP.*' }]);
    const { job, verdicts, bad } = await tried(night);
    expect(verdicts).toEqual(['pass', 'pass', 'pass', 'fail', 'unknown', 'pass']);
    expect(bad?.found).toBe('LOCKSTP may not release it (Job is protected): see JESJOBS RELEASE.node.LOCKSTP.jobname');
    expect(await night.counted(job)).toEqual({ submissions: 1, executions: 0 });
    expect(await leftOver(night)).toBe(0);
  });

  it('fails where the user may not purge its own jobs, and names the job that is left', async () => {
    await using night = await open([{ class: 'JESJOBS', name: 'PURGE.KSBPRD.LOCKSTP.*' }]);
    const { verdicts, bad } = await tried(night);
    expect(verdicts.slice(-1)).toEqual(['fail']);
    expect(bad?.found).toMatch(/LOCKSTP may not purge it .*; LOCKSREG\(JOB\d+\) is left on KSB1$/);
  });

  it('fails where lists do not show the job, and is not sure where its initiators are busy', async () => {
    await using night = await open();
    await night.director.listLag(3600);
    expect((await tried(night, impatient)).bad?.found).toMatch(/^no list has shown it within \d+ seconds$/);
    await night.director.listLag(0);
    for (const name of ['R609A201', 'R609A202', 'R609A203'])
      await night.at('LOCKSTP').submit(`//${name} JOB (SAV),'BUSY',CLASS=R\n//S1 EXEC PGM=IEFBR14`, name);
    const { result, bad } = await tried(night, impatient);
    expect(result.verdict).toBe('unknown');
    expect(bad?.found).toBe('it has not ended within 0.4 seconds: does an initiator take its class?');
    expect(await leftOver(night)).toBe(0);
  });

  it('survives a lost answer, and clears away what an earlier one has left', async () => {
    await using night = await open();
    const fault = { method: 'PUT', path: '/restjobs/jobs$' };
    await night.director.fault({ ...fault, effect: { kind: 'drop-after' } });
    expect((await tried(night)).result.verdict).toBe('pass');
    await night.director.fault({ ...fault, effect: { kind: 'hold-back' } });
    const { result, bad } = await tried(night, impatient);
    expect([result.verdict, bad?.found]).toEqual([
      'unknown',
      'whether it was taken is not known: the answer got lost, and no list shows it',
    ]);
    await night.director.land();
    expect(await leftOver(night)).toBe(1);
    expect((await tried(night)).result.verdict).toBe('pass');
    expect(await leftOver(night)).toBe(0);
  });

  it('asks nothing of a system that cannot be reached, and records nothing', async () => {
    await using night = await open();
    await night.director.fault({ times: 5, effect: { kind: 'drop-before' } });
    await expect(tried(night)).rejects.toMatchObject({ code: 'zosmf.unreachable' });
  });
});

describe('readiness', () => {
  it('says what the last registration has shown, for the user that it was made for', () => {
    const last: Registration = {
      ...{ system: 'KSB1', at: '2026-09-12T22:00:00.000Z', recordVersion: 2, user: 'LOCKSTP', jobname: 'LOCKSREG' },
      ...{ jobid: 'JOB00100', verdict: 'fail' },
      findings: [
        { question: 'One?', verdict: 'pass', found: 'yes' },
        { question: 'Two?', verdict: 'fail', found: 'no' },
      ],
    };
    expect(checkOf('KSB1', 'LOCKSTP', undefined)).toMatchObject({
      verdict: 'unknown',
      found: 'KSB1 was not registered yet',
      nextAction: { what: 'Register it (POST /systems/KSB1/registration)', whose: 'administrator' },
    });
    expect(checkOf('KSB1', 'LOCKSTP', last)).toMatchObject({ verdict: 'fail', found: 'Two? no' });
    expect(checkOf('KSB1', 'OTHER', last)).toMatchObject({
      verdict: 'unknown',
      found: 'KSB1 was registered for LOCKSTP, and work is done as OTHER',
    });
    const good = { ...last, verdict: 'pass' as const, findings: last.findings.slice(0, 1) };
    expect(checkOf('KSB1', 'LOCKSTP', good)).toMatchObject({ verdict: 'pass' });
  });

  it('has each strict system registered at the first start that knows it, and not again at the next', async () => {
    await using lab = await startLab();
    const read = () => lab.as('relmgr').get<Registration>('/systems/KSB1/registration');
    const first = await eventually('KSB1 is registered', () => read().catch(() => undefined));
    expect(first).toMatchObject({ system: 'KSB1', user: 'LOCKSTP', verdict: 'pass' });
    expect(await lab.practice.jobs('LOCKSREG')).toEqual([]);
    await planSmallRelease(lab);
    const report = await lab.as('relmgr').post<ReadinessReport>(`/releases/${smallRelease}/readiness`);
    expect(report.results.find(({ id }) => id === 'registered:KSB1')).toMatchObject({ verdict: 'pass' });

    const submitted = async () =>
      (await lab.practice.executions()).filter(({ jobs }) => jobs[0]?.jobname === 'LOCKSREG').length;
    await lab.restartService();
    expect(await refused(lab.as('relmgr').post('/systems/KSB1/registration'))).toMatchObject({ status: 403 });
    expect(await read()).toEqual(first);
    expect(await submitted()).toBe(1);
    const again = await lab.as('admin').post<Registration>('/systems/KSB1/registration');
    expect(again).toMatchObject({ verdict: 'pass' });
    expect(again.jobid).not.toBe(first.jobid);
    expect(await submitted()).toBe(2);
  }, 60_000);
});
