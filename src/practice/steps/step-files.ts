/** The DDs of a running step as its program sees them. What is written reaches data sets when something else looks. */

import { ebcdic } from '../codepages/code-page.ts';
import type { Attributes } from '../datasets/data-sets.ts';
import { Abend } from '../programs/program.ts';
import type { Dd } from '../programs/program.ts';
import type { AllocatedDataSet, AllocatedDd } from './allocated.ts';
import { ddAttributes } from './attributes.rules.ts';
import { DataSetDd } from './data-set-dd.ts';
import type { Part } from './data-set-dd.ts';
import type { JobRun } from './job-run.ts';
import type { StepModel } from '../jcl/job-model.rules.ts';
import { PathDd, pathsOf } from './path-dd.ts';
import { owner } from './spool-plan.ts';
import type { SpoolPlan } from './spool-plan.ts';

export interface StepFiles {
  readonly dds: readonly Dd[];
  /** Writes what programs have written into the data sets. @throws {Abend} when there is no room */
  flush(): void;
  /** Text written to internal readers, to be submitted when the step ends. */
  submitted(): readonly (readonly string[])[];
  /** Gives back what other jobs may not open meanwhile. */
  close(): void;
}

/** Opens the allocated DDs of a step for its program. */
export function openStep(run: JobRun, step: StepModel, allocated: readonly AllocatedDd[], plan: SpoolPlan): StepFiles {
  const writers: DataSetDd[] = [];
  const files: PathDd[] = [];
  const readers: SysoutDd[] = [];
  const flush = () => {
    for (const writer of [...writers, ...files]) writer.flush();
  };
  const dds = allocated.map(({ dd, dataSets }): Dd => {
    if (dataSets.length > 0) {
      const file = new DataSetDd({ run, step, name: dd.name, flushAll: flush }, dataSets, partsOf(dd, dataSets));
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
      case 'path': {
        const file = new PathDd(run, step, dd, pathsOf(dd) ?? []);
        files.push(file);
        return file;
      }
      case 'data-set':
      case 'postponed':
      case 'dummy':
        return new TextDd(dd.name, 'dummy', [], false, ddAttributes(dd.dcb));
    }
  });
  const submitted = () => readers.map((reader) => reader.written).filter((lines) => lines.length > 0);
  const close = () => {
    for (const writer of writers) writer.close();
  };
  return { dds, flush, submitted, close };
}

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
  private count = 0;
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
      this.count += 1;
      if (this.count > (this.place.dd.outputLimit ?? Infinity))
        throw new Abend({ kind: 'system-abend', code: '722', reason: '00000000' });
      this.run.limits?.printed(record.length);
      this.run.spool.write(this.place.id, record);
    }
  }

  writeLine(text: string): void {
    this.write(ebcdic.encode(text));
  }
}
