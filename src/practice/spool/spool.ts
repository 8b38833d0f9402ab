/** The spool data sets of one job. Records are EBCDIC; trailing blanks are not spooled. */

import { ebcdic } from '../codepages/code-page.ts';

export interface SpoolAttributes {
  readonly ddname: string;
  readonly stepname: string;
  readonly procstep: string | null;
  readonly outputClass: string;
  recfm: string;
  lrecl: number;
}

export interface SpoolDataSet extends SpoolAttributes {
  readonly id: number;
  /** False for what z/OSMF does not list: the submitted JCL and in-stream data. */
  readonly listed: boolean;
  readonly records: Buffer[];
}

/** Ids of the data sets that JES2 itself writes (z/OSMF Programming Guide: List the spool files for a job). */
export const jesIds = { JESJCLIN: 1, JESMSGLG: 2, JESJCL: 3, JESYSMSG: 4 } as const;

const blank = 0x40;

/** Spool data sets of a job by id. */
export class Spool {
  private readonly byId = new Map<number, SpoolDataSet>();

  constructor(messageClass: string) {
    const own = { stepname: 'JES2', procstep: null, outputClass: messageClass };
    this.add(jesIds.JESJCLIN, { ...own, ddname: 'JESJCLIN', recfm: 'F', lrecl: 80 }, false);
    this.add(jesIds.JESMSGLG, { ...own, ddname: 'JESMSGLG', recfm: 'UA', lrecl: 133 });
    this.add(jesIds.JESJCL, { ...own, ddname: 'JESJCL', recfm: 'V', lrecl: 136 });
    this.add(jesIds.JESYSMSG, { ...own, ddname: 'JESYSMSG', recfm: 'VA', lrecl: 137 });
  }

  add(id: number, attributes: SpoolAttributes, listed = true): SpoolDataSet {
    const dataSet = { ...attributes, id, listed, records: [] };
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
    this.byId.get(id)?.records.push(record.subarray(0, length));
  }

  writeLine(id: number, text: string): void {
    this.write(id, ebcdic.encode(text));
  }
}
