import type { JobDocument } from '../zosmf/zosmf.schema.ts';
import type { RunContext } from './engine-needs.ts';
import { failStep, ofStep } from './engine-records.rules.ts';
import type { EngineTermHeld } from './engine-term.ts';
import type { Attempt, RunStep } from './run.schema.ts';
import { agreementOf } from './submission.ts';

/** A job with an attempt's correlator that is not the job which the attempt adopted. */
export interface Stray {
  readonly step: RunStep;
  readonly attempt: Attempt;
  readonly job: JobDocument;
}

/** Strays among the jobs of a list: a PUT that was re-sent, or landed late. */
export function straysAmong(jobs: readonly JobDocument[], steps: readonly RunStep[]): Stray[] {
  return jobs.flatMap((job) => {
    const user = job['job-correlator']?.split(':')[1];
    if (user === undefined || user === '') return [];
    for (const step of steps) {
      const attempt = step.attempts.find((each) => each.user === user);
      const settled = attempt?.correlator !== undefined || attempt?.state === 'abandoned';
      if (attempt !== undefined && settled && attempt.correlator !== job['job-correlator'])
        return [{ step, attempt, job }];
    }
    return [];
  });
}

/**
 * Purges a stray while it is still held and ours; one that ran, ended or belongs to somebody else is recorded, and the
 * run is held for a person.
 */
export async function sweep(
  { step, attempt, job }: Stray,
  context: RunContext,
  term: EngineTermHeld,
  known: Set<string>,
): Promise<void> {
  const correlator = job['job-correlator'] ?? '';
  const { jobid, owner } = job;
  if (known.has(correlator)) return;
  if (job.status === 'INPUT' && owner === context.system.zosmf.user) {
    await term.record(
      step,
      () => true,
      () => [ofStep(step, 'sweep.intended/1', { correlator, jobid })],
    );
    const { done } = await context.system.zosmf.purge(correlator);
    if (done)
      await term.record(
        step,
        () => true,
        () => [ofStep(step, 'stray.swept/1', { correlator, jobid })],
      );
    return;
  }
  known.add(correlator);
  const because = `${job.jobname}(${jobid}) carries the correlator of attempt ${attempt.number}, was not adopted, and is ${job.status ?? 'of unknown status'}`;
  await term.record(
    step,
    (now) => !now.because.includes(jobid),
    (run) => [
      ofStep(step, 'stray.seen/1', { correlator, jobid, owner, status: job.status ?? 'unknown' }),
      ...failStep(run, step, { end: 'unknown', because }, agreementOf(context)),
    ],
  );
}
