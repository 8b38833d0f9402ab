import type { NewEntry } from '../ledger/entry.schema.ts';
import { LockstepError } from '../shared/errors.ts';
import { ofStep } from './engine-records.rules.ts';
import type { Attempt, RunStep, Stray } from './run.schema.ts';

/** What a person says of a job that carries the correlator of a step and is not its job. */
export interface StrayWords {
  readonly decision: 'ignore-stray' | 'adopt-stray';
  /** Full correlator of the stray; may be left out where the step has one open. */
  readonly correlator?: string | undefined;
  readonly reason: string;
  readonly by: string;
}

export const openStrays = ({ strays = [] }: RunStep): Stray[] => strays.filter(({ settled }) => settled === undefined);

/** True for a job that a person has said does not matter to this step. */
export const isIgnored = ({ strays = [] }: RunStep, correlator: string | null | undefined): boolean =>
  strays.some((stray) => stray.correlator === correlator && stray.settled?.how === 'ignored');

/**
 * Nothing begins, again or backwards, while a job may be doing a step's work beside the one that the step has.
 *
 * @throws {LockstepError} `run.stray-open`
 */
export function refuseWhileStraysOpen(steps: readonly RunStep[]): void {
  for (const step of steps) {
    const [stray] = openStrays(step);
    if (stray === undefined) continue;
    throw new LockstepError(
      'run.stray-open',
      `${stray.jobid} of ${stray.owner} carries the correlator of step ${step.id} and is not its job: adopt it, or ignore it with a reason`,
      { run: step.run, step: step.id, correlator: stray.correlator },
    );
  }
}

/**
 * Settles a stray. An adopted one becomes the job of the attempt, which then has its end from it; what the attempt had
 * adopted before is swept, and was never released.
 *
 * @throws {LockstepError} `run.wrong-state` where there is no such stray, or it cannot be the attempt's job;
 *   `run.job-open` where the attempt's own job may have run
 */
export function settleStray(step: RunStep, { decision, correlator, reason, by }: StrayWords): NewEntry[] {
  const stray = strayNamed(step, correlator);
  if (decision === 'ignore-stray')
    return [ofStep(step, 'stray.ignored/1', { correlator: stray.correlator, by, reason })];
  const { number } = attemptFor(step, stray);
  const { jobid, owner } = stray;
  return [ofStep(step, 'stray.adopted/1', { number, correlator: stray.correlator, jobid, owner, by, reason })];
}

function strayNamed(step: RunStep, correlator: string | undefined): Stray {
  const open = openStrays(step);
  const fitting = correlator === undefined ? open : open.filter((stray) => stray.correlator === correlator);
  const [stray, another] = fitting;
  if (stray !== undefined && another === undefined) return stray;
  const why =
    stray === undefined ? 'has no such stray that is open' : 'has more than one stray: name one by its correlator';
  throw new LockstepError('run.wrong-state', `step ${step.id} ${why}`, { run: step.run, step: step.id });
}

/** Where JES keeps no correlators the number of the attempt alone tells. */
const isOf = ({ number, user }: Attempt, { number: seen = number, correlator }: Stray): boolean =>
  seen === number && (user === correlator.split(':')[1] || correlator.includes('/'));

const mayTakeAnother: readonly Attempt['state'][] = ['intended', 'adopted', 'lost', 'abandoned'];

function attemptFor(step: RunStep, stray: Stray): Attempt {
  const named = { run: step.run, step: step.id, correlator: stray.correlator };
  const refuse = (code: 'run.wrong-state' | 'run.job-open', why: string) =>
    new LockstepError(code, `${stray.jobid} cannot be adopted: ${why}`, named);
  const attempt = step.attempts.at(-1);
  if (attempt === undefined || !isOf(attempt, stray))
    throw refuse('run.wrong-state', `step ${step.id} has been tried again since`);
  if (!mayTakeAnother.includes(attempt.state))
    throw refuse(
      'run.job-open',
      `${attempt.jobid ?? 'a job'} was released for attempt ${attempt.number}, which keeps it`,
    );
  if (stray.jcl !== 'ours')
    throw refuse('run.wrong-state', `its JCL is not known to be what attempt ${attempt.number} submitted`);
  return attempt;
}
