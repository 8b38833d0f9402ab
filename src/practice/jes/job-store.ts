import type { Disk } from '../disk/disk.ts';
import type { JobCard } from '../jcl/job-model.rules.ts';
import { Spool } from '../spool/spool.ts';
import type { SpoolLabel, SpoolStore } from '../spool/spool.ts';
import type { JobStatus, StepData, Submission } from './jes.ts';
import { JobEntry } from './job-entry.ts';
import type { JobOrigin } from './job-entry.ts';
import type { JournalEntry } from '../steps/job-journal.ts';
import type { JobRequests } from './job-requests.rules.ts';
import { phases } from './phases.rules.ts';

const jobsRoom = 'jobs';
const spoolRoom = 'spool';
const form = 2;

/** A job as it lies on disk; its submitted records are in its spool. */
interface KeptJob {
  readonly form: typeof form;
  readonly number: number;
  readonly jobid: string;
  readonly correlator: string;
  readonly owner: string;
  readonly submitted: number;
  readonly card: JobCard;
  readonly requests: JobRequests;
  readonly submission: Omit<Submission, 'jcl' | 'symbols'>;
  readonly symbols: readonly (readonly [string, string])[];
  readonly status: JobStatus;
  readonly phase: number;
  readonly jobClass: string;
  readonly held: boolean;
  readonly priority: number;
  readonly retcode: string | null;
  readonly started?: number;
  readonly ended?: number;
  readonly system?: string;
  readonly leaves?: number;
  readonly restartAt?: { readonly step: string; readonly procStep: string | undefined };
  readonly journal?: JournalEntry;
  readonly executed: boolean;
  readonly steps: readonly StepData[];
  readonly spool: readonly SpoolLabel[];
}

/** Keeps jobs and their spool on disk, one record a job, so that they outlive the process. */
export class JobStore {
  private closed = false;
  private readonly sizes = new Map<string, number>();
  private total = 0;

  constructor(private readonly disk: Disk) {}

  /** Bytes of all spool data sets. */
  get bytes(): number {
    return this.total;
  }

  spoolFor(correlator: string, messageClass: string): Spool {
    return new Spool(messageClass, this.storeOf(correlator));
  }

  keep(job: JobEntry): void {
    if (this.closed) return;
    this.disk.put(jobsRoom, job.correlator, kept(job, job.spool.save(job.status === 'OUTPUT')));
    this.measure(job);
  }

  remove(job: JobEntry): void {
    if (this.closed) return;
    job.spool.clear();
    this.disk.remove(jobsRoom, job.correlator);
    this.total -= this.sizes.get(job.correlator) ?? 0;
    this.sizes.delete(job.correlator);
  }

  /** From now on nothing changes on disk: what runs is found running at the next start. */
  close(): void {
    this.closed = true;
  }

  /** Every job that was there, in order of arrival. */
  load(): readonly { readonly job: JobEntry; readonly status: JobStatus }[] {
    const found: { job: JobEntry; status: JobStatus }[] = [];
    for (const [, value] of this.disk.entries(jobsRoom))
      if (isKept(value)) found.push({ job: this.restored(value), status: value.status });
    for (const { job } of found) this.measure(job);
    return found.sort((one, other) => one.job.submitted - other.job.submitted || one.job.number - other.job.number);
  }

  private restored(value: KeptJob): JobEntry {
    const spool = new Spool(value.card.messageClass, this.storeOf(value.correlator), value.spool);
    const { number, jobid, correlator, owner, card, requests, submitted } = value;
    const submission = { ...value.submission, jcl: [], symbols: new Map(value.symbols) };
    const origin: JobOrigin = { number, jobid, correlator, owner, card, requests, submission, submitted };
    const job = new JobEntry(origin, spool);
    job.place = Object.values(phases).find((phase) => phase.number === value.phase) ?? phases.hardCopy;
    job.jobClass = value.jobClass;
    job.held = value.held;
    job.priority = value.priority;
    job.retcode = value.retcode;
    job.executed = value.executed;
    job.steps = value.steps.map((step) => ({ ...step }));
    if (value.started !== undefined) job.started = value.started;
    if (value.ended !== undefined) job.ended = value.ended;
    if (value.system !== undefined) job.system = value.system;
    if (value.leaves !== undefined) job.leaves = value.leaves;
    if (value.restartAt !== undefined) job.restartAt = { ...value.restartAt };
    job.journal.entry = value.journal;
    return job;
  }

  private measure(job: JobEntry): void {
    const bytes = job.spool.all().reduce((sum, dataSet) => sum + dataSet.bytes, 0);
    this.total += bytes - (this.sizes.get(job.correlator) ?? 0);
    this.sizes.set(job.correlator, bytes);
  }

  private storeOf(correlator: string): SpoolStore {
    const key = (id: number, chunk: number) => `${correlator} ${String(id)} ${String(chunk)}`;
    return {
      read: (id, chunk) => {
        const bytes = this.disk.get(spoolRoom, key(id, chunk));
        return bytes instanceof Uint8Array ? bytes : Buffer.alloc(0);
      },
      write: (id, chunk, bytes) => {
        if (!this.closed) this.disk.put(spoolRoom, key(id, chunk), bytes);
      },
      remove: (id, chunk) => {
        if (!this.closed) this.disk.remove(spoolRoom, key(id, chunk));
      },
    };
  }
}

const isKept = (value: unknown): value is KeptJob =>
  typeof value === 'object' && value !== null && 'form' in value && value.form === form;

function kept(job: JobEntry, spool: readonly SpoolLabel[]): KeptJob {
  const { number, jobid, correlator, owner, submitted, card, requests, status, phase, jobClass, held } = job;
  const { jcl: _, symbols, ...submission } = job.submission;
  const { priority, retcode, executed, started, ended, system, leaves, restartAt } = job;
  const journal = status === 'OUTPUT' ? undefined : job.journal.entry;
  return {
    ...{ form, number, jobid, correlator, owner, submitted, card, requests, status, phase, jobClass, held },
    ...{ submission, symbols: [...(symbols ?? [])], priority, retcode, executed, spool },
    steps: job.steps.map((step) => ({ ...step })),
    ...(started === undefined ? {} : { started }),
    ...(ended === undefined ? {} : { ended }),
    ...(system === undefined ? {} : { system }),
    ...(leaves === undefined ? {} : { leaves }),
    ...(restartAt === undefined ? {} : { restartAt }),
    ...(journal === undefined ? {} : { journal }),
  };
}
