import type { JobDocument } from '../zosmf/zosmf.schema.ts';
import { noteUnheld } from './collection.ts';
import { agreementOf, type RunContext } from './engine-needs.ts';
import { failStep, ofStep } from './engine-records.rules.ts';
import type { EngineTermHeld } from './engine-term.ts';
import { jobKey } from './job-choice.rules.ts';
import { goesBack, isUnreleased, startsAtOnce } from './next-acts.rules.ts';
import { jobsOfAttempt } from './non-strict.ts';
import { isIgnored } from './stray-decisions.rules.ts';
import { leaveToPerson } from './sweeping.ts';
import type { Attempt, Run, RunStep } from './run.schema.ts';

/**
 * Closes an attempt whose job did not run: a named person said so of a lost job, or the release is backed out and the
 * job is still held. Whatever carries the correlator is purged first, and its absence confirmed by a second look. A job
 * that somebody released meanwhile is watched to its end instead.
 */
export async function withdraw(
  step: RunStep,
  attempt: Attempt,
  context: RunContext,
  term: EngineTermHeld,
): Promise<void> {
  const { zosmf } = context.system;
  const all = startsAtOnce(context.run) ? await jobsOfAttempt(attempt, context) : await jobsOf(attempt, context);
  const jobs = all.filter((job) => !isIgnored(step, jobKey(job)));
  const mayRun = jobs.find((job) => startsAtOnce(context.run) || job.status !== 'INPUT' || job.owner !== zosmf.user);
  if (mayRun !== undefined) {
    if (attempt.state === 'lost') return alarm(step, attempt, mayRun, context, term);
    if (mayRun['job-correlator'] === attempt.correlator) return noteUnheld(step, attempt, context, { term });
    return leaveToPerson({ step, attempt, job: mayRun }, context, term);
  }
  for (const { 'job-correlator': correlator } of jobs) if (correlator != null) await zosmf.purge(correlator);
  if (jobs.length > 0) return;
  const because =
    attempt.state === 'lost'
      ? 'a named person looked, and it did not run; none of its jobs is left'
      : 'withdrawn before it was released, because the release is backed out';
  await term.record(step, closes(attempt), () => [
    ofStep(step, 'attempt.abandoned/1', { number: attempt.number, because }),
    ofStep(step, 'step.ended/1', { state: 'failed', end: 'unknown', because }),
  ]);
}

const closes =
  ({ number }: Attempt) =>
  (now: RunStep, run: Run): boolean => {
    const last = now.attempts.at(-1);
    return last?.number === number && (last.state === 'lost' || (goesBack(run) && isUnreleased(last)));
  };

/** By the user part, which lists late, and by the adopted job's full correlator, which does not. */
async function jobsOf({ user, correlator }: Attempt, { system }: RunContext): Promise<readonly JobDocument[]> {
  // A job that somebody else submitted carries no correlator of ours, and is not ours to purge.
  if (user === '') return [];
  const listed = await system.zosmf.jobsByUserCorrelator(user);
  const adopted = correlator === undefined ? undefined : await system.zosmf.job(correlator);
  const known = listed.some((job) => job['job-correlator'] === correlator);
  return adopted === undefined || known ? listed : [...listed, adopted];
}

async function alarm(
  step: RunStep,
  attempt: Attempt,
  { jobname, jobid, owner, status }: JobDocument,
  context: RunContext,
  term: EngineTermHeld,
): Promise<void> {
  const because = `${jobname}(${jobid}) of ${owner} carries the correlator of attempt ${attempt.number} and is ${status ?? 'of unknown status'}: it may have run, look again`;
  await term.record(
    step,
    (now, run) => now.because !== because && closes(attempt)(now, run),
    (run) => failStep(run, step, { end: 'unknown', because }, agreementOf(context)),
  );
}
