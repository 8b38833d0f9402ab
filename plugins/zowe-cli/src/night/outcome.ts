import type { Run, RunStep } from '../../../../src/runs/run.schema.ts';
import { exitCodes, heldCodes } from '../exit-codes.ts';
import { stepRow } from './step-row.ts';

export interface RunOutcome {
  readonly exitCode: number;
  readonly text: string;
  /** What may be done now, for whom. */
  readonly next?: string;
}

export const isOver = ({ state }: Run): boolean =>
  state === 'completed' || state === 'failed' || state === 'backed-out';

/** What a run came to, or where it stands, in words and as an exit code. */
export function outcomeOf(run: Run, steps: readonly RunStep[]): RunOutcome {
  const named = `${run.id} of ${run.release}`;
  switch (run.state) {
    case 'completed':
      return completed(run, named);
    case 'failed':
      return { exitCode: exitCodes.failed, text: `${named} has failed.` };
    case 'backed-out':
      return { exitCode: exitCodes.backedOut, text: `${named} is backed out.` };
    case 'held':
      return held(run, steps, named);
    case 'in-progress':
    case 'backing-out':
      return {
        exitCode: exitCodes.stillRunning,
        text: `${named} is still ${run.state.replaceAll('-', ' ')}.`,
        next: `It goes on without being watched: zowe lockstep watch run ${run.id}`,
      };
  }
}

function completed({ outcome = 'succeeded' }: Run, named: string): RunOutcome {
  const text = `${named} has completed: ${outcome.replaceAll('-', ' ')}.`;
  if (outcome === 'succeeded') return { exitCode: exitCodes.done, text };
  if (outcome === 'failed') return { exitCode: exitCodes.failed, text };
  return { exitCode: outcome === 'backed-out' ? exitCodes.backedOut : exitCodes.otherOutcome, text };
}

function held({ advice }: Run, steps: readonly RunStep[], named: string): RunOutcome {
  if (advice === undefined) return { exitCode: heldCodes.passed, text: `${named} is held.` };
  const step = steps.find(({ id }) => id === advice.step);
  const row = step === undefined ? undefined : stepRow(step);
  const where = row === undefined ? advice.step : [row.job, row.jobid, `step ${row.step}`].filter(Boolean).join(' ');
  const because = step === undefined || advice.end === 'passed' ? advice.because : step.because;
  return {
    exitCode: heldCodes[advice.end],
    text: `${named} is held at ${where}: ${because}.`,
    next: `Advice: ${advice.advice.replaceAll('-', ' ')} (${advice.because}). ${advice.confirmBy} decides.`,
  };
}
