/** A DD for data sets as its program sees it: checked at OPEN, written when something else looks or the step ends. */

import { ebcdic } from '../codepages/code-page.ts';
import { DataSetError } from '../datasets/data-sets.ts';
import type { Attributes, DataSets } from '../datasets/data-sets.ts';
import type { StepModel } from '../jcl/job-model.rules.ts';
import type { Dd } from '../programs/program.ts';
import type { DataSetLevel } from '../security/data-set-access.ts';
import { protectedName } from '../security/protected-data-sets.ts';
import type { AllocatedDataSet } from './allocated.ts';
import { blockSize, ddAttributes, isOpenLabel } from './attributes.rules.ts';
import type { JobRun } from './job-run.ts';
import {
  alreadyOpen,
  badForm,
  formConflict,
  memberMissing,
  notAuthorised,
  notOnVolume,
  notPartitioned,
  unlike,
  writeAbend,
} from './open-abends.ts';
import { beginWriting, endWriting } from './open-writers.ts';

/** A part of a concatenation: in-stream data, or a data set. */
export type Part = { kind: 'in-stream'; data: readonly string[] } | AllocatedDataSet;

export interface DataSetDdPlace {
  readonly run: JobRun;
  readonly step: StepModel;
  readonly name: string;
  /** Writes what all DDs of the step hold. */
  readonly flushAll: () => void;
}

export class DataSetDd implements Dd {
  readonly kind = 'data-set';
  readonly name: string;
  private readonly run: JobRun;
  private pending: Buffer[] | undefined;
  private appended = false;
  private dirty = false;
  private writing = false;
  private filled: Partial<Attributes> = {};

  constructor(
    private readonly place: DataSetDdPlace,
    private readonly dataSets: readonly AllocatedDataSet[],
    private readonly parts: readonly Part[],
  ) {
    this.name = place.name;
    this.run = place.run;
  }

  private get first(): AllocatedDataSet | undefined {
    return this.dataSets[0];
  }

  private get at(): DataSets {
    return this.first?.at ?? this.run.system.dataSets;
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
    const label = this.at.find(this.dsname)?.attributes;
    const coded = this.first === undefined ? {} : ddAttributes(this.first.dd.dcb);
    if (label === undefined) return { ...this.filled, ...coded };
    const { recfm, lrecl, blksize, ...rest } = label;
    return { ...rest, ...(isOpenLabel(label) ? {} : { recfm, lrecl, blksize }), ...this.filled, ...coded };
  }

  private where({ volume, dsname }: AllocatedDataSet): string {
    const { step, name } = this.place;
    return `${this.run.model.card.jobname},${step.procStep ?? step.step},${name},0940,${volume},${dsname}`;
  }

  private demand(dataSet: AllocatedDataSet, level: DataSetLevel): void {
    if (dataSet.temporary || dataSet.created) return;
    const lines = this.run.system.access?.refuses(
      this.run.user,
      protectedName(this.run.system.dataSets, dataSet.dsname),
      level,
      dataSet.volume,
    );
    if (lines !== undefined) throw notAuthorised(this.where(dataSet), lines);
  }

  records(): readonly Buffer[] {
    this.place.flushAll();
    this.demandAlike();
    return this.parts.flatMap((part) =>
      'data' in part ? part.data.map((line) => ebcdic.encode(line.padEnd(80))) : this.read(part),
    );
  }

  /** Fixed and variable records cannot be read as one. */
  private demandAlike(): void {
    const forms = new Set(
      this.dataSets.flatMap(({ at, dsname }) => at.find(dsname)?.attributes.recfm.charAt(0).replace('?', '') ?? ''),
    );
    forms.delete('');
    const { first } = this;
    if (forms.size > 1 && first !== undefined) throw unlike(this.where(first));
  }

  private read(dataSet: AllocatedDataSet): readonly Buffer[] {
    const { dsname, member, at } = dataSet;
    const where = this.where(dataSet);
    const entry = at.find(dsname);
    if (entry === undefined) throw notOnVolume(where);
    this.demand(dataSet, 'READ');
    if (member === undefined) return entry.attributes.dsorg === 'PO' ? [] : at.read(dsname);
    if (entry.attributes.dsorg !== 'PO') throw notPartitioned(where, member);
    if (at.member(dsname, member) === undefined) throw memberMissing(where, member);
    return at.read(dsname, member);
  }

  lines(): readonly string[] {
    return this.records().map((record) => ebcdic.decode(record));
  }

  open(defaults: { recfm: Attributes['recfm']; lrecl: number; blksize?: number }): void {
    this.run.signal.throwIfAborted();
    this.demandOutput();
    this.dirty ||= this.pending === undefined;
    this.pending ??= [];
    const { recfm = defaults.recfm, lrecl = defaults.lrecl } = this.attributes;
    const blksize = this.attributes.blksize ?? defaults.blksize ?? blockSize(recfm, lrecl);
    const { first } = this;
    const conflict = formConflict({ recfm, lrecl, blksize });
    if (conflict !== undefined && first !== undefined) {
      this.dirty = false;
      throw badForm(this.where(first), conflict);
    }
    this.filled = { recfm, lrecl, blksize };
    const label = this.at.find(this.dsname)?.attributes;
    if (label !== undefined && isOpenLabel(label)) this.at.relabel(this.dsname, { recfm, lrecl, blksize });
  }

  /** OPEN for output: there, allowed, and written by nobody else who shares a PDS. */
  private demandOutput(): void {
    const { first } = this;
    if (first === undefined || this.pending !== undefined) return;
    const entry = this.at.find(first.dsname);
    if (entry === undefined) throw notOnVolume(this.where(first));
    this.demand(first, 'UPDATE');
    const { dsorg, dsntype } = entry.attributes;
    if (first.dd.status !== 'SHR' || dsorg !== 'PO' || dsntype === 'LIBRARY') return;
    this.writing = beginWriting(this.run.system.dataSets, first.dsname, this.run.jobid);
    if (!this.writing) throw alreadyOpen(this.where(first));
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
      writeOut(first, pending, { extend, user: this.run.user });
    } catch (error) {
      this.pending = undefined;
      throw error instanceof DataSetError
        ? writeAbend(error, this.where(first), this.at.find(first.dsname)?.attributes)
        : error;
    }
    this.appended = true;
    this.pending = this.member === '' ? [] : pending;
  }

  /** The step has ended: other jobs may write. */
  close(): void {
    if (this.writing) endWriting(this.run.system.dataSets, this.dsname, this.run.jobid);
    this.writing = false;
  }
}

function writeOut(
  { dsname, member, at }: AllocatedDataSet,
  records: readonly Buffer[],
  how: { extend: boolean; user: string },
): void {
  if (member === undefined && how.extend) {
    if (records.length > 0) at.append(dsname, records);
    return;
  }
  at.write(dsname, member, records, { user: how.user, statistics: 'none' });
}
