import type { PlanStep } from '../releases/plan.schema.ts';
import type { JobDocument, SpoolFileDocument } from '../zosmf/zosmf.schema.ts';
import { agreementOf, type EngineNeeds, type RunContext } from './engine-needs.ts';
import { limitsOf } from './engine-limits.ts';
import { failStep, hasAttempt, ofStep, succeedStep } from './engine-records.rules.ts';
import type { EngineTermHeld } from './engine-term.ts';
import { isOpen } from './next-acts.rules.ts';
import { jobEnded } from './job-output.rules.ts';
import { judgeJob, type JobOutput } from './judge.rules.ts';
import type { Attempt, RunStep, SpoolRef } from './run.schema.ts';

export interface CollectionNeeds extends Pick<EngineNeeds, 'ledger' | 'clock' | 'log' | 'limits'> {
  readonly term: EngineTermHeld;
  /** Ends pauses when the engine stops. */
  readonly stopping?: AbortSignal;
  /** How long this engine has known that the job ended and could not tell how, in milliseconds of the machine. */
  readonly puzzledFor: (correlator: string) => number;
}

const hasLiveJob = (number: number) => (now: RunStep) => {
  const attempt = now.attempts.at(-1);
  return attempt?.number === number && isOpen(attempt) && attempt.state !== 'intended';
};

const isWatched = (number: number) => (now: RunStep) => {
  const attempt = now.attempts.at(-1);
  return attempt?.number === number && (attempt.state === 'released' || attempt.state === 'running');
};

/** Fetches the whole end of a job: codes of every job step and all spool; records them with the judgement. */
export async function collect(
  step: RunStep,
  attempt: Attempt,
  context: RunContext,
  needs: CollectionNeeds,
): Promise<void> {
  const { zosmf } = context.system;
  const { correlator = '' } = attempt;
  const job = await zosmf.job(correlator);
  if (job === undefined) return recordAbsence(step, attempt, context, needs);
  if (job.status !== 'OUTPUT') return;
  if (job.retcode === null && needs.puzzledFor(correlator) < limitsOf(needs).noCodeForMs) return;
  const files = await zosmf.spoolFiles(correlator);
  const kept = await Promise.all(files.map((file) => keep(file, correlator, context, needs)));
  if (sizesOf(await zosmf.spoolFiles(correlator)) !== sizesOf(files)) return;
  await recordEnd(step, attempt, { job, kept }, context, needs);
}

/** A job can have ended while its output is still being written: the list grows then. */
const sizesOf = (files: readonly SpoolFileDocument[]): string =>
  files.map((file) => `${file.id}:${file['record-count']}`).join();

async function keep(file: SpoolFileDocument, correlator: string, { system }: RunContext, { ledger }: CollectionNeeds) {
  const text = await system.zosmf.spoolText(correlator, file.id);
  const digest = await ledger.blobs.put(text);
  const { id, ddname, stepname } = file;
  const procstep = file.procstep ?? '';
  const ref: SpoolRef = { id, ddname, stepname, procstep, digest, bytes: Buffer.byteLength(text) };
  const output: JobOutput = { stepname, procstep, ddname, text };
  return { ref, output };
}

async function recordEnd(
  step: RunStep,
  { number }: Attempt,
  { job, kept }: { job: JobDocument; kept: readonly { ref: SpoolRef; output: JobOutput }[] },
  context: RunContext,
  { term }: CollectionNeeds,
): Promise<void> {
  const planned = context.planned(step.id);
  const outputs = kept.map(({ output }) => output);
  const { end, because, jobSteps } = judgeJob(job, outputs, expectationsOf(planned));
  const ended = jobEnded(step, {
    ...{ number, retcode: job.retcode ?? '', end, because, jobSteps: [...jobSteps], spool: kept.map(({ ref }) => ref) },
    ...timesOf(job),
  });
  await term.record(step, isWatched(number), (run) => {
    if (end !== 'passed') return [...ended, ...failStep(run, step, { end, because }, agreementOf(context))];
    return step.asks > 0 || planned.confirm !== undefined ? ended : [...ended, ...succeedStep(step, because)];
  });
}

function expectationsOf({ job, observe }: PlanStep): Parameters<typeof judgeJob>[2] {
  return { expected: job?.steps ?? [], others: observe?.accepts ?? [0] };
}

const instantForm = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

function timesOf(job: JobDocument): { system?: string; startedAt?: string; endedAt?: string } {
  const { 'exec-system': system, 'exec-started': started, 'exec-ended': ended } = job;
  return {
    ...(system === null || system === undefined ? {} : { system }),
    ...(started != null && instantForm.test(started) ? { startedAt: started } : {}),
    ...(ended != null && instantForm.test(ended) ? { endedAt: ended } : {}),
  };
}

export async function noteRunning(step: RunStep, { number }: Attempt, { term }: CollectionNeeds): Promise<void> {
  await term.record(step, hasAttempt(number, 'released'), () => [ofStep(step, 'job.running/1', { number })]);
}

/** The adopted job is not held any more, and nobody here released it: from now on it is watched like any other. */
export const noteUnheld = (
  step: RunStep,
  attempt: Attempt,
  context: RunContext,
  needs: Pick<CollectionNeeds, 'term'>,
) => noteBegun(step, attempt, { from: 'adopted', type: 'job.unheld/1' }, context, needs);

/** A job that counted as lost is there again, and begun: its end can be seen after all. */
export const noteAgain = (step: RunStep, attempt: Attempt, context: RunContext, needs: Pick<CollectionNeeds, 'term'>) =>
  noteBegun(step, attempt, { from: 'lost', type: 'job.seen-again/1' }, context, needs);

async function noteBegun(
  step: RunStep,
  { number, correlator = '' }: Attempt,
  { from, type }: { from: 'adopted' | 'lost'; type: 'job.unheld/1' | 'job.seen-again/1' },
  { system }: RunContext,
  { term }: Pick<CollectionNeeds, 'term'>,
): Promise<void> {
  const job = await system.zosmf.job(correlator);
  if (job?.status == null || job.status === 'INPUT') return;
  const { status } = job;
  await term.record(step, hasAttempt(number, from), () => [ofStep(step, type, { number, status })]);
}

/** A job that the list did not show: asked for by its correlator. */
export async function lookAgain(
  step: RunStep,
  attempt: Attempt,
  context: RunContext,
  needs: CollectionNeeds,
): Promise<void> {
  const job = await context.system.zosmf.job(attempt.correlator ?? '');
  if (job?.status === 'OUTPUT') return collect(step, attempt, context, needs);
  if (job !== undefined)
    return job.status === 'ACTIVE' && attempt.state === 'released' ? noteRunning(step, attempt, needs) : undefined;
  return recordAbsence(step, attempt, context, needs);
}

/** Gone for long enough after its adoption a job is lost: whether it ran is not known, and a person looks. */
export async function recordAbsence(
  step: RunStep,
  attempt: Attempt,
  context: RunContext,
  needs: CollectionNeeds,
): Promise<void> {
  const since = Date.parse(attempt.releasedAt ?? attempt.adoptedAt ?? attempt.intendedAt);
  if (needs.clock.now() - since < limitsOf(needs).absentAfterMs) return;
  const because = `${attempt.jobname}(${attempt.jobid ?? '?'}) is no longer in JES, and its end was not seen`;
  await needs.term.record(step, hasLiveJob(attempt.number), (run) => [
    ofStep(step, 'job.lost/1', { number: attempt.number, because }),
    ...failStep(run, step, { end: 'unknown', because }, agreementOf(context)),
  ]);
}

/** Finds the job that somebody else submitted: by name, owner, and submitted after the time that was agreed. */
export async function find(
  step: RunStep,
  context: RunContext,
  { term, log }: CollectionNeeds,
  instantOf: (local: string) => number,
): Promise<void> {
  const { observe } = context.planned(step.id);
  if (observe === undefined) return;
  const { jobs } = await context.system.zosmf.jobsByPrefix(observe.jobname);
  const after = instantOf(observe.submittedAfter);
  const over = new Set(step.attempts.filter(({ state }) => state === 'ended').map(({ correlator }) => correlator));
  const named = jobs.filter(
    ({ jobname, owner, 'job-correlator': correlator }) =>
      jobname === observe.jobname && owner === observe.owner && correlator != null && !over.has(correlator),
  );
  const known = await Promise.all(named.map((job) => context.system.zosmf.job(job['job-correlator'] ?? '')));
  const fitting = known
    .flatMap((job) => (job === undefined ? [] : [{ job, at: Date.parse(job['exec-submitted'] ?? '') }]))
    .filter(({ at }) => at >= after);
  const first = fitting.sort((a, b) => a.at - b.at)[0]?.job;
  if (first === undefined) {
    log.info({ run: step.run, step: step.id }, `${observe.jobname} is not there yet`);
    return;
  }
  const { jobname, jobid, owner } = first;
  await term.record(
    step,
    (now) => now.state === 'running' && now.attempts.length === step.attempts.length,
    () => [
      ofStep(step, 'job.found/1', {
        number: step.attempts.length + 1,
        jobname,
        jobid,
        owner,
        correlator: first['job-correlator'] ?? '',
      }),
    ],
  );
}
