import { jclDigests } from '../jcl/index.ts';
import { isProblem } from '../shared/errors.ts';
import type { JobDocument } from '../zosmf/zosmf.schema.ts';
import { limitsOf } from './engine-limits.ts';
import type { EngineNeeds, RunContext } from './engine-needs.ts';
import { hasAttempt, ofStep } from './engine-records.rules.ts';
import { jobKey, userPartOf } from './job-choice.rules.ts';
import type { Attempt, RunStep } from './run.schema.ts';
import { giveUp, put, type SubmissionNeeds } from './submission.ts';
import { leaveToPerson, type Stray } from './sweeping.ts';

/**
 * Submitting where a job starts as it is submitted: one PUT an attempt, never another by itself. What that PUT did is
 * looked up, and where it cannot be found a person says what became of it. A request that something in between sends
 * again can run the job twice: it is detected, not prevented, and the plan's fence makes the second do nothing.
 */
export interface NonStrictNeeds extends SubmissionNeeds, Pick<EngineNeeds, 'clock' | 'limits'> {
  /** True for the engine that has recorded the intent and surely sent nothing yet. */
  readonly fresh: boolean;
  /** True where a job of the attempt may be there although this book knows of none: it came back from a backup. */
  readonly looksFirst?: boolean;
}

/** Submits the job of a fresh attempt, and looks for that of any other. */
export async function submitOnce(
  step: RunStep,
  attempt: Attempt,
  context: RunContext,
  needs: NonStrictNeeds,
): Promise<void> {
  if (!needs.fresh) return seek(step, attempt, context, needs);
  if (needs.looksFirst === true && (await jobsOfAttempt(attempt, context)).length > 0)
    return seek(step, attempt, context, needs);
  const job = await put(step, attempt, context, needs);
  if (job !== undefined) await adoptStarted(step, attempt, job, context, needs);
}

/** True where the PUT surely did not reach z/OSMF: it may be made once more by the engine that made it. */
export const nothingWasSent = (error: unknown): boolean =>
  isProblem(error, 'zosmf.unreachable') || isProblem(error, 'zosmf.busy') || isProblem(error, 'zosmf.credential');

async function seek(step: RunStep, attempt: Attempt, context: RunContext, needs: NonStrictNeeds): Promise<void> {
  const jobs = await jobsOfAttempt(attempt, context);
  const [job, another] = jobs;
  if (another !== undefined) return foundTwice(step, attempt, jobs, context, needs);
  if (job !== undefined) return adoptStarted(step, attempt, job, context, needs);
  if (needs.clock.now() - Date.parse(attempt.intendedAt) < limitsOf(needs).absentAfterMs) return;
  const because = `no answer came to the submission of ${attempt.jobname}, and no job of it was found: look whether it ran, it is not submitted again`;
  await giveUp(step, attempt, because, context, needs);
}

async function adoptStarted(
  step: RunStep,
  attempt: Attempt,
  job: JobDocument,
  context: RunContext,
  needs: NonStrictNeeds,
): Promise<void> {
  const { zosmf } = context.system;
  const { jobid, owner } = job;
  const { number } = attempt;
  const correlator = jobKey(job);
  if (owner !== zosmf.user || !(await isSubmitted(attempt, correlator, context)))
    return giveUp(step, attempt, `${job.jobname}(${jobid}) of ${owner} is not what was submitted`, context, needs);
  await needs.term.record(step, hasAttempt(number, 'intended'), () => [
    ofStep(step, 'attempt.adopted/2', { number, jobid, correlator, owner, held: false }),
  ]);
}

async function foundTwice(
  step: RunStep,
  attempt: Attempt,
  jobs: readonly JobDocument[],
  context: RunContext,
  needs: NonStrictNeeds,
): Promise<void> {
  const names = jobs.map(({ jobname, jobid }) => `${jobname}(${jobid})`).join(' and ');
  for (const job of jobs) await leaveToPerson({ step, attempt, job }, context, needs.term);
  await giveUp(
    step,
    attempt,
    `${names} are both the job of attempt ${attempt.number}: it may have run twice`,
    context,
    needs,
  );
}

/**
 * Jobs that an attempt's PUT made: by the correlator where the system keeps one, else by name, owner and JCL. The JOB
 * statement holds the attempt's correlator, so that the JCL of two attempts is never the same.
 */
export async function jobsOfAttempt(attempt: Attempt, context: RunContext): Promise<readonly JobDocument[]> {
  const { zosmf } = context.system;
  const tagged = await zosmf.jobsByUserCorrelator(attempt.user);
  if (tagged.length > 0) return tagged;
  const { jobs } = await zosmf.jobsByPrefix(attempt.jobname);
  const named = jobs.filter(
    (job) => job.jobname === attempt.jobname && job.owner === zosmf.user && (userPartOf(job) ?? '') === '',
  );
  const same = await Promise.all(named.map((job) => isSubmitted(attempt, jobKey(job), context)));
  return named.filter((_, at) => same[at]);
}

/** A job whose JCL cannot be read is not taken for ours. */
async function isSubmitted({ intent }: Attempt, key: string, { system }: RunContext): Promise<boolean> {
  try {
    return jclDigests(await system.zosmf.jclOf(key)).intent === intent;
  } catch (error) {
    if (isProblem(error, 'zosmf.refused')) return false;
    throw error;
  }
}

/**
 * Second jobs of attempts that have theirs, on systems that keep no correlator: told by name, owner and JCL.
 *
 * @param known jobs and attempts that were compared before, and do not belong together
 */
export async function untaggedDoubles(
  jobs: readonly JobDocument[],
  steps: readonly RunStep[],
  context: RunContext,
  known: Set<string>,
): Promise<Stray[]> {
  const attempts = steps.flatMap((step) => step.attempts.map((attempt) => ({ step, attempt })));
  const taken = new Set(attempts.map(({ attempt }) => attempt.correlator));
  const doubles: Stray[] = [];
  for (const job of jobs) {
    const key = jobKey(job);
    if ((userPartOf(job) ?? '') !== '' || taken.has(key)) continue;
    if (job.owner !== context.system.zosmf.user) continue;
    const named = attempts.filter(({ attempt }) => attempt.jobname === job.jobname && attempt.state !== 'intended');
    for (const { step, attempt } of named) {
      const pair = `${key} ${attempt.user}`;
      if (known.has(pair)) continue;
      if (await isSubmitted(attempt, key, context)) doubles.push({ step, attempt, job });
      else known.add(pair);
    }
  }
  return doubles;
}
