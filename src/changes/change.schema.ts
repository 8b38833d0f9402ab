import { z } from 'zod';
import { PersonId } from '../access/caller.schema.ts';
import { ContentForm } from '../estate/estate.schema.ts';
import { Instant } from '../ledger/entry.schema.ts';
import { DataSetName, MemberName, Sha256 } from '../jcl/names.schema.ts';

export const ChangeId = z.string().regex(/^CHG-\d{6}$/, 'must be CHG- and six digits');

export const Risk = z.enum(['low', 'medium', 'high']);
export type Risk = z.infer<typeof Risk>;

/** One thing to move, named as its item type says; attributes are checked against the type. */
export const ItemDraft = z
  .strictObject({
    type: z.string().meta({ description: 'An item type of this site, such as cobol-batch-program' }),
    name: z.string().min(1).max(120),
    application: z.string(),
    action: z.enum(['new', 'replace']).default('replace'),
    attributes: z.record(z.string(), z.union([z.string(), z.array(z.string())])).default({}),
  })
  .meta({ id: 'ItemDraft' });
export type ItemDraft = z.infer<typeof ItemDraft>;

const Text = z.string().trim().min(1).max(4000);

/** What a requester sends. `id` is the site's own number; without it the next free one is given. */
export const ChangeDraft = z
  .strictObject({
    id: ChangeId.optional(),
    title: z.string().trim().min(1).max(120),
    description: Text,
    reason: Text,
    owner: PersonId,
    risk: Risk,
    riskOfDoing: Text,
    riskOfNotDoing: Text,
    testing: Text,
    implementationPlan: Text,
    backoutPlan: Text,
    validationPlan: Text,
    affects: z.array(z.string()).default([]).meta({ description: 'Systems, applications, customers, processes' }),
    /** Release version whose staging libraries hold the content. */
    version: z.string().regex(/^[A-Z][A-Z0-9]{1,7}$/, 'must be a qualifier of a data set name, such as R2609A'),
    items: z.array(ItemDraft).min(1).max(10_000),
  })
  .meta({ id: 'ChangeDraft' });
export type ChangeDraft = z.infer<typeof ChangeDraft>;

/** One library member (or alias group) that an item moves, with the digests that were read when the change was submitted. */
export const ItemPart = z.strictObject({
  part: z.string(),
  library: z.string().meta({ description: 'Library role of the estate' }),
  form: ContentForm,
  member: MemberName,
  aliases: z.array(MemberName),
  staging: DataSetName,
  production: DataSetName,
  /** Digest of the approved content in staging. */
  approved: Sha256.optional(),
  /** Digest of the production member that the change was built against; absent for a new member. */
  baseline: Sha256.optional(),
  /** Consistency token, 16 hexadecimal digits, of a DBRM or a Db2 program. */
  token: z.string().optional(),
  /** Names that the content refers to (COPY, INCLUDE, CALL, EXEC PROC …), for the graph and the findings. */
  refers: z.array(z.strictObject({ how: z.string(), name: z.string() })).default([]),
});

export type ItemPart = z.infer<typeof ItemPart>;

export const ChangeItem = z.strictObject({ ...ItemDraft.shape, parts: z.array(ItemPart) }).meta({ id: 'ChangeItem' });
export type ChangeItem = z.infer<typeof ChangeItem>;

/** A group that must approve, and why it was brought in. */
export const RequiredApproval = z.strictObject({
  group: z.string(),
  quorum: z.int(),
  because: z.string(),
  approvedBy: z.array(PersonId),
  complete: z.boolean(),
  /** Items that the group looks at, as `type name`; absent: all content. */
  scope: z.array(z.string()).optional(),
  /** Digest of the content in scope: approvals stand as long as it does. */
  scopeDigest: Sha256,
});
export type RequiredApproval = z.infer<typeof RequiredApproval>;

export const DecisionKind = z.enum(['approve', 'reject', 'defer', 'request-info']);
export type DecisionKind = z.infer<typeof DecisionKind>;

export const DecisionDraft = z
  .strictObject({ group: z.string(), decision: DecisionKind, reason: Text })
  .meta({ id: 'DecisionDraft' });
export type DecisionDraft = z.infer<typeof DecisionDraft>;

export const Decision = z.strictObject({
  by: PersonId,
  group: z.string(),
  decision: DecisionKind,
  reason: z.string(),
  at: Instant,
  /** Digest of the content that was decided upon. */
  boundTo: Sha256,
  /** Digest of the part of it that the group looks at. */
  scopeDigest: Sha256,
  /** False once the content in scope was changed after the decision. */
  stands: z.boolean(),
  page: z.int(),
});
export type Decision = z.infer<typeof Decision>;

export const ChangeState = z.enum([
  'draft',
  'in-review',
  'info-requested',
  'deferred',
  'approved',
  'rejected',
  'scheduled',
  'implemented',
  'failed',
  'backed-out',
  'closed',
]);
export type ChangeState = z.infer<typeof ChangeState>;

/** A change as read back. `version` of the record is its ETag. */
export const Change = z
  .strictObject({
    ...ChangeDraft.shape,
    id: ChangeId,
    items: z.array(ChangeItem),
    requester: PersonId,
    state: ChangeState,
    recordVersion: z.int().meta({ description: 'Entries so far: the ETag' }),
    raisedAt: Instant,
    submittedAt: Instant.optional(),
    /** Digest over items and the approved digests of their parts; present once submitted. */
    contentDigest: Sha256.optional(),
    approvals: z.array(RequiredApproval),
    /** Groups whose approval is still missing. */
    awaiting: z.array(z.string()),
    updatedAt: Instant,
    decisions: z.array(Decision),
    release: z.string().optional(),
    outcome: z.string().optional(),
  })
  .meta({ id: 'Change' });
export type Change = z.infer<typeof Change>;
