import type { System } from '../steps/job-run.ts';
import type { Background } from './background.ts';
import type { JobEntry } from './job-entry.ts';
import type { JobStates } from './job-states.ts';
import type { JobStore } from './job-store.ts';
import type { JobTable } from './job-table.ts';
import type { Notices } from './notices.ts';
import type { JesOptions } from './options.ts';

/** What the stages of a job's life share. */
export interface Jes2Parts {
  readonly options: JesOptions;
  readonly table: JobTable;
  readonly states: JobStates;
  readonly store: JobStore;
  readonly work: Background;
  readonly notices: Notices;
  /** The system that a job runs on, as its steps see it; the one that took it in while it does not run. */
  systemOf(job: JobEntry): System;
}
