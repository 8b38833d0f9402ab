/** JES2: submission, conversion, the execution queue with its initiators, output, and what operators may do to a job. */

import type { Clock } from '../../shared/clock.ts';
import type { DataSets } from '../datasets/data-sets.ts';
import { ebcdic } from '../codepages/code-page.ts';
import { convertJob } from '../jcl/converter.rules.ts';
import { readJobCard } from '../jcl/job-card.rules.ts';
import { firstStatement } from '../jcl/lookups.rules.ts';
import type { Lookups } from '../jcl/lookups.rules.ts';
import { readStatements, splitJobs } from '../jcl/records.rules.ts';
import { substitute, SymbolScope } from '../jcl/symbols.rules.ts';
import type { Program } from '../programs/program.ts';
import { Spool } from '../spool/spool.ts';
import { Enqueues } from '../steps/enqueues.ts';
import type { Level } from '../steps/enqueues.ts';
import { jobLog, local } from '../steps/job-run.ts';
import type { JobRun, System } from '../steps/job-run.ts';
import { runJob } from '../steps/run-job.ts';
import type { JobEnd } from '../steps/run-job.ts';
import type { Subsystems } from '../subsystems/subsystems.ts';
import { correlatorOf, jobidOf } from './correlator.rules.ts';
import type { Feedback, Jes, Job, SpoolFile, Submission } from './jes.ts';
import { JobEntry } from './job-entry.ts';
import { beginLog, endLog, writeConversion, writeInput } from './job-log-frame.ts';
import { phases } from './phases.rules.ts';
import type { Phase } from './phases.rules.ts';
import { completionOf, endedWords, notification, retcodeOf } from './retcode.rules.ts';
import type { Completion } from './retcode.rules.ts';

export interface JesClass {
  readonly name: string;
  /** Initiators that take this class alone. */
  readonly initiators: number;
  /** Jobs of the class wait until they are released. */
  readonly hold?: boolean;
  /** Whether jobs of one name wait for each other. @default DELAY */
  readonly duplicateNames?: 'DELAY' | 'NODELAY';
}

export interface JesOptions {
  readonly dataSets: DataSets;
  readonly subsystems: Subsystems;
  readonly clock: Clock;
  /** Finds a program by name, whatever library it is in. */
  readonly program: (name: string) => Program | undefined;
  readonly system: {
    readonly name: string;
    readonly sysplex: string;
    readonly node: string;
    readonly timeZone: string;
  };
  readonly classes: readonly JesClass[];
  readonly defaultClass: string;
  readonly defaultMessageClass: string;
  readonly firstJobNumber?: number;
  readonly procedureLibraries?: readonly string[];
  readonly linkList?: readonly string[];
  /** System symbols besides SYSUID, SYSNAME, SYSPLEX and SYSCLONE, without the ampersand. */
  readonly systemSymbols?: ReadonlyMap<string, string>;
  /** Time that a step takes when its program lets none pass, in seconds. @default 0.1 */
  readonly stepSeconds?: number;
  /** Time from submission to the end of conversion, in milliseconds. @default 0 */
  readonly conversionMs?: number;
  /** Whether `submitter` may run jobs as `user` (USER= on the JOB card). @default yes */
  readonly mayRunAs?: (submitter: string, user: string) => boolean;
  /** $HASP165 and the like, to a signed-on user. */
  readonly notify?: (user: string, text: string) => void;
  /** COMMAND statements of jobs. */
  readonly command?: (text: string, user: string) => void;
}

/** What the practice system's own rooms may ask beyond the port. */
export interface PracticeJes extends Jes {
  /** Executions by full correlator, purged jobs included. */
  executions(): ReadonlyMap<string, number>;
  /** How running jobs hold a data set, so that others can answer «in use». */
  enqueued(dsname: string): Level | undefined;
}

const done: Feedback = { status: 0, message: 'Request was successful.' };
const notCancellable: Feedback = { status: 156, message: 'Job not cancellable or purgeable' };
const invalidClass: Feedback = { status: 172, message: 'Job class invalid' };
const notFound: Feedback = { status: 140, message: 'Job not found' };

export function createJes(options: JesOptions): PracticeJes {
  return new Jes2(options);
}

class Jes2 implements PracticeJes {
  private readonly entries: JobEntry[] = [];
  private readonly listeners: ((job: Job) => void)[] = [];
  private readonly counted = new Map<string, number>();
  private readonly running = new Map<JobEntry, { initiator: number; ended: Promise<void> }>();
  private readonly converting = new Set<Promise<void>>();
  private readonly enqueues = new Enqueues();
  private readonly system: System;
  private readonly stopping = new AbortController();
  private nextNumber: number;

  constructor(private readonly options: JesOptions) {
    this.nextNumber = options.firstJobNumber ?? 1;
    this.system = {
      dataSets: options.dataSets,
      subsystems: options.subsystems,
      clock: options.clock,
      program: options.program,
      linkList: options.linkList ?? [],
      sysname: options.system.name,
      timeZone: options.system.timeZone,
      stepSeconds: options.stepSeconds ?? 0.1,
      submit: (lines, user) => void this.submit({ jcl: lines, user }),
    };
  }

  submit(submission: Submission): Job | undefined {
    const last = submission.jcl.findLastIndex((line) => line.trim() !== '');
    const jobs = splitJobs(submission.jcl.slice(0, last + 1)).map((jcl) => this.submitOne({ ...submission, jcl }));
    return jobs[0];
  }

  private submitOne(submission: Submission): JobEntry | undefined {
    const card = this.readCard(submission);
    if (card === undefined) return undefined;
    const number = this.nextNumber;
    this.nextNumber += 1;
    const at = this.options.clock.now();
    const userPart = submission.userCorrelator ?? card.userCorrelator ?? '';
    const correlator = correlatorOf(number, this.options.system.name, at, userPart);
    const spool = new Spool(card.messageClass);
    const owner = card.user ?? submission.user;
    const job = new JobEntry(number, jobidOf(number), correlator, owner, card, submission, spool, at);
    writeInput(job);
    this.entries.push(job);
    this.changed(job);
    if (!job.held) this.startConversion(job);
    return job;
  }

  private readCard(submission: Submission) {
    const statements = readStatements(submission.jcl);
    const statement = statements[firstStatement(statements)];
    if (statement?.operation !== 'JOB' || !/^[A-Z@#$][A-Z0-9@#$]{0,7}$/.test(statement.name)) return undefined;
    const operands = substitute(statement.operands, new SymbolScope(undefined, this.symbols(submission.user)));
    return readJobCard(statement.name, operands, this.defaults(submission), () => undefined);
  }

  private defaults(submission: Submission) {
    const messageClass = submission.messageClass ?? this.options.defaultMessageClass;
    return { jobClass: this.options.defaultClass, messageClass };
  }

  private symbols(user: string): ReadonlyMap<string, string> {
    const { name, sysplex } = this.options.system;
    return new Map([
      ['SYSNAME', name],
      ['SYSPLEX', sysplex],
      ['SYSCLONE', name.slice(-2)],
      ...(this.options.systemSymbols ?? []),
      ['SYSUID', user],
    ]);
  }

  private lookups(user: string): Lookups {
    const { dataSets } = this.options;
    return {
      member: (dsname, member) => {
        if (dataSets.find(dsname)?.attributes.dsorg !== 'PO' || dataSets.member(dsname, member) === undefined)
          return undefined;
        return dataSets.read(dsname, member).map((record) => ebcdic.decode(record));
      },
      libraryExists: (dsname) => dataSets.find(dsname) !== undefined,
      procedureLibraries: this.options.procedureLibraries ?? [],
      systemSymbols: this.symbols(user),
      jobClasses: new Set(this.options.classes.map(({ name }) => name)),
    };
  }

  private startConversion(job: JobEntry): void {
    const conversion = this.convert(job)
      .catch((error: unknown) => this.failed(job, error))
      .finally(() => this.converting.delete(conversion));
    this.converting.add(conversion);
  }

  private async convert(job: JobEntry): Promise<void> {
    await this.options.clock.sleep(this.options.conversionMs ?? 0, this.stopping.signal);
    if (job.status === 'OUTPUT') return;
    this.move(job, phases.converting);
    const { submission, jobid } = job;
    const request = {
      jobid,
      defaults: this.defaults(submission),
      lookups: this.lookups(submission.user),
      ...(submission.symbols === undefined ? {} : { jesSymbols: submission.symbols }),
    };
    const conversion = convertJob(submission.jcl, request);
    job.conversion = conversion;
    beginLog(job, this.options.system.name, this.options.system.node);
    writeConversion(job, conversion);
    for (const command of conversion.commands) this.options.command?.(command, job.owner);
    this.afterConversion(job);
  }

  private afterConversion(job: JobEntry): void {
    const { user } = job.card;
    if (user !== undefined && this.options.mayRunAs?.(job.submission.user, user) === false) {
      jobLog(this.runOf(job), `IRR012I  VERIFICATION FAILED. USER PROFILE NOT FOUND.`);
      this.output(job, 'SEC ERROR');
      return;
    }
    if (job.conversion?.failed === true) {
      jobLog(this.runOf(job), `IEFC452I ${job.jobname} - JOB NOT RUN - JCL ERROR`);
      this.tell(job, 'JCL ERROR');
      this.output(job, 'JCL ERROR');
      return;
    }
    if (job.card.typrun === 'SCAN' || job.card.typrun === 'COPY') {
      this.output(job, null);
      return;
    }
    if (job.card.typrun === 'HOLD' || this.classOf(job)?.hold === true) job.held = true;
    this.move(job, phases.executionQueue);
    this.dispatch();
  }

  private output(job: JobEntry, retcode: string | null): void {
    job.retcode = retcode;
    job.ended = this.options.clock.now();
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

  private classOf(job: JobEntry): JesClass | undefined {
    return this.options.classes.find(({ name }) => name === job.jobClass);
  }

  /** Gives waiting jobs to free initiators, in order of arrival within their class. */
  private dispatch(): void {
    if (this.stopping.signal.aborted) return;
    for (const job of this.entries) {
      if (job.place !== phases.executionQueue) continue;
      const reason = this.reasonToWait(job);
      if (reason === undefined) {
        delete job.reasonNotRunning;
        this.start(job);
      } else if (job.reasonNotRunning !== reason) {
        job.reasonNotRunning = reason;
        this.changed(job);
      }
    }
  }

  private reasonToWait(job: JobEntry): string | undefined {
    if (job.held) return 'Job is held';
    const active = [...this.running.keys()];
    const jobClass = this.classOf(job);
    if (jobClass?.duplicateNames !== 'NODELAY' && active.some(({ jobname }) => jobname === job.jobname))
      return 'A job with the same name is executing';
    const taken = active.filter((other) => other.jobClass === job.jobClass).length;
    return taken >= (jobClass?.initiators ?? 0) ? 'No initiator is free for the job class' : undefined;
  }

  private start(job: JobEntry): void {
    const numbers = new Set([...this.running.values()].map(({ initiator }) => initiator));
    let initiator = 1;
    while (numbers.has(initiator)) initiator += 1;
    job.started = this.options.clock.now();
    job.executed = true;
    this.counted.set(job.correlator, (this.counted.get(job.correlator) ?? 0) + 1);
    this.running.set(job, { initiator, ended: Promise.resolve() });
    this.move(job, phases.executing);
    const ended = this.execute(job, initiator)
      .catch((error: unknown) => this.failed(job, error))
      .finally(() => {
        this.running.delete(job);
        if (job.purged) this.forget(job);
        this.dispatch();
      });
    this.running.set(job, { initiator, ended });
  }

  private async execute(job: JobEntry, initiator: number): Promise<void> {
    const run = this.runOf(job);
    const { name } = this.options.system;
    jobLog(run, `IRR010I  USERID ${job.owner.padEnd(8)} IS ASSIGNED TO THIS JOB.`);
    const where = `INIT ${String(initiator).padEnd(4)} - CLASS ${job.jobClass.padEnd(8)} - SYS ${name}`;
    jobLog(run, `$HASP373 ${job.jobname.padEnd(8)} STARTED - ${where}`);
    jobLog(run, `IEF403I ${job.jobname} - STARTED - TIME=${this.time()}`);
    const end = await runJob(run, this.enqueues);
    this.finish(job, run, end);
  }

  private finish(job: JobEntry, run: JobRun, end: JobEnd): void {
    const completion: Completion =
      end === 'cancelled' ? { kind: 'abend', code: 'S222' } : completionOf(job.card.jobrc, run.outcomes);
    const words = end === 'jcl-error' ? 'JCL ERROR' : endedWords(completion);
    const last = end === 'jcl-error' ? 'IEF453I' : 'IEF404I';
    const how = end === 'jcl-error' ? 'JOB FAILED - JCL ERROR' : 'ENDED';
    jobLog(run, `${last} ${job.jobname} - ${how} - TIME=${this.time()}`);
    jobLog(run, `$HASP395 ${job.jobname.padEnd(8)} ENDED - ${words}`);
    const retcode = end === 'jcl-error' ? 'JCL ERROR' : end === 'cancelled' ? 'CANCELED' : retcodeOf(completion);
    this.tell(job, end === 'jcl-error' ? 'JCL ERROR' : end === 'cancelled' ? 'CANCELED' : completion);
    this.output(job, this.stopping.signal.aborted ? 'SYS FAIL' : retcode);
  }

  private failed(job: JobEntry, error: unknown): void {
    if (job.status === 'OUTPUT') return;
    const text = error instanceof Error ? error.message : String(error);
    jobLog(this.runOf(job), `$HASP301 ${job.jobname} - JOB ENDED BY SYSTEM FAILURE: ${text.slice(0, 60)}`);
    this.enqueues.release(job.jobid);
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
    return this.entries.filter(({ purged }) => !purged);
  }

  byCorrelator(correlator: string): Job | undefined {
    return this.entries.find((job) => !job.purged && job.correlator === correlator);
  }

  byNameAndId(jobname: string, jobid: string): Job | undefined {
    return this.entries.find((job) => !job.purged && job.jobname === jobname && job.jobid === jobid);
  }

  private entry(job: Job): JobEntry | undefined {
    return this.entries.find((entry) => !entry.purged && entry.correlator === job.correlator);
  }

  hold(job: Job): Feedback {
    const entry = this.entry(job);
    if (entry === undefined) return notFound;
    if (entry.status === 'INPUT' && !entry.held) {
      entry.held = true;
      this.changed(entry);
      this.dispatch();
    }
    return done;
  }

  release(job: Job): Feedback {
    const entry = this.entry(job);
    if (entry === undefined) return notFound;
    if (entry.status !== 'INPUT' || !entry.held) return done;
    entry.held = false;
    this.changed(entry);
    if (entry.place === phases.input && entry.card.typrun === 'JCLHOLD') this.startConversion(entry);
    this.dispatch();
    return done;
  }

  cancel(job: Job): Feedback {
    const entry = this.entry(job);
    if (entry === undefined) return notFound;
    if (entry.status === 'OUTPUT' || entry.signal.aborted) return notCancellable;
    entry.abort();
    if (entry.status === 'INPUT') {
      const text = 'JOB DELETED BY JES2 OR CANCELLED BY OPERATOR BEFORE EXECUTION';
      if (entry.conversion === undefined) beginLog(entry, this.options.system.name, this.options.system.node);
      jobLog(this.runOf(entry), `$HASP106 ${text}`);
      this.tell(entry, 'CANCELED');
      this.output(entry, 'CANCELED');
    }
    return done;
  }

  purge(job: Job): Feedback {
    const entry = this.entry(job);
    if (entry === undefined) return notFound;
    if (entry.status !== 'OUTPUT') this.cancel(entry);
    entry.purged = true;
    if (!this.running.has(entry)) this.forget(entry);
    this.changed(entry);
    return done;
  }

  private forget(job: JobEntry): void {
    const at = this.entries.indexOf(job);
    if (at >= 0) this.entries.splice(at, 1);
  }

  changeClass(job: Job, jobClass: string): Feedback {
    const entry = this.entry(job);
    if (entry === undefined) return notFound;
    if (!this.options.classes.some(({ name }) => name === jobClass)) return invalidClass;
    if (entry.status !== 'ACTIVE') entry.jobClass = jobClass;
    this.changed(entry);
    this.dispatch();
    return done;
  }

  spoolFiles(job: Job): readonly SpoolFile[] {
    const files = this.entry(job)?.spool.all() ?? [];
    return files
      .filter(({ listed, records, id }) => listed && (records.length > 0 || id > 100))
      .map(({ records, listed: _, ...file }) => ({
        ...file,
        byteCount: records.reduce((sum, record) => sum + record.length, 0),
        recordCount: records.length,
      }));
  }

  spoolRecords(job: Job, id: number): readonly Buffer[] | undefined {
    return this.entry(job)?.spool.find(id)?.records;
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
    for (const job of this.running.keys()) job.abort();
    await Promise.allSettled([...this.converting, ...[...this.running.values()].map(({ ended }) => ended)]);
  }
}
