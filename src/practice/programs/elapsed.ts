import { nameMask } from '../catalog/name-mask.rules.ts';
import type { Step } from './program.ts';
import type { ElapsedRule } from './programs.schema.ts';

const matches = (mask: string | undefined, name: string | undefined): boolean =>
  mask === undefined || nameMask(mask, '%')(name ?? '');

/** Seconds that a program takes in a step: the first rule that fits, else one second. */
export function elapsedFor(rules: readonly ElapsedRule[], step: Step, program: string): number {
  const rule = rules.find(
    ({ job, step: name, program: mask }) =>
      matches(job, step.jobname) &&
      (matches(name, step.stepName) || matches(name, step.procStepName)) &&
      matches(mask, program),
  );
  return rule?.seconds ?? 1;
}
