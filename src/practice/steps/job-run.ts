/** One job while it runs: what its steps share. */

import { DateTime } from 'luxon';
import type { Clock } from '../../shared/clock.ts';
import type { DataSets } from '../datasets/data-sets.ts';
import type { StepOutcome } from '../jcl/conditions.rules.ts';
import type { JobModel, StepModel } from '../jcl/job-model.rules.ts';
import type { StepData } from '../jes/jes.ts';
import type { Program } from '../programs/program.ts';
import type { AllocatedDd } from './allocated.ts';
import type { AllocationOptions } from './allocation-options.ts';
import type { Enqueues } from './enqueues.ts';
import type { JobLimits } from './job-limits.ts';
import { jesIds } from '../spool/jes-ids.rules.ts';
import type { DataSetAccess } from '../security/data-set-access.ts';
import type { Spool } from '../spool/spool.ts';
import type { Subsystems } from '../subsystems/subsystems.ts';
import type { UnixFiles } from '../unix/unix-files.ts';

/** The system that a job runs on. */
export interface System {
  readonly dataSets: DataSets;
  readonly unix: UnixFiles;
  readonly subsystems: Subsystems;
  readonly clock: Clock;
  /** Finds a program by name, whatever library it is in. */
  program(name: string): Program | undefined;
  readonly linkList: readonly string[];
  /** Who may open, make and delete data sets. @default everybody */
  readonly access?: DataSetAccess;
  /** @default everything passes, all volumes are SMS-managed */
  readonly allocation?: AllocationOptions;
  readonly sysname: string;
  /** IANA zone of the job log's times. */
  readonly timeZone: string;
  /** Time that a step takes when its program lets none pass. @default 0.1 */
  readonly stepSeconds: number;
  /** What consoles show of a job's log. */
  operlog?(text: string, jobid: string): void;
  /** A message that waits for the operator's reply; `say` is told its text with its number. */
  ask?(text: string, jobname: string, signal: AbortSignal, say: (text: string) => void): Promise<string>;
  /** Text written to an internal reader. */
  submit(lines: readonly string[], user: string): void;
}

/** A data set that a DD of an earlier step had. */
export interface Named {
  readonly dsname: string;
  readonly member: string | undefined;
  readonly volume?: string;
}

/** What passed data sets carry from step to step besides their names. */
export interface Carried {
  /** Volumes of those that are not catalogued. */
  readonly volumes: Map<string, string>;
  /** Bases of generations that are not rolled in. */
  readonly generations: Map<string, string>;
}

/** Told of each step that begins, and of what it was allocated. */
export interface StepJournal {
  stepBegins(run: JobRun, step: StepModel, index: number): void;
  stepMade(allocated: readonly AllocatedDd[]): void;
}

export interface JobRun {
  readonly jobid: string;
  readonly user: string;
  readonly model: JobModel;
  readonly spool: Spool;
  readonly system: System;
  readonly signal: AbortSignal;
  readonly outcomes: StepOutcome[];
  readonly steps: StepData[];
  /** Temporary names of the job: `&&X` to the real one. */
  readonly temporaries: Map<string, string>;
  /** Data sets that this job made and only passed on; deleted at its end. */
  readonly passed: Set<string>;
  /** Generations of each base as the job found them first, oldest first. */
  readonly generations: Map<string, readonly string[]>;
  /** What DDs of earlier steps were allocated to, by `stepIndex ddname`. */
  readonly named: Map<string, Named>;
  readonly carried?: Carried;
  /** Names that running jobs hold; names that are known only at a step are added there. */
  enqueues?: Enqueues;
  /** Local day of the last line in the job log, as `yyyy-mm-dd`; a new day gets a line of its own. */
  readonly log: { day: string };
  /** CPU time and output that the job may use; without them there is no limit. */
  readonly limits?: JobLimits;
  /** What is kept for a restart at the step that runs. */
  readonly journal?: StepJournal;
  /** The step to go on with after a restart from the journal. */
  readonly resumesAt?: number;
  /** Whether the system is lost on which the job ran: nothing is done any more at the end of a step. */
  isLost?(): boolean;
  /** Tells whoever looks at the job that something changed. */
  changed(): void;
}

/** `job [procstep] step`, as allocation messages name a step. */
export const stepLabel = (run: JobRun, step: StepModel): string =>
  [run.model.card.jobname, step.procStep, step.step].filter((name) => name !== undefined && name !== '').join(' ');

export const local = (system: System, at = system.clock.now()): DateTime =>
  DateTime.fromMillis(at, { zone: system.timeZone }).setLocale('en');

/** Writes into the job log: ` hh.mm.ss jobid  text`; the first line of a day says the day. */
export function jobLog(run: Pick<JobRun, 'spool' | 'system' | 'jobid' | 'log'>, text: string): void {
  const now = local(run.system);
  const front = ` ${now.toFormat('HH.mm.ss')} ${run.jobid}`;
  const day = now.toISODate() ?? '';
  if (run.log.day !== day) {
    run.log.day = day;
    const words = `${now.toFormat('cccc')},`.padEnd(11) + now.toFormat('dd LLL yyyy');
    run.spool.writeLine(jesIds.JESMSGLG, `${front} ---- ${words.toUpperCase()} ----`);
  }
  run.spool.writeLine(jesIds.JESMSGLG, `${front}  ${text}`);
  run.system.operlog?.(text, run.jobid);
}

/** Writes into the system messages; the first column is carriage control. */
export function systemMessage(run: Pick<JobRun, 'spool'>, text: string): void {
  run.spool.writeLine(jesIds.JESYSMSG, ` ${text}`);
}
