/** Whether a step runs (z/OS MVS JCL Reference: COND parameter; Considerations when using the IF construct). */

import { bypasses, type Cond, type StepOutcome } from '../jcl/conditions.rules.ts';
import { holds, mentionsAbend } from '../jcl/if-truth.rules.ts';
import type { StepModel } from '../jcl/job-model.rules.ts';

export type Decision =
  | { kind: 'run' }
  | { kind: 'flush'; why: 'job-failed' | 'job-cond' | 'abend' | 'cond' }
  | { kind: 'flush'; why: 'if'; statement: number };

/** What the job has come to when a step is reached. `decided` keeps the value of each IF once it was reached. */
export interface JobSoFar {
  readonly failed: boolean;
  readonly cond: Cond | undefined;
  readonly outcomes: readonly StepOutcome[];
  readonly decided: Map<number, boolean>;
}

/** Decides in the order of the system: failed job, COND of the job, abend rule, IF path, COND of the step. */
export function decide(step: StepModel, job: JobSoFar): Decision {
  if (job.failed) return { kind: 'flush', why: 'job-failed' };
  if (job.cond !== undefined && bypasses(job.cond, job.outcomes)) return { kind: 'flush', why: 'job-cond' };
  const abended = job.outcomes.some(({ abend }) => abend !== undefined);
  const even = step.cond?.even === true || step.cond?.only === true;
  if (abended && !even && !step.ifPath.some(({ expression }) => mentionsAbend(expression)))
    return { kind: 'flush', why: 'abend' };
  for (const branch of step.ifPath) {
    const value = job.decided.get(branch.id) ?? holds(branch.expression, job.outcomes, branch.call);
    job.decided.set(branch.id, value);
    if (value !== (branch.branch === 'then')) return { kind: 'flush', why: 'if', statement: branch.statement };
  }
  if (step.cond?.only === true && !abended) return { kind: 'flush', why: 'cond' };
  if (step.cond !== undefined && job.outcomes.length > 0 && bypasses(step.cond, job.outcomes, step.call))
    return { kind: 'flush', why: 'cond' };
  return { kind: 'run' };
}
