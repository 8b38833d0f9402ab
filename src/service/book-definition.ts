import { changeEntryTypes } from '../changes/change-entries.schema.ts';
import { changesView } from '../changes/index.ts';
import type { EntryTypes } from '../ledger/entry.schema.ts';
import type { AnyView } from '../ledger/view.schema.ts';
import { releasesView } from '../releases/index.ts';
import { releaseEntryTypes } from '../releases/release-entries.schema.ts';
import { engineTerms, runs, runSteps } from '../runs/index.ts';
import { runEntries } from '../runs/run-entries.schema.ts';
import { registrations } from './registration/registration.views.ts';
import { systemEntryTypes } from './system-entries.schema.ts';

/** Every view of the service: what is kept for reading. */
export const allViews: readonly AnyView[] = [changesView, releasesView, runs, runSteps, engineTerms, registrations];

/** Every entry type that the service writes or reads. */
export const allEntryTypes: EntryTypes = {
  ...changeEntryTypes,
  ...releaseEntryTypes,
  ...runEntries,
  ...systemEntryTypes,
};
