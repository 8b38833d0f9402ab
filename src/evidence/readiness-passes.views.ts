import type { View } from '../ledger/view.schema.ts';
import type { ReleaseEntryData } from '../releases/release-entries.schema.ts';
import type { ReadinessPasses } from './readiness-passes.schema.ts';

const prefix = 'release:';

/** The readiness passes of each release; made from the pages of a bundle, never stored. */
export const readinessPasses: View<ReadinessPasses> = {
  name: 'readiness-passes',
  version: 1,
  indexes: {},
  keys: ({ stream, type }) =>
    stream.startsWith(prefix) && type === 'release.readiness-recorded/1' ? [stream.slice(prefix.length)] : [],
  evolve(doc, entry, { at, page }) {
    const known = doc ?? { release: entry.stream.slice(prefix.length), passes: [] };
    const { verdict, because, report } = entry.data as ReleaseEntryData<'release.readiness-recorded/1'>;
    const pass = { at, page, verdict, because, ...(report === undefined ? {} : { report }) };
    return { ...known, passes: [...known.passes, pass] };
  },
};
