/** A job after conversion: what the interpreter runs. Everything is resolved that JCL alone can resolve. */

import type { Cond, StepReference } from './conditions.rules.ts';
import type { IfExpression } from './if-expression.rules.ts';

export type Typrun = 'SCAN' | 'HOLD' | 'JCLHOLD' | 'COPY';

export interface JobCard {
  readonly jobname: string;
  readonly account: string;
  readonly programmer: string;
  readonly jobClass: string;
  readonly messageClass: string;
  /** MSGLEVEL: which statements and which allocation messages are printed. */
  readonly messageLevel: { statements: 0 | 1 | 2; messages: 0 | 1 };
  readonly notify?: string;
  readonly typrun?: Typrun;
  readonly user?: string;
  readonly userCorrelator?: string;
  readonly restart?: StepReference;
  readonly cond?: Cond;
  readonly jobrc: { kind: 'MAXRC' | 'LASTRC' } | { kind: 'STEP'; of: StepReference };
  readonly gdgBias: 'JOB' | 'STEP';
  /** TIME=: CPU limit of the whole job in seconds; Infinity without limit. */
  readonly cpuSeconds?: number;
  /** RD: whether the system may restart the job's steps. */
  readonly restartable?: boolean;
  /** DSENQSHR=ALLOW: exclusive names become shared once the last step that changes them has ended. */
  readonly downgrades?: boolean;
  /** All keywords as coded, symbols resolved. */
  readonly keywords: ReadonlyMap<string, string>;
  readonly priority: number;
}

export type Status = 'NEW' | 'OLD' | 'SHR' | 'MOD';
export type Disposition = 'KEEP' | 'DELETE' | 'CATLG' | 'UNCATLG' | 'PASS';

export interface SpaceRequest {
  /** TRK, CYL, or the average length of a block or record in bytes. */
  readonly unit: 'TRK' | 'CYL' | number;
  readonly primary: number;
  readonly secondary: number;
  readonly directory: number;
}

export interface DcbModel {
  readonly recfm?: string;
  readonly lrecl?: number;
  readonly blksize?: number;
  readonly dsorg?: string;
  /** Data set whose label is copied, or an earlier DD. */
  readonly like?: { dsname: string } | DdReference;
}

/** A DD of an earlier step (index into the job's steps) or of the same one. */
export interface DdReference {
  readonly stepIndex: number;
  readonly ddname: string;
}

export type DataSetName =
  | { kind: 'permanent'; dsname: string; member?: string; generation?: number }
  | { kind: 'temporary'; name: string; member?: string }
  | { kind: 'unnamed' }
  | { kind: 'backward'; of: DdReference };

export interface DdModel {
  readonly name: string;
  readonly statement: number;
  readonly source:
    | { kind: 'data-set'; of: DataSetName }
    | { kind: 'in-stream'; data: readonly string[] }
    | { kind: 'sysout'; outputClass: string; writer?: string }
    | { kind: 'postponed'; ddname: string }
    | { kind: 'path'; path: string; options: readonly string[]; mode: readonly string[]; filedata: string }
    | { kind: 'dummy' };
  readonly status: Status;
  readonly normal: Disposition;
  readonly abnormal: Disposition;
  readonly space?: SpaceRequest;
  readonly dcb: DcbModel;
  readonly dsntype?: string;
  readonly volume?: string;
  /** VOL=REF=: the data set, or the DD, whose volume is taken. */
  readonly volumeOf?: { dsname: string } | DdReference;
  readonly unit?: string;
  readonly storageClass?: string;
  readonly managementClass?: string;
  readonly dataClass?: string;
  /** EXPDT or RETPD as coded: `yyddd`, `yyyy/ddd`, or days. */
  readonly expires?: { date: string } | { days: number };
  /** RECORG: a new data set is a cluster, with the length of its key from `offset`. */
  readonly cluster?: { type: 'KSDS' | 'ESDS' | 'RRDS' | 'LDS'; keyLength: number; keyOffset: number };
  /** OUTLIM: records of SYSOUT after which the step is ended. */
  readonly outputLimit?: number;
  /** GDGORDER=FIFO reads all generations oldest first. */
  readonly oldestFirst?: boolean;
  /** Data sets concatenated after this one. */
  readonly concatenated: readonly DdModel[];
}

/** A branch of an IF construct that a step stands in. `id` is one for THEN and ELSE of one IF. */
export interface IfBranch {
  readonly id: number;
  readonly statement: number;
  readonly branch: 'then' | 'else';
  readonly expression: IfExpression;
  /** Procedure call that the IF statement stands in, by number; 0 is the job itself. */
  readonly call: number;
}

export interface StepModel {
  /** EXEC name in the job, or of the procedure call. */
  readonly step: string;
  /** EXEC name inside the procedure. */
  readonly procStep: string | undefined;
  /** One number for all steps of one procedure call; 0 outside procedures. */
  readonly call: number;
  readonly statement: number;
  readonly program: string | DdReference;
  readonly parm: string;
  readonly parmDd?: string;
  readonly cond?: Cond;
  readonly ifPath: readonly IfBranch[];
  /** TIME=: CPU limit in seconds; Infinity without limit. */
  readonly cpuSeconds?: number;
  /** ABDISPCC: a higher return code takes the abnormal dispositions. */
  readonly abnormalOver?: number;
  /** RD: whether the system may restart the step. */
  readonly restartable?: boolean;
  readonly dds: readonly DdModel[];
}

export interface JobModel {
  readonly card: JobCard;
  readonly joblib?: DdModel;
  readonly steps: readonly StepModel[];
}
