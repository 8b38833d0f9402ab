import type { Job } from './jes.ts';
import type { JobEntry } from './job-entry.ts';
import type { JobTable } from './job-table.ts';
import type { Phase } from './phases.rules.ts';

/** Tells everybody of what becomes of jobs; the store first, so that nothing is seen that a restart would not know. */
export class JobStates {
  private readonly listeners: ((job: Job) => void)[] = [];

  constructor(
    private readonly table: JobTable,
    private readonly keep: (job: JobEntry) => void,
  ) {}

  onChange(listener: (job: Job) => void): void {
    this.listeners.push(listener);
  }

  move(job: JobEntry, phase: Phase): void {
    job.place = phase;
    this.changed(job);
  }

  changed(job: JobEntry): void {
    job.version += 1;
    this.table.noteStatus(job);
    this.keep(job);
    for (const listener of this.listeners) listener(job);
  }

  gone(job: JobEntry): void {
    this.table.remove(job);
    for (const listener of this.listeners) listener(job);
  }
}
