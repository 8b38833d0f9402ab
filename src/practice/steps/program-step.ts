/** The Step that a program gets. */

import type { DataSets } from '../datasets/data-sets.ts';
import type { StepModel } from '../jcl/job-model.rules.ts';
import { Abend } from '../programs/program.ts';
import type { Completion, Dd, Step } from '../programs/program.ts';
import { jobLog } from './job-run.ts';
import type { JobRun } from './job-run.ts';
import type { Level } from './enqueues.ts';
import { guardedDataSets, refusalOf } from './guarded-data-sets.ts';
import { findProgram } from './programs-search.ts';
import type { DataSetLevel } from '../security/data-set-access.ts';
import { TextDd } from './step-files.ts';
import type { StepFiles } from './step-files.ts';
import type { Subsystems } from '../subsystems/subsystems.ts';
import type { UnixFiles } from '../unix/unix-files.ts';

export class ProgramStep implements Step {
  readonly subsystems: Subsystems;
  readonly unix: UnixFiles;
  readonly sysname: string;
  readonly signal: AbortSignal;
  readonly jobname: string;
  readonly jobid: string;
  readonly user: string;
  readonly stepName: string;
  readonly procStepName: string | undefined;
  private passed = 0;
  private cpu = 0;
  private notExecuted = false;
  private readonly guarded: DataSets;

  constructor(
    private readonly run: JobRun,
    private readonly model: StepModel,
    private readonly files: StepFiles,
    readonly libraries: readonly string[],
    readonly parm: string,
    readonly dds: readonly Dd[] = files.dds,
  ) {
    this.guarded = guardedDataSets(run, run.system.dataSets);
    this.subsystems = run.system.subsystems;
    this.unix = run.system.unix;
    this.sysname = run.system.sysname;
    this.signal = run.signal;
    this.jobname = run.model.card.jobname;
    this.jobid = run.jobid;
    this.user = run.user;
    this.stepName = model.step;
    this.procStepName = model.procStep;
  }

  /** What programs wrote through DDs is in the data sets before they are looked at. */
  get dataSets(): DataSets {
    this.files.flush();
    return this.guarded;
  }

  /** Seconds that programs of this step let pass. */
  get elapsed(): number {
    return this.passed;
  }

  /** CPU seconds of this step's programs. */
  get cpuSeconds(): number {
    return this.cpu;
  }

  refuses(dsname: string, level: DataSetLevel): readonly string[] | undefined {
    return refusalOf(this.run, dsname, level);
  }

  heldBy(dsname: string, level: Level): string | undefined {
    return this.run.enqueues?.holder(this.jobid, dsname, level);
  }

  /** A completion that tells when a module inside the step was not executed. */
  marked(completion: Completion): Completion {
    return completion.kind === 'rc' && this.notExecuted ? { ...completion, notExecuted: true } : completion;
  }

  dd(name: string): Dd | undefined {
    return this.dds.find((dd) => dd.name === name);
  }

  async link(name: string, parm: string, dds?: ReadonlyMap<string, Dd>): Promise<Completion> {
    this.files.flush();
    const program = findProgram(this.run.system, name, this.libraries, {
      jobname: this.jobname,
      stepName: this.stepName,
    });
    const replaced = this.dds.filter((dd) => dds?.has(dd.name) !== true);
    const inner = new ProgramStep(this.run, this.model, this.files, this.libraries, parm, [
      ...(dds?.values() ?? []),
      ...replaced,
    ]);
    const completion = await program.run(inner);
    this.passed += inner.elapsed;
    this.cpu += inner.cpuSeconds;
    this.notExecuted ||= completion.kind === 'rc' && completion.notExecuted === true;
    this.files.flush();
    return completion;
  }

  scratchDd(name: string, lines: readonly string[] = []): Dd {
    return new TextDd(name, 'sysout', lines, true);
  }

  wto(text: string, options?: { system?: boolean }): void {
    jobLog(this.run, options?.system === true ? text : `+${text}`);
  }

  async elapse(seconds: number, cpuSeconds = seconds): Promise<void> {
    const own = Math.min(cpuSeconds, (this.model.cpuSeconds ?? Infinity) - this.cpu);
    const cpu = this.run.limits?.charge(own) ?? own;
    const reached = cpu < cpuSeconds;
    const allowed = reached && cpuSeconds > 0 ? (seconds * cpu) / cpuSeconds : seconds;
    this.passed += allowed;
    this.cpu += cpu;
    await this.run.system.clock.sleep(allowed * 1000, this.signal);
    if (reached) throw new Abend({ kind: 'system-abend', code: '322' });
  }

  async wait(seconds: number): Promise<void> {
    const allowed = Math.min(seconds, this.longestWait);
    this.passed += allowed;
    await this.run.system.clock.sleep(allowed * 1000, this.signal);
    if (allowed < seconds) throw waitedTooLong();
  }

  /** JWT, which TIME=1440 of the step or the job switches off, in seconds. */
  private get longestWait(): number {
    return this.model.cpuSeconds === Infinity ? Infinity : (this.run.limits?.wait(Infinity) ?? Infinity);
  }

  async ask(text: string): Promise<string> {
    const { system, signal } = this.run;
    if (system.ask === undefined) throw waitedTooLong();
    const over = new AbortController();
    const ends = AbortSignal.any([signal, over.signal]);
    const from = this.now();
    const asked = system.ask(text, this.jobname, ends, (line) => jobLog(this.run, line));
    try {
      return await Promise.race([asked, this.patience(ends)]);
    } finally {
      over.abort(new Error('no longer asked'));
      await asked.catch(() => undefined);
      this.passed += (this.now() - from) / 1000;
    }
  }

  /** Rejects when a wait has been too long. */
  private async patience(signal: AbortSignal): Promise<never> {
    if (this.longestWait === Infinity) return await new Promise(() => undefined);
    await this.run.system.clock.sleep(this.longestWait * 1000, signal);
    throw waitedTooLong();
  }

  now(): number {
    return this.run.system.clock.now();
  }
}

const waitedTooLong = () => new Abend({ kind: 'system-abend', code: '522' });

/** What an error that a program let through means for its step. */
export function abendOf(error: unknown, signal: AbortSignal): Abend {
  if (signal.aborted)
    return signal.reason instanceof Abend ? signal.reason : new Abend({ kind: 'system-abend', code: '222' });
  if (error instanceof Abend) return error;
  const text = error instanceof Error ? error.message : String(error);
  return new Abend({ kind: 'system-abend', code: '0C4', reason: '00000011' }, [
    `IEA794I PROGRAM CHECK: ${text.slice(0, 80)}`,
  ]);
}
