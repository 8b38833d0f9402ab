import { describe, expect, it } from '@jest/globals';
import { refuseUnsafe } from '../../src/runs/run.rules.ts';
import { jobOf, planOf, SmallNight, stepOf } from './small-night.ts';

describe('starting a run', () => {
  it('is refused on a system that is not strict while a job could run twice, naming step and system', () => {
    const place = { id: 'REL-000042', system: 'KSB3' };
    const { install } = planOf([jobOf('030'), stepOf({ id: '040' })]);
    const safe = install.map((step) =>
      step.job === undefined ? step : { ...step, job: { ...step.job, again: 'fenced' as const } },
    );
    expect(() => refuseUnsafe(place, { install, backout: [] }, 'non-strict')).toThrow(
      'KSB3 is declared «submit: non-strict», and the jobs of steps 030 of REL-000042',
    );
    expect(() => refuseUnsafe(place, { install: [], backout: install }, 'non-strict')).toThrow('steps 030');
    expect(() => refuseUnsafe(place, { install: safe, backout: safe }, 'non-strict')).not.toThrow();
    expect(() => refuseUnsafe(place, { install: safe, backout: [] }, undefined)).toThrow('«submit: nothing»');
    expect(() => refuseUnsafe({ ...place, system: 'KSB1' }, { install, backout: install }, 'strict')).not.toThrow();
  });
});

describe('the release of a run', () => {
  it('is held and goes on with its run, whoever held it', async () => {
    const night = await new SmallNight(planOf([jobOf('030'), jobOf('040', ['030'])])).open();
    night.zosmf.script = ({ jobname }, nth) =>
      jobname === 'R609A030' && nth === 1 ? { retcode: 'CC 0008', completions: ['CC 0008'] } : {};
    await night.engine();
    await night.held();
    await night.decide('retry', '030');
    await night.completed();
    const types = (await night.ledger.history('release:REL-000042')).map(({ entry }) => entry.type);
    expect(types).toEqual(['release.started/1', 'release.held/1', 'release.resumed/1']);
    await night.stop();
  });
});

describe('capacity', () => {
  it('lets as many jobs run side by side as the class has', async () => {
    const night = await new SmallNight(planOf(['030', '040', '050', '060', '070'].map((id) => jobOf(id)))).open();
    let most = 0;
    night.zosmf.fault = () => {
      const now = night.zosmf.jobs.filter(({ state, owner }) => state === 'active' && owner === night.zosmf.user);
      most = Math.max(most, now.length);
    };
    await night.engine();
    await night.completed();
    expect(most).toBe(2);
    await night.stop();
  });
});

describe('a step that fails while others run', () => {
  it('holds the run; the others come to their end, and nothing new begins', async () => {
    const night = await new SmallNight(planOf([jobOf('030'), jobOf('040'), jobOf('050', ['040'])])).open();
    night.zosmf.script = ({ jobname }) =>
      jobname === 'R609A030'
        ? { retcode: 'ABEND S0C7', completions: ['ABEND S0C7'] }
        : { runsMs: 5 * 60_000, retcode: 'CC 0000', completions: ['CC 0000'] };
    await night.engine();
    await night.held();
    await expect(night.decide('back-out')).rejects.toMatchObject({ code: 'run.job-open' });
    await night.clock.pass(20 * 60_000);
    const states = (await night.steps()).map(({ id, state }) => `${id} ${state}`);
    expect(states).toEqual(['030 failed', '040 succeeded', '050 pending']);
    await night.stop();
  });
});

describe('backing out', () => {
  it('issues none of the commands that the install plan still had', async () => {
    const commands = ['F A', 'F B'].map((command) => ({ command, expects: ['NORMAL'], forbids: [] }));
    const plan = planOf([jobOf('030'), stepOf({ id: '050', kind: 'command', commands })], [jobOf('B10')]);
    const night = await new SmallNight(plan).open();
    night.zosmf.script = () => ({ retcode: 'CC 0000', completions: ['CC 0000'] });
    await night.decide('hold');
    await night.decide('resume');
    let answered = (): void => undefined;
    night.zosmf.answerFault = (call) =>
      call === 'command' ? new Promise<void>((resolve) => (answered = resolve)) : undefined;
    await night.engine();
    await night.until('the first was issued', () => night.zosmf.commands.length > 0);
    await night.until('its job ended', (_, steps) =>
      steps.some(({ id, state }) => id === '030' && state === 'succeeded'),
    );
    await night.decide('hold');
    await expect(night.decide('back-out')).rejects.toMatchObject({ code: 'run.job-open' });
    answered();
    await night.clock.pass(60_000);
    await night.decide('back-out');
    await night.until('backed out', ({ state }) => state === 'backed-out');
    expect(night.zosmf.commands).toEqual(['F A']);
    expect((await night.step('050')).state).toBe('unknown');
    await night.stop();
  });
});
