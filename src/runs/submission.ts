import { correlatorOf, jclDigests, jobCardOf, jobCardValues } from '../jcl/index.ts';
import { isProblem, LockstepError } from '../shared/errors.ts';
import type { JobDocument } from '../zosmf/zosmf.schema.ts';
import { type CollectionNeeds, recordAbsence } from './collection.ts';
import { failStep, hasAttempt, ofStep } from './engine-records.rules.ts';
import { agreementOf, type EngineNeeds, type RunContext } from './engine-needs.ts';
import type { EngineTermHeld } from './engine-term.ts';
import { chooseJob, whyNotOurs } from './job-choice.rules.ts';
import { fenced } from './fence-name.rules.ts';
import { planInForce, startsAtOnce } from './next-acts.rules.ts';
import type { Attempt, Run, RunStep } from './run.schema.ts';

/**
 * The submit protocol, strict mode: intent acknowledged, PUT held, the found job adopted by an entry, its release
 * intended by another, and only then released by its full correlator. A job with our correlator that is not the
 * adopted one stays held.
 */
export interface SubmissionNeeds extends Pick<EngineNeeds, 'ledger' | 'log'> {
  readonly term: EngineTermHeld;
}

/**
 * Renders the job, keeps it as a blob, and records the intent: correlator and digest of all that will be submitted.
 *
 * @returns number of the attempt that this call recorded; undefined when it recorded none
 */
export async function intend(
  step: RunStep,
  context: RunContext,
  { ledger, term }: SubmissionNeeds,
): Promise<number | undefined> {
  const { job } = context.planned(step.id);
  if (job === undefined) return undefined;
  const number = (step.attempts.at(-1)?.number ?? 0) + 1;
  const user = correlatorOf(ledger.book, step.run, step.id, number);
  const body = await ledger.blobs.get(job.jcl);
  if (body === undefined) throw new Error(`the JCL of step ${step.id} is not in the store`);
  const { release } = context;
  const values = jobCardValues({ ...ids(release), step: step.id, changes: step.step.changes });
  const atOnce = startsAtOnce(context.run);
  const card = jobCardOf({
    card: context.system.jobCard,
    jobname: job.jobname,
    type: atOnce ? 'RUN' : 'HOLD',
    values,
    correlator: user,
    class: job.class,
  });
  const statements = fenced(body.toString('utf8'), job.fence, user);
  const text = [...card, ...statements.split('\n')].join('\n');
  const jcl = await ledger.blobs.put(text);
  const { intent } = jclDigests(text);
  const mayStart = (now: RunStep) => now.state === 'pending' && (now.attempts.at(-1)?.number ?? 0) + 1 === number;
  const recorded = await term.record(
    step,
    (now, run) => mayStart(now) && planInForce(run) === now.plan,
    () => [ofStep(step, 'attempt.intended/1', { number, user, jobname: job.jobname, intent, jcl })],
  );
  return recorded.entries.length > 0 ? number : undefined;
}

const ids = ({ id, version, prefix }: RunContext['release']) => ({ release: id, version, prefix });

/** Looks for the job where it may be there already, else submits it; adopts what it found. */
export async function submit(
  step: RunStep,
  attempt: Attempt,
  context: RunContext,
  needs: SubmissionNeeds & { readonly fresh: boolean },
): Promise<void> {
  const { zosmf } = context.system;
  const there = needs.fresh ? [] : await zosmf.jobsByUserCorrelator(attempt.user);
  const choice = chooseJob(there, zosmf.user);
  if ('doubt' in choice) return giveUp(step, attempt, choice.doubt, context, needs);
  const job = choice.job ?? (await put(step, attempt, context, needs));
  if (job !== undefined) await adopt(step, attempt, job, context, needs);
}

/** @returns the job as z/OSMF answers; undefined where it refused the job, which is then recorded */
export async function put(
  step: RunStep,
  attempt: Attempt,
  context: RunContext,
  { ledger, term }: SubmissionNeeds,
): Promise<JobDocument | undefined> {
  const text = await ledger.blobs.get(attempt.jcl ?? '');
  if (text === undefined) throw new Error(`the JCL of attempt ${attempt.user} is not in the store`);
  try {
    return await context.system.zosmf.submit(text.toString('utf8'), attempt.user);
  } catch (error) {
    if (!isProblem(error, 'zosmf.refused')) throw error;
    const because = `z/OSMF refused the job: ${error.message}`;
    await term.record(step, hasAttempt(attempt.number, 'intended'), (run) => [
      ofStep(step, 'attempt.refused/1', { number: attempt.number, because }),
      ...failStep(run, step, { end: 'jcl-error', because }, agreementOf(context)),
    ]);
    return undefined;
  }
}

/** Adopts the job by its full correlator, once its JCL was found to be what was intended. The first adoption wins. */
async function adopt(
  step: RunStep,
  attempt: Attempt,
  job: JobDocument,
  context: RunContext,
  needs: SubmissionNeeds,
): Promise<void> {
  const { zosmf } = context.system;
  const { 'job-correlator': correlator, jobid, owner } = job;
  if (correlator === undefined || correlator === null) {
    const because = `${job.jobname}(${jobid}) has no correlator: strict mode needs JES2`;
    return giveUp(step, attempt, because, context, needs);
  }
  const { intent: found } = jclDigests(await zosmf.jclOf(correlator));
  const because = whyNotOurs(job, attempt, { found, owner: zosmf.user });
  if (because !== undefined) return giveUp(step, attempt, because, context, needs);
  const { number } = attempt;
  await needs.term.record(step, hasAttempt(number, 'intended'), () => [
    ofStep(step, 'attempt.adopted/1', { number, jobid, correlator, owner }),
  ]);
}

/** Nothing is adopted, and so nothing released: a person looks. */
export async function giveUp(
  step: RunStep,
  { number }: Attempt,
  because: string,
  context: RunContext,
  { term, log }: SubmissionNeeds,
): Promise<void> {
  log.error({ run: step.run, step: step.id }, because);
  await term.record(step, hasAttempt(number, 'intended'), (run) => [
    ofStep(step, 'job.lost/1', { number, because }),
    ...failStep(run, step, { end: 'unknown', because }, agreementOf(context)),
  ]);
}

/** Announces the release of the adopted job; not while the run is held. */
export async function intendRelease(
  step: RunStep,
  { number, correlator = '' }: Attempt,
  { term }: SubmissionNeeds,
): Promise<void> {
  const may = (now: RunStep, run: Run) => hasAttempt(number, 'adopted')(now) && planInForce(run) === now.plan;
  await term.record(step, may, () => [ofStep(step, 'release.intended/1', { number, correlator, epoch: term.epoch })]);
}

/** Looks at a release that was only accepted, before it is asked for again. */
const looksAfterAccepted = 6;

async function jobLater(
  correlator: string,
  { system }: RunContext,
  { clock, stopping }: CollectionNeeds,
): Promise<JobDocument | undefined> {
  for (let look = 1; ; look += 1) {
    await clock.sleep(system.pollEverySeconds * 1000, stopping);
    const job = await system.zosmf.job(correlator);
    if (job?.status !== 'INPUT' || look >= looksAfterAccepted) return job;
  }
}

/**
 * Releases the adopted job; when z/OSMF did not do it, the job itself says whether it is still held.
 *
 * @throws {LockstepError} `zosmf.refused` when the job still waits and z/OSMF said no
 */
export async function release(
  step: RunStep,
  attempt: Attempt,
  context: RunContext,
  needs: CollectionNeeds,
): Promise<void> {
  const { zosmf } = context.system;
  const { number, correlator = '' } = attempt;
  const { done, later, message } = await zosmf.release(correlator);
  if (!done) {
    const job = later === true ? await jobLater(correlator, context, needs) : await zosmf.job(correlator);
    if (job === undefined) return recordAbsence(step, attempt, context, needs);
    if (job.status === 'INPUT')
      throw new LockstepError('zosmf.refused', `${job.jobname}(${job.jobid}) could not be released: ${message}`, {
        correlator,
      });
  }
  await needs.term.record(step, hasAttempt(number, 'releasing'), () => [
    ofStep(step, 'attempt.released/1', { number }),
  ]);
}
