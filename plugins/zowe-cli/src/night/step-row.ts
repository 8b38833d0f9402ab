import type { JobStepResult, RunStep } from '../../../../src/runs/run.schema.ts';

/** A release step as one line of a table. */
export interface StepRow {
  /** Job name, or the kind of a step that has no job: `(manual)`. */
  readonly job: string;
  readonly jobid: string;
  readonly step: string;
  readonly state: string;
  /** Code of every job step; `!` before one that was not accepted. */
  readonly codes: string;
  readonly what: string;
}

export function stepRow({ id, step, state, attempts, because }: RunStep): StepRow {
  const attempt = attempts.at(-1);
  const jobname = attempt?.jobname ?? step.job?.jobname ?? step.observe?.jobname;
  const again = attempt !== undefined && attempt.number > 1 ? ` (attempt ${attempt.number})` : '';
  return {
    job: jobname ?? `(${step.kind})`,
    jobid: attempt?.jobid ?? '',
    step: id,
    state: state.replaceAll('-', ' ') + again,
    codes: attempt === undefined ? '' : attempt.jobSteps.map(codeOf).join(' '),
    what: tells.has(state) ? `${step.title}: ${because}` : step.title,
  };
}

/** States whose reason a person wants to read at once. */
const tells: ReadonlySet<RunStep['state']> = new Set(['waiting-for-person', 'suspicious', 'failed', 'unknown', 'held']);

function codeOf({ name, procStep, completion, code, accepted }: JobStepResult): string {
  const mark = accepted ? '' : '!';
  const step = procStep === '' || procStep === name ? name : `${name}.${procStep}`;
  return `${mark}${step}=${code ?? completion.replaceAll(' ', '-')}`;
}
