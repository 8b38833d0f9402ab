/** DDs with PATH=: allocation, records and disposition of a UNIX file (z/OS MVS JCL Reference: PATH and its companions). */

import { ebcdic } from '../codepages/code-page.ts';
import type { CodePage } from '../codepages/code-page.ts';
import type { Attributes } from '../datasets/data-sets.ts';
import type { DdModel, StepModel } from '../jcl/job-model.rules.ts';
import { Abend } from '../programs/program.ts';
import type { Dd } from '../programs/program.ts';
import { UnixError } from '../unix/errno.ts';
import { encoded, pageOf } from '../unix/file-text.ts';
import { AllocationFailure, refusal } from './allocation-failure.ts';
import type { Place } from './allocation-failure.ts';
import { ddAttributes } from './attributes.rules.ts';
import { systemMessage } from './job-run.ts';
import type { JobRun } from './job-run.ts';

type PathSource = Extract<DdModel['source'], { kind: 'path' }>;

const modeBits: Readonly<Record<string, number>> = {
  ...{ SIRUSR: 0o400, SIWUSR: 0o200, SIXUSR: 0o100, SIRWXU: 0o700, SIRGRP: 0o040, SIWGRP: 0o020, SIXGRP: 0o010 },
  ...{ SIRWXG: 0o070, SIROTH: 0o004, SIWOTH: 0o002, SIXOTH: 0o001, SIRWXO: 0o007, SISUID: 0o4000, SISGID: 0o2000 },
};

/** Without PATHMODE a new file is for nobody, as the reference says. */
const modeOf = ({ mode }: PathSource): number => mode.reduce((bits, word) => bits | (modeBits[word] ?? 0), 0);

/**
 * What allocation does with a UNIX file: OCREAT makes it, OEXCL wants it new, and the access asked for must be allowed.
 *
 * @throws {AllocationFailure} IGD17501I (z/OS MVS System Messages, IGD) with return and reason code of the open
 */
export function allocatePath(run: JobRun, place: Place, source: PathSource): void {
  const { unix } = run.system;
  const { options, path } = source;
  try {
    if (!path.startsWith('/')) throw new UnixError('EINVAL', path);
    const isThere = unix.exists(path, run.user);
    if (isThere && options.includes('OCREAT') && options.includes('OEXCL')) throw new UnixError('EEXIST', path);
    if (!isThere && options.includes('OCREAT')) unix.write(path, run.user, Buffer.alloc(0), { mode: modeOf(source) });
    else if (!unix.allows(path, run.user, accessOf(options))) throw new UnixError('EACCES', path);
  } catch (error) {
    if (!(error instanceof UnixError)) throw error;
    const code = error.number.toString(16).toUpperCase().padStart(8, '0');
    throw new AllocationFailure([
      `IGD17501I ATTEMPT TO OPEN A UNIX FILE FAILED, RETURN CODE IS (${code}) REASON CODE IS (${error.errno2}) FILENAME IS (${path})`,
      refusal(run, place, 'IEF344I', 'ALLOCATION FAILED DUE TO DATA FACILITY SYSTEM ERROR'),
    ]);
  }
}

const accessOf = (options: readonly string[]): number =>
  options.includes('ORDWR') ? 6 : options.includes('OWRONLY') ? 2 : options.includes('ORDONLY') ? 4 : 0;

export const sayPathAllocated = (run: JobRun, ddname: string): void =>
  systemMessage(run, `IGD103I SMS ALLOCATED TO DDNAME ${ddname}`);

/** PATHDISP: the file stays or goes. A file that cannot be deleted stays, and the message says so. */
export function disposePath(run: JobRun, dd: DdModel, source: PathSource, abended: boolean): void {
  const where = `DDNAME IS (${dd.name.padEnd(8)}) FILENAME IS (${source.path})`;
  if ((abended ? dd.abnormal : dd.normal) === 'DELETE')
    try {
      run.system.unix.remove(source.path, run.user);
      systemMessage(run, `IGD105I UNIX FILE WAS DELETED, ${where}`);
      return;
    } catch (error) {
      if (!(error instanceof UnixError)) throw error;
    }
  systemMessage(run, `IGD104I UNIX FILE WAS RETAINED, ${where}`);
}

/** Every PATH of a DD and of what is concatenated to it; undefined for a DD of another kind. */
export function pathsOf(dd: DdModel): PathSource[] | undefined {
  const paths = [dd, ...dd.concatenated].flatMap(({ source }) => (source.kind === 'path' ? [source] : []));
  return dd.source.kind === 'path' ? paths : undefined;
}

/** UNIX files and data sets do not go together in one concatenation here. */
export function demandOneKind(run: JobRun, place: Place, dd: DdModel): void {
  const kinds = new Set([dd, ...dd.concatenated].map(({ source }) => source.kind === 'path'));
  if (kinds.size > 1)
    throw new AllocationFailure([
      refusal(run, place, 'IEF344I', 'ALLOCATION FAILED: PATH AND DATA SETS IN ONE CONCATENATION ARE NOT IMITATED'),
    ]);
}

/**
 * A UNIX file as records. FILEDATA=TEXT: a record a line; RECORD: four bytes of length before each; BINARY: pieces of LRECL
 * (of the block size for U).
 *
 * @see z/OS DFSMS Using Data Sets: Processing UNIX files with an access method
 */
export class PathDd implements Dd {
  readonly kind = 'data-set';
  readonly concatenation = [];
  readonly name: string;
  private filled: Partial<Attributes> = {};
  private readonly pending: Buffer[] = [];
  private isBegun = false;

  constructor(
    private readonly run: JobRun,
    private readonly step: StepModel,
    private readonly dd: DdModel,
    private readonly paths: readonly PathSource[],
  ) {
    this.name = dd.name;
  }

  get attributes(): Partial<Attributes> {
    return { dsorg: 'PS', ...this.filled, ...ddAttributes(this.dd.dcb) };
  }

  readText(): string {
    return this.guarded(({ unix, user }) => this.paths.map(({ path }) => unix.readText(path, user)).join(''));
  }

  writeText(text: string): void {
    this.pending.push(this.encode(text));
    this.flush();
  }

  records(): readonly Buffer[] {
    this.flush();
    return this.guarded(({ unix, user }) =>
      this.paths.flatMap(({ path, filedata }) =>
        filedata === 'TEXT'
          ? this.textRecords(unix.readText(path, user))
          : this.pieces(unix.read(path, user), filedata),
      ),
    );
  }

  lines(): readonly string[] {
    return this.records().map((record) => ebcdic.decode(record));
  }

  private textRecords(text: string): Buffer[] {
    const { recfm = 'VB', lrecl } = this.attributes;
    const lines = text === '' ? [] : text.replace(/\n$/, '').split('\n');
    const width = recfm.startsWith('F') ? (lrecl ?? 80) : 0;
    return lines.map((line) => ebcdic.encode(line.padEnd(width)));
  }

  private pieces(bytes: Buffer, filedata: string): Buffer[] {
    if (filedata === 'RECORD') return framedRecords(bytes);
    const { recfm = 'U', lrecl = 0, blksize = 32_760 } = this.attributes;
    const length = recfm === 'U' || lrecl <= 0 ? Math.max(1, blksize) : lrecl;
    const count = Math.ceil(bytes.length / length);
    return Array.from({ length: count }, (_, at) => bytes.subarray(at * length, (at + 1) * length));
  }

  open(defaults: { recfm: Attributes['recfm']; lrecl: number; blksize?: number }): void {
    this.run.signal.throwIfAborted();
    const { recfm = defaults.recfm, lrecl = defaults.lrecl, blksize = defaults.blksize ?? 32_760 } = this.attributes;
    this.filled = { recfm, lrecl, blksize };
    this.begin();
  }

  write(record: Buffer): void {
    this.run.signal.throwIfAborted();
    this.pending.push(this.stored(record));
    if (this.pending.length >= 1000) this.flush();
  }

  writeLine(text: string): void {
    const { recfm = 'VB', lrecl = 0 } = this.attributes;
    this.write(ebcdic.encode(recfm.startsWith('F') ? text.slice(0, lrecl).padEnd(lrecl) : text));
  }

  private stored(record: Buffer): Buffer {
    const filedata = this.paths[0]?.filedata;
    if (filedata === 'TEXT') {
      const line = ebcdic.decode(record);
      return this.encode(`${this.attributes.recfm?.startsWith('F') === true ? line.replace(/ +$/, '') : line}\n`);
    }
    if (filedata !== 'RECORD') return record;
    const length = Buffer.alloc(4);
    length.writeUInt32BE(record.length);
    return Buffer.concat([length, record]);
  }

  private encode(text: string): Buffer {
    return this.guarded(({ unix, user, path }) => encoded(text, this.pageOf(unix.status(path, user).tag), path));
  }

  private pageOf(tag: Parameters<typeof pageOf>[0]): CodePage {
    return pageOf(tag);
  }

  /** Empties the file at the first output unless OAPPEND keeps what is there. */
  private begin(): void {
    if (this.isBegun) return;
    this.isBegun = true;
    if (this.paths[0]?.options.includes('OAPPEND') === true) return;
    this.guarded(({ unix, user, path }) => unix.write(path, user, Buffer.alloc(0)));
  }

  flush(): void {
    if (this.pending.length === 0) return;
    this.begin();
    const bytes = Buffer.concat(this.pending);
    this.pending.length = 0;
    this.guarded(({ unix, user, path }) => unix.write(path, user, bytes, { append: true }));
  }

  /** Runs an access; a refusal abends the step as an OPEN that fails does (the reason code is unverified). */
  private guarded<Result>(act: (on: { unix: JobRun['system']['unix']; user: string; path: string }) => Result): Result {
    const path = this.paths[0]?.path ?? '';
    try {
      return act({ unix: this.run.system.unix, user: this.run.user, path });
    } catch (error) {
      if (!(error instanceof UnixError)) throw error;
      const { jobname } = this.run.model.card;
      const at = `${jobname},${this.step.procStep ?? this.step.step},${this.name}`;
      const text = `IEC141I 013-CC,IGG0191B,${at},,,${path} ${error.text}`;
      throw new Abend({ kind: 'system-abend', code: '013', reason: '000000CC' }, [text]);
    }
  }
}

function framedRecords(bytes: Buffer): Buffer[] {
  const records: Buffer[] = [];
  for (let at = 0; at + 4 <= bytes.length;) {
    const length = Math.min(bytes.readUInt32BE(at), bytes.length - at - 4);
    records.push(bytes.subarray(at + 4, at + 4 + length));
    at += 4 + length;
  }
  return records;
}
