import { isMember, personOf } from '../estate/estate.rules.ts';
import type { Estate } from '../estate/estate.schema.ts';
import type { ItemTypes } from '../estate/item-types.rules.ts';
import type { NewEntry } from '../ledger/entry.schema.ts';
import { LockstepError } from '../shared/errors.ts';
import type { ProblemCode } from '../shared/problems.ts';
import { allApproved, approvalsFor, approvalsWith, contentDigestOf, stands } from './approval.rules.ts';
import type { ChangeEntryData, ChangeEntryType } from './change-entries.schema.ts';
import type { Change, ChangeDraft, ChangeItem, ChangeState, DecisionDraft } from './change.schema.ts';
import { placedItems } from './item.rules.ts';
import { inPieces } from './pieces.rules.ts';

/** What a site gives to the rules about changes. */
export interface Site {
  readonly estate: Estate;
  readonly itemTypes: ItemTypes;
}

export function changeStream(id: string): string {
  return `change:${id}`;
}

/** An entry on a change's stream, with data of its type. */
export function changeEntry<T extends ChangeEntryType>(id: string, type: T, data: ChangeEntryData<T>): NewEntry {
  return { stream: changeStream(id), type, data };
}

/** The number after the highest one given so far. */
export function nextChangeId(highest: string | undefined): string {
  const number = highest === undefined ? 1 : Number(highest.slice('CHG-'.length)) + 1;
  return `CHG-${String(number).padStart(6, '0')}`;
}

/**
 * Raises a change: what, why, who, and what it would move.
 *
 * @throws {LockstepError} `change.unknown-person`, `item.unknown-type`, `item.attribute-invalid`,
 *   `item.two-for-one-target`
 */
export function raiseChange(draft: ChangeDraft, id: string, requester: string, site: Site): NewEntry[] {
  const { items, ...rest } = draft;
  if (personOf(site.estate, draft.owner) === undefined)
    throw new LockstepError('change.unknown-person', `owner: the estate knows no ${draft.owner}`, { field: 'owner' });
  const placed = placedItems(items, draft.version, site.estate, site.itemTypes);
  return [
    changeEntry(id, 'change.raised/1', { ...rest, id, requester }),
    ...inPieces(placed).map((piece) => changeEntry(id, 'change.items-listed/1', { items: [...piece.rows] })),
  ];
}

/** States from which content can be submitted; from the later ones it is submitted again. */
const submittable: readonly ChangeState[] = [
  'draft',
  'in-review',
  'info-requested',
  'deferred',
  'approved',
  'scheduled',
];

/** @throws {LockstepError} `change.wrong-state`, `change.not-yours` */
export function refuseSubmission(change: Change, person: string): void {
  if (!submittable.includes(change.state)) throw wrongState(change, 'be submitted');
  if (person !== change.requester && person !== change.owner)
    throw refusal('change.not-yours', change, `${change.requester} or ${change.owner} submits it`);
}

/**
 * Submits a change with its content as it was just read. Approvals of groups whose content is what it was stand;
 * exactly the others fall.
 *
 * @param items the change's items with digests and references in their parts
 * @throws {LockstepError} `change.wrong-state`, `change.not-yours`
 */
export function submitChange(change: Change, items: readonly ChangeItem[], person: string, site: Site): NewEntry[] {
  refuseSubmission(change, person);
  const asked = approvalsFor(change.risk, items, site.estate, site.itemTypes);
  const approvals = approvalsWith(
    asked,
    change.decisions.map((decision) => ({ ...decision, stands: decision.stands && stands(decision, asked) })),
  );
  const fallen = change.decisions
    .filter((decision) => decision.stands && decision.decision === 'approve' && !stands(decision, asked))
    .map(({ group, by }) => ({ group, by }));
  return [
    ...inPieces(items).map(({ first, rows }) =>
      changeEntry(change.id, 'change.content-read/1', { first, items: [...rows] }),
    ),
    changeEntry(change.id, 'change.submitted/1', {
      contentDigest: contentDigestOf(items),
      items: items.length,
      approvals: asked,
      fallen,
      state: allApproved(approvals) ? approvedState(change) : 'in-review',
    }),
  ];
}

/**
 * Decides on a change for a group.
 *
 * @throws {LockstepError} `change.own-approval`, `change.wrong-state`, `change.group-not-asked`, `change.not-a-member`,
 *   `change.approved-twice`
 */
export function decideChange(change: Change, draft: DecisionDraft, person: string, estate: Estate): NewEntry[] {
  const { group, decision, reason } = draft;
  if (person === change.owner || person === change.requester)
    throw refusal('change.own-approval', change, `${person} owns it or asked for it: somebody else decides`);
  if (change.state !== 'in-review') throw wrongState(change, 'be decided on');
  const asked = change.approvals.find((approval) => approval.group === group);
  if (asked === undefined)
    throw refusal('change.group-not-asked', change, `${group} is not asked`, {
      groups: change.approvals.map((approval) => approval.group),
    });
  if (!isMember(estate, group, person))
    throw refusal('change.not-a-member', change, `${person} is no member of ${group}`);
  if (decision === 'approve' && asked.approvedBy.includes(person))
    throw refusal('change.approved-twice', change, `${person} approved for ${group} already`);
  return [
    changeEntry(change.id, 'decision.made/1', {
      by: person,
      group,
      decision,
      reason,
      boundTo: change.contentDigest ?? '',
      scopeDigest: asked.scopeDigest,
      state: stateAfter(change, group, decision),
    }),
  ];
}

function stateAfter(change: Change, group: string, decision: DecisionDraft['decision']): ChangeState {
  switch (decision) {
    case 'reject':
      return 'rejected';
    case 'defer':
      return 'deferred';
    case 'request-info':
      return 'info-requested';
    case 'approve': {
      const then = change.approvals.map((approval) => ({
        complete: approval.complete || (approval.group === group && approval.approvedBy.length + 1 >= approval.quorum),
      }));
      return allApproved(then) ? approvedState(change) : 'in-review';
    }
  }
}

/** An approved change that a release already counts on is scheduled. */
function approvedState(change: Pick<Change, 'release'>): ChangeState {
  return change.release === undefined ? 'approved' : 'scheduled';
}

function wrongState(change: Change, act: string): LockstepError {
  return refusal('change.wrong-state', change, `in state ${change.state} it cannot ${act}`, { state: change.state });
}

function refusal(code: ProblemCode, change: Change, why: string, facts: Record<string, unknown> = {}): LockstepError {
  return new LockstepError(code, `${change.id}: ${why}`, { change: change.id, ...facts });
}
