import type { Entry, PageFacts } from '../ledger/entry.schema.ts';
import type { View } from '../ledger/view.schema.ts';
import type { ReleaseEntryData, ReleaseEntryType } from './release-entries.schema.ts';
import type { Release } from './release.schema.ts';

const prefix = 'release:';

/** Releases as they are read: one document a release, under its number. */
export const releasesView: View<Release> = {
  name: 'releases',
  version: 1,
  indexes: {
    id: ['id'],
    state: ['state', 'id'],
    prefix: ['prefix', 'id'],
    change: ['changes', 'id'],
    updated: ['updatedAt', 'id'],
  },
  keys: ({ stream }) => (stream.startsWith(prefix) ? [stream.slice(prefix.length)] : []),
  evolve(release, entry, page) {
    if (release === undefined) return isOf(entry, 'release.opened/1') ? opened(entry.data, page) : undefined;
    return { ...evolved(release, entry, page), recordVersion: entry.seq, updatedAt: page.at };
  },
};

type EntryOf<T extends ReleaseEntryType> = Entry & { readonly data: ReleaseEntryData<T> };

function isOf<T extends ReleaseEntryType>(entry: Entry, type: T): entry is EntryOf<T> {
  return entry.type === type;
}

function opened(data: ReleaseEntryData<'release.opened/1'>, page: PageFacts): Release {
  return {
    ...data,
    state: 'planned',
    recordVersion: 1,
    openedAt: page.at,
    updatedAt: page.at,
    earlierPlans: [],
    findings: [],
    openWatch: [],
  };
}

function evolved(release: Release, entry: Entry, page: PageFacts): Release {
  if (isOf(entry, 'release.planned/1')) return planned(release, entry.data, page);
  if (isOf(entry, 'release.findings-listed/1'))
    return { ...release, findings: [...release.findings, ...entry.data.findings] };
  if (isOf(entry, 'finding.answered/1')) return answered(release, entry.data, page);
  if (isOf(entry, 'release.readiness-recorded/1')) {
    const { verdict, because, report } = entry.data;
    return {
      ...release,
      state: release.state === 'planned' || release.state === 'ready' ? stateOf[verdict] : release.state,
      readiness: { at: page.at, verdict, because, page: page.page, ...(report === undefined ? {} : { report }) },
    };
  }
  if (isOf(entry, 'release.started/1')) return { ...release, state: 'in-progress', run: entry.data.run };
  if (isOf(entry, 'release.held/1')) return { ...release, state: 'held' };
  if (isOf(entry, 'release.resumed/1')) return { ...release, state: 'in-progress' };
  if (isOf(entry, 'release.ended/1'))
    return {
      ...release,
      state: entry.data.state,
      outcome: entry.data.outcome,
      openWatch: entry.data.state === 'completed' ? release.watch : [],
    };
  if (isOf(entry, 'release.closed/1')) {
    const { outcome, note, openWatch, review } = entry.data;
    const closed = { ...release, state: 'closed' as const, outcome, openWatch, closedAt: page.at, closingNote: note };
    return review === undefined ? closed : { ...closed, review };
  }
  return release;
}

const stateOf = { ready: 'ready', 'not-ready': 'planned' } as const;

/** A new plan is not the one whose readiness was checked. */
function planned(release: Release, data: ReleaseEntryData<'release.planned/1'>, page: PageFacts): Release {
  const { readiness: _, plan: earlier, ...rest } = release;
  const { plan: digest, by, steps, backoutSteps } = data;
  const earlierPlans = [...rest.earlierPlans, ...(earlier === undefined ? [] : [earlier.digest])];
  return {
    ...rest,
    state: 'planned',
    plan: { digest, at: page.at, by, steps, backoutSteps },
    earlierPlans: [...new Set(earlierPlans)].filter((one) => one !== digest),
    findings: [],
  };
}

function answered(release: Release, data: ReleaseEntryData<'finding.answered/1'>, page: PageFacts): Release {
  const answer = { by: data.by, text: data.text, at: page.at };
  return {
    ...release,
    findings: release.findings.map((finding) => (finding.id === data.finding ? { ...finding, answer } : finding)),
  };
}
