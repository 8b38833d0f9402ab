import { z } from 'zod';
import { PersonId } from '../access/caller.schema.ts';
import { Sha256 } from '../jcl/names.schema.ts';
import { Instant, type EntryTypes } from '../ledger/entry.schema.ts';
import { Finding } from './plan.schema.ts';
import { Outcome, Release, ReleaseDraft, ReleaseId, WatchItem } from './release.schema.ts';

export const ReleaseOpened = z.strictObject({ ...ReleaseDraft.shape, id: ReleaseId, openedBy: PersonId });

/** A plan was made: both plans, with the JCL of their jobs, are blobs. */
export const ReleasePlanned = z.strictObject({
  plan: Sha256,
  by: PersonId,
  steps: z.int(),
  backoutSteps: z.int(),
  contents: z.array(z.strictObject({ change: z.string(), contentDigest: Sha256 })),
  findings: z.int(),
});

const AnsweredFinding = z.strictObject({
  ...Finding.shape,
  answer: z.strictObject({ by: PersonId, text: z.string(), at: Instant }).optional(),
});

/** Findings of the plan on the same page; answers to findings that the plan before had too stand. */
export const FindingsListed = z.strictObject({ findings: z.array(AnsweredFinding) });

export const FindingAnswered = z.strictObject({
  finding: z.string(),
  subject: z.string(),
  by: PersonId,
  text: z.string(),
});

/** One pass over the readiness checks; the report is a blob. */
export const ReadinessRecorded = z.strictObject({
  verdict: z.enum(['ready', 'not-ready']),
  because: z.string(),
  plan: Sha256.optional(),
  report: Sha256.optional(),
});

/** The release runs: appended with the run's own first entry. */
export const ReleaseStarted = z.strictObject({ run: z.string() });

/** The run waits for a person, and goes on. */
export const ReleaseHeld = z.strictObject({ run: z.string(), because: z.string() });
export const ReleaseResumed = z.strictObject({ run: z.string(), because: z.string() });

/** The run has ended; what is left is the review and the closing. */
export const ReleaseEnded = z.strictObject({
  run: z.string(),
  state: z.enum(['completed', 'failed', 'delayed', 'backed-out']),
  outcome: Outcome,
});

export const ReleaseClosed = z.strictObject({
  outcome: Outcome,
  note: z.string(),
  openWatch: z.array(WatchItem),
  review: Release.shape.review,
});

export const releaseEntryTypes = {
  'release.opened/1': ReleaseOpened,
  'release.planned/1': ReleasePlanned,
  'release.findings-listed/1': FindingsListed,
  'finding.answered/1': FindingAnswered,
  'release.readiness-recorded/1': ReadinessRecorded,
  'release.started/1': ReleaseStarted,
  'release.held/1': ReleaseHeld,
  'release.resumed/1': ReleaseResumed,
  'release.ended/1': ReleaseEnded,
  'release.closed/1': ReleaseClosed,
} as const satisfies EntryTypes;

export type ReleaseEntryType = keyof typeof releaseEntryTypes;
export type ReleaseEntryData<T extends ReleaseEntryType> = z.infer<(typeof releaseEntryTypes)[T]>;
