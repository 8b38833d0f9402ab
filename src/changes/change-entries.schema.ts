import { z } from 'zod';
import { PersonId } from '../access/caller.schema.ts';
import { Sha256 } from '../jcl/names.schema.ts';
import type { EntryTypes } from '../ledger/entry.schema.ts';
import { ChangeDraft, ChangeId, ChangeItem, ChangeState, DecisionKind } from './change.schema.ts';

/** A change was asked for; its items follow on the same page, so that no entry grows with their number. */
export const ChangeRaised = z.strictObject({
  ...ChangeDraft.omit({ items: true }).shape,
  id: ChangeId,
  requester: PersonId,
});

export const ItemsListed = z.strictObject({ items: z.array(ChangeItem) });

/** The content was read from staging and production, item by item; the submission that follows counts them. */
export const ContentRead = z.strictObject({ first: z.int(), items: z.array(ChangeItem) });

/** Which groups must approve, over what, and whose earlier approvals still stand. */
export const ApprovalAsked = z.strictObject({
  group: z.string(),
  quorum: z.int(),
  because: z.string(),
  scope: z.array(z.string()).optional(),
  scopeDigest: Sha256,
});
export type ApprovalAsked = z.infer<typeof ApprovalAsked>;

export const ChangeSubmitted = z.strictObject({
  contentDigest: Sha256,
  items: z.int(),
  approvals: z.array(ApprovalAsked),
  /** Groups whose approval fell because content in their scope was changed. */
  fallen: z.array(z.strictObject({ group: z.string(), by: PersonId })),
  state: ChangeState,
});

export const DecisionMade = z.strictObject({
  by: PersonId,
  group: z.string(),
  decision: DecisionKind,
  reason: z.string(),
  boundTo: Sha256,
  scopeDigest: Sha256,
  state: ChangeState,
});

/** The change goes with a release, and no longer with it. */
export const ChangeScheduled = z.strictObject({ release: z.string() });
export const ChangeUnscheduled = z.strictObject({ release: z.string(), because: z.string() });

/** What became of the change when its release was closed. */
export const ChangeEnded = z.strictObject({
  release: z.string(),
  state: z.enum(['implemented', 'failed', 'backed-out']),
  outcome: z.string(),
});

export const changeEntryTypes = {
  'change.raised/1': ChangeRaised,
  'change.items-listed/1': ItemsListed,
  'change.content-read/1': ContentRead,
  'change.submitted/1': ChangeSubmitted,
  'decision.made/1': DecisionMade,
  'change.scheduled/1': ChangeScheduled,
  'change.unscheduled/1': ChangeUnscheduled,
  'change.ended/1': ChangeEnded,
} as const satisfies EntryTypes;

export type ChangeEntryType = keyof typeof changeEntryTypes;
export type ChangeEntryData<T extends ChangeEntryType> = z.infer<(typeof changeEntryTypes)[T]>;
