import type { Release } from '../../../../src/releases/release.schema.ts';
import type { Run, RunStep } from '../../../../src/runs/run.schema.ts';

/** A run as it was last read. */
export interface Night {
  readonly run: Run;
  readonly steps: readonly RunStep[];
  readonly release: Release;
  /** Page of the book that it stands on, at least. */
  readonly page: number;
  /** The book's latest time that is known here. */
  readonly at: string;
}

/** The run's own latest time: a rehearsal's night does not keep the time of this machine. */
export function latestTime(run: Run, steps: readonly RunStep[]): string {
  const times = steps.flatMap(({ startedAt, endedAt }) => [startedAt, endedAt]);
  return [run.startedAt, run.endedAt, ...times].reduce<string>((latest, at) => later(latest, at), run.startedAt);
}

export const later = (one: string, other: string | undefined): string =>
  other !== undefined && Date.parse(other) > Date.parse(one) ? other : one;

/** Whole minutes left to the cut-off; negative after it. */
export const minutesLeft = ({ run, at }: Night): number =>
  Math.floor((Date.parse(run.window.cutOff) - Date.parse(at)) / 60_000);

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
