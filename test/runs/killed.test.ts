import { describe, expect, it } from '@jest/globals';
import { type Death, Life } from './life.ts';
import { runId, SmallNight } from './small-night.ts';

/** One night whose first engine is struck at its n-th port call. @returns false when it ended before that */
async function night(n: number, how: Death): Promise<boolean> {
  const small = await new SmallNight().open();
  const life = new Life(n, how, small.clock);
  const started = small.engine(life);
  await small.until('struck, or over', ({ state }) => life.struck || state === 'completed');
  if (!life.struck) {
    await small.stop();
    return false;
  }
  void started.catch(() => undefined);
  await small.engine();
  await small.until('over, or a command in doubt', ({ state }) => state !== 'in-progress');
  if ((await small.run()).state === 'held') {
    expect((await small.step('050')).because).toContain('whether «F CICSPA1,CEMT S PROG» took effect is not known');
    await small.decide('retry', '050');
    await small.completed();
  }
  await small.clock.pass(120_000);
  const states = (await small.steps()).filter(({ plan }) => plan === 'install').map(({ state }) => state);
  expect(new Set(states)).toEqual(new Set(['succeeded']));
  expect([...small.zosmf.ran().values()]).toEqual([1, 1]);
  const left = small.zosmf.jobs.filter(({ state }) => state === 'held');
  expect(left).toEqual([]);
  expect((await small.run()).openBrackets).toEqual(['SVJINTD1 held']);
  life.dead = true;
  small.engines.splice(0, 1);
  await small.stop();
  return true;
}

describe(`a run whose engine dies at any call of a port (${runId})`, () => {
  it.each<Death>(['before', 'after', 'late', 'stalled'])('ends with each job run once: %s', async (how) => {
    let calls = 1;
    while (
      await night(calls, how).catch((error: unknown) => {
        throw new Error(`struck ${how} call ${calls}`, { cause: error });
      })
    )
      calls += 1;
    expect(calls).toBeGreaterThan(40);
  });
});
