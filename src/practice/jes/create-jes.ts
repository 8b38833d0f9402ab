/** JES2: submission, conversion, execution queue, output, and what operators may do to a job. */

import { memoryDisk } from '../disk/disk.ts';
import { Enqueues } from '../steps/enqueues.ts';
import type { Level } from '../steps/enqueues.ts';
import type { System } from '../steps/job-run.ts';
import { Agenda } from './agenda.ts';
import { Background } from './background.ts';
import { ConversionStage } from './conversion-stage.ts';
import { createControl } from './create-control.ts';
import { ExecutionStage } from './execution-stage.ts';
import { Initiators } from './initiators.ts';
import { InputStage } from './input-stage.ts';
import type { Feedback, Jes, JesControl, Job, Narrowing, SpoolFile, Submission } from './jes.ts';
import type { JobEntry } from './job-entry.ts';
import { JobNumbers } from './job-numbers.ts';
import { JobStates } from './job-states.ts';
import { JobStore } from './job-store.ts';
import { JobTable } from './job-table.ts';
import { Notices } from './notices.ts';
import { OperatorActions } from './operator-actions.ts';
import { initiatorsOf, systemOf } from './options.ts';
import type { JesOptions } from './options.ts';
import { OutputStage } from './output-stage.ts';
import type { Jes2Parts } from './parts.ts';
import { phases } from './phases.rules.ts';
import { reasons } from './reasons.rules.ts';
import { mayRunAgain, stepToBeginWith } from './restarting.rules.ts';
import { Sysplex } from './sysplex.ts';

/** What the practice system's own rooms may ask beyond the port. */
export interface PracticeJes extends Jes {
  readonly control: JesControl;
  select(narrowing: Narrowing): readonly Job[];
  spoolFrom(job: Job, id: number, first: number): Iterable<Buffer> | undefined;
  /** Executions by full correlator, purged jobs included. */
  executions(): ReadonlyMap<string, number>;
  /** Temporary data sets of jobs that go on where their system was lost. */
  keptTemporaries(): ReadonlySet<string>;
  /** How running jobs hold a data set, so that others can answer «in use». */
  enqueued(dsname: string): Level | undefined;
  /** Where regions and other address spaces hold data set names. */
  readonly names: Enqueues;
}

/** Starts JES2 with the jobs that are on its disk. */
export function createJes(options: JesOptions): PracticeJes {
  return new Jes2(options);
}

class Jes2 implements PracticeJes {
  readonly control: JesControl;
  private readonly table = new JobTable();
  private readonly work = new Background();
  private readonly holders = new Enqueues();
  private readonly sysplex: Sysplex;
  private readonly parts: Jes2Parts;
  private readonly output: OutputStage;
  private readonly execution: ExecutionStage;
  private readonly initiators: Initiators;
  private readonly input: InputStage;
  private readonly actions: OperatorActions;

  constructor(private readonly options: JesOptions) {
    this.sysplex = new Sysplex(options);
    this.parts = this.share();
    this.output = new OutputStage(this.parts, new Agenda(options.clock, this.work.signal));
    this.execution = new ExecutionStage(this.parts, this.output, this.holders, () => this.initiators);
    this.initiators = new Initiators(
      initiatorsOf(options),
      (name) => options.classes.find((one) => one.name === name),
      (job, system) => this.sysplex.eligible(job, system),
      (job, initiator) => this.execution.begin(job, initiator),
    );
    const conversion = new ConversionStage(this.parts, this.output, (job) => this.initiators.enqueue(job));
    const convert = (job: JobEntry) => conversion.start(job);
    const numbers = new JobNumbers(
      options.firstJobNumber ?? 1,
      (number) => this.table.numberTaken(number),
      () => options.jobNumbers?.(),
    );
    this.input = new InputStage(this.parts, numbers, convert, (job) => this.whyWaiting(job));
    this.actions = new OperatorActions(this.parts, this.initiators, this.output, convert);
    this.control = createControl(this.parts, this.initiators, this.actions, this.sysplex, () => this.holders.all());
    this.warmStart(numbers);
  }

  private share(): Jes2Parts {
    const { options, table, work } = this;
    const disk = options.disk ?? memoryDisk();
    const store = new JobStore(disk);
    const states = new JobStates(table, (job) => {
      if (table.get(job.correlator) !== undefined) store.keep(job);
    });
    const systems = new Map<string, System>();
    const submit: System['submit'] = (jcl, user) => void this.submit({ jcl, user });
    const named = (name: string) => {
      const found = systems.get(name) ?? systemOf(options, submit, name);
      systems.set(name, found);
      return found;
    };
    return {
      ...{ options, table, states, store, work, notices: new Notices(disk, options.notify) },
      systemOf: (job) => named(job.system ?? options.system.name),
    };
  }

  /** Jobs that ran have ended with SYS FAIL or run again; those on the queue stay there. */
  private warmStart(numbers: JobNumbers): void {
    const { store, table, states } = this.parts;
    const found = store.load();
    for (const { job } of found) table.add(job);
    for (const { job, status } of found) {
      numbers.use(job.number);
      if (status === 'OUTPUT') this.output.schedule(job);
      else if (status === 'INPUT') this.input.resume(job);
      else if (mayRunAgain(job, this.options.restartsJobs)) {
        job.forgetRun(stepToBeginWith(job));
        this.input.resume(job);
      } else {
        for (const step of job.steps) step.active = false;
        job.retcode = 'SYS FAIL';
        job.ended = this.options.clock.now();
        states.move(job, phases.hardCopy);
        this.output.schedule(job);
      }
    }
  }

  private whyWaiting(job: JobEntry): string | undefined {
    if (job.held) return reasons.held;
    if (job.place !== phases.executionQueue) return undefined;
    if (this.initiators.classHeld(job.jobClass)) return reasons.classHeld;
    if (this.initiators.nameTaken(job)) return reasons.sameName;
    return this.sysplex.obstacle(job) ?? reasons.noInitiator;
  }

  submit(submission: Submission): Job | undefined {
    return this.input.submit(submission);
  }

  jobs(): readonly Job[] {
    return this.table.all();
  }

  select(narrowing: Narrowing): readonly Job[] {
    return this.table.select(narrowing);
  }

  byCorrelator(correlator: string): Job | undefined {
    return this.table.get(correlator);
  }

  byNameAndId(jobname: string, jobid: string): Job | undefined {
    return this.table.named(jobname, jobid);
  }

  hold(job: Job): Feedback {
    return this.actions.hold(job);
  }

  release(job: Job): Feedback {
    return this.actions.release(job);
  }

  cancel(job: Job, by?: 'jes' | 'mvs' | 'mvs-dump'): Feedback {
    return this.actions.cancel(job, by);
  }

  purge(job: Job): Feedback {
    return this.actions.purge(job);
  }

  changeClass(job: Job, jobClass: string): Feedback {
    return this.actions.changeClass(job, jobClass);
  }

  spoolFiles(job: Job): readonly SpoolFile[] {
    const files = this.table.get(job.correlator)?.spool.all() ?? [];
    return files
      .filter(({ listed, count, id }) => listed && (count > 0 || id > 100))
      .map(({ id, ddname, stepname, procstep, recfm, lrecl, outputClass, bytes, count }) => ({
        ...{ id, ddname, stepname, procstep, recfm, lrecl, outputClass, byteCount: bytes, recordCount: count },
      }));
  }

  spoolRecords(job: Job, id: number): readonly Buffer[] | undefined {
    return this.table.get(job.correlator)?.spool.find(id)?.records;
  }

  spoolFrom(job: Job, id: number, first: number): Iterable<Buffer> | undefined {
    return this.table.get(job.correlator)?.spool.find(id)?.from(first);
  }

  onChange(listener: (job: Job) => void): void {
    this.parts.states.onChange(listener);
  }

  executions(): ReadonlyMap<string, number> {
    return this.execution.counted;
  }

  get names(): Enqueues {
    return this.holders;
  }

  keptTemporaries(): ReadonlySet<string> {
    const going = this.table.all().filter(({ restartAt, status }) => restartAt !== undefined && status !== 'OUTPUT');
    return new Set(going.flatMap(({ journal }) => journal.entry?.temporaries.map(([, dsname]) => dsname) ?? []));
  }

  enqueued(dsname: string): Level | undefined {
    return this.holders.levelOf(dsname);
  }

  async stop(): Promise<void> {
    this.parts.store.close();
    this.work.abort();
    for (const job of this.initiators.jobsRunning()) job.stop('system');
    await this.work.settled();
  }
}
