import { describe, expect, it } from '@jest/globals';
import { fenceName } from '../../src/runs/fence-name.rules.ts';
import { nextActs } from '../../src/runs/next-acts.rules.ts';
import { startRun } from '../../src/runs/run.rules.ts';
import type { Run, RunStep, Stray } from '../../src/runs/run.schema.ts';
import { settleStray } from '../../src/runs/stray-decisions.rules.ts';
import { sha256Hex } from '../../src/shared/digest.ts';
import type { Release } from '../../src/releases/release.schema.ts';
import { LockstepError } from '../../src/shared/errors.ts';
import type { JobDocument } from '../../src/zosmf/zosmf.schema.ts';
import type { ModelZosmf } from '../support/model-zosmf.ts';
import { jobOf, planOf, release, SmallNight, stepOf } from './small-night.ts';

const minutes = 60_000;
const back = stepOf({ id: 'B10', kind: 'notice', notice: { to: ['service-desk'], text: 'Back' } });
const oneJob = planOf([jobOf('030')], [back]);

/** Lists go on showing as held whatever was held when it was submitted. */
function listsLagBehind(zosmf: ModelZosmf): void {
  const stale = (job: JobDocument): JobDocument => ({ ...job, status: 'INPUT' });
  const jobsByPrefix = zosmf.jobsByPrefix.bind(zosmf);
  const jobsByUserCorrelator = zosmf.jobsByUserCorrelator.bind(zosmf);
  zosmf.jobsByPrefix = async (prefix) => {
    const list = await jobsByPrefix(prefix);
    return { ...list, jobs: list.jobs.map(stale) };
  };
  zosmf.jobsByUserCorrelator = async (user) => (await jobsByUserCorrelator(user)).map(stale);
}

const purges = ({ zosmf }: SmallNight): string[] => zosmf.asked.filter((call) => call.startsWith('purge '));
const heldJobs = ({ zosmf }: SmallNight) => zosmf.jobs.filter(({ state }) => state === 'held');

describe('a withdrawal', () => {
  it.each([
    ['does not close an attempt that adopted its job after the look that found none', 10 * minutes],
    ['announces the purge of a job that its attempt adopted after the look that found it', 0],
  ])('%s', async (_does, lagMs) => {
    const night = await new SmallNight(oneJob).open();
    const { zosmf } = night;
    zosmf.lagMs = lagMs;
    let adopts: () => void = () => undefined;
    const mayAdopt = new Promise<void>((resolve) => (adopts = resolve));
    zosmf.fault = (call) => (call === 'jcl' ? mayAdopt : undefined);
    zosmf.answerFault = async (call) => {
      if (call !== 'find' || heldJobs(night).length === 0) return;
      adopts();
      while ((await night.step('030')).attempts[0]?.state === 'intended') await new Promise(setImmediate);
    };
    await night.engine();
    await night.until('submitted', () => zosmf.asked.some((call) => call.startsWith('jcl ')));
    await night.decide('hold');
    await night.decide('back-out');
    await night.until('backed out', ({ state }) => state === 'backed-out');
    expect(heldJobs(night)).toEqual([]);
    expect([...zosmf.ran().values()].every((count) => count === 0)).toBe(true);
    await night.stop();
  });

  it('purges no job that runs although a list shows it as held', async () => {
    const night = await new SmallNight(oneJob).open();
    const { zosmf } = night;
    zosmf.script = () => ({ runsMs: 5 * minutes });
    let adopts: () => void = () => undefined;
    const mayAdopt = new Promise<void>((resolve) => (adopts = resolve));
    zosmf.fault = (call) => (call === 'jcl' ? mayAdopt : undefined);
    await night.engine();
    await night.until('submitted', () => heldJobs(night).length === 1);
    await night.decide('hold');
    adopts();
    await night.until('adopted', (_, [step]) => step?.attempts[0]?.state === 'adopted');
    const [job] = heldJobs(night);
    if (job === undefined) throw new Error('the job was released while the run was held');
    listsLagBehind(zosmf);
    zosmf.releaseByHand(job);
    await night.decide('back-out');
    await night.until('it is watched', (_, steps) =>
      steps.some(({ attempts }) => attempts[0]?.state === 'running' || attempts[0]?.state === 'released'),
    );
    await night.clock.pass(2 * minutes);
    expect(purges(night)).toEqual([]);
    expect((await night.step('030')).attempts[0]?.state).toBe('running');
    await night.stop();
  });
});

describe('a sweep', () => {
  it('purges no stray that was released by hand since the list was made, and tells a person', async () => {
    const night = await new SmallNight(planOf([jobOf('030'), jobOf('040', ['030'])])).open();
    const { zosmf } = night;
    zosmf.script = () => ({ runsMs: 10 * minutes });
    await night.engine();
    await night.until('it runs', () =>
      zosmf.jobs.some(({ state, owner }) => state === 'active' && owner === 'LOCKSTP'),
    );
    const own = zosmf.jobs.find(({ jobname }) => jobname === 'R609A030');
    const jobsByPrefix = zosmf.jobsByPrefix.bind(zosmf);
    zosmf.jobsByPrefix = async (prefix) => {
      const list = await jobsByPrefix(prefix);
      const jobs = list.jobs.map((job) => (job.jobid === own?.jobid ? job : { ...job, status: 'INPUT' as const }));
      return { ...list, jobs };
    };
    zosmf.add(own?.jcl ?? '', { user: own?.correlator.split(':')[1] ?? '' });
    await night.held();
    expect((await night.step('030')).strays).toMatchObject([{ number: 1, status: 'ACTIVE', jcl: 'ours' }]);
    expect(purges(night)).toEqual([]);
    await night.stop();
  });

  it('tells a person of a stray that runs although its purge was said to be done', async () => {
    const night = await new SmallNight(planOf([jobOf('030'), jobOf('040', ['030'])])).open();
    const { zosmf } = night;
    zosmf.script = () => ({ runsMs: 10 * minutes });
    await night.engine();
    await night.until('it runs', () =>
      zosmf.jobs.some(({ state, owner }) => state === 'active' && owner === 'LOCKSTP'),
    );
    const own = zosmf.jobs.find(({ jobname }) => jobname === 'R609A030');
    let asked = 0;
    zosmf.purge = () => Promise.resolve((asked += 1)).then(() => ({ done: true, message: 'Request was successful.' }));
    const stray = zosmf.add(own?.jcl ?? '', { user: own?.correlator.split(':')[1] ?? '', held: true });
    await night.until('purged, as it is said', () => asked > 0);
    await night.clock.pass(minutes);
    zosmf.releaseByHand(stray);
    await night.held();
    expect((await night.step('030')).strays).toMatchObject([{ jobid: stray.jobid, status: 'ACTIVE' }]);
    expect(asked).toBe(1);
    await night.stop();
  });

  it('of one run that cannot be looked after keeps no other run from being swept', async () => {
    const night = await new SmallNight(planOf([jobOf('030')])).open();
    const { zosmf } = night;
    await night.engine();
    await night.completed();
    const own = zosmf.jobs.find(({ jobname }) => jobname === 'R609A030');
    const now = night.clock.now();
    const digest = (await night.run()).plan;
    await night.ledger.commit({
      actor: { kind: 'person', id: 'relmgr' },
      decide: () => [
        ...startRun({
          ...{ id: 'RUN-000002', plan: oneJob, digest, person: 'relmgr', now, blackout: undefined },
          release: { ...release, prefix: 'R610A', plan: { digest } } as Release,
          window: { opens: now, closes: now + minutes, cutOff: now + minutes },
          lastBackout: now + minutes,
        }),
        { stream: 'run:RUN-000002', type: 'run.ended/1', data: { state: 'completed', outcome: 'succeeded' } },
      ],
    });
    zosmf.fault = (call, prefix) => {
      if (call === 'list' && prefix === 'R610A*') throw new LockstepError('zosmf.unreachable', 'nobody listens');
    };
    zosmf.add(own?.jcl ?? '', { user: own?.correlator.split(':')[1] ?? '', held: true });
    await night.until('swept', () => heldJobs(night).length === 0);
    await night.stop();
  });
});

describe('a release that z/OSMF accepts and never does', () => {
  it('holds the run for a person', async () => {
    const night = await new SmallNight(planOf([jobOf('030')])).open();
    night.zosmf.release = () => Promise.resolve({ done: false, later: true, message: 'Accepted' });
    await night.engine();
    await night.held();
    expect((await night.run()).advice?.because).toContain('Accepted');
    await night.stop();
  });
});

describe('«it did not run»', () => {
  it('is said of one attempt: of the next it says nothing, though the clock was set back between', () => {
    const decided = (decision: string, at: string) => ({ by: 'relmgr', decision, step: '030', reason: 'x', at });
    const said = decided('did-not-run', '2026-09-13T03:00:00.000Z');
    const run = { id: 'RUN-000001', state: 'held', backoutSteps: [], decisions: [said] } as unknown as Run;
    const lost = { number: 2, state: 'lost', user: 'L2', jobname: 'R609A030', endedAt: '2026-09-13T02:10:00.000Z' };
    const step = { run: run.id, id: '030', plan: 'install', state: 'unknown', attempts: [lost], step: {} };
    const actsOf = (decisions: Run['decisions']) =>
      nextActs({
        ...{ run: { ...run, decisions }, steps: [step as unknown as RunStep] },
        ...{ seen: new Map(), sideBySide: new Map(), now: 0 },
      }).map(({ kind }) => kind);
    expect(actsOf([said])).toEqual(['withdraw']);
    expect(actsOf([said, decided('retry', '2026-09-13T03:01:00.000Z')])).toEqual([]);
    expect(actsOf([said, decided('adopt-stray', '2026-09-13T03:01:00.000Z')])).toEqual([]);
  });
});

describe('a fence', () => {
  it('has the name of its attempt in a strict run too: the system may have become strict after the plan', async () => {
    const planned = 'KSBB.LOCKSTEP.LSFENCE.ATTEMPT';
    const jcl = `//LSFENCE EXEC PGM=IDCAMS\n  DEFINE NONVSAM ( NAME(${planned}) )\n//S030 EXEC PGM=IEFBR14`;
    const step = jobOf('030');
    const job = { ...step.job, jcl: sha256Hex(jcl), approved: sha256Hex(jcl), again: 'fenced', fence: planned };
    const night = await new SmallNight(planOf([{ ...step, job } as typeof step])).open();
    await night.ledger.blobs.put(jcl);
    await night.engine();
    await night.until('submitted', () => night.zosmf.jobs.some(({ jobname }) => jobname === 'R609A030'));
    const submitted = night.zosmf.jobs.find(({ jobname }) => jobname === 'R609A030');
    const user = (await night.step('030')).attempts[0]?.user ?? '';
    expect(submitted?.jcl).toContain(`NAME(${fenceName(planned, user)})`);
    await night.stop();
  });
});

describe('a stray without a correlator', () => {
  it('of an earlier attempt is not adopted by a later one', () => {
    const stray: Stray = {
      ...{ correlator: 'R609A030/JOB00101', number: 1, jobid: 'JOB00101', owner: 'LOCKSTP' },
      ...{ status: 'OUTPUT', jcl: 'ours' },
    };
    const step = {
      ...{ run: 'RUN-000001', id: '030', strays: [stray] },
      attempts: [
        { number: 1, user: 'L1', state: 'ended' },
        { number: 2, user: 'L2', state: 'lost' },
      ],
    } as unknown as RunStep;
    const words = { decision: 'adopt-stray', correlator: undefined, reason: 'x', by: 'relmgr' } as const;
    expect(() => settleStray(step, words)).toThrow(/tried again since/);
    expect(settleStray({ ...step, strays: [{ ...stray, number: 2 }] }, words)).toHaveLength(1);
  });
});

describe('a lost job', () => {
  const gone = async (plan = oneJob) => {
    const night = await new SmallNight(plan).open();
    const { zosmf } = night;
    zosmf.script = () => ({ runsMs: 10 * minutes });
    await night.engine();
    await night.until('it runs', (_, [step]) => step?.attempts[0]?.state === 'running');
    const own = zosmf.jobs.find(({ jobname }) => jobname === 'R609A030');
    if (own === undefined) throw new Error('there is no job');
    await night.clock.pass(6 * minutes);
    own.state = 'purged';
    await night.held();
    expect((await night.step('030')).attempts[0]?.state).toBe('lost');
    return { night, own };
  };

  it('that ran can be backed out: a named person says that it ran, not that it did not', async () => {
    const { night } = await gone();
    await expect(night.decide('back-out')).rejects.toMatchObject({ code: 'run.job-open' });
    await night.decide('did-run', '030');
    await night.until('closed', (_, [step]) => step?.attempts[0]?.state === 'abandoned');
    expect((await night.step('030')).because).toContain('it ran; its end was not seen');
    await night.decide('back-out');
    await night.until('backed out', ({ state }) => state === 'backed-out');
    await night.stop();
  });

  it('that is there again is watched to its end, whatever was said of it', async () => {
    const { night, own } = await gone();
    own.state = 'active';
    await night.decide('did-not-run', '030');
    await night.until('its end', (_, steps) => steps.some(({ id, state }) => id === '030' && state === 'succeeded'));
    expect((await night.step('030')).attempts).toMatchObject([{ number: 1, state: 'ended', end: 'passed' }]);
    expect((await night.run()).state).toBe('held');
    await night.decide('resume');
    await night.completed();
    expect(purges(night)).toEqual([]);
    await night.stop();
  });
});
