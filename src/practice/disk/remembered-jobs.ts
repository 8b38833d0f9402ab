import type { Clock } from '../../shared/clock.ts';
import { ebcdic } from '../codepages/code-page.ts';
import type { PracticeJes } from '../jes/create-jes.ts';
import type { Feedback, Jes, Job, SpoolFile } from '../jes/jes.ts';
import type { Disk } from './disk.ts';

/** A job as it lies in the folder; spool is kept once the job has ended. */
interface KeptJob {
  job: Job;
  files: readonly (SpoolFile & { records: readonly Uint8Array[] })[];
  input: readonly Uint8Array[];
}

interface PastJob extends KeptJob {
  files: readonly (SpoolFile & { records: readonly Buffer[] })[];
  input: readonly Buffer[];
}

const room = 'jobs';
const submittedJcl = 1;
const done: Feedback = { status: 0, message: 'Request was successful.' };
const notCancellable: Feedback = { status: 156, message: 'Job not cancellable or purgeable' };

/**
 * Lets jobs outlive the process: ended ones with their spool, those on the queue under their own number. A job that ran
 * when the system went down has ended with SYS FAIL.
 */
export function rememberedJobs(jes: PracticeJes, disk: Disk, clock: Clock): Jes {
  const past = new Map<string, PastJob>();
  for (const [correlator, value] of disk.entries(room)) {
    const kept = buffers(value as KeptJob);
    if (kept.job.status !== 'INPUT') past.set(correlator, failedIfActive(kept, clock.now()));
  }
  keepChanges(jes, disk);
  for (const [, value] of disk.entries(room)) {
    const kept = buffers(value as KeptJob);
    if (kept.job.status === 'INPUT') requeue(jes, kept);
  }
  return withPast(jes, past, (correlator) => disk.remove(room, correlator));
}

function withPast(jes: PracticeJes, past: Map<string, PastJob>, drop: (correlator: string) => void): Jes {
  const isPast = (job: Job) => past.has(job.correlator);
  return {
    submit: (submission) => jes.submit(submission),
    jobs: () => [...Array.from(past.values(), ({ job }) => job), ...jes.jobs()],
    byCorrelator: (correlator) => past.get(correlator)?.job ?? jes.byCorrelator(correlator),
    byNameAndId: (jobname, jobid) =>
      jes.byNameAndId(jobname, jobid) ??
      [...past.values()].find(({ job }) => job.jobname === jobname && job.jobid === jobid)?.job,
    hold: (job) => (isPast(job) ? done : jes.hold(job)),
    release: (job) => (isPast(job) ? done : jes.release(job)),
    cancel: (job) => (isPast(job) ? notCancellable : jes.cancel(job)),
    changeClass: (job, jobClass) => (isPast(job) ? done : jes.changeClass(job, jobClass)),
    purge(job) {
      if (!past.delete(job.correlator)) return jes.purge(job);
      drop(job.correlator);
      return done;
    },
    spoolFiles: (job) => past.get(job.correlator)?.files ?? jes.spoolFiles(job),
    spoolRecords(job, id) {
      const kept = past.get(job.correlator);
      if (kept === undefined) return jes.spoolRecords(job, id);
      return id === submittedJcl ? kept.input : kept.files.find((file) => file.id === id)?.records;
    },
    onChange: (listener) => jes.onChange(listener),
    stop: () => jes.stop(),
  };
}

function keepChanges(jes: PracticeJes, disk: Disk): void {
  const keptAs = new Map<string, string>();
  jes.onChange((job) => {
    if (jes.byCorrelator(job.correlator) === undefined) {
      keptAs.delete(job.correlator);
      disk.remove(room, job.correlator);
      return;
    }
    const state = `${job.status} ${String(job.held)} ${job.jobClass}`;
    if (keptAs.get(job.correlator) === state && job.status !== 'OUTPUT') return;
    keptAs.set(job.correlator, state);
    const records = (id: number) => jes.spoolRecords(job, id) ?? [];
    const files = jes
      .spoolFiles(job)
      .map((file) => ({ ...file, records: job.status === 'OUTPUT' ? records(file.id) : [] }));
    disk.put(room, job.correlator, { job: snapshot(job), input: records(submittedJcl), files });
  });
}

/** The fields of the port alone: a job entry holds more than can be kept. */
function snapshot(job: Job): Job {
  const { jobid, jobname, owner, jobClass, messageClass, type, correlator, status, phase, phaseName, held, retcode } =
    job;
  const { submitted, started, ended, executed, steps } = job;
  return {
    ...{ jobid, jobname, owner, jobClass, messageClass, type, correlator, status, phase, phaseName, held, retcode },
    ...{ submitted, executed, steps: steps.map((step) => ({ ...step })) },
    ...(started === undefined ? {} : { started }),
    ...(ended === undefined ? {} : { ended }),
  };
}

function buffers(kept: KeptJob): PastJob {
  const copies = (records: readonly Uint8Array[]) => records.map((record) => Buffer.from(record));
  return {
    ...kept,
    input: copies(kept.input),
    files: kept.files.map((file) => ({ ...file, records: copies(file.records) })),
  };
}

function failedIfActive(kept: PastJob, now: number): PastJob {
  if (kept.job.status === 'OUTPUT') return kept;
  const ended = {
    status: 'OUTPUT',
    phase: 20,
    phaseName: 'Job is on the hard copy queue',
    retcode: 'SYS FAIL',
    ended: now,
  } as const;
  return { ...kept, job: { ...kept.job, ...ended } };
}

function requeue(jes: PracticeJes, { job, input }: PastJob): void {
  const userCorrelator = job.correlator.slice(job.correlator.indexOf(':') + 1);
  const submission = {
    ...{ jcl: input.map((record) => ebcdic.decode(record)), user: job.owner, messageClass: job.messageClass },
    ...(userCorrelator === '' ? {} : { userCorrelator }),
  };
  const restored = jes.restore(submission, { number: Number(job.jobid.replace(/\D/g, '')), submitted: job.submitted });
  if (restored === undefined) return;
  if (job.held) jes.hold(restored);
  else jes.release(restored);
}
