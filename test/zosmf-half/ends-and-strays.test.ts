import { describe, expect, it } from '@jest/globals';
import { jobOf, planOf } from '../runs/small-night.ts';
import { jobWith, WiredNight } from './wired-night.ts';

const submitting = { method: 'PUT', path: '/restjobs/jobs$' };
const releasing = { method: 'PUT', path: '/restjobs/jobs/[^?]+$' };

describe('a job purged before it was read', () => {
  it('is lost: the run is held, and nothing is sent again until a person has looked', async () => {
    await using night = await WiredNight.open();
    await night.director.purgeAtEnd('R609A030');
    await night.engine();
    await night.is('held');
    const { jobid = '' } = await night.attemptIs('lost');
    expect((await night.run()).advice).toMatchObject({ end: 'unknown', advice: 'hold', confirmBy: 'relmgr' });
    const because = `R609A030(${jobid}) is no longer in JES, and its end was not seen`;
    expect(await night.step('030')).toMatchObject({ state: 'unknown', because });
    await expect(night.decide('retry', { step: '030' })).rejects.toMatchObject({ code: 'run.job-open' });
    night.jump(60);
    await night.pass(5);
    expect(await night.counted(await night.attempt())).toEqual({ submissions: 1, executions: 1 });
  });
});

describe('the limits of patience', () => {
  it('are settings: how long a job may be missing, and how long after a run its late jobs are swept', async () => {
    const limits = { absentAfterMs: 400 * 60_000, sweepLateForMs: 300 * 60_000, sweepEveryMs: 60_000 };
    await using night = await WiredNight.open(planOf([jobOf('030'), jobOf('040')]), { limits });
    await night.director.purgeAtEnd('R609A030');
    await night.engine();
    const { user, correlator = '' } = await night.attemptIs('ended', '040');
    const jcl = await night.at('LOCKSTP').jclOf(correlator);
    night.jump(200);
    await night.pass(3);
    expect(['released', 'running']).toContain((await night.attempt('030')).state);
    night.jump(200);
    await night.attemptIs('lost', '030');
    await night.decide('did-not-run', { step: '030' });
    await night.attemptIs('abandoned', '030');
    await night.decide('retry', { step: '030' });
    await night.is('completed');
    const soon = await night.at('LOCKSTP').submit(jcl, user);
    await night.gone(soon.jobid);
    night.jump(301);
    const late = await night.at('LOCKSTP').submit(jcl, user);
    await night.pass(5);
    expect((await night.jobs()).find(({ jobid }) => jobid === late.jobid)).toMatchObject({ status: 'INPUT' });
  });
});

describe('a held job with errors in its input', () => {
  it('goes straight to OUTPUT: that is an end, and it never ran', async () => {
    const statements = ['//S030 EXEC PROC=NOSUCH'];
    await using night = await WiredNight.open(planOf([jobWith('030', statements)]), { bodies: [statements] });
    await night.engine();
    await night.is('held');
    expect(await night.step('030')).toMatchObject({ state: 'failed', end: 'jcl-error', because: 'ended JCL ERROR' });
    const attempt = await night.attempt();
    expect(attempt).toMatchObject({ state: 'ended', retcode: 'JCL ERROR' });
    expect(attempt.spool.map(({ ddname }) => ddname)).toContain('JESMSGLG');
    expect(await night.counted(attempt)).toEqual({ submissions: 1, executions: 0 });
  });

  it('is noticed while the run is held, before anybody would have released it', async () => {
    const statements = ['//S230 EXEC PROC=NOSUCH'];
    const plan = planOf([jobWith('230', statements)]);
    await using night = await WiredNight.open(plan, { bodies: [statements] });
    await night.director.fault({ ...submitting, effect: { kind: 'hold-back', stays: true } });
    await night.engine();
    await night.until('the PUT is on its way', async () => (await night.director.heldBack()).length === 1);
    await night.decide('hold');
    await night.director.land();
    await night.attemptIs('ended', '230');
    expect((await night.step('230')).end).toBe('jcl-error');
    expect(await night.changes()).toBe(1);
  });
});

describe('a correlator changed by an exit', () => {
  it('is not adopted and not released: the run is held and names the job', async () => {
    await using night = await WiredNight.open();
    await night.director.overrideCorrelators('SITEJOB');
    await night.engine();
    await night.is('held');
    const [job] = await night.jobs();
    expect((await night.step('030')).because).toBe(
      `R609A030(${job?.jobid ?? ''}) does not carry our correlator: an exit may have replaced it`,
    );
    expect(job?.status).toBe('INPUT');
    night.jump(60);
    await night.pass(2);
    expect(await night.counted({ user: 'SITEJOB' })).toEqual({ submissions: 1, executions: 0 });
    expect(await night.changes()).toBe(1);
  });
});

describe('a job released by hand', () => {
  it('that was adopted is watched to its end, also while the run is held', async () => {
    await using night = await WiredNight.open(planOf([jobOf('230'), jobOf('240'), jobOf('250')], [jobOf('B10')]));
    await night.engine();
    const waiting = await night.until('one waits for room', async () =>
      (await night.steps()).find(({ attempts, id }) => attempts.at(-1)?.state === 'adopted' && id === '250'),
    );
    await night.decide('hold');
    await night.at('NIGHTOP').command(`$AJ(${waiting.attempts[0]?.jobname ?? ''})`);
    await night.until('it is watched', async () => (await night.step('250')).attempts[0]?.state === 'running');
    const types = (await night.ledger.history('step:RUN-000001/250')).map(({ entry }) => entry.type);
    expect(types).toContain('job.unheld/1');
    expect(types).not.toContain('release.intended/1');
    await expect(night.decide('back-out')).rejects.toMatchObject({ code: 'run.job-open' });
    night.jump(60);
    await night.attemptIs('ended', '250');
    await night.decide('resume');
    await night.is('completed');
    expect(await night.counted(waiting.attempts[0]!)).toEqual({ submissions: 1, executions: 1 });
  });

  it('that was adopted holds a backout up until it has ended', async () => {
    await using night = await WiredNight.open(planOf([jobOf('230')], [jobOf('B10')]));
    await night.director.fault({ method: 'GET', path: '/files/JCL/', effect: { kind: 'hold-back', stays: true } });
    await night.engine();
    await night.until('it is being adopted', async () => (await night.director.heldBack()).length === 1);
    await night.decide('hold');
    // The lists do not show what the operator did before the decision to back out.
    await night.director.fault({ method: 'GET', path: 'prefix=R609A', times: 1000, effect: { kind: 'html' } });
    await night.director.land();
    await night.attemptIs('adopted', '230');
    await night.at('NIGHTOP').command('$AJ(R609A230)');
    await night.decide('back-out');
    await night.until('it is watched', async () => (await night.attempt('230')).state === 'released');
    await night.director.noFaults();
    await night.attemptIs('running', '230');
    expect((await night.step('B10')).state).toBe('pending');
    night.jump(60);
    await night.is('backed-out');
    expect(await night.counted(await night.attempt('230'))).toEqual({ submissions: 1, executions: 1 });
  });

  /** The second job of an attempt, released by hand before any engine could sweep it, beside one that is adopted and held. */
  async function withStray(
    night: WiredNight,
    { user = 'LOCKSTP', step = 'S230' }: { user?: 'LOCKSTP' | 'SAVDEV'; step?: string } = {},
  ): Promise<{ jobid: string }> {
    await night.director.fault({ method: 'GET', path: '/files/JCL/', effect: { kind: 'hold-back', stays: true } });
    await night.engine();
    await night.until('it is being adopted', async () => (await night.director.heldBack()).length === 1);
    await night.decide('hold');
    const [job] = await night.jobs();
    const correlator = job?.['job-correlator'] ?? '';
    const jcl = (await night.at('LOCKSTP').jclOf(correlator)).replace('//S230 ', `//${step} `);
    const stray = await night.at(user).submit(jcl, correlator.split(':')[1] ?? '');
    await night.at('NIGHTOP').command(`$A${stray.jobid.replace('JOB', 'J')}`);
    await night.director.land();
    await night.attemptIs('adopted', '230');
    await night.until('the stray is seen', async () => ((await night.step('230')).strays ?? []).length === 1);
    return stray;
  }

  it('that is a stray holds the run, until a person adopts it: its end is the end of the step', async () => {
    await using night = await WiredNight.open(planOf([jobOf('230')]));
    const { jobid } = await withStray(night);
    const [held] = (await night.jobs()).filter((job) => job.jobid !== jobid);
    await expect(night.decide('resume')).rejects.toMatchObject({
      code: 'run.stray-open',
      message: `${jobid} of LOCKSTP carries the correlator of step 230 and is not its job: adopt it, or ignore it with a reason`,
    });
    await night.decide('adopt-stray', { step: '230' });
    await night.gone(held?.jobid ?? '');
    night.jump(60);
    const ended = await night.attemptIs('ended', '230');
    expect(ended).toMatchObject({ number: 1, jobid, end: 'passed' });
    await night.decide('resume');
    await night.is('completed');
    expect(await night.counted(ended)).toEqual({ submissions: 2, executions: 1 });
  });

  it('that is a stray is left alone when a person ignores it: the adopted job goes on', async () => {
    await using night = await WiredNight.open(planOf([jobOf('230')]));
    const { jobid } = await withStray(night, { user: 'SAVDEV' });
    const [stray] = (await night.step('230')).strays ?? [];
    expect(stray).toMatchObject({ jobid, owner: 'SAVDEV', status: 'ACTIVE', jcl: 'ours' });
    await night.decide('ignore-stray', { step: '230', correlator: stray?.correlator ?? '' });
    await expect(night.decide('ignore-stray', { step: '230' })).rejects.toMatchObject({ code: 'run.wrong-state' });
    await night.decide('resume');
    await night.attemptIs('released', '230');
    // Jobs of one name wait for each other.
    night.jump(60);
    await night.attemptIs('running', '230');
    night.jump(60);
    await night.is('completed');
    expect((await night.attempt('230')).jobid).not.toBe(jobid);
    expect((await night.jobs()).map((job) => job.jobid)).toContain(jobid);
    expect((await night.step('230')).strays).toMatchObject([{ settled: { how: 'ignored', by: 'relmgr' } }]);
  });

  it('that is a stray with other JCL cannot be adopted: what it did is not the work of the step', async () => {
    await using night = await WiredNight.open(planOf([jobOf('230')]));
    const { jobid } = await withStray(night, { step: 'OTHER' });
    await expect(night.decide('adopt-stray', { step: '230' })).rejects.toMatchObject({
      code: 'run.wrong-state',
      message: `${jobid} cannot be adopted: its JCL is not known to be what attempt 1 submitted`,
    });
  });

  it('that showed up after the release of ours cannot be adopted any more, only ignored', async () => {
    await using night = await WiredNight.open(planOf([jobOf('230')]));
    await night.engine();
    const { user } = await night.attemptIs('running', '230');
    const card = `//R609A230 JOB (SAV),'BY HAND',CLASS=R,\n//  UJOBCORR='${user}'\n//OTHER EXEC PGM=IEFBR14`;
    await night.at('SAVDEV').submit(card, user);
    await night.is('held');
    expect((await night.run()).advice?.because).toMatch(
      /^R609A230\(JOB\d+\) of SAVDEV carries the correlator of attempt 1, was not adopted, and is (INPUT|ACTIVE): adopt it, or ignore it with a reason$/,
    );
    await expect(night.decide('adopt-stray', { step: '230' })).rejects.toMatchObject({ code: 'run.job-open' });
    night.jump(60);
    await night.attemptIs('ended', '230');
    expect((await night.step('230')).strays).toMatchObject([{ jcl: 'other' }]);
    await night.decide('ignore-stray', { step: '230' });
    await night.decide('resume');
    await night.is('completed');
  });
});

describe('two jobs with one correlator that both were released by hand before the adoption', () => {
  it('are for a person to tell apart: one is adopted, the other ignored', async () => {
    await using night = await WiredNight.open(planOf([jobOf('230')]));
    await night.director.fault({ ...submitting, times: 2, effect: { kind: 'hold-back' } });
    await night.engine();
    await night.until('two are on their way', async () => (await night.director.heldBack()).length === 2);
    for (const blind of [submitting, { method: 'GET', path: 'max-jobs=' }])
      await night.director.fault({ ...blind, times: 1000, effect: { kind: 'drop-before' } });
    await night.director.land();
    await night.at('NIGHTOP').command('$AJ(R609A230)');
    night.jump(60);
    await night.until('both have begun', async () => (await night.jobs()).every(({ status }) => status !== 'INPUT'));
    await night.director.noFaults();
    await night.is('held');
    const { number } = await night.attemptIs('lost', '230');
    expect((await night.step('230')).because).toMatch(
      /^R609A230\(JOB\d+\) and R609A230\(JOB\d+\) carry one correlator, and neither is held$/,
    );
    const [first, second] = await night.until('both are seen', async () => {
      const { strays = [] } = await night.step('230');
      return strays.length === 2 && strays;
    });
    await expect(night.decide('adopt-stray', { step: '230' })).rejects.toMatchObject({
      message: 'step 230 has more than one stray: name one by its correlator',
    });
    await night.decide('adopt-stray', { step: '230', correlator: first!.correlator });
    await expect(night.decide('resume')).rejects.toMatchObject({ code: 'run.stray-open' });
    await night.decide('ignore-stray', { step: '230', correlator: second!.correlator });
    night.jump(60);
    expect(await night.attemptIs('ended', '230')).toMatchObject({ number, jobid: first!.jobid, end: 'passed' });
    await night.decide('resume');
    await night.is('completed');
  });
});

describe('a job that somebody else has under our correlator before ours was adopted', () => {
  it('is a stray too: ignored, it no longer keeps the step from being tried again', async () => {
    await using night = await WiredNight.open();
    await night.director.fault({ ...submitting, effect: { kind: 'hold-back' } });
    await night.director.fault({
      method: 'GET',
      path: 'user-correlator=',
      skip: 1,
      effect: { kind: 'hold-back', stays: true },
    });
    await night.engine();
    await night.until('the look is on its way', async () => (await night.director.heldBack()).length === 2);
    const { user } = await night.attempt();
    const card = `//R609A030 JOB (SAV),'BY HAND',CLASS=R,TYPRUN=HOLD,\n//  UJOBCORR='${user}'\n//OTHER EXEC PGM=IEFBR14`;
    const { jobid } = await night.at('SAVDEV').submit(card, user);
    await night.director.land();
    await night.is('held');
    expect((await night.attempt()).state).toBe('lost');
    await night.until('it is seen', async () => ((await night.step('030')).strays ?? []).length === 1);
    await night.decide('ignore-stray', { step: '030' });
    await night.decide('did-not-run', { step: '030' });
    await night.attemptIs('abandoned');
    await night.decide('retry', { step: '030' });
    await night.is('completed');
    expect((await night.jobs()).find((job) => job.jobid === jobid)?.status).toBe('INPUT');
    expect(await night.counted({ user })).toMatchObject({ executions: 0 });
    expect(await night.counted(await night.attempt())).toEqual({ submissions: 1, executions: 1 });
  });
});

describe('a job id used again', () => {
  it('never brings a release to a stranger: jobs are named by their full correlator alone', async () => {
    await using night = await WiredNight.open();
    await night.director.jobNumbers(41, 41);
    await night.director.fault({ ...releasing, effect: { kind: 'hold-back', stays: true } });
    await night.engine();
    await night.until('the release is on its way', async () => (await night.director.heldBack()).length === 1);
    const { jobid = '' } = await night.attempt();
    await night.at('NIGHTOP').command(`$P${jobid.replace('JOB', 'J')}`);
    const card = "//R609A030 JOB (SAV),'STRANGER',CLASS=R,TYPRUN=HOLD\n//OTHER EXEC PGM=IEFBR14";
    const stranger = await night.at('SAVDEV').submit(card, 'LSTRANGER');
    expect([jobid, stranger.jobid]).toEqual(['JOB00041', 'JOB00041']);
    await night.director.land();
    await night.is('held');
    expect((await night.attemptIs('lost')).jobid).toBe(jobid);
    await night.decide('did-not-run', { step: '030' });
    await night.attemptIs('abandoned');
    await night.decide('retry', { step: '030' });
    await night.is('completed');
    expect(await night.counted({ user: 'LSTRANGER' })).toEqual({ submissions: 1, executions: 0 });
    expect((await night.jobs()).filter((job) => job.jobid === jobid)).toMatchObject([{ status: 'INPUT' }]);
  });
});
