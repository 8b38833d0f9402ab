/** A program as the practice system runs it: one object, found by name; it sees its job step and nothing else. */

import type { Attributes, DataSets } from '../datasets/data-sets.ts';
import type { Subsystems } from '../subsystems/subsystems.ts';
import type { UnixFiles } from '../unix/unix-files.ts';

export interface Program {
  /** Names by which EXEC PGM=, CALL or RUN PROGRAM() finds it. */
  readonly names: readonly string[];
  /**
   * `system` programs are always found; a `library` program only where a load module of its name stands in STEPLIB, else
   * JOBLIB, or the link list. @default 'system'
   */
  readonly residence?: 'system' | 'library';
  /** Declared by the site, without logic of its own. */
  readonly declared?: boolean;
  run(step: Step): Promise<Completion>;
}

/** How a program ended. System abend codes are three hexadecimal digits, reason codes eight. */
export type Completion =
  | {
      kind: 'rc';
      code: number;
      /** A load module that nobody declared ran in name only. */
      notExecuted?: true;
    }
  | { kind: 'system-abend'; code: string; reason?: string }
  | { kind: 'user-abend'; code: number; reason?: string };

export const ended = (code: number): Completion => ({ kind: 'rc', code });

/** Thrown by a DD or by program logic: ends the step with this completion after the messages were written. */
export class Abend extends Error {
  override readonly name = 'Abend';
  constructor(
    readonly completion: Exclude<Completion, { kind: 'rc' }>,
    /** Messages for the job log, such as `IEC141I 013-18,IGG0191B,...`. */
    readonly messages: readonly string[] = [],
  ) {
    super(`${completion.kind} ${completion.code}`);
  }
}

/** One DD of the step, already allocated. Records are bytes as stored (EBCDIC); `text` helpers translate. */
export interface Dd {
  readonly name: string;
  readonly kind: 'data-set' | 'in-stream' | 'sysout' | 'dummy';
  readonly dsname?: string;
  readonly member?: string;
  /** Label attributes; a program may fill what DD and label leave open (`recfm`, `lrecl`, `blksize`) before writing. */
  readonly attributes: Partial<Attributes>;
  /** Data sets of a concatenation, this one first. */
  readonly concatenation: readonly { dsname: string; member?: string }[];
  /** All records of the concatenation in order. @throws {Abend} S013-18 when the member is missing */
  records(): readonly Buffer[];
  /** Records as text (code page 1047), trailing blanks kept. */
  lines(): readonly string[];
  /** Opens for output with these attributes where the label leaves them open. */
  open(defaults: { recfm: Attributes['recfm']; lrecl: number; blksize?: number }): void;
  write(record: Buffer): void;
  /** Writes text in code page 1047, padded to LRECL for F formats. */
  writeLine(text: string): void;
  /** A UNIX file (PATH=): its whole text, without records. */
  readText?(): string;
  writeText?(text: string): void;
}

export interface Step {
  readonly jobname: string;
  readonly jobid: string;
  readonly stepName: string;
  readonly procStepName: string | undefined;
  readonly user: string;
  readonly parm: string;
  readonly sysname: string;
  readonly dds: readonly Dd[];
  dd(name: string): Dd | undefined;
  /** Directories searched for load modules: STEPLIB, else JOBLIB, then the link list. */
  readonly libraries: readonly string[];
  readonly dataSets: DataSets;
  /** z/OS UNIX files, on the authority of `user`. */
  readonly unix: UnixFiles;
  readonly subsystems: Subsystems;
  /** Runs another program by name inside this step (CALL, RUN PROGRAM): same DDs, own PARM. @throws {Abend} S806-04 */
  link(program: string, parm: string, dds?: ReadonlyMap<string, Dd>): Promise<Completion>;
  /** A DD that writes into a buffer instead of a data set (SYSTSPRT of a nested command, say). */
  scratchDd(name: string, lines?: readonly string[]): Dd;
  /** A message to the job log; programs' own messages show with a leading `+`. */
  wto(text: string, options?: { system?: boolean }): void;
  /** Lets elapsed time pass on the system's clock, all of it CPU time unless said; rejects when the job is cancelled. */
  elapse(seconds: number, cpuSeconds?: number): Promise<void>;
  /** Lets time pass in which nothing is done, without CPU time. @throws {Abend} S522 when it is longer than the system lets wait */
  wait(seconds: number): Promise<void>;
  /** Asks the operator (WTOR) and waits for the reply, in the operator's spelling. @throws {Abend} S522 as `wait` */
  ask?(text: string): Promise<string>;
  /** Lines of ICH408I when the job's user may not do that with a data set: for programs with words of their own. */
  refuses?(dsname: string, level: 'READ' | 'UPDATE' | 'ALTER'): readonly string[] | undefined;
  /** The job that holds a data set against this one, if any: dynamic allocation then ends with IKJ56225I. */
  heldBy?(dsname: string, level: 'shared' | 'exclusive'): string | undefined;
  /** Milliseconds since 1970 on the system's clock. */
  now(): number;
  readonly signal: AbortSignal;
}
