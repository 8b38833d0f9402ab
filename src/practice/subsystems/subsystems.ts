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
  packages(): readonly DbPackage[];
  bind(pack: DbPackage): void;
  free(collection: string, name: string, version: string): boolean;
  plan(name: string): { name: string; pklist: readonly string[] } | undefined;
  /** Tables that a bind under VALIDATE(BIND) may name, as `QUALIFIER.NAME`. */
  tables(): readonly string[];
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
  /** Loads the library's present copy for new tasks. */
  phaseIn(name: string): 'NORMAL' | 'NOT FOUND';
}

/** An application description of the scheduler, as its batch loader reads it. */
export interface SchedulerApplication {
  adid: string;
  owner: string;
  /** Batch-loader statements that would define it again. */
  statements: readonly string[];
  operations: readonly { number: number; workstation: string; jobname: string; startTime?: string }[];
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
}
