import type { JobEntry } from './job-entry.ts';

/** Jobs by falling priority, then by the order in which they came to the queue. */
export class SortedJobs {
  private readonly jobs: JobEntry[] = [];

  get size(): number {
    return this.jobs.length;
  }

  first(): JobEntry | undefined {
    return this.jobs[0];
  }

  add(job: JobEntry): void {
    this.jobs.splice(this.placeOf(job), 0, job);
  }

  remove(job: JobEntry): boolean {
    const at = this.placeOf(job);
    const found = this.jobs[at] === job ? at : this.jobs.indexOf(job);
    if (found < 0) return false;
    this.jobs.splice(found, 1);
    return true;
  }

  private placeOf(job: JobEntry): number {
    let [low, high] = [0, this.jobs.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      const other = this.jobs[middle];
      if (other !== undefined && before(other, job)) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/** Whether the first job is selected before the second one. */
export const before = (first: JobEntry, second: JobEntry): boolean =>
  first.priority === second.priority ? first.queued < second.queued : first.priority > second.priority;
