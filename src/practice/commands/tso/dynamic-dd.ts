import { ebcdic } from '../../codepages/code-page.ts';
import { type Attributes, DataSetError, type DataSets } from '../../datasets/data-sets.ts';
import { Abend, type Dd } from '../../programs/program.ts';
import type { NamedDataSet } from './names.rules.ts';

export interface DynamicFile {
  name: string;
  of: readonly NamedDataSet[];
  status: 'NEW' | 'OLD' | 'SHR' | 'MOD';
  user: string;
  dataSets: DataSets;
  /** What FREE or the end of the session does with it. */
  disposition: 'KEEP' | 'DELETE';
}

/** A file that ALLOCATE made: read and written like the DD of a step. */
export class DynamicDd implements Dd {
  readonly kind = 'data-set';
  readonly name: string;
  private pending: Buffer[] | undefined;
  private appended = false;

  constructor(private readonly file: DynamicFile) {
    this.name = file.name;
  }

  get dsname(): string {
    return this.file.of[0]?.dsname ?? '';
  }

  get member(): string {
    return this.file.of[0]?.member ?? '';
  }

  get concatenation(): readonly NamedDataSet[] {
    return this.file.of;
  }

  get status(): string {
    return this.file.status;
  }

  get disposition(): string {
    return this.file.disposition;
  }

  get attributes(): Partial<Attributes> {
    return this.file.dataSets.find(this.dsname)?.attributes ?? {};
  }

  records(): readonly Buffer[] {
    this.flush();
    return this.file.of.flatMap(({ dsname, member }) => this.read(dsname, member));
  }

  private read(dsname: string, member: string | undefined): readonly Buffer[] {
    const { dataSets } = this.file;
    const entry = dataSets.find(dsname);
    if (entry === undefined) throw this.failed('213', '00000004', 'IEC143I 213-04', dsname);
    if (member === undefined) return entry.attributes.dsorg === 'PO' ? [] : dataSets.read(dsname);
    if (dataSets.member(dsname, member) === undefined)
      throw this.failed('013', '00000018', 'IEC141I 013-18', `${dsname}(${member})`);
    return dataSets.read(dsname, member);
  }

  private failed(code: string, reason: string, message: string, name: string): Abend {
    return new Abend({ kind: 'system-abend', code, reason }, [
      `${message},IGG0191B,${this.file.user},,${this.name},,,${name}`,
    ]);
  }

  lines(): readonly string[] {
    return this.records().map((record) => ebcdic.decode(record));
  }

  open(): void {
    this.pending ??= [];
  }

  write(record: Buffer): void {
    this.open();
    this.pending?.push(record);
  }

  writeLine(text: string): void {
    const { recfm = 'FB', lrecl = 80 } = this.attributes;
    const record = Buffer.from(ebcdic.encode(text));
    if (!recfm.startsWith('F') || lrecl === 0) {
      this.write(record);
      return;
    }
    this.write(Buffer.concat([record.subarray(0, lrecl), Buffer.alloc(Math.max(0, lrecl - record.length), 0x40)]));
  }

  /** Puts what was written into the data set. @throws {Abend} no room */
  flush(): void {
    const { pending, file } = this;
    if (pending === undefined) return;
    this.pending = undefined;
    const member = this.member === '' ? undefined : this.member;
    try {
      if (member === undefined && (file.status === 'MOD' || this.appended)) file.dataSets.append(this.dsname, pending);
      else file.dataSets.write(this.dsname, member, pending, { user: file.user, statistics: 'none' });
    } catch (error) {
      if (!(error instanceof DataSetError)) throw error;
      throw error.fault.kind === 'directory-full'
        ? this.failed('B14', '0000000C', 'IEC217I B14-0C', this.dsname)
        : this.failed('E37', '00000004', 'IEC032I E37-04', this.dsname);
    }
  }

  release(): void {
    this.flush();
    if (this.file.disposition === 'DELETE' && this.file.dataSets.find(this.dsname) !== undefined)
      this.file.dataSets.remove(this.dsname);
  }
}

/** A file without a data set: DUMMY, or output that is kept as lines. */
export class LineDd implements Dd {
  readonly concatenation = [];
  readonly attributes: Partial<Attributes> = { recfm: 'VB', lrecl: 32_756 };

  constructor(
    readonly name: string,
    readonly kind: 'dummy' | 'sysout',
    private readonly sink: (text: string) => void,
  ) {}

  records(): readonly Buffer[] {
    return [];
  }

  lines(): readonly string[] {
    return [];
  }

  open(): void {
    return;
  }

  write(record: Buffer): void {
    this.sink(ebcdic.decode(record));
  }

  writeLine(text: string): void {
    this.sink(text);
  }

  flush(): void {
    return;
  }

  release(): void {
    return;
  }
}
