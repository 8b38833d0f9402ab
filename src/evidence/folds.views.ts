import { changesView } from '../changes/change.views.ts';
import { releasesView } from '../releases/release.views.ts';
import { runSteps } from '../runs/run-step.views.ts';
import { runs } from '../runs/run.views.ts';
import { readinessPasses } from './readiness-passes.views.ts';
import type { EvidenceViews } from './records.rules.ts';

/** The folds of the service: whoever verifies a bundle derives its statement by the very same ones. */
export const evidenceViews: EvidenceViews = {
  changes: changesView,
  releases: releasesView,
  runs,
  steps: runSteps,
  readiness: readinessPasses,
};
