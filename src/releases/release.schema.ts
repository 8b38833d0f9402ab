import { z } from 'zod';
import { PersonId } from '../access/caller.schema.ts';
import { ChangeId } from '../changes/change.schema.ts';
import { LocalTime } from '../estate/estate.schema.ts';
import { Instant } from '../ledger/entry.schema.ts';
import { Sha256 } from '../jcl/names.schema.ts';
import { Confirmation, DecisionRule, Finding, PlannedObservation, StepId, SystemCheck } from './plan.schema.ts';

export const ReleaseId = z.string().regex(/^REL-\d{6}$/, 'must be REL- and six digits');

/** When the release may run, and by when the business must go on. Local times of the estate. */
export const ReleaseWindow = z.strictObject({
  opens: LocalTime,
  closes: LocalTime,
  cutOff: z.strictObject({ at: LocalTime, means: z.string() }),
});

/** A step that no item brings: observation, bracket, trial, sign-off, notice. `after` and `before` name steps or phases. */
export const StepDraft = z
  .strictObject({
    id: StepId,
    kind: z.enum(['job', 'observe', 'check', 'manual', 'bracket', 'command', 'notice']),
    title: z.string().min(1).max(120),
    owner: z.string(),
    minutes: z.int().min(0).max(1440),
    after: z.array(z.strictObject({ step: z.string(), because: z.string() })).default([]),
    before: z.array(z.strictObject({ step: z.string(), because: z.string() })).default([]),
    /** Job steps from templates; each by name of the template and its parameters. */
    job: z
      .array(
        z.strictObject({
          template: z.string(),
          parameters: z.record(z.string(), z.union([z.string(), z.int(), z.array(z.string())])),
        }),
      )
      .optional(),
    observe: PlannedObservation.optional(),
    checks: z.array(SystemCheck).optional(),
    confirm: Confirmation.optional(),
    bracket: z.strictObject({ name: z.string(), act: z.enum(['open', 'close']) }).optional(),
    notice: z.strictObject({ to: z.array(z.string()).min(1), text: z.string() }).optional(),
    pointOfNoReturn: z.boolean().optional(),
    repeatable: z
      .boolean()
      .optional()
      .meta({ description: 'Of a job: running it once more does no harm at any later time, not even after a backout' }),
  })
  .meta({ id: 'StepDraft' });
export type StepDraft = z.infer<typeof StepDraft>;

export const WatchItem = z.strictObject({
  id: z.string().regex(/^W\d\d$/),
  what: z.string(),
  until: z.string(),
  owner: z.string(),
});

export const ReleaseDraft = z
  .strictObject({
    id: ReleaseId.optional(),
    title: z.string().min(1).max(120),
    version: z.string().regex(/^[A-Z][A-Z0-9]{1,7}$/),
    /** First five characters of the job names: one list filter finds all jobs of the release. */
    prefix: z.string().regex(/^[A-Z#@$][A-Z0-9#@$]{4}$/, 'must be five characters of a job name'),
    application: z.string(),
    system: z.string(),
    decisionMaker: PersonId,
    implementer: PersonId.optional().meta({ description: 'Whose the steps are that name nobody' }),
    window: ReleaseWindow,
    changes: z.array(ChangeId).min(1),
    steps: z.array(StepDraft).default([]),
    backoutSteps: z.array(StepDraft).default([]),
    decisionTree: z.array(DecisionRule).default([]),
    watch: z.array(WatchItem).default([]),
    notes: z.string().max(8000).default(''),
  })
  .meta({ id: 'ReleaseDraft' });
export type ReleaseDraft = z.infer<typeof ReleaseDraft>;

export const FindingAnswer = z
  .strictObject({ finding: z.string(), answer: z.string().trim().min(1).max(2000) })
  .meta({ id: 'FindingAnswer' });
export type FindingAnswer = z.infer<typeof FindingAnswer>;

export const ReleaseState = z.enum([
  'planned',
  'ready',
  'in-progress',
  'held',
  'completed',
  'failed',
  'delayed',
  'backed-out',
  'closed',
]);
export type ReleaseState = z.infer<typeof ReleaseState>;

export const Outcome = z.enum(['succeeded', 'failed', 'delayed', 'partially-completed', 'backed-out']);
export type Outcome = z.infer<typeof Outcome>;

/** How a release is closed. Watch items that are not done stay open after it. */
export const ClosingDraft = z
  .strictObject({
    outcome: Outcome,
    note: z.string().trim().min(1).max(4000),
    watchDone: z.array(z.string()).default([]),
    review: z
      .strictObject({ cause: z.enum(['process-gap', 'test-gap', 'other']), text: z.string().trim().min(1).max(4000) })
      .optional()
      .meta({ description: 'Required unless the release succeeded' }),
  })
  .meta({ id: 'ClosingDraft' });
export type ClosingDraft = z.infer<typeof ClosingDraft>;

/** A release as read back. */
export const Release = z
  .strictObject({
    ...ReleaseDraft.shape,
    id: ReleaseId,
    state: ReleaseState,
    recordVersion: z.int(),
    openedAt: Instant,
    openedBy: PersonId,
    /** The plan in force: its blob, and when it was made. */
    plan: z
      .strictObject({ digest: Sha256, at: Instant, by: PersonId, steps: z.int(), backoutSteps: z.int() })
      .optional(),
    /** Digests of earlier plans, oldest first: their JCL can be compared. */
    earlierPlans: z.array(Sha256),
    findings: z.array(
      z.strictObject({
        ...Finding.shape,
        answer: z.strictObject({ by: PersonId, text: z.string(), at: Instant }).optional(),
      }),
    ),
    readiness: z
      .strictObject({
        at: Instant,
        verdict: z.enum(['ready', 'not-ready']),
        because: z.string(),
        page: z.int(),
        report: Sha256.optional().meta({ description: 'Blob of the whole report' }),
      })
      .optional(),
    run: z.string().optional(),
    outcome: Outcome.optional(),
    openWatch: z.array(WatchItem),
    review: z
      .strictObject({ cause: z.enum(['process-gap', 'test-gap', 'other']), text: z.string(), by: PersonId })
      .optional(),
    closedAt: Instant.optional(),
    closingNote: z.string().optional(),
    updatedAt: Instant,
  })
  .meta({ id: 'Release' });
export type Release = z.infer<typeof Release>;
