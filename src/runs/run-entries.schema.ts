import { z } from 'zod';
import { PersonId } from '../access/caller.schema.ts';
import type { EntryTypes } from '../ledger/entry.schema.ts';
import { Instant } from '../ledger/entry.schema.ts';
import { Sha256 } from '../jcl/names.schema.ts';
import { CheckResult } from '../readiness/readiness.schema.ts';
import { PlanStep, StepId } from '../releases/plan.schema.ts';
import { Outcome, ReleaseId } from '../releases/release.schema.ts';
import { Advice, EndClass, JobStepResult, RunDecision, RunId, RunState, SpoolRef, Stray } from './run.schema.ts';

const number = z.int().min(1);

const RunStarted = z.strictObject({
  run: RunId,
  release: ReleaseId,
  plan: Sha256,
  system: z.string(),
  prefix: z.string(),
  startedBy: PersonId,
  window: z.strictObject({ opens: Instant, closes: Instant, cutOff: Instant, cutOffMeans: z.string() }),
  steps: z.array(StepId),
  backoutSteps: z.array(StepId),
  lastBackout: Instant,
});

const JobEnd = z.strictObject({
  number,
  retcode: z.string(),
  end: EndClass,
  because: z.string(),
  system: z.string().optional(),
  startedAt: Instant.optional(),
  endedAt: Instant.optional(),
});

/** Entry types of the streams `run:<run>`, `step:<run>/<step>` and `engine`; versions are written for ever. */
export const runEntries = {
  'engine.taken/1': z.strictObject({ instance: z.string(), epoch: number }),
  'run.started/1': RunStarted,
  /** Where jobs start as they are submitted; an instance that does not know this must not drive the run. */
  'run.started/2': RunStarted.extend({ submit: z.literal('non-strict') }),
  'run.decided/1': z.strictObject({
    by: PersonId,
    decision: RunDecision.shape.decision,
    step: StepId.optional(),
    reason: z.string(),
  }),
  'run.held/1': z.strictObject({ advice: Advice }),
  'run.resumed/1': z.strictObject({}),
  'run.backing-out/1': z.strictObject({}),
  'run.ended/1': z.strictObject({ state: RunState, outcome: Outcome }),
  'bracket.opened/1': z.strictObject({ name: z.string() }),
  'bracket.closed/1': z.strictObject({ name: z.string() }),
  /** The step without its checks and message rules, which stand in the plan; `asks` counts the checks. */
  'step.planned/1': z.strictObject({
    run: RunId,
    plan: z.enum(['install', 'backout']),
    step: PlanStep,
    asks: z.int().min(0),
  }),
  'step.began/1': z.strictObject({}),
  'step.waits/1': z.strictObject({ by: PersonId }),
  'step.reopened/1': z.strictObject({ because: z.string() }),
  'step.ended/1': z.strictObject({
    state: z.enum(['succeeded', 'suspicious', 'failed', 'unknown', 'skipped']),
    end: EndClass.optional(),
    because: z.string(),
  }),
  'step.confirmed/1': z.strictObject({ by: PersonId, note: z.string(), done: z.boolean() }),
  'attempt.intended/1': z.strictObject({ number, user: z.string(), jobname: z.string(), intent: Sha256, jcl: Sha256 }),
  'attempt.adopted/1': z.strictObject({ number, jobid: z.string(), correlator: z.string(), owner: z.string() }),
  /** Where jobs start as they are submitted: the job was not held. Without a correlator it is known by name and id. */
  'attempt.adopted/2': z.strictObject({
    number,
    jobid: z.string(),
    correlator: z.string(),
    owner: z.string(),
    held: z.literal(false),
  }),
  'attempt.refused/1': z.strictObject({ number, because: z.string() }),
  'release.intended/1': z.strictObject({ number, correlator: z.string(), epoch: number }),
  'attempt.released/1': z.strictObject({ number }),
  /** The adopted job is not held any more, and it was not this service that released it. */
  'job.unheld/1': z.strictObject({ number, status: z.string() }),
  'job.found/1': z.strictObject({
    number,
    jobname: z.string(),
    jobid: z.string(),
    correlator: z.string(),
    owner: z.string(),
  }),
  'job.running/1': z.strictObject({ number }),
  'job.ended/1': JobEnd.extend({ jobSteps: z.array(JobStepResult), spool: z.array(SpoolRef) }),
  /** What a job's end has more of than one entry can hold stands before it on the same page, in order. */
  'job.output/1': z.strictObject({ number, jobSteps: z.array(JobStepResult), spool: z.array(SpoolRef) }),
  'job.ended/2': JobEnd.extend({ parts: z.int().min(1) }),
  'job.lost/1': z.strictObject({ number, because: z.string() }),
  /** A job that counted as lost is in JES after all. */
  'job.seen-again/1': z.strictObject({ number, status: z.string() }),
  'attempt.abandoned/1': z.strictObject({ number, because: z.string() }),
  'stray.seen/1': Stray.omit({ settled: true }),
  'stray.ignored/1': z.strictObject({ correlator: z.string(), by: PersonId, reason: z.string() }),
  'stray.adopted/1': z.strictObject({
    number,
    correlator: z.string(),
    jobid: z.string(),
    owner: z.string(),
    by: PersonId,
    reason: z.string(),
  }),
  'sweep.intended/1': z.strictObject({ correlator: z.string(), jobid: z.string() }),
  'stray.swept/1': z.strictObject({ correlator: z.string(), jobid: z.string() }),
  'check.answered/1': z.strictObject({ results: z.array(CheckResult) }),
  'command.intended/1': z.strictObject({ index: z.int().min(0), command: z.string() }),
  'command.answered/1': z.strictObject({
    index: z.int().min(0),
    command: z.string(),
    answer: z.string(),
    accepted: z.boolean(),
  }),
  'command.in-doubt/1': z.strictObject({ index: z.int().min(0), command: z.string(), because: z.string() }),
  'notice.given/1': z.strictObject({ to: z.array(z.string()), text: z.string() }),
} as const satisfies EntryTypes;

export type RunEntryType = keyof typeof runEntries;
export type RunEntryData<T extends RunEntryType> = z.infer<(typeof runEntries)[T]>;
