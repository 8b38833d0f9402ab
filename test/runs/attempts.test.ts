import { describe, expect, it } from '@jest/globals';
import { takeEngine } from '../../src/runs/engine-term.ts';
import { chooseJob, whyNotOurs } from '../../src/runs/job-choice.rules.ts';
import { decideRun } from '../../src/runs/run.rules.ts';
import type { Attempt, Run, RunStep } from '../../src/runs/run.schema.ts';
import type { JobDocument } from '../../src/zosmf/zosmf.schema.ts';
import { jobOf, planOf, release, SmallNight } from './small-night.ts';

const minutes = 60_000;
const correlator = (user: string) => `J0000101KSB1....E1B2C3D4.......:${user}`;
const job = (draft: Partial<JobDocument> = {}): JobDocument => ({
  ...{ jobid: 'JOB00101', jobname: 'R609A030', owner: 'LOCKSTP', status: 'INPUT', retcode: null },
  'job-correlator': correlator('LMINE'),
  ...draft,
});

describe('the job that an attempt adopts', () => {
  it('is never one of another owner', () => {
    expect(chooseJob([job(), job({ owner: 'SOMEONE' })], 'LOCKSTP')).toHaveProperty('doubt');
    const mine = { user: 'LMINE', intent: 'ab' };
    expect(whyNotOurs(job({ owner: 'SOMEONE' }), mine, { found: 'ab', owner: 'LOCKSTP' })).toContain('SOMEONE');
  });

  it('is the one that began, never a held one beside it, and of two that began a person chooses', () => {
    const begun = job({ jobid: 'JOB00102', status: 'ACTIVE' });
    expect(chooseJob([job(), begun], 'LOCKSTP')).toEqual({ job: begun });
    expect(chooseJob([begun, job({ status: 'OUTPUT' })], 'LOCKSTP')).toHaveProperty('doubt');
    expect(chooseJob([], 'LOCKSTP')).toEqual({ job: undefined });
  });

  it('carries the correlator and the JCL that were intended', () => {
    const mine = { user: 'LMINE', intent: 'ab' };
    const of = { found: 'ab', owner: 'LOCKSTP' };
    expect(whyNotOurs(job(), mine, of)).toBeUndefined();
    expect(whyNotOurs(job(), mine, { ...of, found: 'cd' })).toContain('not our JCL');
    expect(whyNotOurs(job({ 'job-correlator': correlator('LOTHER') }), mine, of)).toContain('an exit');
  });
});

describe('a retry', () => {
  it.each(['intended', 'adopted', 'releasing', 'released', 'running', 'lost'] as const)(
    'is refused while the last attempt is %s: its job may run',
    (state) => {
      const attempt = { number: 1, jobname: 'R609A030', state } as Attempt;
      const step = { run: 'RUN-000001', id: '030', plan: 'install', state: 'unknown', attempts: [attempt] };
      const run = { id: 'RUN-000001', state: 'held', decisions: [], steps: ['030'] } as unknown as Run;
      const facts = { run, steps: [step as unknown as RunStep], release, plan: planOf([jobOf('030')]) };
      expect(() =>
        decideRun({ decision: 'retry', step: '030', reason: 'again' }, { ...facts, person: 'relmgr' }),
      ).toThrow(expect.objectContaining({ code: 'run.job-open' }));
    },
  );
});

describe('an engine that was taken over', () => {
  it('records nothing any more, neither of a step nor of a run', async () => {
    const night = await new SmallNight(planOf([jobOf('030')])).open();
    const old = await takeEngine(night.ledger, 'old');
    await old.check();
    const successor = await takeEngine(night.ledger, 'successor');
    const head = night.ledger.head();
    const superseded = { code: 'run.engine-superseded' };
    const begun = { stream: 'run:RUN-000001', type: 'run.held/1', data: {} };
    await expect(old.check()).rejects.toMatchObject(superseded);
    await expect(
      old.record(
        await night.step('030'),
        () => true,
        () => [begun],
      ),
    ).rejects.toMatchObject(superseded);
    await expect(old.recordRun('RUN-000001', () => [begun])).rejects.toMatchObject(superseded);
    expect(night.ledger.head()).toBe(head);
    await successor.check();
  });
});

describe('a lost job of which a person said that it did not run', () => {
  it('closes its attempt only when a second look has shown that nothing is left of it', async () => {
    const night = await new SmallNight(planOf([jobOf('030')])).open();
    const { zosmf } = night;
    let gone = 0;
    zosmf.fault = (call) => {
      const first = zosmf.jobs.find(({ owner }) => owner === zosmf.user);
      if (call === 'release' && first !== undefined && gone++ === 0) first.state = 'purged';
    };
    await night.engine();
    await night.held();
    const lost = zosmf.jobs.find(({ owner }) => owner === zosmf.user);
    zosmf.add(lost?.jcl ?? '', { user: lost?.correlator.split(':')[1] ?? '', held: true });
    const purge = zosmf.purge.bind(zosmf);
    let asked = 0;
    zosmf.purge = () => Promise.resolve((asked += 1)).then(() => ({ done: true, message: 'accepted' }));
    await night.decide('did-not-run', '030');
    await night.clock.pass(5 * minutes);
    expect(asked).toBeGreaterThan(0);
    expect((await night.step('030')).attempts.at(-1)?.state).toBe('lost');
    zosmf.purge = purge;
    await night.until('withdrawn', (_, steps) => steps[0]?.attempts[0]?.state === 'abandoned');
    expect(zosmf.jobs.filter(({ state }) => state === 'held')).toEqual([]);
    await night.stop();
  });
});

describe('a job of a strict system', () => {
  it('is sent held, adopted on record before it is announced, and announced on record before it is released', async () => {
    const night = await new SmallNight(planOf([jobOf('030')])).open();
    const { zosmf } = night;
    const seen: [string, readonly string[]][] = [];
    zosmf.fault = async (call) => {
      if (call === 'submit' || call === 'release') seen.push([call, await typesOf(night)]);
    };
    await night.engine();
    await night.completed();
    await night.stop();
    expect(zosmf.jobs.filter(({ owner }) => owner === zosmf.user).map(({ jcl }) => jcl)).toEqual([
      expect.stringContaining('TYPRUN=HOLD'),
    ]);
    expect(seen).toEqual([
      ['submit', ['attempt.intended/1']],
      ['release', ['attempt.intended/1', 'attempt.adopted/1', 'release.intended/1']],
    ]);
  });

  it('that no look shows is not lost before the time that a list may lag', async () => {
    const night = await new SmallNight(planOf([jobOf('030')])).open();
    const { zosmf } = night;
    zosmf.script = () => ({ runsMs: 20 * minutes });
    await night.engine();
    await night.until('it runs', (_, steps) => steps[0]?.attempts[0]?.state === 'running');
    const job = zosmf.job.bind(zosmf);
    zosmf.job = () => Promise.resolve(undefined);
    zosmf.mostRows = 0;
    await night.clock.pass(3 * minutes);
    expect((await night.step('030')).attempts[0]?.state).toBe('running');
    zosmf.job = job;
    zosmf.mostRows = 1000;
    await night.completed();
    await night.stop();
  });
});

/** Entry types about the attempts of step 030, in order. */
async function typesOf(night: SmallNight): Promise<string[]> {
  const types: string[] = [];
  for (let n = 1; n <= night.ledger.head(); n += 1)
    for (const { type, stream } of (await night.ledger.page(n))?.entries ?? [])
      if (stream.includes('030') && /^(attempt|release)\./.test(type)) types.push(type);
  return types;
}
