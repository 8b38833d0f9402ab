import type { Narrowing } from './jes.ts';
import type { JobEntry } from './job-entry.ts';

/** Every job that JES2 knows, in order of arrival, found without looking at the others. */
export class JobTable {
  private readonly byCorrelator = new Map<string, JobEntry>();
  private readonly byJobid = new Map<string, Set<JobEntry>>();
  private readonly byOwner = new Map<string, Set<JobEntry>>();
  private readonly byUserPart = new Map<string, Set<JobEntry>>();
  private readonly numbers = new Map<number, number>();
  private readonly running = new Set<JobEntry>();
  private listed: readonly JobEntry[] | undefined;

  add(job: JobEntry): void {
    this.byCorrelator.set(job.correlator, job);
    join(this.byJobid, job.jobid, job);
    join(this.byOwner, job.owner, job);
    join(this.byUserPart, userPartOf(job.correlator), job);
    this.numbers.set(job.number, (this.numbers.get(job.number) ?? 0) + 1);
    this.noteStatus(job);
    this.listed = undefined;
  }

  remove(job: JobEntry): void {
    if (!this.byCorrelator.delete(job.correlator)) return;
    leave(this.byJobid, job.jobid, job);
    leave(this.byOwner, job.owner, job);
    leave(this.byUserPart, userPartOf(job.correlator), job);
    const left = (this.numbers.get(job.number) ?? 1) - 1;
    if (left === 0) this.numbers.delete(job.number);
    else this.numbers.set(job.number, left);
    this.running.delete(job);
    this.listed = undefined;
  }

  /** To be told after every change of a job's status. */
  noteStatus(job: JobEntry): void {
    if (job.status === 'ACTIVE' && this.byCorrelator.has(job.correlator)) this.running.add(job);
    else this.running.delete(job);
  }

  get(correlator: string): JobEntry | undefined {
    return this.byCorrelator.get(correlator);
  }

  named(jobname: string, jobid: string): JobEntry | undefined {
    for (const job of this.byJobid.get(jobid) ?? []) if (job.jobname === jobname) return job;
    return undefined;
  }

  numberTaken(number: number): boolean {
    return this.numbers.has(number);
  }

  all(): readonly JobEntry[] {
    this.listed ??= [...this.byCorrelator.values()];
    return this.listed;
  }

  /** Jobs in order of arrival that may fit; the narrowest index is looked through. */
  select({ owner, jobid, userCorrelator, active }: Narrowing): readonly JobEntry[] {
    const sets = [
      ...(jobid === undefined ? [] : [this.byJobid.get(jobid)]),
      ...(userCorrelator === undefined ? [] : [this.byUserPart.get(userCorrelator)]),
      ...(active === true ? [this.running] : []),
      ...(owner === undefined ? [] : [this.byOwner.get(owner)]),
    ];
    if (sets.length === 0) return this.all();
    const found = sets.reduce((least, set) => ((set?.size ?? 0) < (least?.size ?? 0) ? set : least));
    return found?.size === this.byCorrelator.size ? this.all() : [...(found ?? [])];
  }
}

const userPartOf = (correlator: string) => correlator.slice(correlator.indexOf(':') + 1);

function join(index: Map<string, Set<JobEntry>>, key: string, job: JobEntry): void {
  const set = index.get(key);
  if (set === undefined) index.set(key, new Set([job]));
  else set.add(job);
}

function leave(index: Map<string, Set<JobEntry>>, key: string, job: JobEntry): void {
  const set = index.get(key);
  set?.delete(job);
  if (set?.size === 0) index.delete(key);
}
