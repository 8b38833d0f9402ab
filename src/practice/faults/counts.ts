import type { Disk } from '../disk/disk.ts';
import type { Jes, Job } from '../jes/jes.ts';
import type { WireRequest } from '../wire/answer.ts';

interface SeenJob {
  jobname: string;
  jobid: string;
  owner: string;
  userCorrelator: string;
  executed: boolean;
}

/** Jobs that carried one user part of a correlator, and how many of them an initiator ran. */
export interface ExecutionCount {
  userCorrelator: string;
  submissions: number;
  executions: number;
  jobs: readonly SeenJob[];
}

/** Counts every job that JES ever had, purged ones too, over restarts. */
export function executionCounts(jes: Jes, disk: Disk): () => readonly ExecutionCount[] {
  const seen = new Map(disk.entries('seen-jobs').map(([correlator, job]) => [correlator, job as SeenJob]));
  const note = (job: Job) => {
    const before = seen.get(job.correlator);
    const executed = job.executed || before?.executed === true;
    if (before?.executed === executed) return;
    const { jobname, jobid, owner } = job;
    const now = {
      jobname,
      jobid,
      owner,
      userCorrelator: job.correlator.slice(job.correlator.indexOf(':') + 1),
      executed,
    };
    seen.set(job.correlator, now);
    disk.put('seen-jobs', job.correlator, now);
  };
  jes.onChange(note);
  return () => {
    jes.jobs().forEach(note);
    const groups = grouped(seen.values());
    return Array.from(groups, ([userCorrelator, jobs]) => ({
      userCorrelator,
      submissions: jobs.length,
      executions: jobs.filter((job) => job.executed).length,
      jobs,
    }));
  };
}

function grouped(jobs: Iterable<SeenJob>): Map<string, SeenJob[]> {
  const groups = new Map<string, SeenJob[]>();
  for (const job of jobs) {
    const group = groups.get(job.userCorrelator);
    if (group === undefined) groups.set(job.userCorrelator, [job]);
    else group.push(job);
  }
  return groups;
}

/** The number for the next job: job numbers go on over a restart. */
export function nextJobNumber(disk: Disk, first: number): number {
  const numbers = disk.entries('seen-jobs').map(([, job]) => Number((job as SeenJob).jobid.replace(/\D/g, '')));
  return Math.max(first, ...numbers.map((number) => number + 1));
}

/** Requests by method and service, such as `PUT restjobs/jobs`. */
export function requestCounts(): {
  note: (request: Pick<WireRequest, 'method' | 'segments'>) => void;
  list: () => Readonly<Record<string, number>>;
} {
  const counts = new Map<string, number>();
  return {
    note({ method, segments }: Pick<WireRequest, 'method' | 'segments'>) {
      const operation = `${method} ${segments.slice(1, 3).join('/')}`;
      counts.set(operation, (counts.get(operation) ?? 0) + 1);
    },
    list: () => Object.fromEntries(counts),
  };
}
