import type { Release } from '../../../../src/releases/release.schema.ts';
import type { Run, RunStep } from '../../../../src/runs/run.schema.ts';
import type { BookClock } from '../api/lockstep-api.ts';

/** A run as it was last read. */
export interface Night {
  readonly run: Run;
  readonly steps: readonly RunStep[];
  readonly release: Release;
  /** Page of the book that it stands on, at least. */
  readonly page: number;
  /** The book's clock: a rehearsal's night does not keep the time of this machine. */
  readonly clock: BookClock;
}

/** Whole minutes left to the cut-off; negative after it. */
export const minutesLeft = ({ run, clock }: Night): number =>
  Math.floor((Date.parse(run.window.cutOff) - Date.parse(clock.now)) / 60_000);

const begun = ({ state }: RunStep): boolean => state !== 'pending' && state !== 'skipped';

/** The steps that matter: those of the installation, and those of the backout once it has begun. */
export function stepsInForce({ run, steps }: Pick<Night, 'run' | 'steps'>): readonly RunStep[] {
  const backsOut = run.state === 'backing-out' || run.state === 'backed-out';
  return steps.filter((step) => step.plan === 'install' || backsOut || begun(step));
}

const done = ({ state }: RunStep): boolean => state === 'succeeded' || state === 'skipped' || state === 'backed-out';

/** Steps of the plan in force, and how many of them are done. */
export function progress({ run, steps }: Pick<Night, 'run' | 'steps'>): { readonly done: number; readonly of: number } {
  const backsOut = run.state === 'backing-out' || run.state === 'backed-out';
  const counted = steps.filter(({ plan }) => plan === (backsOut ? 'backout' : 'install'));
  return { done: counted.filter(done).length, of: counted.length };
}
