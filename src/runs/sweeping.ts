import { jclDigests } from '../jcl/index.ts';
import { isProblem } from '../shared/errors.ts';
import type { JobDocument } from '../zosmf/zosmf.schema.ts';
import type { RunContext } from './engine-needs.ts';
import { holdRun, ofStep } from './engine-records.rules.ts';
import type { EngineTermHeld } from './engine-term.ts';
import { jobKey, userPartOf } from './job-choice.rules.ts';
import { planInForce, startsAtOnce } from './next-acts.rules.ts';
import type { Attempt, Run, RunStep, Stray as SeenStray } from './run.schema.ts';

/** A job with an attempt's correlator that is not the job which the attempt adopted. */
export interface Stray {
  readonly step: RunStep;
  readonly attempt: Attempt;
  readonly job: JobDocument;
}

/** Strays among the jobs of a list: a PUT that was re-sent, or landed late. */
export function straysAmong(jobs: readonly JobDocument[], steps: readonly RunStep[]): Stray[] {
  const byUser = new Map(steps.flatMap((step) => step.attempts.map((attempt) => [attempt.user, { step, attempt }])));
  return jobs.flatMap((job) => {
    const user = userPartOf(job);
    const found = user === undefined || user === '' ? undefined : byUser.get(user);
    if (found === undefined) return [];
    const { correlator, state } = found.attempt;
    const settled = correlator !== undefined || state === 'abandoned' || state === 'lost';
    return settled && correlator !== job['job-correlator'] ? [{ ...found, job }] : [];
  });
}

/** Purges that were tried before a stray is left to a person. */
const mostTries = 5;
/** In place of a count: the purge is done, and lists may still show the job. */
const swept = -1;

/**
 * Purges a stray while it is still held, ours, and our JCL; any other is recorded, and the run is held for a person.
 *
 * @param tries purges tried by this engine, by correlator
 */
export async function sweep(
  stray: Stray,
  context: RunContext,
  term: EngineTermHeld,
  tries: Map<string, number>,
): Promise<void> {
  const { step, job } = stray;
  const correlator = job['job-correlator'] ?? '';
  if (isKnown(step, correlator)) return;
  if (startsAtOnce(context.run)) return leaveToPerson(stray, context, term);
  const tried = tries.get(correlator) ?? 0;
  // What was purged cannot begin: it had been released a moment before.
  if (tried === swept) return job.status === 'ACTIVE' ? leaveToPerson(stray, context, term) : undefined;
  if (tried >= mostTries || !(await isOurs(stray, context))) return leaveToPerson(stray, context, term);
  tries.set(correlator, tried + 1);
  const note = (type: 'sweep.intended/1' | 'stray.swept/1') =>
    term.record(
      step,
      () => true,
      () => [ofStep(step, type, { correlator, jobid: job.jobid })],
    );
  if (tried === 0) await note('sweep.intended/1');
  const now = await context.system.zosmf.job(correlator);
  // Lists lag: one that they show as held may have been released by hand since.
  if (now !== undefined && now.status !== 'INPUT') return leaveToPerson({ ...stray, job: now }, context, term);
  const { done } = await context.system.zosmf.purge(correlator);
  if (!done) return;
  tries.set(correlator, swept);
  await note('stray.swept/1');
}

const isKnown = ({ strays = [] }: RunStep, correlator: string): boolean =>
  strays.some((stray) => stray.correlator === correlator);

async function isOurs(stray: Stray, context: RunContext): Promise<boolean> {
  const { job } = stray;
  if (job.status !== 'INPUT' || job.owner !== context.system.zosmf.user) return false;
  return (await jclOf(stray, context)) === 'ours';
}

async function jclOf({ attempt, job }: Stray, { system }: RunContext): Promise<NonNullable<SeenStray['jcl']>> {
  try {
    const { intent } = jclDigests(await system.zosmf.jclOf(jobKey(job)));
    return intent === attempt.intent ? 'ours' : 'other';
  } catch (error) {
    if (isProblem(error, 'zosmf.refused')) return 'unread';
    throw error;
  }
}

/** Records a stray, and holds the run: a person adopts or ignores it. */
export async function leaveToPerson(stray: Stray, context: RunContext, term: EngineTermHeld): Promise<void> {
  const { step, attempt, job } = stray;
  const correlator = jobKey(job);
  const { jobid, owner } = job;
  const status = job.status ?? 'of unknown status';
  const because = `${job.jobname}(${jobid}) of ${owner} carries the correlator of attempt ${attempt.number}, was not adopted, and is ${status}: adopt it, or ignore it with a reason`;
  const advice = {
    step: step.id,
    end: 'unknown',
    advice: 'hold',
    because,
    confirmBy: context.release.decisionMaker,
  } as const;
  const isNews = (now: RunStep) => !isKnown(now, correlator);
  if (!isNews(step)) return;
  const jcl = await jclOf(stray, context);
  await term.record(step, isNews, (run: Run) => [
    ofStep(step, 'stray.seen/1', { correlator, number: attempt.number, jobid, owner, status, jcl }),
    ...(planInForce(run) === undefined ? [] : holdRun(run, advice)),
  ]);
}
