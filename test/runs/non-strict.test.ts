import { describe, expect, it } from '@jest/globals';
import { fenced, fenceName } from '../../src/runs/fence-name.rules.ts';
import { LockstepError } from '../../src/shared/errors.ts';
import { jobOf, planOf, SmallNight } from './small-night.ts';

const nightOf = async (...ids: string[]): Promise<SmallNight> => {
  const night = new SmallNight(
    planOf(
      ids.map((id) => jobOf(id)),
      [jobOf('B10')],
    ),
  );
  night.submit = 'non-strict';
  return night.open();
};

const inDoubt = (): never => {
  throw new LockstepError('zosmf.in-doubt', 'the answer got lost');
};

const submits = ({ zosmf }: SmallNight): number => zosmf.asked.filter((call) => call.startsWith('submit ')).length;

/** JES3: job documents carry no correlator, and a search by one answers zero jobs. */
function withoutCorrelators({ zosmf }: SmallNight): void {
  const jobsByPrefix = zosmf.jobsByPrefix.bind(zosmf);
  const job = zosmf.job.bind(zosmf);
  const jclOf = zosmf.jclOf.bind(zosmf);
  const submit = zosmf.submit.bind(zosmf);
  const spoolFiles = zosmf.spoolFiles.bind(zosmf);
  const { spoolText } = zosmf;
  const byKey = (key: string): string =>
    zosmf.jobs.find(({ jobname, jobid }) => key === `${jobname}/${jobid}`)?.correlator ?? key;
  const bare = <T extends object>(row: T): T => ({ ...row, 'job-correlator': null });
  Object.assign(zosmf, {
    submit: async (jcl: string, user: string) => bare(await submit(jcl, user)),
    jobsByUserCorrelator: () => Promise.resolve([]),
    jobsByPrefix: async (prefix: string) => {
      const list = await jobsByPrefix(prefix);
      return { ...list, jobs: list.jobs.map(bare) };
    },
    job: async (key: string) => {
      const found = await job(byKey(key));
      return found && bare(found);
    },
    jclOf: (key: string) => jclOf(byKey(key)),
    spoolFiles: (key: string) => spoolFiles(byKey(key)),
    spoolText: (key: string, id: number) => spoolText(byKey(key), id),
  });
}

describe('a run on a system that is not strict', () => {
  it('submits each job once, to start at once, and releases none', async () => {
    const night = await nightOf('030', '040', '050');
    let most = 0;
    night.zosmf.fault = () => {
      most = Math.max(
        most,
        night.zosmf.jobs.filter(({ state, owner }) => state === 'active' && owner === 'LOCKSTP').length,
      );
    };
    await night.engine();
    await night.completed();
    expect([...night.zosmf.ran().values()]).toEqual([1, 1, 1]);
    expect(submits(night)).toBe(3);
    expect(most).toBe(2);
    expect(night.zosmf.asked.filter((call) => /^(release|purge) /.test(call))).toEqual([]);
    expect(night.zosmf.jobs.filter(({ jcl }) => jcl.includes('TYPRUN'))).toEqual([]);
    expect((await night.run()).submit).toBe('non-strict');
    await night.stop();
  });

  it('finds the job of a lost answer by its correlator, and submits no other', async () => {
    const night = await nightOf('030');
    night.zosmf.answerFault = (call) => (call === 'submit' ? inDoubt() : undefined);
    night.zosmf.lagMs = 60_000;
    await night.engine();
    await night.completed();
    expect(submits(night)).toBe(1);
    await night.stop();
  });

  it('makes the PUT again only where nothing was sent, and only the engine that knows so', async () => {
    const night = await nightOf('030');
    let left = 3;
    night.zosmf.fault = (call) => {
      if (call === 'submit' && left-- > 0) throw new LockstepError('zosmf.unreachable', 'nobody listens');
    };
    await night.engine();
    await night.completed();
    expect(submits(night)).toBe(4);
    expect([...night.zosmf.ran().values()]).toEqual([1]);
    await night.stop();
  });

  it('is held where the answer got lost and no job is found; a person says that it did not run', async () => {
    const night = await nightOf('030');
    night.zosmf.fault = (call) => (call === 'submit' ? inDoubt() : undefined);
    await night.engine();
    await night.held();
    expect(submits(night)).toBe(1);
    expect((await night.step('030')).because).toContain('no job of it was found');
    await expect(night.decide('retry', '030')).rejects.toMatchObject({ code: 'run.job-open' });
    night.zosmf.fault = () => undefined;
    await night.decide('did-not-run', '030');
    await night.until('it is known', (_, steps) => steps[0]?.attempts[0]?.state === 'abandoned');
    await night.decide('retry', '030');
    await night.completed();
    expect([...night.zosmf.ran().values()]).toEqual([1]);
    await night.stop();
  });

  it('is held by an engine that came after the intent, and submits nothing on behalf of another', async () => {
    const night = await nightOf('030');
    night.zosmf.fault = (call) => (call === 'submit' ? new Promise<void>(() => undefined) : undefined);
    await night.engine();
    await night.until('intended', (_, steps) => steps[0]?.attempts[0]?.state === 'intended');
    await night.clock.pass(5000);
    await night.engine();
    await night.held();
    expect(submits(night)).toBe(1);
    await night.stop();
  });

  it('does not believe «it did not run» while a job of the attempt is there', async () => {
    const night = await nightOf('030');
    night.zosmf.fault = (call) => (call === 'submit' ? inDoubt() : undefined);
    await night.engine();
    await night.held();
    await night.decide('did-not-run', '030');
    const { jcl = '', user = '' } = (await night.step('030')).attempts[0] ?? {};
    night.zosmf.add((await night.ledger.blobs.get(jcl))?.toString() ?? '', { user });
    await night.until(
      'seen',
      (_, [step]) => (step?.strays ?? []).length > 0 || /may have run/.test(step?.because ?? ''),
    );
    expect((await night.step('030')).attempts[0]?.state).toBe('lost');
    await night.stop();
  });

  it('detects a job that ran twice, records it, and is held', async () => {
    const night = await nightOf('030', '040');
    night.zosmf.script = () => ({ runsMs: 10 * 60_000 });
    await night.engine();
    await night.until('running', (_, steps) => steps[0]?.state === 'running');
    const [first] = night.zosmf.jobs.filter(({ jobname }) => jobname === 'R609A030');
    night.zosmf.add(first?.jcl ?? '', { user: first?.correlator.split(':')[1] ?? '' });
    await night.held();
    const [stray] = (await night.step('030')).strays ?? [];
    expect(stray).toMatchObject({ owner: 'LOCKSTP', status: 'ACTIVE', jcl: 'ours' });
    expect(night.zosmf.asked.filter((call) => call.startsWith('purge '))).toEqual([]);
    await night.decide('ignore-stray', '030');
    await night.decide('resume');
    await night.completed();
    await night.stop();
  });

  it('is held where a lost answer left two jobs: which one counts is for a person', async () => {
    const night = await nightOf('030');
    night.zosmf.answerFault = (call, user) => {
      if (call !== 'submit') return;
      const [first] = night.zosmf.jobs.filter(({ jobname }) => jobname === 'R609A030');
      night.zosmf.add(first?.jcl ?? '', { user });
      inDoubt();
    };
    await night.engine();
    await night.held();
    expect((await night.step('030')).strays).toHaveLength(2);
    expect((await night.step('030')).attempts[0]?.state).toBe('lost');
    await night.stop();
  });

  it('is not backed out while a submission is in doubt', async () => {
    const night = await nightOf('030');
    night.zosmf.fault = (call) => (call === 'submit' ? inDoubt() : undefined);
    await night.engine();
    await night.until('intended', (_, steps) => steps[0]?.attempts[0]?.state === 'intended');
    await night.decide('hold');
    await expect(night.decide('back-out')).rejects.toMatchObject({ code: 'run.job-open' });
    await night.stop();
  });
});

describe('a system that keeps no correlators', () => {
  it('has its jobs known by name and id', async () => {
    const night = await nightOf('030', '040');
    withoutCorrelators(night);
    await night.engine();
    await night.completed();
    expect((await night.step('030')).attempts[0]?.correlator).toMatch(/^R609A030\/JOB\d{5}$/);
    expect(submits(night)).toBe(2);
    await night.stop();
  });

  it('has the job of a lost answer found by name, owner and JCL, beside an older one of the same name', async () => {
    const night = await nightOf('030');
    withoutCorrelators(night);
    night.zosmf.add('//R609A030 JOB (SAV)\n//S030 EXEC PGM=IEFBR14');
    const submit = night.zosmf.submit.bind(night.zosmf);
    Object.assign(night.zosmf, {
      submit: async (jcl: string, user: string) => {
        await submit(jcl, user);
        inDoubt();
      },
    });
    await night.engine();
    await night.completed();
    expect([...night.zosmf.ran().values()]).toEqual([1]);
    await night.stop();
  });

  it('has a second job of an attempt told by its JCL', async () => {
    const night = await nightOf('030', '040');
    withoutCorrelators(night);
    night.zosmf.script = () => ({ runsMs: 10 * 60_000 });
    await night.engine();
    await night.until('running', (_, steps) => steps[0]?.state === 'running');
    const [first] = night.zosmf.jobs.filter(({ jobname }) => jobname === 'R609A030');
    night.zosmf.add(first?.jcl ?? '');
    await night.held();
    expect((await night.step('030')).strays).toHaveLength(1);
    await night.stop();
  });

  it('has the second job of a retry told, though a list showed it before the retry had its own', async () => {
    const night = await nightOf('030', '040');
    withoutCorrelators(night);
    const { zosmf } = night;
    zosmf.script = ({ jobname }, nth) => ({
      runsMs: 5 * 60_000,
      ...(jobname === 'R609A030' && nth === 1 ? { completions: ['CC 0012'], retcode: 'CC 0012' } : {}),
    });
    await night.engine();
    await night.held();
    const before = zosmf.jobs.length;
    let looks = 0;
    zosmf.answerFault = async (call) => {
      if (call === 'list') looks += 1;
      if (call !== 'submit') return;
      zosmf.answerFault = (again) => void (looks += again === 'list' ? 1 : 0);
      zosmf.add(zosmf.jobs.at(-1)?.jcl ?? '');
      looks = 0;
      await night.clock.sleep(60_000);
    };
    await night.decide('retry', '030');
    await night.until('adopted', (_, steps) => steps[0]?.attempts[1]?.correlator !== undefined);
    expect(looks).toBeGreaterThan(1);
    expect(zosmf.jobs.length - before).toBe(2);
    await night.held();
    expect((await night.step('030')).strays).toMatchObject([{ number: 2, jcl: 'ours' }]);
    await night.stop();
  });

  it('has a second job told that shows up after the run', async () => {
    const night = await nightOf('030');
    withoutCorrelators(night);
    await night.engine();
    await night.completed();
    night.zosmf.add(night.zosmf.jobs.find(({ jobname }) => jobname === 'R609A030')?.jcl ?? '');
    for (let left = 20; left > 0 && (await night.step('030')).strays === undefined; left -= 1)
      await night.clock.pass(60_000);
    expect((await night.step('030')).strays).toMatchObject([{ number: 1, jcl: 'ours' }]);
    await night.stop();
  });
});

describe('the name of a fence', () => {
  const user = 'LABCDEFGHIJKLMNOPQRSTUVWXY';

  it('is of one attempt: two qualifiers of its correlator', () => {
    expect(fenceName('KSBB.LOCKSTEP.LSFENCE.ATTEMPT', user)).toBe('KSBB.LOCKSTEP.LABCDEFG.LHIJKLMN');
    expect(fenceName(`${'A2345678.'.repeat(2)}A2345678.LSFENCE.ATTEMPT`, user)).toHaveLength(44);
  });

  it('stands in the JCL exactly once, or nothing is submitted', () => {
    expect(fenced('  NAME(A.LSFENCE.ATTEMPT)', 'A.LSFENCE.ATTEMPT', user)).toBe('  NAME(A.LABCDEFG.LHIJKLMN)');
    expect(() => fenced('  NAME(A.B)', 'A.LSFENCE.ATTEMPT', user)).toThrow('0 times');
    expect(fenced('//S EXEC PGM=IEFBR14', undefined, user)).toBe('//S EXEC PGM=IEFBR14');
  });
});
