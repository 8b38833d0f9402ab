import { describe, expect, it } from '@jest/globals';
import type { System } from '../../src/estate/estate.schema.ts';
import { planRelease, type Planned } from '../../src/releases/planner.rules.ts';
import type { PlanStep } from '../../src/releases/plan.schema.ts';
import { inputOf } from './kestrel-plan.ts';

function planOn(system: Partial<System>, repeatable: readonly string[] = []): Planned {
  const input = inputOf('REL-000042');
  const systems = input.estate.systems.map((each) => ({ ...each, ...system }));
  const steps = input.release.steps.map((step) =>
    repeatable.includes(step.id) ? { ...step, repeatable: true } : step,
  );
  return planRelease({ ...input, estate: { ...input.estate, systems }, release: { ...input.release, steps } });
}

const jobSteps = ({ plan }: Planned): PlanStep[] =>
  [...plan.install, ...plan.backout].filter(({ job }) => job !== undefined);
const textOf = ({ jcl }: Planned, { job }: PlanStep): string => jcl.get(job?.jcl ?? '') ?? '';
const fencePrefix = 'KSBB.LOCKSTEP';

describe('the plan of a release', () => {
  it('has neither fences nor a word about repeating where jobs are submitted held', () => {
    const planned = planOn({ submit: 'strict', fencePrefix });
    for (const step of jobSteps(planned)) {
      expect(step.job).not.toHaveProperty('again');
      expect(textOf(planned, step)).not.toContain('NONVSAM');
    }
  });

  it('puts a fence before the job steps of every job that is not repeatable, and all others under its IF', () => {
    const planned = planOn({ submit: 'non-strict', fencePrefix });
    expect(jobSteps(planned).length).toBeGreaterThan(5);
    for (const step of jobSteps(planned)) {
      const { job } = step;
      expect(job?.again).toBe('fenced');
      expect(job?.fence).toBe('KSBB.LOCKSTEP.LSFENCE.ATTEMPT');
      expect(job?.steps[0]).toMatchObject({ name: 'LSFENCE', template: 'fence', accepts: [0] });
      const lines = textOf(planned, step).trimEnd().split('\n');
      const at = (form: RegExp) => lines.findIndex((line) => form.test(line));
      expect(at(/^\/\/ +IF \(LSFENCE\.RC = 0\) THEN$/)).toBeLessThan(
        lines.findIndex((line) => / EXEC /.test(line) && !line.startsWith('//LSFENCE')),
      );
      expect(lines.at(-1)).toMatch(/^\/\/ +ENDIF$/);
      expect(lines.filter((line) => line.includes('KSBB.LOCKSTEP.LSFENCE.ATTEMPT'))).toHaveLength(1);
    }
    expect(planned.plan.findings.filter(({ text }) => text.includes('non-strict'))).toEqual([]);
  });

  it('finds each job that could run twice where the system has no place for fences', () => {
    const planned = planOn({ submit: 'non-strict' });
    const found = planned.plan.findings.filter(({ text }) => text.includes('is not repeatable and has no fence'));
    expect(found.map(({ subject }) => subject)).toEqual(jobSteps(planned).map(({ id }) => `step ${id}`));
    const ids = planned.plan.findings.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('leaves a job without a fence that its people declared repeatable', () => {
    const declared = inputOf('REL-000042').release.steps.flatMap(({ id, job }) => (job === undefined ? [] : [id]));
    expect(declared.length).toBeGreaterThan(0);
    const planned = planOn({ submit: 'non-strict', fencePrefix }, declared);
    for (const step of jobSteps(planned))
      expect([step.id, step.job?.again]).toEqual([step.id, declared.includes(step.id) ? 'repeatable' : 'fenced']);
  });
});
