import { z } from 'zod';
import { PersonId } from '../access/caller.schema.ts';
import { Instant } from '../ledger/entry.schema.ts';
import { Sha256 } from '../jcl/names.schema.ts';
import { CheckResult } from '../readiness/readiness.schema.ts';
import { Outcome, ReleaseId } from '../releases/release.schema.ts';
import { BadEnd, PlanStep, StepId } from '../releases/plan.schema.ts';

export const RunId = z.string().regex(/^RUN-\d{6}$/, 'must be RUN- and six digits');

/** How a job ended: told apart, because each asks for something else. */
export const EndClass = z.enum(['passed', ...BadEnd.options]);
export type EndClass = z.infer<typeof EndClass>;

/** What one job step (EXEC) of a job came to. */
export const JobStepResult = z.strictObject({
  name: z.string(),
  procStep: z.string(),
  program: z.string(),
  /** z/OSMF's text: `CC 0000`, `ABEND S0C7`, `FLUSHED`. */
  completion: z.string(),
  code: z.int().optional(),
  accepted: z.boolean(),
  /** Required messages that are missing, forbidden ones that are there. */
  complaints: z.array(z.string()),
  started: Instant.optional(),
  ended: Instant.optional(),
});
export type JobStepResult = z.infer<typeof JobStepResult>;

export const SpoolRef = z.strictObject({
  id: z.int(),
  ddname: z.string(),
  stepname: z.string(),
  procstep: z.string(),
  digest: Sha256,
  bytes: z.int(),
});
export type SpoolRef = z.infer<typeof SpoolRef>;

/** One try of a job step. States in order: intended, adopted, releasing, released, running, ended; or abandoned. */
export const Attempt = z.strictObject({
  number: z.int(),
  /** User part of the correlator. */
  user: z.string(),
  state: z.enum(['intended', 'adopted', 'releasing', 'released', 'running', 'ended', 'abandoned', 'lost']),
  /** Digest of everything submitted, and the blob that holds it; absent for a job that somebody else submitted. */
  intent: Sha256.optional(),
  jcl: Sha256.optional(),
  /** z/OS system that ran it. */
  system: z.string().optional(),
  jobname: z.string(),
  jobid: z.string().optional(),
  correlator: z.string().optional(),
  owner: z.string().optional(),
  retcode: z.string().optional(),
  intendedAt: Instant,
  adoptedAt: Instant.optional(),
  releasedAt: Instant.optional(),
  startedAt: Instant.optional(),
  endedAt: Instant.optional(),
  end: EndClass.optional(),
  jobSteps: z.array(JobStepResult),
  spool: z.array(SpoolRef),
});
export type Attempt = z.infer<typeof Attempt>;

/** A job that carries the correlator of an attempt, is not its job, and cannot be swept: a person adopts or ignores it. */
export const Stray = z.strictObject({
  /** Full, 64 characters at most. */
  correlator: z.string(),
  /** Of the attempt that it belongs to. */
  number: z.int().min(1).optional(),
  jobid: z.string(),
  owner: z.string(),
  /** As it was when it was seen: INPUT, ACTIVE or OUTPUT. */
  status: z.string(),
  /** Whether its JCL is what the attempt submitted. */
  jcl: z.enum(['ours', 'other', 'unread']).optional(),
  settled: z
    .strictObject({ how: z.enum(['ignored', 'adopted']), by: PersonId, reason: z.string(), at: Instant })
    .optional(),
});
export type Stray = z.infer<typeof Stray>;

export const StepState = z.enum([
  'pending',
  'ready',
  'submitted',
  'running',
  'waiting-for-person',
  'succeeded',
  'suspicious',
  'failed',
  'unknown',
  'held',
  'skipped',
  'backed-out',
]);
export type StepState = z.infer<typeof StepState>;

/** A release step of a run: the plan's step and what became of it. */
export const RunStep = z
  .strictObject({
    run: RunId,
    id: StepId,
    plan: z.enum(['install', 'backout']),
    step: PlanStep,
    asks: z.int().meta({ description: 'Checks that the plan has for this step' }),
    state: StepState,
    recordVersion: z.int(),
    startedAt: Instant.optional(),
    endedAt: Instant.optional(),
    attempts: z.array(Attempt),
    /** Result of checks and the answers to commands. */
    checks: z.array(CheckResult),
    commands: z.array(z.strictObject({ command: z.string(), answer: z.string(), accepted: z.boolean(), at: Instant })),
    /** Index of a command that was announced and has no recorded answer yet. */
    issuing: z.int().optional(),
    strays: z.array(Stray).optional(),
    confirmed: z.strictObject({ by: PersonId, note: z.string(), at: Instant }).optional(),
    /** Why it stands where it stands, in one sentence. */
    because: z.string(),
    end: EndClass.optional(),
  })
  .meta({ id: 'RunStep' });
export type RunStep = z.infer<typeof RunStep>;

export const RunState = z.enum(['in-progress', 'held', 'backing-out', 'completed', 'failed', 'backed-out']);
export type RunState = z.infer<typeof RunState>;

/** What a failed step asks for: the agreed advice, and who must confirm it. */
export const Advice = z.strictObject({
  step: StepId,
  end: EndClass,
  advice: z.enum(['hold', 'retry', 'back-out']),
  because: z.string(),
  confirmBy: z.string(),
});
export type Advice = z.infer<typeof Advice>;

export const Run = z
  .strictObject({
    id: RunId,
    release: ReleaseId,
    plan: Sha256,
    state: RunState,
    recordVersion: z.int(),
    startedAt: Instant,
    startedBy: PersonId,
    endedAt: Instant.optional(),
    /** Instants made from the window's local times. */
    window: z.strictObject({ opens: Instant, closes: Instant, cutOff: Instant, cutOffMeans: z.string() }),
    system: z.string(),
    prefix: z.string(),
    steps: z.array(StepId),
    backoutSteps: z.array(StepId),
    openBrackets: z.array(z.string()),
    advice: Advice.optional(),
    decisions: z.array(
      z.strictObject({
        by: PersonId,
        decision: z.string(),
        step: StepId.optional(),
        reason: z.string(),
        at: Instant,
      }),
    ),
    submit: z.literal('non-strict').optional().meta({
      description:
        'Present where jobs start as they are submitted: a request that is sent again can run a job twice. It is detected, not prevented; each job is repeatable or has a fence, which makes a second one do nothing',
    }),
    /** Latest instant at which backing out still meets the cut-off, and the step that ends it for good. */
    lastBackout: Instant,
    outcome: Outcome.optional(),
  })
  .meta({ id: 'Run' });
export type Run = z.infer<typeof Run>;

export const RunDecision = z
  .strictObject({
    decision: z.enum(['back-out', 'retry', 'resume', 'hold', 'did-not-run', 'did-run', 'ignore-stray', 'adopt-stray']),
    step: StepId.optional(),
    correlator: z
      .string()
      .max(64)
      .optional()
      .meta({ description: 'Of the stray that is meant, where the step has more than one' }),
    reason: z.string().trim().min(1).max(2000),
  })
  .meta({ id: 'RunDecision' });
export type RunDecision = z.infer<typeof RunDecision>;

export const StepConfirmation = z
  .strictObject({ done: z.boolean().default(true), note: z.string().trim().min(1).max(2000) })
  .meta({ id: 'StepConfirmation' });
