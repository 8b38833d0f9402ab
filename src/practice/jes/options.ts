/** What JES2 is started with. */

import type { Clock } from '../../shared/clock.ts';
import type { DataSets } from '../datasets/data-sets.ts';
import type { Program } from '../programs/program.ts';
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
  /** $HASP165 and the like, to a signed-on user. */
  readonly notify?: (user: string, text: string) => void;
  /** Lines of job logs, as consoles show them. */
  readonly operlog?: (text: string, jobid: string) => void;
  /** COMMAND statements of jobs. */
  readonly command?: (text: string, user: string) => void;
}

/** The system that jobs run on, as their steps see it. */
export const systemOf = (options: JesOptions, submit: System['submit']): System => ({
  dataSets: options.dataSets,
  unix: options.unix,
  subsystems: options.subsystems,
  clock: options.clock,
  program: options.program,
  linkList: options.linkList ?? [],
  sysname: options.system.name,
  timeZone: options.system.timeZone,
  stepSeconds: options.stepSeconds ?? 0.1,
  submit,
  ...(options.operlog === undefined ? {} : { operlog: options.operlog }),
});
