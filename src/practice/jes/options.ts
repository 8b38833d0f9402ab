/** What JES2 is started with. */

import type { Clock } from '../../shared/clock.ts';
import type { DataSets } from '../datasets/data-sets.ts';
import type { Disk } from '../disk/disk.ts';
import type { JobCard, Typrun } from '../jcl/job-model.rules.ts';
import type { Program } from '../programs/program.ts';
import type { DataSetAccess } from '../security/data-set-access.ts';
import type { AllocationOptions } from '../steps/allocation-options.ts';
import type { System } from '../steps/job-run.ts';
import type { Subsystems } from '../subsystems/subsystems.ts';
import type { UnixFiles } from '../unix/unix-files.ts';

export interface JesClass {
  readonly name: string;
  /** Initiators that take this class alone. */
  readonly initiators: number;
  /** Jobs of the class wait until they are released. */
  readonly hold?: boolean;
  /** Whether jobs of one name wait for each other. @default DELAY */
  readonly duplicateNames?: 'DELAY' | 'NODELAY';
  /** What a job of the class gets whose JOB statement says nothing. */
  readonly typrun?: Typrun;
  readonly messageLevel?: JobCard['messageLevel'];
  /** CPU minutes of a job. */
  readonly timeMinutes?: number;
  readonly jobrc?: 'MAXRC' | 'LASTRC';
  /** Jobs of the class that may run at once in the whole sysplex. */
  readonly limit?: number;
}

/** One initiator: the classes it takes, in that order. */
export interface InitiatorDefinition {
  readonly system: string;
  readonly classes: readonly string[];
  /** @default true */
  readonly started?: boolean;
}

/** What becomes of output on its queue (JES2 initialization statement OUTCLASS, OUTDISP). */
export type OutputDisposition = 'WRITE' | 'HOLD' | 'KEEP' | 'LEAVE' | 'PURGE';

export interface OutputClass {
  readonly name: string;
  readonly disposition: OutputDisposition;
  /** For jobs that did not end with a code. @default as `disposition` */
  readonly abnormal?: OutputDisposition;
  /** Seconds after which a writer or an archiver has taken it. */
  readonly writtenAfter?: number;
}

export interface JesOptions {
  readonly dataSets: DataSets;
  readonly unix: UnixFiles;
  readonly subsystems: Subsystems;
  readonly clock: Clock;
  /** Finds a program by name, whatever library it is in. */
  readonly program: (name: string) => Program | undefined;
  readonly system: {
    readonly name: string;
    readonly sysplex: string;
    readonly node: string;
    /** IANA name; times of the job log are local. */
    readonly timeZone: string;
  };
  readonly classes: readonly JesClass[];
  readonly defaultClass: string;
  readonly defaultMessageClass: string;
  /** @default 1 */
  readonly firstJobNumber?: number;
  readonly procedureLibraries?: readonly string[];
  readonly linkList?: readonly string[];
  /** Who may open, make and delete data sets. @default everybody */
  readonly dataSetAccess?: DataSetAccess;
  /** @default everything passes, all volumes are SMS-managed */
  readonly allocation?: AllocationOptions;
  /** System symbols besides SYSUID, SYSNAME, SYSPLEX and SYSCLONE, without the ampersand. */
  readonly systemSymbols?: ReadonlyMap<string, string>;
  /** The user part that an installation exit gives a job. @default what its submitter gave */
  readonly userPart?: (given: string) => string;
  /** Job numbers go round between these two, where they are set. */
  readonly jobNumbers?: () => { readonly from: number; readonly to: number } | undefined;
  /** Time that a step takes when its program lets none pass, in seconds. @default 0.1 */
  readonly stepSeconds?: number;
  /** Time from submission to the end of conversion, in milliseconds. @default 0 */
  readonly conversionMs?: number;
  /** Whether `submitter` may run jobs as `user` (USER= on the JOB card). @default yes */
  readonly mayRunAs?: (submitter: string, user: string) => boolean;
  /** Other systems of the sysplex share the queue; the first is the one that takes jobs in. @default it alone */
  readonly systems?: readonly { readonly name: string; readonly active?: boolean }[];
  /** @default those of the classes, on every system */
  readonly initiators?: readonly InitiatorDefinition[];
  /** Systems on which each scheduling environment is available; one that is not named is available everywhere. */
  readonly schedulingEnvironments?: ReadonlyMap<string, readonly string[]>;
  /** Whether PRTY= counts (JES2 initialization statement JOBDEF, PRTYJOB). @default false */
  readonly priorityFromJob?: boolean;
  /** Procedure libraries by the DD name that /*JOBPARM PROCLIB= gives. */
  readonly namedProcedureLibraries?: ReadonlyMap<string, readonly string[]>;
  /** A class that is not named holds its output. */
  readonly outputClasses?: readonly OutputClass[];
  /** Seconds after its end at which any output is purged. */
  readonly retentionSeconds?: number;
  /** Whether lost jobs run again that do not say. @default false */
  readonly restartsJobs?: boolean;
  /** Whether a site exit writes a line for each step and the timings into the job log. @default false */
  readonly stepStatistics?: boolean;
  /** Bytes of the spool volumes. */
  readonly spoolBytes?: number;
  /** Where jobs and spool are kept. @default in memory */
  readonly disk?: Disk;
  /** Why a submitter may not submit this job or use its class: the lines of ICH408I. @default everybody may */
  readonly refuses?: (job: {
    readonly submitter: string;
    readonly owner: string;
    readonly jobname: string;
    readonly jobClass: string;
  }) => readonly string[] | undefined;
  /** $HASP165 and the like, to a signed-on user. */
  readonly notify?: (user: string, text: string) => void;
  /** Lines of job logs, as consoles show them. */
  readonly operlog?: (text: string, jobid: string) => void;
  /** Whether the converter finds an error in a job that has none. @default no */
  readonly jclError?: (jobname: string) => boolean;
  /** Messages of programs that wait for the operator's reply. */
  readonly ask?: System['ask'];
  /** COMMAND statements of jobs. */
  readonly command?: (text: string, user: string) => void;
}

/** The system that jobs run on, as their steps see it. */
export const systemOf = (options: JesOptions, submit: System['submit'], sysname = options.system.name): System => ({
  dataSets: options.dataSets,
  unix: options.unix,
  subsystems: options.subsystems,
  clock: options.clock,
  program: options.program,
  linkList: options.linkList ?? [],
  sysname,
  timeZone: options.system.timeZone,
  stepSeconds: options.stepSeconds ?? 0.1,
  submit,
  ...(options.dataSetAccess === undefined ? {} : { access: options.dataSetAccess }),
  ...(options.allocation === undefined ? {} : { allocation: options.allocation }),
  ...(options.ask === undefined ? {} : { ask: options.ask }),
  ...(options.operlog === undefined ? {} : { operlog: options.operlog }),
});

/** The initiators of the site; by default those of the classes, on every system of the sysplex. */
export function initiatorsOf(options: JesOptions): readonly InitiatorDefinition[] {
  if (options.initiators !== undefined) return options.initiators;
  const systems = new Set([options.system.name, ...(options.systems ?? []).map(({ name }) => name)]);
  return [...systems].flatMap((system) =>
    options.classes.flatMap(({ name, initiators }) =>
      Array.from({ length: initiators }, () => ({ system, classes: [name] })),
    ),
  );
}
