import { z } from 'zod';
import { Change, ChangeItem, ItemPart } from '../changes/change.schema.ts';
import { DataSetName, Sha256 } from '../jcl/names.schema.ts';
import { BookId } from '../ledger/page.schema.ts';
import { CheckResult } from '../readiness/readiness.schema.ts';
import { PlanStep, StepId } from '../releases/plan.schema.ts';
import { Release } from '../releases/release.schema.ts';
import { Run, RunStep } from '../runs/run.schema.ts';
import { evidenceForm, KeyOrigin } from './bundle.schema.ts';
import { ReadinessPass } from './readiness-passes.schema.ts';

/** What is known of the content at a production place once the release had ended, and what showed it. */
export const ContentAfter = z.strictObject({
  is: z.enum(['present', 'absent', 'unknown']),
  digest: Sha256.optional(),
  shownBy: z.strictObject({
    step: StepId.optional(),
    how: z.enum([
      'read when the change was submitted',
      'written, and not compared since',
      'accepted codes of the job',
      'content compared',
    ]),
  }),
});
export type ContentAfter = z.infer<typeof ContentAfter>;

export const PartEvidence = z.strictObject({
  ...ItemPart.pick({ part: true, form: true, aliases: true, token: true }).shape,
  /** `LIBRARY(MEMBER)` in production. */
  at: z.string(),
  staging: z.string(),
  /** How the digests of this part were made. */
  method: z.string(),
  /** Digest of what was approved. */
  approved: Sha256.optional(),
  /** Digest in production when the change was submitted; absent for a new member. */
  before: Sha256.optional(),
  after: ContentAfter,
});
export type PartEvidence = z.infer<typeof PartEvidence>;

export const ItemEvidence = z.strictObject({
  change: z.string(),
  ...ChangeItem.omit({ parts: true }).shape,
  parts: z.array(PartEvidence),
});
export type ItemEvidence = z.infer<typeof ItemEvidence>;

export const ChangeEvidence = Change.pick({
  ...{ id: true, title: true, reason: true, risk: true, riskOfDoing: true, riskOfNotDoing: true },
  ...{ owner: true, requester: true, state: true, contentDigest: true, submittedAt: true },
  ...{ approvals: true, decisions: true, outcome: true },
});
export type ChangeEvidence = z.infer<typeof ChangeEvidence>;

export const ReleaseEvidence = Release.pick({
  ...{ id: true, title: true, version: true, application: true, system: true, decisionMaker: true, window: true },
  ...{ state: true, openedAt: true, openedBy: true, plan: true, earlierPlans: true, findings: true },
  ...{ outcome: true, openWatch: true, review: true, closedAt: true, closingNote: true },
});
export type ReleaseEvidence = z.infer<typeof ReleaseEvidence>;

/** One pass over the readiness checks; the last one with the answer to each check. */
export const ReadinessEvidence = z.strictObject({
  ...ReadinessPass.shape,
  results: z.array(CheckResult).optional(),
});
export type ReadinessEvidence = z.infer<typeof ReadinessEvidence>;

export const RunEvidence = Run.pick({
  ...{ id: true, plan: true, state: true, system: true, startedAt: true, startedBy: true, endedAt: true },
  ...{ window: true, lastBackout: true, decisions: true, outcome: true },
});
export type RunEvidence = z.infer<typeof RunEvidence>;

export const StepEvidence = z.strictObject({
  ...RunStep.pick({
    ...{ id: true, plan: true, state: true, because: true, startedAt: true, endedAt: true, end: true },
    ...{ attempts: true, checks: true, commands: true, confirmed: true },
  }).shape,
  ...PlanStep.pick({ kind: true, title: true, owner: true, system: true, runsAfter: true, changes: true }).shape,
  /** The approved JCL of a job, and the libraries that it writes. */
  job: z.strictObject({ jobname: z.string(), approved: Sha256, writes: z.array(DataSetName) }).optional(),
});
export type StepEvidence = z.infer<typeof StepEvidence>;

/** What the statement stands on: the book, and the exact note and key that the bundle carries. */
export const Anchor = z.strictObject({
  book: BookId,
  size: z.int().min(1),
  checkpoint: Sha256.meta({ description: 'SHA-256 of the checkpoint note as carried' }),
  keyid: Sha256,
  keyOrigin: KeyOrigin,
  pages: z.array(z.int()),
  erased: z.array(z.strictObject({ page: z.int(), stream: z.string(), seq: z.int(), type: z.string() })),
});
export type Anchor = z.infer<typeof Anchor>;

export const Predicate = z.strictObject({
  anchor: Anchor,
  release: ReleaseEvidence,
  readiness: z.array(ReadinessEvidence),
  changes: z.array(ChangeEvidence),
  items: z.array(ItemEvidence),
  run: RunEvidence.optional(),
  steps: z.array(StepEvidence),
});
export type Predicate = z.infer<typeof Predicate>;

/** in-toto Statement, version 1. The subjects are the items as they stand in production after the release. */
export const Statement = z
  .strictObject({
    _type: z.literal('https://in-toto.io/Statement/v1'),
    subject: z.array(z.strictObject({ name: z.string(), digest: z.strictObject({ sha256: Sha256 }) })),
    predicateType: z.literal(evidenceForm),
    predicate: Predicate,
  })
  .meta({ id: 'EvidenceStatement' });
export type Statement = z.infer<typeof Statement>;
