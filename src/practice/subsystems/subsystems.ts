/** Db2, CICS and the scheduler as far as release work touches them. Programs and operator commands see these ports. */

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
}

export interface Db2 {
  readonly ssid: string;
  /** First part of package names in messages. */
  readonly location: string;
  packages(): readonly DbPackage[];
  bind(pack: DbPackage): void;
  free(collection: string, name: string, version: string): boolean;
  plan(name: string): { name: string; pklist: readonly string[] } | undefined;
  /** Tables that a bind under VALIDATE(BIND) may name, as `QUALIFIER.NAME`. */
  tables(): readonly string[];
  /** Whether a z/OS user may bind and free packages of this owner. */
  mayBind(user: string, owner: string): boolean;
  /** What the first SQL call of a program finds: 0, or -805 with the reason of the package search. */
  resolve(plan: string, program: string, contoken: string): PackageSearch;
}

/** -805 reasons: 01 no package list, 02 no entry for the program, 03 the program is there but not this token. */
export type PackageSearch = { sqlcode: 0; pack: DbPackage } | { sqlcode: -805; reason: '01' | '02' | '03' };

/** A job step's connection to Db2, opened by RUN under a plan. */
export interface Db2Thread {
  db2: Db2;
  plan: string;
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
  db2(ssid: string): Db2 | undefined;
  region(applid: string): CicsRegion | undefined;
  regions(): readonly CicsRegion[];
  scheduler(subsystem: string): Scheduler | undefined;
  schedulers(): readonly Scheduler[];
  /** Threads are known by job id and step, so that a program finds the one that RUN opened for it. */
  openThread(correlation: string, thread: Db2Thread): void;
  thread(correlation: string): Db2Thread | undefined;
  threads(): ReadonlyMap<string, Db2Thread>;
  closeThread(correlation: string): void;
}
