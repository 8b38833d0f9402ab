/** The execution queue: which waiting job an initiator may take, and why another one waits. */

import type { JobEntry } from './job-entry.ts';
import type { JesClass } from './options.ts';
import { phases } from './phases.rules.ts';

/** Why a held job waits; z/OSMF's own wording is unconfirmed. */
export const heldReason = 'Job is held';

export class Initiators {
  private waiting: JobEntry[] = [];
  private readonly running = new Map<JobEntry, number>();

  constructor(private readonly classes: readonly JesClass[]) {}

  classOf(job: JobEntry): JesClass | undefined {
    return this.classes.find(({ name }) => name === job.jobClass);
  }

  enqueue(job: JobEntry): void {
    this.waiting.push(job);
  }

  isRunning(job: JobEntry): boolean {
    return this.running.has(job);
  }

  jobsRunning(): readonly JobEntry[] {
    return [...this.running.keys()];
  }

  free(job: JobEntry): void {
    this.running.delete(job);
  }

  /**
   * Gives free initiators to waiting jobs, in order of arrival within their class, and says why the others wait.
   *
   * @param start takes a job with the number of its initiator
   * @param waits is told of a job whose reason is a new one
   */
  dispatch(start: (job: JobEntry, initiator: number) => void, waits: (job: JobEntry) => void): void {
    this.waiting = this.waiting.filter((job) => job.place === phases.executionQueue);
    for (const job of [...this.waiting]) {
      const reason = this.reasonToWait(job);
      if (reason !== undefined) {
        if (job.reasonNotRunning === reason) continue;
        job.reasonNotRunning = reason;
        waits(job);
        continue;
      }
      delete job.reasonNotRunning;
      this.waiting = this.waiting.filter((other) => other !== job);
      const initiator = this.freeNumber();
      this.running.set(job, initiator);
      start(job, initiator);
    }
  }

  private freeNumber(): number {
    const taken = new Set(this.running.values());
    let initiator = 1;
    while (taken.has(initiator)) initiator += 1;
    return initiator;
  }

  private reasonToWait(job: JobEntry): string | undefined {
    if (job.held) return heldReason;
    const active = this.jobsRunning();
    const jobClass = this.classOf(job);
    if (jobClass?.duplicateNames !== 'NODELAY' && active.some(({ jobname }) => jobname === job.jobname))
      return 'A job with the same name is executing';
    const taken = active.filter((other) => other.jobClass === job.jobClass).length;
    return taken >= (jobClass?.initiators ?? 0) ? 'No initiator is free for the job class' : undefined;
  }
}
