import type { Chance } from '../../src/shared/ids.ts';
import type { PlanStep } from '../../src/releases/plan.schema.ts';
import { jobOf, planOf, stepOf } from '../../test/runs/small-night.ts';
import type { NightPlan } from './nights.ts';

const idOf = (n: number): string => String(n).padStart(3, '0');

/**
 * A night of many jobs, made up by chance: each runs after up to three of those before it, some share a library, one in
 * forty ends with a wrong code and is tried again. A plan has at most 1,000 install steps: their ids are three digits.
 */
export function manyJobs(jobs: number, chance: Chance): NightPlan {
  const wrong = new Set<string>();
  const steps: PlanStep[] = [];
  for (let n = 0; n < jobs; n += 1) {
    const after = new Set<string>();
    for (let edges = chance.below(4); n > 0 && edges > 0; edges -= 1)
      after.add(idOf(Math.max(0, n - 1 - chance.below(60))));
    const writes = chance.below(4) === 0 ? [`KSBP.SAV.LIB${chance.below(9)}`] : [];
    if (chance.below(40) === 0) wrong.add(idOf(n));
    steps.push(jobOf(idOf(n), [...after], writes));
  }
  return {
    ...{ name: `${jobs} jobs`, plan: planOf(steps, [stepOf({ id: 'B10', kind: 'notice' })]), ends: 'completed' },
    ...{ purged: [], sideBySide: 40, lastBackoutMs: 12 * 3_600_000 },
    script: (step, attempt) =>
      wrong.has(step) && attempt === 1 ? { retcode: 'CC 0012', completions: ['CC 0012'] } : {},
    decide: () => 'retry',
    expects: ({ step, end }) => wrong.has(step) && end === 'wrong-code',
  };
}
