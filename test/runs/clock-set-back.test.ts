import { describe, expect, it } from '@jest/globals';
import type { RunContext } from '../../src/runs/engine-needs.ts';
import { JobLooks } from '../../src/runs/job-looks.ts';
import { LateSweeps } from '../../src/runs/late-sweeps.ts';
import { pacedClock } from '../../src/shared/clock.ts';

const aYear = 365 * 24 * 3600_000;

/** A clock that is set by hand. */
function setClock(at = 0) {
  const clock = { at, now: () => clock.at, sleep: () => Promise.resolve() };
  return clock;
}

const context = {
  run: { system: 'KSB1', prefix: 'R609B' },
  system: { pollEverySeconds: 10, zosmf: { jobsByPrefix: () => Promise.resolve({ jobs: [], full: false }) } },
} as unknown as RunContext;

describe('after a clock was ahead and is put right', () => {
  it('the jobs of a run are looked at again, and not only when the wrong time has come', async () => {
    const clock = setClock(aYear);
    const looks = new JobLooks({ clock, machine: clock });
    await looks.look(context, true);
    expect(looks.isDue(context)).toBe(false);
    clock.at = 0;
    expect(looks.isDue(context)).toBe(true);
    await looks.look(context, true);
    clock.at = 9_999;
    expect(looks.isDue(context)).toBe(false);
    clock.at = 10_000;
    expect(looks.isDue(context)).toBe(true);
  });

  it('how long a job has puzzled the engine is counted anew', () => {
    const clock = setClock(aYear);
    const looks = new JobLooks({ clock, machine: clock });
    expect(looks.puzzledFor('a job')).toBe(0);
    clock.at = 0;
    expect(looks.puzzledFor('a job')).toBe(0);
    clock.at = 500;
    expect(looks.puzzledFor('a job')).toBe(500);
  });

  it('runs that are over are looked after again', async () => {
    const clock = setClock(aYear);
    const ledger = { query: () => Promise.resolve({ rows: [], scanned: 0 }) };
    const needs = { ledger, clock } as unknown as ConstructorParameters<typeof LateSweeps>[0];
    const sweeps = new LateSweeps(needs, {} as never);
    await sweeps.sweep({} as never, new Map());
    expect(sweeps.isDue()).toBe(false);
    clock.at = 0;
    expect(sweeps.isDue()).toBe(true);
  });

  it('a pause that was begun at the wrong time ends', async () => {
    let bookFrom = aYear;
    const realFrom = Date.now();
    const clock = pacedClock(() => [{ realFrom, bookFrom, speed: 100 }]);
    const pause = clock.sleep(5_000);
    bookFrom = 0;
    await pause;
    expect(clock.now()).toBeLessThan(aYear);
  });
});
