import type { Entry, PageFacts } from '../ledger/entry.schema.ts';
import type { View } from '../ledger/view.schema.ts';
import { approvalsWith, stands } from './approval.rules.ts';
import type { ChangeEntryData, ChangeEntryType } from './change-entries.schema.ts';
import type { Change, Decision } from './change.schema.ts';

const prefix = 'change:';

/** Changes as they are read: one document a change, under its number. */
export const changesView: View<Change> = {
  name: 'changes',
  version: 1,
  indexes: {
    id: ['id'],
    state: ['state', 'id'],
    owner: ['owner', 'id'],
    requester: ['requester', 'id'],
    awaiting: ['awaiting', 'id'],
    updated: ['updatedAt', 'id'],
  },
  keys: ({ stream }) => (stream.startsWith(prefix) ? [stream.slice(prefix.length)] : []),
  evolve(change, entry, page) {
    if (change === undefined) return isOf(entry, 'change.raised/1') ? raised(entry.data, page) : undefined;
    return { ...evolved(change, entry, page), recordVersion: entry.seq, updatedAt: page.at };
  },
};

type EntryOf<T extends ChangeEntryType> = Entry & { readonly data: ChangeEntryData<T> };

function isOf<T extends ChangeEntryType>(entry: Entry, type: T): entry is EntryOf<T> {
  return entry.type === type;
}

function raised(data: ChangeEntryData<'change.raised/1'>, page: PageFacts): Change {
  return {
    ...data,
    items: [],
    state: 'draft',
    recordVersion: 1,
    raisedAt: page.at,
    updatedAt: page.at,
    approvals: [],
    awaiting: [],
    decisions: [],
  };
}

function evolved(change: Change, entry: Entry, page: PageFacts): Change {
  if (isOf(entry, 'change.items-listed/1')) return { ...change, items: [...change.items, ...entry.data.items] };
  if (isOf(entry, 'change.content-read/1'))
    return { ...change, items: change.items.toSpliced(entry.data.first, entry.data.items.length, ...entry.data.items) };
  if (isOf(entry, 'change.submitted/1')) return submitted(change, entry.data, page);
  if (isOf(entry, 'decision.made/1')) return decided(change, entry.data, page);
  if (isOf(entry, 'change.scheduled/1'))
    return {
      ...change,
      release: entry.data.release,
      state: change.state === 'approved' ? 'scheduled' : change.state,
    };
  if (isOf(entry, 'change.unscheduled/1')) {
    const { release: _, ...rest } = change;
    return { ...rest, state: change.state === 'scheduled' ? 'approved' : change.state };
  }
  if (isOf(entry, 'change.ended/1')) return { ...change, state: entry.data.state, outcome: entry.data.outcome };
  return change;
}

function submitted(change: Change, data: ChangeEntryData<'change.submitted/1'>, page: PageFacts): Change {
  const decisions = change.decisions.map((one) => ({ ...one, stands: one.stands && stands(one, data.approvals) }));
  return withDecisions(
    { ...change, contentDigest: data.contentDigest, submittedAt: page.at, state: data.state },
    data.approvals,
    decisions,
  );
}

function decided(change: Change, data: ChangeEntryData<'decision.made/1'>, page: PageFacts): Change {
  const { state, ...facts } = data;
  const decisions = [...change.decisions, { ...facts, at: page.at, page: page.page, stands: true }];
  return withDecisions({ ...change, state }, change.approvals, decisions);
}

function withDecisions(
  change: Change,
  asked: ChangeEntryData<'change.submitted/1'>['approvals'],
  decisions: readonly Decision[],
): Change {
  const approvals = approvalsWith(asked, decisions);
  return {
    ...change,
    decisions: [...decisions],
    approvals,
    awaiting: approvals.filter(({ complete }) => !complete).map(({ group }) => group),
  };
}
