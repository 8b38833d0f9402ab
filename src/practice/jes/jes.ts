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
  readonly reasonNotRunning?: string;
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

export interface Jes {
  /** @returns the job, or undefined when the text is no job */
  submit(submission: Submission): Job | undefined;
  jobs(): readonly Job[];
  byCorrelator(correlator: string): Job | undefined;
  byNameAndId(jobname: string, jobid: string): Job | undefined;
  hold(job: Job): Feedback;
  release(job: Job): Feedback;
  cancel(job: Job): Feedback;
  purge(job: Job): Feedback;
  changeClass(job: Job, jobClass: string): Feedback;
  spoolFiles(job: Job): readonly SpoolFile[];
  /** Records as bytes (EBCDIC), first byte carriage control where the format has it. Id 1 is the submitted JCL. */
  spoolRecords(job: Job, id: number): readonly Buffer[] | undefined;
  /** Called at every change of a job's state. */
  onChange(listener: (job: Job) => void): void;
  /** Stops initiators; jobs that run are ended as after an IPL at the next start. */
  stop(): Promise<void>;
}
