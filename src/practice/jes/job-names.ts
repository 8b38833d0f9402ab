import type { JobEntry } from './job-entry.ts';
import { SortedJobs } from './sorted-jobs.ts';

/** Job names that run, and the jobs that wait until theirs is free (JES2 initialization statement JOBDEF, DUPL_JOB). */
export class JobNames {
  private readonly active = new Map<string, number>();
  /** Waiting jobs by name, there by kind: jobs of one kind may run on the same initiators. */
  private readonly waiting = new Map<string, Map<string, SortedJobs>>();

  taken(name: string): boolean {
    return this.active.has(name);
  }

  take(name: string): void {
    this.active.set(name, (this.active.get(name) ?? 0) + 1);
  }

  /** @returns once nobody has the name, the first job of each kind that waited for it; those are off the queue */
  leave(name: string): readonly JobEntry[] {
    const left = (this.active.get(name) ?? 1) - 1;
    if (left > 0) {
      this.active.set(name, left);
      return [];
    }
    this.active.delete(name);
    return [...(this.waiting.get(name)?.keys() ?? [])].flatMap((kind) => this.next(name, kind) ?? []);
  }

  wait(job: JobEntry, kind: string): void {
    const kinds = this.waiting.get(job.jobname) ?? new Map<string, SortedJobs>();
    this.waiting.set(job.jobname, kinds);
    const queue = kinds.get(kind) ?? new SortedJobs();
    kinds.set(kind, queue);
    queue.add(job);
  }

  /** @returns whether the job waited for its name */
  remove(job: JobEntry, kind: string): boolean {
    const found = this.waiting.get(job.jobname)?.get(kind)?.remove(job) === true;
    this.tidy(job.jobname, kind);
    return found;
  }

  /** Takes the first waiting job of a kind off the queue. */
  next(name: string, kind: string): JobEntry | undefined {
    const queue = this.waiting.get(name)?.get(kind);
    const first = queue?.first();
    if (first !== undefined) queue?.remove(first);
    this.tidy(name, kind);
    return first;
  }

  private tidy(name: string, kind: string): void {
    const kinds = this.waiting.get(name);
    if (kinds?.get(kind)?.size === 0) kinds.delete(kind);
    if (kinds?.size === 0) this.waiting.delete(name);
  }
}
