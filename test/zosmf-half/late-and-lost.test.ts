import { describe, expect, it } from '@jest/globals';
import { jobOf, planOf } from '../runs/small-night.ts';
import { WiredNight } from './wired-night.ts';

const submitting = { method: 'PUT', path: '/restjobs/jobs$' };
const releasing = { method: 'PUT', path: '/restjobs/jobs/[^?]+$' };

/** Ended well, each attempt's job run once. */
async function expectOnce(night: WiredNight, submissions: number): Promise<void> {
  await night.is('completed');
  const attempt = await night.attempt();
  expect([attempt.number, attempt.end]).toEqual([1, 'passed']);
  expect(await night.counted(attempt)).toEqual({ submissions, executions: 1 });
}

describe('answers that are lost after the job was taken', () => {
  it('are made good by a look: the job is neither sent nor run again', async () => {
    await using night = await WiredNight.open();
    await night.director.fault({ ...submitting, effect: { kind: 'drop-after' } });
    await night.director.fault({ ...releasing, effect: { kind: 'drop-after' } });
    await night.engine();
    await expectOnce(night, 1);
    expect(await night.director.faultsLeft()).toEqual([]);
  });

  it('are made good whatever stands between: an error page, a gateway that gave up', async () => {
    await using night = await WiredNight.open();
    await night.director.fault({ ...submitting, effect: { kind: 'answer', status: 500, body: 'Oops', after: true } });
    await night.director.fault({ ...releasing, effect: { kind: 'answer', status: 503, after: true } });
    await night.engine();
    await expectOnce(night, 1);
    expect(await night.director.faultsLeft()).toEqual([]);
  });
});

describe("a PUT that arrives after the successor's look", () => {
  it('leaves a job that stays held, and is swept', async () => {
    await using night = await WiredNight.open();
    await night.director.fault({ ...submitting, effect: { kind: 'hold-back', stays: true } });
    await night.engine();
    await night.until('the PUT is on its way', async () => (await night.director.heldBack()).length === 1);
    await night.engine();
    await night.attemptIs('ended');
    await night.director.land();
    await expectOnce(night, 2);
    const stray = await night.until('it has landed', async () =>
      (await night.counted(await night.attempt())).submissions === 2 ? night.attempt() : undefined,
    );
    night.jump(6);
    await night.until('the stray is swept', async () => (await night.jobs()).length === 1);
    expect((await night.jobs())[0]?.['job-correlator']).toBe(stray.correlator);
    const types = (await night.ledger.history(`step:RUN-000001/030`)).map(({ entry }) => entry.type);
    expect(types).toEqual(expect.arrayContaining(['sweep.intended/1', 'stray.swept/1']));
  });
});

describe('a release PUT that stalls past a takeover', () => {
  it('does nothing more when it lands: the job has run, once', async () => {
    await using night = await WiredNight.open();
    await night.director.fault({ ...releasing, effect: { kind: 'hold-back', stays: true } });
    await night.engine();
    await night.until('the release is on its way', async () => (await night.director.heldBack()).length === 1);
    await night.engine();
    await night.is('completed');
    expect(await night.director.land()).toHaveLength(1);
    await night.pass(2);
    await expectOnce(night, 1);
  });

  it('cannot be overtaken by a backout: its attempt is open until its job has ended', async () => {
    await using night = await WiredNight.open(planOf([jobOf('030')], [jobOf('B10')]));
    await night.director.fault({ ...releasing, effect: { kind: 'hold-back', stays: true } });
    await night.engine();
    await night.until('the release is on its way', async () => (await night.director.heldBack()).length === 1);
    await night.decide('hold');
    await expect(night.decide('back-out')).rejects.toMatchObject({ code: 'run.job-open' });
    await night.director.land();
    await night.attemptIs('ended');
    await night.decide('back-out');
    await night.is('backed-out');
    expect(await night.counted(await night.attempt('030'))).toEqual({ submissions: 1, executions: 1 });
    expect(await night.counted(await night.attempt('B10'))).toEqual({ submissions: 1, executions: 1 });
  });
});

describe('two jobs with one correlator', () => {
  it('both held before the adoption: one is adopted, the other swept', async () => {
    await using night = await WiredNight.open();
    await night.director.fault({ ...submitting, times: 2, effect: { kind: 'hold-back' } });
    await night.engine();
    await night.until('two are on their way', async () => (await night.director.heldBack()).length === 2);
    await night.director.land();
    await expectOnce(night, (await night.counted(await night.attempt())).submissions);
    expect((await night.counted(await night.attempt())).submissions).toBeGreaterThan(1);
    night.jump(6);
    await night.until('the others are swept', async () => (await night.jobs()).length === 1);
  });

  it('the second after the adoption: swept while it is held', async () => {
    await using night = await WiredNight.open(planOf([jobOf('230')]));
    await night.engine();
    const { correlator = '', user } = await night.attemptIs('running', '230');
    const { jobid } = await night.at('LOCKSTP').submit(await night.at('LOCKSTP').jclOf(correlator), user);
    await night.gone(jobid);
    night.jump(60);
    await night.is('completed');
    expect(await night.counted({ user })).toEqual({ submissions: 2, executions: 1 });
  });
});

describe('a list lag of a minute', () => {
  it('costs a second, held job that is swept when lists show it; what is adopted is not taken for lost', async () => {
    await using night = await WiredNight.open();
    await night.director.listLag(60);
    await night.director.fault({ ...submitting, effect: { kind: 'drop-after' } });
    night.setSpeed(1);
    await night.engine();
    await night.until('it is sent again', async () => {
      const attempt = (await night.step('030')).attempts.at(-1);
      return attempt !== undefined && (await night.counted(attempt)).submissions === 2;
    });
    night.setSpeed(300);
    await expectOnce(night, 2);
    night.jump(6);
    await night.until('the first is swept', async () => (await night.jobs()).length === 1);
  });
});

describe('a release answered 202', () => {
  it('is looked after, not repeated: the job runs when the system gets round to it', async () => {
    await using night = await WiredNight.open();
    await night.director.answerModifiesLater(25);
    night.setSpeed(1);
    await night.engine();
    await night.until('the release was asked for', async () => (await night.changes()) === 2);
    await night.pass(1 / 60);
    night.setSpeed(300);
    await expectOnce(night, 1);
    expect(await night.changes()).toBe(2);
  });

  it('is asked for again when nothing came of it', async () => {
    await using night = await WiredNight.open();
    await night.director.answerModifiesLater(3600);
    await night.engine();
    await expectOnce(night, 1);
    expect(await night.changes()).toBe(3);
  });
});

describe('a user that is revoked in the middle', () => {
  it('is not tried again: one 401 stops all work until somebody says that it was corrected', async () => {
    await using night = await WiredNight.open(planOf([jobOf('230'), jobOf('040', ['230'])]));
    const zosmf = await night.engine();
    await night.attemptIs('running', '230');
    await night.director.revoke('LOCKSTP');
    await night.until('the refusal was heard', () => Promise.resolve(zosmf.latch.refused));
    await night.until('requests under way are over', async () => {
      const before = await night.requests();
      await night.pass(1);
      return (await night.requests()) === before;
    });
    const asked = await night.requests();
    night.jump(60);
    await night.pass(10);
    expect(await night.requests()).toBe(asked);
    expect((await night.run()).state).toBe('in-progress');
    expect(night.log.join('\n')).toContain('z/OSMF refused the credential: all work for it has stopped');
    await expect(zosmf.jobsByPrefix('R609A*')).rejects.toMatchObject({ code: 'zosmf.credential' });

    await night.director.resume('LOCKSTP');
    zosmf.latch.reset();
    await night.is('completed');
    for (const id of ['230', '040'])
      expect(await night.counted(await night.attempt(id))).toEqual({ submissions: 1, executions: 1 });
  });
});
