import type { Held } from '../steps/enqueues.ts';

/** The job entry subsystem as wire, console and scheduler see it. Times are milliseconds since 1970 on the system's clock. */

export interface Submission {
  /** Bytes as text lines, at most 80 columns; checked by the caller for `/` first and record length. */
  jcl: readonly string[];
  /** The signed-on z/OS user. */
  user: string;
  /** User part of the correlator from the submit header; wins over UJOBCORR. */
  userCorrelator?: string;
  /** Default MSGCLASS from the internal reader. */
  messageClass?: string;
  symbols?: ReadonlyMap<string, string>;
  /** The JES that took it in where that is not the primary one. */
  subsystem?: string;
  /** Who is told by HTTP of what becomes of the job. */
  notification?: JobNotification;
}

/** Moments of a job's life that a submitter may be told of (z/OSMF Programming Guide, Submit a job; APAR PH44152). */
export type JobEvent = 'ready' | 'active' | 'complete';

export interface JobNotification {
  readonly url: string;
  readonly events: readonly JobEvent[];
}

export type JobStatus = 'INPUT' | 'ACTIVE' | 'OUTPUT';

export interface StepData {
  'step-number': number;
  'step-name': string;
  'proc-step-name': string;
  'program-name': string;
  active: boolean;
  /** `CC nnnn`, `ABEND Sxxx`, `ABENDUnnnn`, `FLUSHED`; absent while active. */
  completion?: string;
  'abend-reason-code'?: string;
  /** Practice system only: a load module that it has no logic for ran in name, and ended 0. */
  'practice-not-executed'?: true;
  /** CPU time that its programs used. */
  cpuSeconds?: number;
  started?: number;
  ended?: number;
}

export interface Job {
  readonly jobid: string;
  readonly jobname: string;
  readonly owner: string;
  readonly jobClass: string;
  readonly messageClass: string;
  readonly type: 'JOB' | 'STC' | 'TSU';
  /** 31 system characters, a colon, the user part. */
  readonly correlator: string;
  readonly status: JobStatus;
  readonly phase: number;
  readonly phaseName: string;
  readonly held: boolean;
  /** z/OSMF's retcode; null until complete. */
  readonly retcode: string | null;
  readonly reasonNotRunning?: string | undefined;
  /** System of the sysplex that it runs or ran on. */
  readonly system?: string;
  /** Selection priority, 0 to 15. */
  readonly priority?: number;
  /** Systems that it may run on; with `-` first those where it may not. */
  readonly affinity?: readonly string[] | undefined;
  readonly submission?: Submission;
  /** Counts the changes of the job, for those who keep what they made of it. */
  readonly version?: number;
  readonly submitted: number;
  readonly started?: number;
  readonly ended?: number;
  /** True once an initiator ran it: for the count of executions. */
  readonly executed: boolean;
  readonly steps: readonly StepData[];
}

export interface SpoolFile {
  readonly id: number;
  readonly ddname: string;
  readonly stepname: string;
  readonly procstep: string | null;
  readonly recfm: string;
  readonly lrecl: number;
  readonly outputClass: string;
  readonly byteCount: number;
  readonly recordCount: number;
}

/** SSI 85 feedback of a changed job: 0 done, 140 not found, 156 not cancellable, 184 past execution … */
export interface Feedback {
  status: number;
  message: string;
}

/** What a list may be narrowed by before each job is looked at. */
export interface Narrowing {
  readonly owner?: string;
  readonly jobid?: string;
  /** User part of the correlator. */
  readonly userCorrelator?: string;
  readonly active?: boolean;
}

export interface Jes {
  /** @returns the job, or undefined when the text is no job */
  submit(submission: Submission): Job | undefined;
  jobs(): readonly Job[];
  /** Jobs in order of arrival among which all are that fit. */
  select?(narrowing: Narrowing): readonly Job[];
  byCorrelator(correlator: string): Job | undefined;
  byNameAndId(jobname: string, jobid: string): Job | undefined;
  hold(job: Job): Feedback;
  release(job: Job): Feedback;
  /** @param by JES2, or MVS CANCEL with or without a dump, which shows as S222 or S122 */
  cancel(job: Job, by?: 'jes' | 'mvs' | 'mvs-dump'): Feedback;
  purge(job: Job): Feedback;
  changeClass(job: Job, jobClass: string): Feedback;
  spoolFiles(job: Job): readonly SpoolFile[];
  /** Records as bytes (EBCDIC), first byte carriage control where the format has it. Id 1 is the submitted JCL. */
  spoolRecords(job: Job, id: number): readonly Buffer[] | undefined;
  /** The same from a record on, a piece at a time. */
  spoolFrom?(job: Job, id: number, first: number): Iterable<Buffer> | undefined;
  /** Called at every change of a job's state. */
  onChange(listener: (job: Job) => void): void;
  /** Stops initiators; jobs that run are ended as after an IPL at the next start. */
  stop(): Promise<void>;
  /** What operators may do to JES2 itself. */
  readonly control?: JesControl;
}

export type InitiatorStatus = 'ACTIVE' | 'INACTIVE' | 'DRAINING' | 'DRAINED';

export interface InitiatorState {
  readonly number: number;
  readonly system: string;
  readonly classes: readonly string[];
  readonly status: InitiatorStatus;
  readonly job?: Job;
}

export interface ClassState {
  readonly name: string;
  readonly held: boolean;
  readonly duplicateNames: 'DELAY' | 'NODELAY';
  readonly messageLevel: string;
  readonly jobrc: 'MAXRC' | 'LASTRC';
  readonly timeMinutes: number;
  readonly waiting: number;
  readonly active: number;
}

/** Operator actions on JES2 itself (JES2 Commands). Numbers of initiators are those of one system. */
export interface JesControl {
  initiators(): readonly InitiatorState[];
  /** @returns false when there is no such initiator */
  startInitiator(system: string, number: number): boolean;
  /** The initiator takes no more jobs. */
  drainInitiator(system: string, number: number): boolean;
  setInitiatorClasses(system: string, number: number, classes: readonly string[]): boolean;
  classes(): readonly ClassState[];
  /** @returns false when there is no such class */
  holdClass(name: string, held: boolean): boolean;
  setPriority(job: Job, priority: number): Feedback;
  /** Ends a running job and puts it back on the queue (`$E J`). */
  restart(job: Job): Feedback;
  systems(): readonly { readonly name: string; readonly active: boolean }[];
  /** A system that leaves takes its running jobs with it: SYS FAIL, or back to the queue where they may be restarted. */
  setSystem(name: string, active: boolean): boolean;
  /** $HASP165 and other messages for a TSO user since the last look. */
  takeNotices(user: string): readonly string[];
  /** Data set names that jobs hold or wait for; owners are job ids. */
  enqueues(): readonly Held[];
  /** Bytes on the spool and the bytes that it holds. */
  spoolUse(): { readonly used: number; readonly capacity: number };
}
