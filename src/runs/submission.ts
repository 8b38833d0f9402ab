import { correlatorOf, jclDigests, jobCardOf, jobCardValues } from '../jcl/index.ts';
import { isProblem } from '../shared/errors.ts';
import type { JobDocument } from '../zosmf/zosmf.schema.ts';
import { failStep, ofStep } from './engine-records.rules.ts';
import type { EngineNeeds, RunContext } from './engine-needs.ts';
import type { EngineTermHeld } from './engine-term.ts';
import type { Attempt, RunStep } from './run.schema.ts';

/**
 * The submit protocol, strict mode: intent acknowledged, PUT held, the found job adopted by an entry, its release
 * intended by another, and only then released by its full correlator. A job with our correlator that is not the
 * adopted one stays held.
 */
export interface SubmissionNeeds extends Pick<EngineNeeds, 'ledger' | 'log'> {
  readonly term: EngineTermHeld;
}

const hasAttempt = (number: number, state: Attempt['state']) => (now: RunStep) =>
  now.attempts.at(-1)?.number === number && now.attempts.at(-1)?.state === state;

/** Renders the job, keeps it as a blob, and records the intent: correlator and digest of all that will be submitted. */
export async function intend(step: RunStep, context: RunContext, { ledger, term }: SubmissionNeeds): Promise<void> {
  const { job } = context.planned(step.id);
  if (job === undefined) return;
  const number = (step.attempts.at(-1)?.number ?? 0) + 1;
  const user = correlatorOf(ledger.book, step.run, step.id, number);
  const body = await ledger.blobs.get(job.jcl);
  if (body === undefined) throw new Error(`the JCL of step ${step.id} is not in the store`);
  const { release } = context;
  const values = jobCardValues({ ...ids(release), step: step.id, changes: step.step.changes });
  const card = jobCardOf({
    card: context.system.jobCard,
    jobname: job.jobname,
    type: 'HOLD',
    values,
    correlator: user,
    class: job.class,
  });
  const text = [...card, ...body.toString('utf8').split('\n')].join('\n');
  const jcl = await ledger.blobs.put(text);
  const { intent } = jclDigests(text);
  const mayStart = (now: RunStep) => now.state === 'pending' && (now.attempts.at(-1)?.number ?? 0) + 1 === number;
  await term.record(
    step,
    (now, run) => mayStart(now) && run.state === (now.plan === 'install' ? 'in-progress' : 'backing-out'),
    () => [ofStep(step, 'attempt.intended/1', { number, user, jobname: job.jobname, intent, jcl })],
  );
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
  const own = there.filter((job) => job.owner === zosmf.user);
  const job = own[0] ?? (await put(step, attempt, context, needs));
  if (job !== undefined) await adopt(step, attempt, job, context, needs);
}

async function put(
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

export const agreementOf = ({ plan, release }: RunContext) => ({
  decisionTree: plan.decisionTree,
  decisionMaker: release.decisionMaker,
});

/** Adopts the job by its full correlator, once its JCL was found to be what was intended. The first adoption wins. */
async function adopt(
  step: RunStep,
  attempt: Attempt,
  job: JobDocument,
  context: RunContext,
  { term, log }: SubmissionNeeds,
): Promise<void> {
  const correlator = job['job-correlator'];
  if (correlator === undefined || correlator === null)
    throw new Error(`${job.jobname}(${job.jobid}) has no correlator: strict mode needs JES2`);
  const { intent } = jclDigests(await context.system.zosmf.jclOf(correlator));
  if (intent !== attempt.intent || job.owner !== context.system.zosmf.user) {
    const because = `${job.jobname}(${job.jobid}) carries our correlator but not our JCL`;
    log.error({ run: step.run, step: step.id, correlator }, because);
    await term.record(step, hasAttempt(attempt.number, 'intended'), (run) => [
      ofStep(step, 'job.lost/1', { number: attempt.number, because }),
      ...failStep(run, step, { end: 'unknown', because }, agreementOf(context)),
    ]);
    return;
  }
  const { number } = attempt;
  await term.record(step, hasAttempt(number, 'intended'), () => [
    ofStep(step, 'attempt.adopted/1', { number, jobid: job.jobid, correlator, owner: job.owner }),
  ]);
}

export async function intendRelease(
  step: RunStep,
  { number, correlator = '' }: Attempt,
  { term }: SubmissionNeeds,
): Promise<void> {
  await term.record(step, hasAttempt(number, 'adopted'), () => [
    ofStep(step, 'release.intended/1', { number, correlator, epoch: term.epoch }),
  ]);
}

/** Releases the adopted job; when z/OSMF did not do it, the job itself says whether it is still held. */
export async function release(
  step: RunStep,
  { number, correlator = '' }: Attempt,
  context: RunContext,
  { term }: SubmissionNeeds,
): Promise<void> {
  const { zosmf } = context.system;
  const { done } = await zosmf.release(correlator);
  if (!done) {
    const job = await zosmf.job(correlator);
    if (job === undefined || job.status === 'INPUT') return;
  }
  await term.record(step, hasAttempt(number, 'releasing'), () => [ofStep(step, 'attempt.released/1', { number })]);
}
