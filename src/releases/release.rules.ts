import { changeEntry } from '../changes/change.rules.ts';
import type { Change } from '../changes/change.schema.ts';
import { inPieces } from '../changes/pieces.rules.ts';
import { isMember } from '../estate/estate.rules.ts';
import type { Estate } from '../estate/estate.schema.ts';
import type { NewEntry } from '../ledger/entry.schema.ts';
import { LockstepError } from '../shared/errors.ts';
import type { ProblemCode } from '../shared/problems.ts';
import type { Plan } from './plan.schema.ts';
import type { ReleaseEntryData, ReleaseEntryType } from './release-entries.schema.ts';
import type { ClosingDraft, FindingAnswer, Outcome, Release, ReleaseDraft, ReleaseState } from './release.schema.ts';
import { refuseUnfitDraft } from './release-draft.rules.ts';

export function releaseStream(id: string): string {
  return `release:${id}`;
}

/** An entry on a release's stream, with data of its type. */
export function releaseEntry<T extends ReleaseEntryType>(id: string, type: T, data: ReleaseEntryData<T>): NewEntry {
  return { stream: releaseStream(id), type, data };
}

/** The number after the highest one given so far. */
export function nextReleaseId(highest: string | undefined): string {
  const number = highest === undefined ? 1 : Number(highest.slice('REL-'.length)) + 1;
  return `REL-${String(number).padStart(6, '0')}`;
}

/**
 * Opens a release with its changes. A change need not be approved yet, but the release is not ready before it is.
 *
 * @param changes the changes that the draft names, as they stand; undefined where there is none
 * @throws {LockstepError} `release.unknown-change`, `release.change-taken`, `release.change-unfit`,
 *   `release.unknown-reference`, `release.window-invalid`
 */
export function openRelease(
  draft: ReleaseDraft,
  id: string,
  changes: readonly (Change | undefined)[],
  person: string,
  estate: Estate,
): NewEntry[] {
  refuseUnfitDraft(draft, estate);
  for (const [at, change] of changes.entries()) refuseUnfitChange(draft, at, change, estate);
  return [
    releaseEntry(id, 'release.opened/1', { ...draft, id, openedBy: person }),
    ...draft.changes.map((change) => changeEntry(change, 'change.scheduled/1', { release: id })),
  ];
}

function refuseUnfitChange(draft: ReleaseDraft, at: number, change: Change | undefined, estate: Estate): void {
  const field = `changes.${at}`;
  const id = draft.changes[at] ?? '';
  if (change === undefined)
    throw new LockstepError('release.unknown-change', `${field}: there is no change ${id}`, { field, change: id });
  if (change.release !== undefined && change.outcome === undefined)
    throw new LockstepError('release.change-taken', `${field}: ${id} goes with ${change.release}`, {
      field,
      change: id,
      release: change.release,
    });
  const unfit = (why: string) =>
    new LockstepError('release.change-unfit', `${field}: ${id} ${why}`, { field, change: id });
  if (['rejected', 'implemented', 'failed', 'backed-out', 'closed'].includes(change.state))
    throw unfit(`is ${change.state}`);
  if (change.version !== draft.version) throw unfit(`has its content in ${change.version}, not in ${draft.version}`);
  const system = estate.applications.find((one) => one.id === change.items[0]?.application)?.system;
  if (system !== draft.system) throw unfit(`belongs to ${system ?? 'no system'}, not to ${draft.system}`);
}

/** States in which a release may be planned anew, and its findings answered. */
const open: readonly ReleaseState[] = ['planned', 'ready'];

/** @throws {LockstepError} `release.wrong-state` once the release runs */
export function refuseUnlessOpen(release: Release, act: string): void {
  if (!open.includes(release.state))
    throw refusal('release.wrong-state', release, `in state ${release.state} it cannot be ${act}`, {
      state: release.state,
    });
}

/**
 * Records a plan. Answers to findings that the plan before had, word for word, stand.
 *
 * @throws {LockstepError} `release.wrong-state`, `release.plan-stale` when content was submitted anew meanwhile
 */
export function recordPlan(
  release: Release,
  { plan, digest }: { readonly plan: Plan; readonly digest: string },
  changes: readonly (Change | undefined)[],
  person: string,
): NewEntry[] {
  refuseUnlessOpen(release, 'planned');
  for (const { change, contentDigest } of plan.contents)
    if (changes.find((one) => one?.id === change)?.contentDigest !== contentDigest)
      throw refusal('release.plan-stale', release, `${change} was submitted anew while the plan was made`, { change });
  const findings = plan.findings.map((finding) => {
    const before = release.findings.find(({ subject, text }) => subject === finding.subject && text === finding.text);
    return { ...finding, ...(before?.answer === undefined ? {} : { answer: before.answer }) };
  });
  return [
    releaseEntry(release.id, 'release.planned/1', {
      plan: digest,
      by: person,
      steps: plan.install.length,
      backoutSteps: plan.backout.length,
      contents: plan.contents,
      findings: findings.length,
    }),
    ...inPieces(findings).map(({ rows }) =>
      releaseEntry(release.id, 'release.findings-listed/1', { findings: [...rows] }),
    ),
  ];
}

/**
 * Answers a finding for the group that it asks.
 *
 * @throws {LockstepError} `release.wrong-state`, `release.finding-not-found`, `release.finding-not-yours`
 */
export function answerFinding(release: Release, draft: FindingAnswer, person: string, estate: Estate): NewEntry[] {
  refuseUnlessOpen(release, 'changed');
  const finding = release.findings.find(({ id }) => id === draft.finding);
  if (finding === undefined)
    throw refusal('release.finding-not-found', release, `there is no finding ${draft.finding}`, {
      finding: draft.finding,
    });
  if (!isMember(estate, finding.answerBy, person))
    throw refusal('release.finding-not-yours', release, `${finding.answerBy} answers ${finding.id}`, {
      group: finding.answerBy,
    });
  return [
    releaseEntry(release.id, 'finding.answered/1', {
      finding: finding.id,
      subject: finding.subject,
      by: person,
      text: draft.answer,
    }),
  ];
}

/** Outcomes that a release in this state can be closed with. */
const outcomes: Partial<Record<ReleaseState, readonly Outcome[]>> = {
  planned: ['delayed'],
  ready: ['delayed'],
  completed: ['succeeded', 'partially-completed', 'delayed'],
  failed: ['failed', 'partially-completed'],
  delayed: ['delayed', 'partially-completed'],
  'backed-out': ['backed-out'],
};

/**
 * Closes a release with one outcome; its changes end with it, or wait for another release if nothing ran. Watch items
 * that are not done stay open.
 *
 * @throws {LockstepError} `release.wrong-state` also for an outcome that the state does not allow,
 *   `release.review-required`, `release.unknown-reference` for a watch item that is not there
 */
export function closeRelease(release: Release, closing: ClosingDraft, person: string): NewEntry[] {
  const { outcome, note, review } = closing;
  const allowed = outcomes[release.state] ?? [];
  if (!allowed.includes(outcome))
    throw refusal('release.wrong-state', release, `in state ${release.state} it cannot be closed as ${outcome}`, {
      state: release.state,
      outcomes: allowed,
    });
  const ran = !open.includes(release.state);
  if (ran && outcome !== 'succeeded' && review === undefined)
    throw refusal('release.review-required', release, `${outcome}: a review says why`, { field: 'review' });
  const unknown = closing.watchDone.find((done) => !release.watch.some(({ id }) => id === done));
  if (unknown !== undefined)
    throw refusal('release.unknown-reference', release, `there is no watch item ${unknown}`, { field: 'watchDone' });
  return [
    releaseEntry(release.id, 'release.closed/1', {
      outcome,
      note,
      openWatch: ran ? release.watch.filter(({ id }) => !closing.watchDone.includes(id)) : [],
      ...(review === undefined ? {} : { review: { ...review, by: person } }),
    }),
    ...release.changes.map((change) =>
      ran
        ? changeEntry(change, 'change.ended/1', { release: release.id, state: changeStates[outcome], outcome })
        : changeEntry(change, 'change.unscheduled/1', { release: release.id, because: note }),
    ),
  ];
}

const changeStates: Record<Outcome, 'implemented' | 'failed' | 'backed-out'> = {
  succeeded: 'implemented',
  'partially-completed': 'implemented',
  delayed: 'implemented',
  failed: 'failed',
  'backed-out': 'backed-out',
};

function refusal(code: ProblemCode, release: Release, why: string, facts: Record<string, unknown> = {}): LockstepError {
  return new LockstepError(code, `${release.id}: ${why}`, { release: release.id, ...facts });
}
