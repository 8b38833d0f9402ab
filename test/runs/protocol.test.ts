import { describe, expect, it } from '@jest/globals';
import { LockstepError } from '../../src/shared/errors.ts';
import { Life } from './life.ts';
import { everyKind, jobOf, planOf, SmallNight, stepOf } from './small-night.ts';

const oneJob = planOf([jobOf('030')]);
const minutes = 60_000;

async function opened(plan = oneJob): Promise<SmallNight> {
  return new SmallNight(plan).open();
}

const calls = ({ zosmf }: SmallNight, name: string): number =>
  zosmf.asked.filter((each) => each.startsWith(`${name} `)).length;

describe('submitting a job, strict mode', () => {
  it('sends a job held, adopts it, announces its release, releases it, and keeps its end', async () => {
    const night = await opened();
    await night.engine();
    await night.completed();
    const types = (await night.ledger.history('step:RUN-000001/030')).map(({ entry }) => entry.type);
    expect(types).toEqual([
      ...['step.planned/1', 'attempt.intended/1', 'attempt.adopted/1', 'release.intended/1', 'attempt.released/1'],
      ...['job.running/1', 'job.ended/1', 'step.ended/1'],
    ]);
    expect(calls(night, 'submit')).toBe(1);
    await night.stop();
  });

  it('looks by the correlator before it sends again after a lost answer', async () => {
    const night = await opened();
    let lost = 0;
    night.zosmf.answerFault = (call) => {
      if (call === 'submit' && lost++ === 0) throw new LockstepError('zosmf.in-doubt', 'no answer');
    };
    await night.engine();
    await night.completed();
    expect(calls(night, 'submit')).toBe(1);
    expect([...night.zosmf.ran().values()]).toEqual([1]);
    await night.stop();
  });

  it('sends again with the same correlator when the list lags, and sweeps the second job', async () => {
    const night = await opened();
    let lost = 0;
    night.zosmf.lagMs = 45_000;
    night.zosmf.answerFault = (call) => {
      if (call === 'submit' && lost++ === 0) throw new LockstepError('zosmf.in-doubt', 'no answer');
    };
    await night.engine();
    await night.completed();
    expect(calls(night, 'submit')).toBe(2);
    expect([...night.zosmf.ran().values()]).toEqual([1]);
    expect(night.zosmf.jobs.map(({ state }) => state).sort()).toEqual(['output', 'output', 'purged']);
    await night.stop();
  });

  it('sweeps a job that lands hours after the run is over', async () => {
    const night = await opened();
    await night.engine();
    await night.completed();
    const adopted = night.zosmf.jobs.find(({ jobname }) => jobname === 'R609A030');
    await night.clock.pass(180 * minutes);
    const late = night.zosmf.add(adopted?.jcl ?? '', { user: adopted?.correlator.split(':')[1] ?? '', held: true });
    await night.clock.pass(10 * minutes);
    expect([late.state, late.executions]).toEqual(['purged', 0]);
    await night.stop();
  });

  it('adopts the job that runs already, and never releases a held one beside it', async () => {
    const night = await opened();
    let lost = 0;
    night.zosmf.answerFault = (call) => {
      if (call !== 'submit' || lost++ > 0) return;
      const [, first] = night.zosmf.jobs;
      if (first === undefined) throw new Error('no job');
      const user = first.correlator.split(':')[1] ?? '';
      night.zosmf.releaseByHand(night.zosmf.add(first.jcl, { user, held: true }));
      throw new LockstepError('zosmf.in-doubt', 'no answer');
    };
    await night.engine();
    await night.completed();
    expect([...night.zosmf.ran().values()]).toEqual([1]);
    await night.stop();
  });

  it('holds when somebody else has a job with the correlator', async () => {
    const night = await opened();
    let lost = 0;
    night.zosmf.fault = (call, user) => {
      if (call !== 'submit' || lost++ > 0) return;
      night.zosmf.add('//R609A030 JOB (SAV)\n//S030 EXEC PGM=IEFBR14', { owner: 'SOMEONE', user, held: true });
      throw new LockstepError('zosmf.in-doubt', 'no answer');
    };
    await night.engine();
    await night.held();
    expect((await night.step('030')).attempts.at(-1)).toMatchObject({ state: 'lost' });
    expect(calls(night, 'release')).toBe(0);
    await night.stop();
  });

  it('does not adopt a job that is not what was intended', async () => {
    const night = await opened();
    let lost = 0;
    night.zosmf.fault = (call, user) => {
      if (call !== 'submit' || lost++ > 0) return;
      night.zosmf.add('//R609A030 JOB (SAV)\n//OTHER EXEC PGM=IEFBR14', { user, held: true });
      throw new LockstepError('zosmf.in-doubt', 'no answer');
    };
    await night.engine();
    await night.held();
    expect((await night.step('030')).because).toContain('not our JCL');
    expect([...night.zosmf.ran().values()]).toEqual([0]);
    await night.stop();
  });

  it('leaves a stray that runs to a person, and asks again for none after the decision', async () => {
    const night = await opened(planOf([jobOf('030'), jobOf('040', ['030'])]));
    night.zosmf.script = () => ({ runsMs: 10 * minutes });
    await night.engine();
    await night.until('released', () =>
      night.zosmf.jobs.some((job) => job.jobname === 'R609A030' && job.state === 'active'),
    );
    const job = night.zosmf.jobs.find(({ jobname }) => jobname === 'R609A030');
    night.zosmf.add(job?.jcl ?? '', { user: job?.correlator.split(':')[1] ?? '' });
    await night.held();
    expect((await night.run()).advice?.because).toContain('was not adopted, and is ACTIVE');
    expect((await night.step('030')).strays).toHaveLength(1);
    await night.until('its job ended', (_, steps) =>
      steps.some(({ id, state }) => id === '030' && state === 'succeeded'),
    );
    await expect(night.decide('resume')).rejects.toMatchObject({ code: 'run.stray-open' });
    await expect(night.decide('adopt-stray', '030')).rejects.toMatchObject({ code: 'run.job-open' });
    await night.decide('ignore-stray', '030');
    await night.decide('resume');
    await night.completed();
    expect((await night.step('030')).strays).toMatchObject([
      { jcl: 'ours', settled: { how: 'ignored', by: 'relmgr' } },
    ]);
    await night.stop();
  });

  it('takes a held job that goes straight to OUTPUT with JCL errors as an end', async () => {
    const night = await opened();
    night.zosmf.answerFault = (call) => {
      const job = night.zosmf.jobs.at(-1);
      if (call === 'submit' && job !== undefined) Object.assign(job, { state: 'output', retcode: 'JCL ERROR' });
    };
    await night.engine();
    await night.held();
    expect(await night.step('030')).toMatchObject({ state: 'failed', end: 'jcl-error' });
    await night.stop();
  });

  it('holds with the reason when z/OSMF refuses the release again and again', async () => {
    const night = await opened();
    night.zosmf.release = () => Promise.resolve({ done: false, message: 'Class authorization failed' });
    await night.engine();
    await night.held();
    expect((await night.run()).advice?.because).toContain('Class authorization failed');
    expect((await night.step('030')).attempts.at(-1)?.state).toBe('releasing');
    await night.stop();
  });
});

describe('a job that is not there any more', () => {
  it.each(['adopted', 'releasing', 'released', 'output'] as const)(
    'is lost and holds the run: purged when %s',
    async (when) => {
      const night = await opened();
      const purge = (): void => {
        const job = night.zosmf.jobs.at(-1);
        if (job !== undefined) job.state = 'purged';
      };
      const at = { adopted: 'jcl', releasing: 'release', released: 'release', output: 'list' }[when];
      const hook = when === 'releasing' ? 'fault' : 'answerFault';
      night.zosmf[hook] = (call) => {
        if (call === at && (when !== 'output' || night.zosmf.jobs.at(-1)?.state === 'output')) purge();
      };
      await night.engine();
      await night.held();
      expect((await night.step('030')).attempts.at(-1)).toMatchObject({ state: 'lost', end: 'unknown' });
      await expect(night.decide('retry', '030')).rejects.toMatchObject({ code: 'run.job-open' });
      const asked = night.zosmf.asked.length;
      await night.clock.pass(10 * minutes);
      expect(night.zosmf.asked.length - asked).toBeLessThan(30);
      await night.stop();
    },
  );

  it('is tried again only after a named person said that it did not run, and it was confirmed absent', async () => {
    const night = await opened();
    let purged = 0;
    night.zosmf.fault = (call) => {
      const job = night.zosmf.jobs.at(-1);
      if (call === 'release' && job !== undefined && purged++ === 0) job.state = 'purged';
    };
    await night.engine();
    await night.held();
    await night.decide('did-not-run', '030');
    await night.until('withdrawn', (_, steps) => steps[0]?.attempts[0]?.state === 'abandoned');
    await night.decide('retry', '030');
    await night.completed();
    expect([...night.zosmf.ran().values()].sort()).toEqual([0, 1]);
    await night.stop();
  });

  it('is never withdrawn because of what was said of another step', async () => {
    const night = await opened(planOf([jobOf('030'), jobOf('040')]));
    night.zosmf.fault = (call) => {
      if (call === 'release') for (const job of night.zosmf.jobs.slice(1)) job.state = 'purged';
    };
    await night.engine();
    const lost = (id: string) => async () => (await night.step(id)).attempts.at(-1)?.state === 'lost';
    await night.clock.until(async () => (await lost('030')()) && (await lost('040')()));
    await night.decide('did-not-run', '030');
    await night.clock.pass(5 * minutes);
    expect((await night.step('030')).attempts.at(-1)?.state).toBe('abandoned');
    expect((await night.step('040')).attempts.at(-1)?.state).toBe('lost');
    await night.stop();
  });

  it('is not taken for lost because a list was cut', async () => {
    const night = await opened();
    night.zosmf.mostRows = 0;
    await night.engine();
    await night.completed();
    expect([...night.zosmf.ran().values()]).toEqual([1]);
    await night.stop();
  });

  it('has an end that is unknown when JES never tells its completion', async () => {
    const night = await opened();
    night.zosmf.script = () => ({ retcode: null, completions: [] });
    await night.engine();
    await night.until('held', ({ state }) => state === 'held', 10 * 3600_000);
    expect(await night.step('030')).toMatchObject({ state: 'unknown', end: 'unknown' });
    await night.stop();
  });
});

describe('an observed job', () => {
  it('that failed is looked for again, and is not done because the step was retried', async () => {
    const night = await opened(planOf(everyKind.install.slice(0, 1)));
    night.zosmf.script = (_job, nth) => (nth === 1 ? { retcode: 'ABEND S0C7', completions: ['ABEND S0C7'] } : {});
    await night.engine();
    await night.held();
    await night.decide('retry', '010');
    await night.clock.pass(5 * minutes);
    expect((await night.step('010')).state).toBe('running');
    night.zosmf.add('//SVJEOD99 JOB (SAV)\n//EOD EXEC PGM=IEFBR14', { owner: 'SAVBATCH' });
    await night.completed();
    expect((await night.step('010')).attempts.map(({ end }) => end)).toEqual(['abend', 'passed']);
    await night.stop();
  });

  it('that was purged unread is never withdrawn by purging jobs of others', async () => {
    const night = await opened(planOf(everyKind.install.slice(0, 1)));
    const job = night.zosmf.jobs[0];
    night.zosmf.script = () => ({ runsMs: 20 * minutes });
    await night.engine();
    await night.clock.pass(2 * minutes);
    if (job !== undefined) job.state = 'purged';
    await night.held();
    await night.decide('did-not-run', '010');
    await night.until('closed', (_, steps) => steps[0]?.attempts[0]?.state === 'abandoned');
    expect(calls(night, 'purge')).toBe(0);
    await night.stop();
  });
});

describe('a run that is held', () => {
  it('releases nothing that JES still holds, and goes on with it when resumed', async () => {
    const night = await opened();
    let open = (): void => undefined;
    night.zosmf.fault = (call) => (call === 'jcl' ? new Promise<void>((resolve) => (open = resolve)) : undefined);
    await night.engine();
    await night.until('asked for the JCL', () => calls(night, 'jcl') > 0);
    await night.decide('hold');
    open();
    await night.clock.pass(10 * minutes);
    expect((await night.step('030')).attempts.at(-1)?.state).toBe('adopted');
    expect(calls(night, 'release')).toBe(0);
    await night.decide('resume');
    await night.completed();
    await night.stop();
  });

  it('withdraws what JES still holds when it is backed out', async () => {
    const night = await opened(planOf([jobOf('030')], [jobOf('B10')]));
    let open = (): void => undefined;
    night.zosmf.fault = (call) => {
      if (call !== 'jcl') return undefined;
      night.zosmf.fault = () => undefined;
      return new Promise<void>((resolve) => (open = resolve));
    };
    await night.engine();
    await night.until('asked for the JCL', () => calls(night, 'jcl') > 0);
    await night.decide('hold');
    open();
    await night.clock.pass(minutes);
    await night.decide('back-out');
    await night.until('backed out', ({ state }) => state === 'backed-out');
    expect(night.zosmf.jobs.map(({ jobname, executions }) => `${jobname} ${executions}`)).toEqual([
      ...['SVJEOD99 1', 'R609A030 0', 'R609AB10 1'],
    ]);
    await night.stop();
  });

  it('holds for a person what it was to withdraw, and what is gone before it was purged', async () => {
    const night = await opened(planOf([jobOf('030')], [jobOf('B10')]));
    let open = (): void => undefined;
    night.zosmf.fault = (call) => {
      if (call !== 'jcl') return undefined;
      night.zosmf.fault = () => undefined;
      return new Promise<void>((resolve) => (open = resolve));
    };
    await night.engine();
    await night.until('asked for the JCL', () => calls(night, 'jcl') > 0);
    await night.decide('hold');
    open();
    await night.until('adopted', (_, steps) => steps[0]?.attempts[0]?.state === 'adopted');
    const job = night.zosmf.jobs.at(-1)!;
    night.zosmf.releaseByHand(job);
    job.state = 'purged';
    await night.decide('back-out');
    await night.held();
    expect(await night.step('030')).toMatchObject({ state: 'unknown', attempts: [{ state: 'lost' }] });
    await expect(night.decide('resume')).rejects.toMatchObject({ code: 'run.job-open' });
    expect(night.zosmf.jobs.some(({ jobname }) => jobname === 'R609AB10')).toBe(false);
    await night.decide('did-not-run', '030');
    await night.until('withdrawn', (_, steps) => steps.some(({ attempts }) => attempts[0]?.state === 'abandoned'));
    await night.decide('resume');
    await night.until('backed out', ({ state }) => state === 'backed-out');
    await night.stop();
  });

  it('asks whoever decides before more begins after the last moment to back out', async () => {
    const plan = planOf(
      [jobOf('030'), jobOf('040', ['030']), { ...jobOf('130', ['040']), pointOfNoReturn: true }],
      [jobOf('B10')],
    );
    const night = await new SmallNight(plan, undefined, Date.parse('2026-09-12T23:00:30.000Z')).open();
    await night.engine();
    await night.held();
    expect((await night.run()).advice?.because).toContain('the last moment to back out');
    expect((await night.step('040')).state).toBe('pending');
    await night.decide('resume');
    await night.completed();
    await night.stop();
  });

  it('is never turned round to install once it was decided to back out', async () => {
    const night = await opened(planOf([jobOf('030'), jobOf('040', ['030'])], [jobOf('B10'), jobOf('B20', ['B10'])]));
    night.zosmf.script = ({ jobname }, nth) =>
      jobname === 'R609A040' || (jobname === 'R609AB10' && nth === 1)
        ? { retcode: 'CC 0008', completions: ['CC 0008'] }
        : {};
    await night.engine();
    await night.held();
    await night.decide('back-out');
    await night.until(
      'the backout failed',
      ({ state }, steps) => state === 'held' && steps.some(({ id, state: its }) => id === 'B10' && its === 'failed'),
    );
    await expect(night.decide('retry', '040')).rejects.toMatchObject({ code: 'run.wrong-state' });
    await expect(night.decide('resume')).rejects.toMatchObject({ code: 'run.wrong-state' });
    await night.decide('retry', 'B10');
    await night.until('backed out', ({ state }) => state === 'backed-out');
    await night.stop();
  });
});

describe('commands', () => {
  const commands = planOf([
    stepOf({ id: '050', kind: 'command', commands: [{ command: 'F LLA,REFRESH', expects: ['NORMAL'], forbids: [] }] }),
  ]);

  it('are not sent again when the answer was lost: a person decides', async () => {
    const night = await opened(commands);
    night.zosmf.answerFault = (call) => {
      if (call === 'command') throw new LockstepError('zosmf.in-doubt', 'no answer');
    };
    await night.engine();
    await night.held();
    await night.clock.pass(10 * minutes);
    expect(night.zosmf.commands).toEqual(['F LLA,REFRESH']);
    expect((await night.step('050')).state).toBe('unknown');
    await night.stop();
  });

  it('wait for a system that cannot be reached, and not beyond the end of their engine', async () => {
    const night = await opened(commands);
    night.zosmf.fault = (call) => {
      if (call === 'command') throw new LockstepError('zosmf.unreachable', 'down');
    };
    const first = await night.engine();
    await night.clock.pass(30 * minutes);
    await night.engine();
    await night.clock.pass(minutes);
    night.zosmf.fault = () => undefined;
    await night.clock.pass(30 * minutes);
    expect(first.drives).toBe(false);
    expect(night.zosmf.commands).toEqual([]);
    expect((await night.step('050')).state).toBe('unknown');
    await night.stop();
  });
});

describe('two engines on one book', () => {
  it('leave the book to the one that took it last', async () => {
    const night = await opened();
    const first = await night.engine();
    const second = await night.engine();
    await night.completed();
    expect([first.drives, second.drives]).toEqual([false, true]);
    expect([...night.zosmf.ran().values()]).toEqual([1]);
    await night.stop();
  });

  it('wait for a release that the dead one has sent late, and it hits the adopted job alone', async () => {
    const night = await opened();
    const life = new Life(Infinity, 'before', night.clock);
    await night.engine(life);
    night.zosmf.fault = (call) => {
      if (call !== 'release' || life.dead) return undefined;
      life.dead = true;
      return new Promise<void>(() => undefined);
    };
    await night.until('the release was sent', () => life.dead);
    night.engines.splice(0, 1);
    await night.engine();
    await night.completed();
    const adopted = (await night.step('030')).attempts[0]?.correlator ?? '';
    await night.zosmf.release(adopted);
    expect([...night.zosmf.ran().values()]).toEqual([1]);
    await night.stop();
  });
});

describe('a system that is down', () => {
  it('holds nothing up for longer than it is down, and asks it seldom', async () => {
    const night = await opened();
    const down = () => {
      throw new LockstepError('zosmf.unreachable', 'down');
    };
    night.zosmf.fault = down;
    await night.engine();
    await night.clock.pass(60 * minutes);
    expect(night.zosmf.asked.length).toBeLessThan(60);
    expect((await night.run()).state).toBe('in-progress');
    night.zosmf.fault = () => undefined;
    await night.completed();
    expect([...night.zosmf.ran().values()]).toEqual([1]);
    await night.stop();
  });
});
