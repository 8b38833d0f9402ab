/** Db2, CICS and the scheduler as far as release work touches them. Programs and operator commands see these ports. */

import type { DefinitionStore } from './definition-store.ts';
import type { Csd } from './cics-csd.ts';
import type { Lookaside } from './lla.ts';
import type { Operations } from './operations.ts';

export interface DbPackage {
  collection: string;
  name: string;
  version: string;
  /** Consistency token, 16 hexadecimal digits, as in the DBRM. */
  contoken: string;
  owner: string;
  qualifier: string;
  validate: 'BIND' | 'RUN';
  /** Milliseconds since 1970. */
  bound: number;
  /** False once an object that it depends on is gone, until it is bound again. @default true */
  valid?: boolean;
  /** Tables of its statements, qualified. */
  tables?: readonly string[];
  /** When the copies that PLANMGMT kept were bound: current, previous, original. */
  copies?: readonly number[];
}

export interface DbPlan {
  name: string;
  pklist: readonly string[];
  /** Tokens of DBRMs bound into the plan itself, by program. */
  members?: Readonly<Record<string, string>>;
  owner?: string;
}

export interface Db2 {
  readonly ssid: string;
  /** First part of package names in messages. */
  readonly location: string;
  packages(): readonly DbPackage[];
  bind(pack: DbPackage): void;
  free(collection: string, name: string, version: string): boolean;
  plan(name: string): DbPlan | undefined;
  plans(): readonly DbPlan[];
  bindPlan(plan: DbPlan): void;
  freePlan(name: string): boolean;
  /** False after -STOP DB2. */
  active(): boolean;
  setActive(active: boolean): void;
  readonly data: DbTables;
  readonly utilities: DbUtilities;
  /** Tables that a bind under VALIDATE(BIND) may name, as `QUALIFIER.NAME`. */
  tables(): readonly string[];
  /** Whether a z/OS user may bind and free packages of this owner. */
  mayBind(user: string, owner: string): boolean;
  /** What the first SQL call of a program finds: 0, or -805 with the reason of the package search. */
  resolve(plan: string, program: string, contoken: string): PackageSearch;
}

/** -805 reasons: 01 no package list, 02 no entry for the program, 03 the program is there but not this token. */
export type PackageSearch =
  | { sqlcode: 0; pack: DbPackage }
  | { sqlcode: -805; reason: '01' | '02' | '03' }
  /** A DBRM bound into the plan itself has another token than the module. */
  | { sqlcode: -818 };

export interface DbColumn {
  name: string;
  type: string;
  nullable: boolean;
}

export interface DbTable {
  /** `QUALIFIER.NAME` */
  name: string;
  /** Undefined where the site file only says that the table is there. */
  columns: readonly DbColumn[] | undefined;
  rows: readonly (readonly DbValue[])[];
}

export type DbValue = string | number | null;

/** Tables, their rows, and who may use them. */
export interface DbTables {
  table(name: string): DbTable | undefined;
  names(): readonly string[];
  put(table: DbTable): void;
  drop(name: string): boolean;
  /** Whether an id may use a table; no entry means everybody may. */
  mayUse(id: string, table: string): boolean;
  grant(table: string, ids: readonly string[]): void;
  revoke(table: string, ids: readonly string[]): void;
  /** Databases, table spaces, indexes, views … that DDL made. */
  objects(): ReadonlySet<string>;
  addObject(name: string): void;
  dropObject(name: string): boolean;
}

export type PendingState = 'COPY' | 'CHKP' | 'REORP';

export interface DbUtilities {
  /** Restrictive states by table space or table. */
  pending(): ReadonlyMap<string, ReadonlySet<PendingState>>;
  setPending(name: string, state: PendingState, on: boolean): void;
  stopped(): ReadonlyMap<string, string>;
  stop(utilid: string, utility: string): void;
  terminate(utilid: string): boolean;
}

/** A job step's connection to Db2, opened by RUN under a plan. */
export interface Db2Thread {
  db2: Db2;
  plan: string;
  /** Packages whose statements ran: `collection.name.(version)`. They cannot be bound again meanwhile. */
  uses?: Set<string>;
}

/** One program of a CICS region: which bytes it has loaded now. */
export interface RegionProgram {
  name: string;
  /** SHA-256 of the module in use; undefined until first use. */
  loaded: string | undefined;
  contoken: string | undefined;
}

export interface CicsRegion {
  readonly applid: string;
  readonly dfhrpl: readonly string[];
  program(name: string): RegionProgram | undefined;
  /** A task runs the program: loads it where that has not happened yet. @returns undefined when it is not installed */
  use(name: string): RegionProgram | undefined;
  /** A task runs the program until the answer is called: its use count is not 0 meanwhile. */
  beginTask?(name: string): (() => void) | undefined;
  /** NEWCOPY as the region answers it. */
  refresh?(name: string, how: 'NEWCOPY' | 'PHASEIN'): string;
  /** Whether a task that runs now uses the package. */
  holdsPackage?(ssid: string, pack: DbPackage): boolean;
  /** Loads the library's present copy for new tasks. */
  phaseIn(name: string): 'NORMAL' | 'NOT FOUND';
}

export interface SchedulerOperation {
  number: number;
  workstation: string;
  jobname: string;
  /** Local, `hhmm`; the run cycle's input arrival time when absent. */
  startTime?: string;
  /** Operations that must be complete first; without `adid` one of the same occurrence. */
  predecessors?: readonly { adid?: string; number: number }[];
}

/** An application description of the scheduler, as its batch loader reads it. */
export interface SchedulerApplication {
  adid: string;
  owner: string;
  /** Batch-loader statements that would define it again. */
  statements: readonly string[];
  operations: readonly SchedulerOperation[];
  /** Run dates as YYMMDD or rule text. */
  rules: readonly string[];
}

export interface Scheduler {
  readonly subsystem: string;
  applications(): readonly SchedulerApplication[];
  replace(application: SchedulerApplication): void;
  /** Occurrences that the long-term plan shows: date as YYYY-MM-DD. */
  longTermPlan(): readonly { adid: string; date: string; operations: readonly string[] }[];
  /** Operations of the current plan. */
  currentPlan(): readonly PlannedOperation[];
  hold(jobname: string): boolean;
  release(jobname: string): boolean;
  /**
   * Runs the last ended operation of a job name again: from the copy that was submitted, unless the library is asked for.
   *
   * @see IBM Z Workload Scheduler, Managing the Workload: the JCL repository (JS) is read before the JCL library
   */
  rerun(jobname: string, from: 'copy' | 'library'): boolean;
}

export interface PlannedOperation {
  adid: string;
  jobname: string;
  /** Milliseconds since 1970. */
  startTime: number;
  held: boolean;
  status: 'waiting' | 'started' | 'complete' | 'error';
  jobid?: string;
}

export interface Subsystems {
  /** The directories that the system keeps of the link list and of what LLA manages. */
  readonly lookaside?: Lookaside;
  /** The CSD that is kept in a data set; made when nobody has it open. */
  csd?(dsname: string): Csd;
  /** Jobs and console; absent where no JES2 runs. */
  readonly operations?: Operations | undefined;
  db2(ssid: string): Db2 | undefined;
  region(applid: string): CicsRegion | undefined;
  regions(): readonly CicsRegion[];
  scheduler(subsystem: string): Scheduler | undefined;
  schedulers(): readonly Scheduler[];
  /** Definitions that CA 7 and Control-M keep, and operator instructions; one store a name. */
  definitions?(name: string): DefinitionStore;
  /** Threads are known by job id and step, so that a program finds the one that RUN opened for it. */
  openThread(correlation: string, thread: Db2Thread): void;
  thread(correlation: string): Db2Thread | undefined;
  threads(): ReadonlyMap<string, Db2Thread>;
  closeThread(correlation: string): void;
}
