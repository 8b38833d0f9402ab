/** JES2: submission, conversion, execution queue, output, and what operators may do to a job. */

import type { JobCard } from '../jcl/job-model.rules.ts';
import { splitJobs } from '../jcl/records.rules.ts';
import { Spool } from '../spool/spool.ts';
import { Enqueues } from '../steps/enqueues.ts';
import type { Level } from '../steps/enqueues.ts';
import { jobLog, local } from '../steps/job-run.ts';
import type { JobRun, System } from '../steps/job-run.ts';
import { runJob } from '../steps/run-job.ts';
import type { JobEnd } from '../steps/run-job.ts';
import { convertSubmission, readCard } from './conversion.ts';
import { correlatorOf, jobidOf } from './correlator.rules.ts';
import { heldReason, Initiators } from './initiators.ts';
import type { Feedback, Jes, Job, SpoolFile, Submission } from './jes.ts';
import { JobEntry } from './job-entry.ts';
import { beginLog, dropMessages, endLog, sayLastAccess, writeConversion, writeInput } from './job-log-frame.ts';
import { systemOf } from './options.ts';
import type { JesOptions } from './options.ts';
import { phases } from './phases.rules.ts';
import type { Phase } from './phases.rules.ts';
import { completionOf, endedWords, notification, retcodeOf } from './retcode.rules.ts';
import type { Completion } from './retcode.rules.ts';

/** What the practice system's own rooms may ask beyond the port. */
export interface PracticeJes extends Jes {
  /** Executions by full correlator, purged jobs included. */
  executions(): ReadonlyMap<string, number>;
  /** How running jobs hold a data set, so that others can answer «in use». */
  enqueued(dsname: string): Level | undefined;
  /** Puts a job back on the queue that was there when the system went down: same number, same correlator. */
  restore(submission: Submission, as: { number: number; submitted: number }): Job | undefined;
}

const done: Feedback = { status: 0, message: 'Request was successful.' };
const notFound: Feedback = { status: 140, message: 'Job not found' };
const notCancellable: Feedback = { status: 156, message: 'Job not cancellable or purgeable' };
const invalidClass: Feedback = { status: 172, message: 'Job class invalid' };

/** Time stamps of correlators differ after this long. */
const stampMs = 1049;

/** Starts JES2 with an empty queue. */
export function createJes(options: JesOptions): PracticeJes {
  return new Jes2(options);
}

class Jes2 implements PracticeJes {
  private readonly entries = new Map<string, JobEntry>();
  private readonly listeners: ((job: Job) => void)[] = [];
  private readonly work = new Set<Promise<void>>();
  private readonly enqueues = new Enqueues();
  private readonly stopping = new AbortController();
  private readonly initiators: Initiators;
  /** When each user last began a job, in milliseconds since 1970. */
  private readonly accesses = new Map<string, number>();
  private readonly counted = new Map<string, number>();
  private readonly system: System;
  private nextNumber: number;
  private lastInRange = 0;
  private readonly stamps = new Map<number, number>();

  constructor(private readonly options: JesOptions) {
    this.initiators = new Initiators(options.classes);
    this.system = systemOf(options, (lines, user) => void this.submit({ jcl: lines, user }));
    this.nextNumber = options.firstJobNumber ?? 1;
  }

  submit(submission: Submission): Job | undefined {
    const last = submission.jcl.findLastIndex((line) => line.trim() !== '');
    const streams = splitJobs(submission.jcl.slice(0, last + 1));
    const jobs = streams.map((jcl) => {
      const card = readCard(this.options, { ...submission, jcl });
      return card === undefined ? undefined : this.accept({ ...submission, jcl }, card);
    });
    return jobs[0];
  }

  restore(submission: Submission, as: { number: number; submitted: number }): Job | undefined {
    const card = readCard(this.options, submission);
    return card === undefined ? undefined : this.accept(submission, card, as);
  }

  private accept(submission: Submission, card: JobCard, as?: { number: number; submitted: number }): JobEntry {
    const number = as?.number ?? this.takeNumber();
    this.nextNumber = Math.max(this.nextNumber, number + 1);
    const at = as?.submitted ?? this.options.clock.now();
    const given = submission.userCorrelator ?? card.userCorrelator ?? '';
    const userPart = as === undefined ? (this.options.userPart?.(given) ?? given) : given;
    const correlator = correlatorOf(number, this.options.system.name, this.stampOf(number, at), userPart);
    const owner = card.user ?? submission.user;
    const spool = new Spool(card.messageClass);
    const job = new JobEntry(number, jobidOf(number), correlator, owner, card, submission, spool, at);
    job.held ||= this.initiators.classOf(job)?.hold === true;
    if (job.held) job.reasonNotRunning = heldReason;
    writeInput(job);
    this.entries.set(correlator, job);
    this.changed(job);
    if (card.typrun !== 'JCLHOLD') this.startConversion(job);
    return job;
  }

  /** The next number; in a set range the next after the last one that no job has, beyond it when all are taken. */
  private takeNumber(): number {
    const range = this.options.jobNumbers?.();
    if (range === undefined) return this.nextNumber;
    const taken = new Set(Array.from(this.entries.values(), ({ number }) => number));
    const size = range.to - range.from + 1;
    for (let turn = 0; turn < size; turn += 1) {
      this.lastInRange =
        this.lastInRange < range.from || this.lastInRange >= range.to ? range.from : this.lastInRange + 1;
      if (!taken.has(this.lastInRange)) return this.lastInRange;
    }
    return Math.max(this.nextNumber, range.to + 1);
  }

  /** A number that comes again at once gets a later time stamp: no two jobs have one correlator. */
  private stampOf(number: number, at: number): number {
    const stamp = Math.max(at, (this.stamps.get(number) ?? -Infinity) + stampMs);
    this.stamps.set(number, stamp);
    return stamp;
  }

  private startConversion(job: JobEntry): void {
    this.background(job, this.convert(job));
  }

  private background(job: JobEntry, running: Promise<void>): void {
    const work = running
      .catch((error: unknown) => {
        if (!this.stopping.signal.aborted) this.failed(job, error);
      })
      .finally(() => this.work.delete(work));
    this.work.add(work);
  }

  private async convert(job: JobEntry): Promise<void> {
    await this.options.clock.sleep(this.options.conversionMs ?? 0, this.stopping.signal);
    if (job.status === 'OUTPUT') return;
    this.move(job, phases.converting);
    job.conversion = convertSubmission(this.options, job.submission, job.jobid);
    beginLog(job, this.options.system.name, this.options.system.node);
    writeConversion(job, job.conversion);
    for (const command of job.conversion.commands) this.options.command?.(command, job.owner);
    if (this.endsInConversion(job)) return;
    this.initiators.enqueue(job);
    this.move(job, phases.executionQueue);
    this.dispatch();
  }

  private endsInConversion(job: JobEntry): boolean {
    const { user, typrun } = job.card;
    if (user !== undefined && this.options.mayRunAs?.(job.submission.user, user) === false) {
      jobLog(this.runOf(job), `ICH408I USER(${job.submission.user}) SUBMITTER IS NOT AUTHORIZED BY USER ${user}`);
      this.output(job, 'SEC ERROR');
    } else if (job.conversion?.failed === true) {
      jobLog(this.runOf(job), `IEFC452I ${job.jobname} - JOB NOT RUN - JCL ERROR`);
      this.tell(job, 'JCL ERROR');
      this.output(job, 'JCL ERROR');
    } else if (typrun === 'SCAN' || typrun === 'COPY') this.output(job, null);
    return job.status === 'OUTPUT';
  }

  private output(job: JobEntry, retcode: string | null): void {
    job.retcode = retcode;
    job.ended = this.options.clock.now();
    job.held = false;
    delete job.reasonNotRunning;
    endLog(job, this.system);
    this.move(job, phases.hardCopy);
  }

  private move(job: JobEntry, phase: Phase): void {
    job.place = phase;
    this.changed(job);
  }

  private changed(job: JobEntry): void {
    for (const listener of this.listeners) listener(job);
  }

  private dispatch(): void {
    if (this.stopping.signal.aborted) return;
    this.initiators.dispatch(
      (job, initiator) => {
        job.started = this.options.clock.now();
        job.executed = true;
        this.counted.set(job.correlator, (this.counted.get(job.correlator) ?? 0) + 1);
        this.move(job, phases.executing);
        this.background(job, this.execute(job, initiator));
      },
      (job) => this.changed(job),
    );
  }

  private async execute(job: JobEntry, initiator: number): Promise<void> {
    const run = this.runOf(job);
    try {
      jobLog(run, `IRR010I  USERID ${job.owner.padEnd(8)} IS ASSIGNED TO THIS JOB.`);
      sayLastAccess(run, this.accesses);
      const where = `INIT ${String(initiator).padEnd(4)} - CLASS ${job.jobClass.padEnd(8)} - SYS ${this.system.sysname}`;
      jobLog(run, `$HASP373 ${job.jobname.padEnd(8)} STARTED - ${where}`);
      jobLog(run, `IEF403I ${job.jobname} - STARTED - TIME=${this.time()}`);
      this.finish(job, run, await runJob(run, this.enqueues));
    } catch (error) {
      this.failed(job, error);
    } finally {
      this.initiators.free(job);
      this.dispatch();
    }
  }

  private finish(job: JobEntry, run: JobRun, end: JobEnd): void {
    const completion: Completion =
      end === 'cancelled' ? { kind: 'abend', code: 'S222' } : completionOf(job.card.jobrc, run.outcomes);
    const failed = end === 'jcl-error';
    const how = failed ? 'JOB FAILED - JCL ERROR' : 'ENDED';
    jobLog(run, `${failed ? 'IEF453I' : 'IEF404I'} ${job.jobname} - ${how} - TIME=${this.time()}`);
    jobLog(run, `$HASP395 ${job.jobname.padEnd(8)} ENDED - ${failed ? 'JCL ERROR' : endedWords(completion)}`);
    const retcode = failed ? 'JCL ERROR' : end === 'cancelled' ? 'CANCELED' : retcodeOf(completion);
    if (job.card.messageLevel.messages === 0 && end === 'ran' && completion.kind === 'code') dropMessages(job);
    this.tell(job, failed ? 'JCL ERROR' : end === 'cancelled' ? 'CANCELED' : completion);
    this.output(job, this.stopping.signal.aborted ? 'SYS FAIL' : retcode);
  }

  private failed(job: JobEntry, error: unknown): void {
    if (job.status === 'OUTPUT') return;
    const text = error instanceof Error ? error.message : String(error);
    jobLog(this.runOf(job), `$HASP301 ${job.jobname} - JOB ENDED BY SYSTEM FAILURE: ${text.slice(0, 60)}`);
    this.output(job, 'SYS FAIL');
  }

  private tell(job: JobEntry, completion: Completion | 'JCL ERROR' | 'CANCELED'): void {
    const { notify } = job.card;
    if (notify !== undefined && notify !== '')
      this.options.notify?.(notify, notification(job.jobname, this.options.system.node, completion));
  }

  private time(): string {
    return local(this.system).toFormat('HH.mm.ss');
  }

  private runOf(job: JobEntry): JobRun {
    return {
      jobid: job.jobid,
      user: job.owner,
      model: job.conversion?.job ?? { card: job.card, steps: [] },
      spool: job.spool,
      system: this.system,
      signal: job.signal,
      outcomes: [],
      steps: job.steps,
      temporaries: new Map(),
      passed: new Set(),
      generations: new Map(),
      named: new Map(),
      log: job.log,
      changed: () => this.changed(job),
    };
  }

  jobs(): readonly Job[] {
    return [...this.entries.values()];
  }

  byCorrelator(correlator: string): Job | undefined {
    return this.entries.get(correlator);
  }

  byNameAndId(jobname: string, jobid: string): Job | undefined {
    return [...this.entries.values()].find((job) => job.jobname === jobname && job.jobid === jobid);
  }

  hold(job: Job): Feedback {
    const entry = this.entries.get(job.correlator);
    if (entry === undefined) return notFound;
    if (entry.status === 'INPUT' && !entry.held) {
      entry.held = true;
      entry.reasonNotRunning = heldReason;
      this.changed(entry);
      this.dispatch();
    }
    return done;
  }

  release(job: Job): Feedback {
    const entry = this.entries.get(job.correlator);
    if (entry === undefined) return notFound;
    if (entry.status !== 'INPUT' || !entry.held) return done;
    entry.held = false;
    delete entry.reasonNotRunning;
    this.changed(entry);
    if (entry.place === phases.input && entry.card.typrun === 'JCLHOLD') this.startConversion(entry);
    this.dispatch();
    return done;
  }

  cancel(job: Job): Feedback {
    const entry = this.entries.get(job.correlator);
    if (entry === undefined) return notFound;
    if (entry.status === 'OUTPUT' || entry.signal.aborted) return notCancellable;
    entry.abort();
    if (entry.status !== 'INPUT') return done;
    if (entry.conversion === undefined) beginLog(entry, this.options.system.name, this.options.system.node);
    jobLog(this.runOf(entry), '$HASP106 JOB DELETED BY JES2 OR CANCELLED BY OPERATOR BEFORE EXECUTION');
    this.tell(entry, 'CANCELED');
    this.output(entry, 'CANCELED');
    return done;
  }

  purge(job: Job): Feedback {
    const entry = this.entries.get(job.correlator);
    if (entry === undefined) return notFound;
    if (entry.status !== 'OUTPUT') this.cancel(entry);
    this.entries.delete(entry.correlator);
    this.changed(entry);
    return done;
  }

  changeClass(job: Job, jobClass: string): Feedback {
    const entry = this.entries.get(job.correlator);
    if (entry === undefined) return notFound;
    if (!this.options.classes.some(({ name }) => name === jobClass)) return invalidClass;
    if (entry.status !== 'ACTIVE') entry.jobClass = jobClass;
    this.changed(entry);
    this.dispatch();
    return done;
  }

  spoolFiles(job: Job): readonly SpoolFile[] {
    const files = this.entries.get(job.correlator)?.spool.all() ?? [];
    return files
      .filter(({ listed, records, id }) => listed && (records.length > 0 || id > 100))
      .map(({ records, listed: _, ...file }) => ({
        ...file,
        byteCount: records.reduce((sum, record) => sum + record.length, 0),
        recordCount: records.length,
      }));
  }

  spoolRecords(job: Job, id: number): readonly Buffer[] | undefined {
    return this.entries.get(job.correlator)?.spool.find(id)?.records;
  }

  onChange(listener: (job: Job) => void): void {
    this.listeners.push(listener);
  }

  executions(): ReadonlyMap<string, number> {
    return this.counted;
  }

  enqueued(dsname: string): Level | undefined {
    return this.enqueues.levelOf(dsname);
  }

  async stop(): Promise<void> {
    this.stopping.abort(new Error('stopped'));
    for (const job of this.initiators.jobsRunning()) job.abort();
    await Promise.allSettled(this.work);
  }
}
