/** The spool data sets of one job. Records are EBCDIC; trailing blanks are not spooled. */

import { ebcdic } from '../codepages/code-page.ts';
import { packed, unpacked } from './spool-chunks.rules.ts';
import { jesIds } from './jes-ids.rules.ts';

export interface SpoolAttributes {
  readonly ddname: string;
  readonly stepname: string;
  readonly procstep: string | null;
  readonly outputClass: string;
  recfm: string;
  lrecl: number;
}

/** What the directory of a job's spool says of one data set. */
export interface SpoolLabel extends SpoolAttributes {
  readonly id: number;
  /** False for what z/OSMF does not list: the submitted JCL and in-stream data. */
  readonly listed: boolean;
  readonly count: number;
  readonly bytes: number;
  /** Pieces of it that lie in the store. */
  readonly chunks: number;
}

export interface SpoolDataSet extends SpoolLabel {
  /** All records; those in the store are read each time. */
  readonly records: readonly Buffer[];
  /** Records from `first` on, a piece at a time: only one piece is in memory. */
  from(first: number): Iterable<Buffer>;
}

/** Where the pieces of a job's spool lie once they are complete. */
export interface SpoolStore {
  read(id: number, chunk: number): Uint8Array;
  write(id: number, chunk: number, bytes: Buffer): void;
  remove(id: number, chunk: number): void;
}

const blank = 0x40;

/** Bytes of one piece in the store. */
const chunkBytes = 64 * 1024;

class DataSet implements SpoolDataSet {
  readonly id: number;
  readonly listed: boolean;
  readonly ddname: string;
  readonly stepname: string;
  readonly procstep: string | null;
  readonly outputClass: string;
  recfm: string;
  lrecl: number;
  count = 0;
  bytes = 0;
  chunks = 0;
  /** Records that no piece in the store has yet. */
  private tail: Buffer[] = [];

  constructor(
    label: Omit<SpoolLabel, 'count' | 'bytes' | 'chunks'>,
    private readonly store: SpoolStore | undefined,
  ) {
    this.id = label.id;
    this.listed = label.listed;
    this.ddname = label.ddname;
    this.stepname = label.stepname;
    this.procstep = label.procstep;
    this.outputClass = label.outputClass;
    this.recfm = label.recfm;
    this.lrecl = label.lrecl;
  }

  get records(): readonly Buffer[] {
    return this.chunks === 0 ? this.tail : [...this.from(0)];
  }

  *from(first: number): Iterable<Buffer> {
    let passed = 0;
    for (let chunk = 0; chunk < this.chunks; chunk += 1) {
      const records = unpacked(this.store?.read(this.id, chunk) ?? Buffer.alloc(0));
      if (passed + records.length > first) yield* records.slice(Math.max(0, first - passed));
      passed += records.length;
    }
    yield* this.tail.slice(Math.max(0, first - passed));
  }

  add(record: Buffer): void {
    this.tail.push(record);
    this.count += 1;
    this.bytes += record.length;
  }

  /** Hands what is not in the store yet to it, and forgets it here. */
  save(): void {
    const { store, tail } = this;
    if (store === undefined || tail.length === 0) return;
    this.tail = [];
    for (const piece of pieces(tail)) {
      store.write(this.id, this.chunks, packed(piece));
      this.chunks += 1;
    }
  }

  /** Makes one piece of the small ones that a job's life left. */
  compact(): void {
    if (this.chunks < 2 || this.bytes > chunkBytes) return;
    const { records } = this;
    this.clear();
    for (const record of records) this.add(record);
    this.save();
  }

  /** Leaves the first records alone. */
  truncate(count: number): void {
    const kept = this.records.slice(0, count);
    this.clear();
    for (const record of kept) this.add(record);
  }

  clear(): void {
    for (let chunk = 0; chunk < this.chunks; chunk += 1) this.store?.remove(this.id, chunk);
    this.chunks = 0;
    this.tail = [];
    [this.count, this.bytes] = [0, 0];
  }

  label(): SpoolLabel {
    const { id, listed, ddname, stepname, procstep, outputClass, recfm, lrecl, count, bytes, chunks } = this;
    return { id, listed, ddname, stepname, procstep, outputClass, recfm, lrecl, count, bytes, chunks };
  }

  restore({ count, bytes, chunks }: SpoolLabel): void {
    this.count = count;
    this.bytes = bytes;
    this.chunks = chunks;
  }
}

/** Spool data sets of a job by id. */
export class Spool {
  private readonly byId = new Map<number, DataSet>();

  /** @param labels what a job's spool had when the system went down; without them JES2's own data sets are made */
  constructor(
    messageClass: string,
    private readonly store?: SpoolStore,
    labels?: readonly SpoolLabel[],
  ) {
    for (const label of labels ?? []) {
      const dataSet = new DataSet(label, store);
      dataSet.restore(label);
      this.byId.set(label.id, dataSet);
    }
    if (labels === undefined) this.begin(messageClass);
  }

  private begin(messageClass: string): void {
    const own = { stepname: 'JES2', procstep: null, outputClass: messageClass };
    this.add(jesIds.JESJCLIN, { ...own, ddname: 'JESJCLIN', recfm: 'F', lrecl: 80 }, false);
    this.add(jesIds.JESMSGLG, { ...own, ddname: 'JESMSGLG', recfm: 'UA', lrecl: 133 });
    this.add(jesIds.JESJCL, { ...own, ddname: 'JESJCL', recfm: 'V', lrecl: 136 });
    this.add(jesIds.JESYSMSG, { ...own, ddname: 'JESYSMSG', recfm: 'VA', lrecl: 137 });
  }

  add(id: number, attributes: SpoolAttributes, listed = true): SpoolDataSet {
    this.byId.get(id)?.clear();
    const dataSet = new DataSet({ ...attributes, id, listed }, this.store);
    this.byId.set(id, dataSet);
    return dataSet;
  }

  find(id: number): SpoolDataSet | undefined {
    return this.byId.get(id);
  }

  /** In order of ids. */
  all(): readonly SpoolDataSet[] {
    return [...this.byId.values()].sort((left, right) => left.id - right.id);
  }

  write(id: number, record: Buffer): void {
    let length = record.length;
    while (length > 0 && record[length - 1] === blank) length -= 1;
    this.byId.get(id)?.add(record.subarray(0, length));
  }

  writeLine(id: number, text: string): void {
    this.write(id, ebcdic.encode(text));
  }

  truncate(id: number, count: number): void {
    this.byId.get(id)?.truncate(count);
  }

  /** Takes data sets off the spool; JES2 keeps the submitted JCL as long as the job. */
  remove(ids: readonly number[]): void {
    for (const id of ids) {
      this.byId.get(id)?.clear();
      this.byId.delete(id);
    }
  }

  clear(): void {
    this.remove([...this.byId.keys()]);
  }

  /** Brings the store up to date; nothing is added to what is `final`. @returns the directory */
  save(final = false): readonly SpoolLabel[] {
    return Array.from(this.byId.values(), (dataSet) => {
      dataSet.save();
      if (final) dataSet.compact();
      return dataSet.label();
    });
  }
}

function* pieces(records: readonly Buffer[]): Iterable<Buffer[]> {
  let piece: Buffer[] = [];
  let bytes = 0;
  for (const record of records) {
    piece.push(record);
    bytes += record.length + 2;
    if (bytes < chunkBytes) continue;
    yield piece;
    [piece, bytes] = [[], 0];
  }
  if (piece.length > 0) yield piece;
}
