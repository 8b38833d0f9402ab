import type { JobDocument } from '../zosmf/zosmf.schema.ts';
import { noteUnheld } from './collection.ts';
import { agreementOf, type EngineNeeds, type RunContext } from './engine-needs.ts';
import { failStep, hasAttempt, ofStep } from './engine-records.rules.ts';
import type { EngineTermHeld } from './engine-term.ts';
import { jobKey } from './job-choice.rules.ts';
import { goesBack, isUnreleased, saidOfLost, startsAtOnce } from './next-acts.rules.ts';
import { jobsOfAttempt } from './non-strict.ts';
import { isIgnored } from './stray-decisions.rules.ts';
import { leaveToPerson } from './sweeping.ts';
import { stepStream } from './run-step.views.ts';
import type { Attempt, Run, RunStep } from './run.schema.ts';

interface WithdrawalNeeds extends Pick<EngineNeeds, 'ledger'> {
  readonly term: EngineTermHeld;
}

/**
 * Closes an attempt whose job is gone or was not released: a named person said what became of a lost job, or the release
 * is backed out and the job is still held. Whatever carries the correlator is purged first, and its absence confirmed by
 * a second look. A job that somebody released meanwhile is watched to its end instead. The purge of an adopted job is
 * announced: one that is gone without it may have been released and have run, and is lost.
 */
export async function withdraw(
  step: RunStep,
  attempt: Attempt,
  context: RunContext,
  { term, ledger }: WithdrawalNeeds,
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
  if (attempt.state === 'adopted') {
    const isThere = jobs.some((job) => job['job-correlator'] === attempt.correlator);
    const announced = await isAnnounced(step, attempt, ledger);
    if (!announced && !isThere) return lose(step, attempt, context, term);
    if (!announced && !(await announce(step, attempt, term))) return;
  } else if (attempt.state === 'intended' && !(await announceFound(step, attempt, jobs, { term, ledger }))) return;
  for (const { 'job-correlator': correlator } of jobs) if (correlator != null) await zosmf.purge(correlator);
  if (jobs.length > 0) return;
  const because =
    attempt.state === 'lost'
      ? saidOfLost(step, context.run) === 'did-run'
        ? 'a named person looked, and it ran; its end was not seen, and none of its jobs is left'
        : 'a named person looked, and it did not run; none of its jobs is left'
      : 'withdrawn before it was released, because the release is backed out';
  await term.record(step, closes(attempt), () => [
    ofStep(step, 'attempt.abandoned/1', { number: attempt.number, because }),
    ofStep(step, 'step.ended/1', { state: 'failed', end: 'unknown', because }),
  ]);
}

async function isAnnounced(step: RunStep, { correlator }: Attempt, ledger: EngineNeeds['ledger']): Promise<boolean> {
  const told = await ledger.history(stepStream(step.run, step.id));
  return told.some(({ entry }) => entry.type === 'sweep.intended/1' && entry.data['correlator'] === correlator);
}

/**
 * Announces the purge of jobs that no attempt has adopted yet. The adoption of one may be under way: whichever of both
 * is recorded first is seen by the other.
 *
 * @returns false where one was adopted since, or the attempt is not to be withdrawn any more
 */
async function announceFound(
  step: RunStep,
  attempt: Attempt,
  jobs: readonly JobDocument[],
  { term, ledger }: WithdrawalNeeds,
): Promise<boolean> {
  for (const { 'job-correlator': correlator, jobid } of jobs) {
    if (correlator == null) continue;
    const found = { ...attempt, correlator, jobid };
    if (!(await isAnnounced(step, found, ledger)) && !(await announce(step, found, term))) return false;
  }
  return true;
}

/** @returns false where the attempt is not to be withdrawn any more */
async function announce(step: RunStep, attempt: Attempt, term: EngineTermHeld): Promise<boolean> {
  const { correlator = '', jobid = '' } = attempt;
  const intended = ofStep(step, 'sweep.intended/1', { correlator, jobid });
  return (await term.record(step, closes(attempt), () => [intended])).entries.length > 0;
}

async function lose(step: RunStep, attempt: Attempt, context: RunContext, term: EngineTermHeld): Promise<void> {
  const { jobname, jobid = '?', number } = attempt;
  const because = `${jobname}(${jobid}) is no longer in JES, and nobody of us purged it: it may have been released`;
  await term.record(step, hasAttempt(number, 'adopted'), (run) => [
    ofStep(step, 'job.lost/1', { number, because }),
    ...failStep(run, step, { end: 'unknown', because }, agreementOf(context)),
  ]);
}

const closes =
  ({ number, state }: Attempt) =>
  (now: RunStep, run: Run): boolean => {
    const last = now.attempts.at(-1);
    // A job that was adopted since the look is there, and the look did not see it.
    if (last?.number !== number || last.state !== state) return false;
    return state === 'lost' || (goesBack(run) && isUnreleased(last));
  };

/**
 * By the user part, in lists, which lag; each of them, and the adopted job, is then looked at by its full correlator,
 * which does not: one that a list still shows as held may have been released by hand. What only a list shows counts.
 */
async function jobsOf({ user, correlator }: Attempt, { system }: RunContext): Promise<readonly JobDocument[]> {
  // A job that somebody else submitted carries no correlator of ours, and is not ours to purge.
  if (user === '') return [];
  const listed = await system.zosmf.jobsByUserCorrelator(user);
  const looked = listed.map(async (job) => (await system.zosmf.job(jobKey(job))) ?? job);
  const isListed = listed.some((job) => job['job-correlator'] === correlator);
  const adopted = correlator === undefined || isListed ? undefined : await system.zosmf.job(correlator);
  return [...(await Promise.all(looked)), ...(adopted === undefined ? [] : [adopted])];
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
