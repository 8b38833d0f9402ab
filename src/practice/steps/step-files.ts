/** The DDs of a running step as its program sees them. What is written reaches data sets when something else looks. */

import { ebcdic } from '../codepages/code-page.ts';
import { DataSetError } from '../datasets/data-sets.ts';
import type { Attributes, DataSets } from '../datasets/data-sets.ts';
import { Abend } from '../programs/program.ts';
import type { Dd } from '../programs/program.ts';
import type { AllocatedDataSet, AllocatedDd } from './allocation.ts';
import { blockSize, ddAttributes, isOpenLabel } from './attributes.rules.ts';
import type { JobRun } from './job-run.ts';
import type { StepModel } from '../jcl/job-model.rules.ts';
import { owner } from './spool-plan.ts';
import type { SpoolPlan } from './spool-plan.ts';

export interface StepFiles {
  readonly dds: readonly Dd[];
  /** Writes what programs have written into the data sets. @throws {Abend} when there is no room */
  flush(): void;
  /** Text written to internal readers, to be submitted when the step ends. */
  submitted(): readonly (readonly string[])[];
}

/** Opens the allocated DDs of a step for its program. */
export function openStep(run: JobRun, step: StepModel, allocated: readonly AllocatedDd[], plan: SpoolPlan): StepFiles {
  const writers: DataSetDd[] = [];
  const readers: SysoutDd[] = [];
  const flush = () => {
    for (const writer of writers) writer.flush();
  };
  const dds = allocated.map(({ dd, dataSets }): Dd => {
    if (dataSets.length > 0) {
      const file = new DataSetDd(run, step, dd.name, dataSets, partsOf(dd, dataSets), flush);
      writers.push(file);
      return file;
    }
    switch (dd.source.kind) {
      case 'sysout': {
        const file = new SysoutDd(run, step, { dd, id: plan.get(dd.source) ?? 0 });
        if (dd.source.writer === 'INTRDR') readers.push(file);
        return file;
      }
      case 'in-stream':
        return new TextDd(dd.name, 'in-stream', inStreamData(dd));
      case 'data-set':
      case 'postponed':
      case 'path':
      case 'dummy':
        return new TextDd(dd.name, 'dummy', [], false, ddAttributes(dd.dcb));
    }
  });
  const submitted = () => readers.map((reader) => reader.written).filter((lines) => lines.length > 0);
  return { dds, flush, submitted };
}

/** A part of a concatenation: in-stream data, or a data set. */
type Part = { kind: 'in-stream'; data: readonly string[] } | AllocatedDataSet;

/** Data sets and in-stream data of a DD in their order; one DD may stand for several generations. */
const partsOf = (dd: AllocatedDd['dd'], dataSets: readonly AllocatedDataSet[]): readonly Part[] =>
  [dd, ...dd.concatenated].flatMap((one): readonly Part[] =>
    one.source.kind === 'in-stream' ? [one.source] : dataSets.filter((dataSet) => dataSet.dd === one),
  );

const inStreamData = (dd: AllocatedDd['dd']): string[] =>
  [dd, ...dd.concatenated].flatMap(({ source }) => (source.kind === 'in-stream' ? source.data : []));

/** In-stream data, a dummy, or a buffer of a program's own. */
export class TextDd implements Dd {
  readonly concatenation = [];
  private readonly kept: Buffer[];

  constructor(
    readonly name: string,
    readonly kind: 'in-stream' | 'dummy' | 'sysout',
    lines: readonly string[],
    private readonly keeps = false,
    readonly attributes: Partial<Attributes> = { recfm: 'FB', lrecl: 80 },
  ) {
    this.kept = lines.map((line) => ebcdic.encode(kind === 'in-stream' ? line.padEnd(80) : line));
  }

  records(): readonly Buffer[] {
    return this.kept;
  }

  lines(): readonly string[] {
    return this.kept.map((record) => ebcdic.decode(record));
  }

  open(): void {
    return;
  }

  write(record: Buffer): void {
    if (this.keeps) this.kept.push(record);
  }

  writeLine(text: string): void {
    this.write(ebcdic.encode(text));
  }
}

class SysoutDd implements Dd {
  readonly kind = 'sysout';
  readonly concatenation = [];
  readonly name: string;
  readonly written: string[] = [];
  attributes: Partial<Attributes>;

  constructor(
    private readonly run: JobRun,
    private readonly step: StepModel,
    private readonly place: { dd: AllocatedDd['dd']; id: number },
  ) {
    this.name = place.dd.name;
    this.attributes = ddAttributes(place.dd.dcb);
  }

  records(): readonly Buffer[] {
    return this.run.spool.find(this.place.id)?.records ?? [];
  }

  lines(): readonly string[] {
    return this.records().map((record) => ebcdic.decode(record));
  }

  open(defaults: { recfm: Attributes['recfm']; lrecl: number; blksize?: number }): void {
    const { source } = this.place.dd;
    this.attributes = { ...defaults, ...this.attributes };
    if (source.kind !== 'sysout' || source.writer === 'INTRDR' || this.run.spool.find(this.place.id) !== undefined)
      return;
    const { recfm = defaults.recfm, lrecl = defaults.lrecl } = this.attributes;
    const made = { ...owner(this.step, this.place.dd), outputClass: source.outputClass, recfm, lrecl };
    this.run.spool.add(this.place.id, made);
  }

  write(record: Buffer): void {
    this.run.signal.throwIfAborted();
    this.open({ recfm: 'VB', lrecl: 137 });
    const { source } = this.place.dd;
    if (source.kind === 'sysout' && source.writer === 'INTRDR') this.written.push(ebcdic.decode(record).trimEnd());
    else {
      this.run.limits?.printed(record.length);
      this.run.spool.write(this.place.id, record);
    }
  }

  writeLine(text: string): void {
    this.write(ebcdic.encode(text));
  }
}

class DataSetDd implements Dd {
  readonly kind = 'data-set';
  private pending: Buffer[] | undefined;
  private appended = false;
  private dirty = false;
  private filled: Partial<Attributes> = {};

  constructor(
    private readonly run: JobRun,
    private readonly step: StepModel,
    readonly name: string,
    private readonly dataSets: readonly AllocatedDataSet[],
    private readonly parts: readonly Part[],
    private readonly flushAll: () => void,
  ) {}

  private get first(): AllocatedDataSet | undefined {
    return this.dataSets[0];
  }

  get dsname(): string {
    return this.first?.dsname ?? '';
  }

  get member(): string {
    return this.first?.member ?? '';
  }

  get concatenation(): readonly { dsname: string; member?: string }[] {
    return this.dataSets.map(({ dsname, member }) => (member === undefined ? { dsname } : { dsname, member }));
  }

  get attributes(): Partial<Attributes> {
    const label = this.run.system.dataSets.find(this.dsname)?.attributes;
    const coded = this.first === undefined ? {} : ddAttributes(this.first.dd.dcb);
    if (label === undefined) return { ...this.filled, ...coded };
    const { recfm, lrecl, blksize, ...rest } = label;
    return { ...rest, ...(isOpenLabel(label) ? {} : { recfm, lrecl, blksize }), ...this.filled, ...coded };
  }

  records(): readonly Buffer[] {
    this.flushAll();
    return this.parts.flatMap((part) =>
      'data' in part ? part.data.map((line) => ebcdic.encode(line.padEnd(80))) : this.read(part),
    );
  }

  private read({ dsname, member, volume }: AllocatedDataSet): readonly Buffer[] {
    const { dataSets } = this.run.system;
    const at = `${this.run.model.card.jobname},${this.step.procStep ?? this.step.step},${this.name},0940,${volume},${dsname}`;
    const entry = dataSets.find(dsname);
    if (entry === undefined)
      throw new Abend({ kind: 'system-abend', code: '213', reason: '00000004' }, [`IEC143I 213-04,IGG0191B,${at}`]);
    if (member === undefined) return entry.attributes.dsorg === 'PO' ? [] : dataSets.read(dsname);
    if (entry.attributes.dsorg !== 'PO')
      throw new Abend({ kind: 'system-abend', code: '013', reason: '00000014' }, [
        `IEC141I 013-14,IGG0191B,${at}(${member})`,
      ]);
    if (dataSets.member(dsname, member) === undefined)
      throw new Abend({ kind: 'system-abend', code: '013', reason: '00000018' }, [
        `IEC141I 013-18,IGG0191B,${at}(${member})`,
      ]);
    return dataSets.read(dsname, member);
  }

  lines(): readonly string[] {
    return this.records().map((record) => ebcdic.decode(record));
  }

  open(defaults: { recfm: Attributes['recfm']; lrecl: number; blksize?: number }): void {
    this.run.signal.throwIfAborted();
    this.dirty ||= this.pending === undefined;
    this.pending ??= [];
    const { recfm = defaults.recfm, lrecl = defaults.lrecl } = this.attributes;
    const blksize = this.attributes.blksize ?? defaults.blksize ?? blockSize(recfm, lrecl);
    this.filled = { recfm, lrecl, blksize };
    this.fillLabel(recfm, lrecl, blksize);
  }

  /** Gives a data set its record form when the program that opens it is the first to know. */
  private fillLabel(recfm: Attributes['recfm'], lrecl: number, blksize: number): void {
    const { dataSets } = this.run.system;
    const entry = dataSets.find(this.dsname);
    if (entry === undefined || !isOpenLabel(entry.attributes)) return;
    dataSets.remove(this.dsname);
    dataSets.create(this.dsname, { ...entry.attributes, recfm, lrecl, blksize }, this.run.user);
  }

  write(record: Buffer): void {
    this.run.signal.throwIfAborted();
    if (this.pending === undefined) this.open({ recfm: 'FB', lrecl: 80 });
    this.pending?.push(record);
    this.dirty = true;
  }

  writeLine(text: string): void {
    if (this.pending === undefined) this.open({ recfm: 'FB', lrecl: 80 });
    const { recfm = 'FB', lrecl = 80 } = this.filled;
    const record = ebcdic.encode(text);
    const short = recfm.startsWith('F') ? Math.max(0, lrecl - record.length) : 0;
    this.write(
      Buffer.concat([record.subarray(0, recfm.startsWith('F') ? lrecl : undefined), Buffer.alloc(short, 0x40)]),
    );
  }

  flush(): void {
    const { pending, first } = this;
    if (!this.dirty || pending === undefined || first === undefined) return;
    this.dirty = false;
    const extend = this.appended || (first.dd.status === 'MOD' && !first.created);
    try {
      writeOut(this.run.system.dataSets, first, pending, { extend, user: this.run.user });
    } catch (error) {
      this.pending = undefined;
      throw error instanceof DataSetError ? this.noRoom(error) : error;
    }
    this.appended = true;
    this.pending = this.member === '' ? [] : pending;
  }

  private noRoom({ fault }: DataSetError): Abend {
    const at = `${this.run.model.card.jobname},${this.step.procStep ?? this.step.step},${this.name},0940,${this.first?.volume ?? ''},${this.dsname}`;
    if (fault.kind === 'directory-full')
      return new Abend({ kind: 'system-abend', code: 'B14', reason: '0000000C' }, [`IEC217I B14-0C,IFG0554T,${at}`]);
    if (fault.kind !== 'no-space')
      return new Abend({ kind: 'system-abend', code: '013', reason: '00000014' }, [`IEC141I 013-14,IGG0191B,${at}`]);
    const label = this.run.system.dataSets.find(this.dsname)?.attributes;
    const [code, message] =
      label?.secondary === 0 ? ['D37', 'IEC031I'] : label?.dsorg === 'PO' ? ['E37', 'IEC032I'] : ['B37', 'IEC030I'];
    return new Abend({ kind: 'system-abend', code, reason: '00000004' }, [`${message} ${code}-04,IFG0554A,${at}`]);
  }
}

function writeOut(
  dataSets: DataSets,
  { dsname, member }: AllocatedDataSet,
  records: readonly Buffer[],
  how: { extend: boolean; user: string },
): void {
  if (member === undefined && how.extend) {
    if (records.length > 0) dataSets.append(dsname, records);
    return;
  }
  dataSets.write(dsname, member, records, { user: how.user, statistics: 'none' });
}
