import { describe, expect, it } from '@jest/globals';
import type { Change } from '../../src/changes/change.schema.ts';
import type { JsonObject } from '../../src/shared/canonical-json.ts';
import type { NewEntry } from '../../src/ledger/entry.schema.ts';
import { closeRelease, openRelease, releaseEntry } from '../../src/releases/release.rules.ts';
import type { ClosingDraft, Release, ReleaseDraft } from '../../src/releases/release.schema.ts';
import { releasesView } from '../../src/releases/release.views.ts';
import { LockstepError } from '../../src/shared/errors.ts';
import { kestrel } from '../changes/kestrel.ts';
import { releaseOf, submittedChange } from './kestrel-plan.ts';

const draft = releaseOf('REL-000042');
const changes = draft.changes.map((id) => submittedChange(id));

function folded(release: Release | undefined, entries: readonly NewEntry[]): Release {
  let doc = release;
  for (const { stream, type, data } of entries) {
    if (!stream.startsWith('release:')) continue;
    const seq = (doc?.recordVersion ?? 0) + 1;
    const at = '2026-09-13T03:00:00.000Z';
    const actor = { kind: 'person', id: 'relmgr' } as const;
    doc = releasesView.evolve(
      doc,
      { stream, type, seq, data: data as JsonObject },
      { page: seq, at, actor, command: 'c' },
    );
  }
  if (doc === undefined) throw new Error('nothing was opened');
  return doc;
}

function open(over: Partial<ReleaseDraft> = {}, of: readonly (Change | undefined)[] = changes): Release {
  return folded(undefined, openRelease({ ...draft, ...over }, draft.id, of, 'relmgr', kestrel.estate));
}

function ended(state: 'completed' | 'failed' | 'backed-out', outcome: 'succeeded' | 'failed' | 'backed-out'): Release {
  const run = 'RUN-000001';
  return folded(open(), [
    releaseEntry(draft.id, 'release.started/1', { run }),
    releaseEntry(draft.id, 'release.ended/1', { run, state, outcome }),
  ]);
}

const closing = (over: Partial<ClosingDraft>): ClosingDraft => ({
  outcome: 'succeeded',
  note: 'As planned',
  watchDone: [],
  ...over,
});

function refusal(act: () => unknown) {
  try {
    act();
  } catch (error) {
    if (error instanceof LockstepError) return { code: error.code, ...error.facts };
    throw error;
  }
  return undefined;
}

describe('opening a release', () => {
  it('takes changes that are not approved yet, and tells each that it goes with the release', () => {
    const entries = openRelease(draft, draft.id, changes, 'relmgr', kestrel.estate);
    expect(entries.map(({ stream }) => stream)).toEqual([
      'release:REL-000042',
      'change:CHG-000481',
      'change:CHG-000487',
    ]);
    expect(changes.every(({ state }) => state === 'in-review')).toBe(true);
  });

  it.each([
    [{ decisionMaker: 'nobody' }, 'release.unknown-reference', 'decisionMaker'],
    [{ system: 'KSB9' }, 'release.unknown-reference', 'system'],
    [{ changes: ['CHG-000481', 'CHG-000481'] }, 'release.unknown-reference', 'changes.1'],
    [{ version: 'R2609C' }, 'release.change-unfit', 'changes.0'],
    [{ window: { ...draft.window, closes: '2026-09-12T22:00' } }, 'release.window-invalid', 'window.closes'],
    [
      { window: { ...draft.window, cutOff: { at: '2026-09-13T04:00', means: 'x' } } },
      'release.window-invalid',
      'window.cutOff.at',
    ],
    [{ steps: [{ ...draft.steps[1]!, kind: 'command' }] }, 'release.unknown-reference', 'steps.0.kind'],
    [{ steps: [{ ...draft.steps[0]!, observe: undefined }] }, 'release.unknown-reference', 'steps.0.observe'],
    [{ steps: [{ ...draft.steps[1]!, owner: 'stranger' }] }, 'release.unknown-reference', 'steps.0.owner'],
  ])('is refused by the field that does not fit: %#', (over, code, field) => {
    expect(refusal(() => open(over as Partial<ReleaseDraft>))).toMatchObject({ code, field });
  });

  it('refuses a change that is not there, taken, or rejected', () => {
    const [first, second] = changes;
    expect(refusal(() => open({}, [first, undefined]))).toMatchObject({ code: 'release.unknown-change' });
    expect(refusal(() => open({}, [first, { ...second!, release: 'REL-000007' }]))).toMatchObject({
      code: 'release.change-taken',
      release: 'REL-000007',
    });
    expect(refusal(() => open({}, [first, { ...second!, state: 'rejected' }]))).toMatchObject({
      code: 'release.change-unfit',
    });
  });
});

describe('closing a release', () => {
  it('keeps the watch items open that are not done', () => {
    const closed = folded(
      ended('completed', 'succeeded'),
      closeRelease(ended('completed', 'succeeded'), closing({}), 'relmgr'),
    );
    expect(closed).toMatchObject({ state: 'closed', outcome: 'succeeded', openWatch: [{ id: 'W01' }] });
    const done = closeRelease(ended('completed', 'succeeded'), closing({ watchDone: ['W01'] }), 'relmgr');
    expect(folded(ended('completed', 'succeeded'), done).openWatch).toEqual([]);
  });

  it('ends its changes with its outcome', () => {
    const entries = closeRelease(ended('completed', 'succeeded'), closing({}), 'relmgr');
    expect(entries.slice(1).map(({ stream, data }) => [stream, data])).toEqual([
      ['change:CHG-000481', { release: draft.id, state: 'implemented', outcome: 'succeeded' }],
      ['change:CHG-000487', { release: draft.id, state: 'implemented', outcome: 'succeeded' }],
    ]);
  });

  it('asks for a review with its cause after a backout', () => {
    const release = ended('backed-out', 'backed-out');
    const bare = closing({ outcome: 'backed-out' });
    expect(refusal(() => closeRelease(release, bare, 'relmgr'))).toMatchObject({ code: 'release.review-required' });
    const review = { cause: 'test-gap' as const, text: 'The card was never read in its new layout' };
    const closed = folded(release, closeRelease(release, { ...bare, review }, 'relmgr'));
    expect(closed.review).toEqual({ ...review, by: 'relmgr' });
  });

  it.each([
    ['completed', 'succeeded', 'backed-out'],
    ['backed-out', 'backed-out', 'succeeded'],
    ['failed', 'failed', 'succeeded'],
  ] as const)('in state %s allows no other story: %s is not %s', (state, ran, told) => {
    expect(refusal(() => closeRelease(ended(state, ran), closing({ outcome: told }), 'relmgr'))).toMatchObject({
      code: 'release.wrong-state',
    });
  });
});
