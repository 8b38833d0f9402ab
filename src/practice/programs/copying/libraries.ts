import type { Attributes } from '../../datasets/data-sets.ts';
import type { Dd, Step } from '../program.ts';

/** A data set that IEBCOPY reads or writes. */
export interface Place {
  dd: Dd;
  dsname: string;
  volume: string;
  attributes: Attributes;
  kind: 'PDS' | 'PDSE' | 'PS';
}

/** What a DD leads to; undefined when that is no data set. */
export function placeOf(step: Step, dd: Dd): Place | undefined {
  const entry = dd.dsname === undefined ? undefined : step.dataSets.find(dd.dsname);
  if (entry === undefined) return undefined;
  const { dsname, volume, attributes } = entry;
  if (attributes.dsorg === 'PO')
    return { dd, dsname, volume, attributes, kind: attributes.dsntype === 'LIBRARY' ? 'PDSE' : 'PDS' };
  return attributes.dsorg === 'PS' ? { dd, dsname, volume, attributes, kind: 'PS' } : undefined;
}

/** Load modules go to load modules only; other records need one family of formats and a length that takes them. */
export function fits(from: Attributes, to: Attributes): boolean {
  const family = ({ recfm }: Attributes) => recfm.charAt(0);
  if (family(from) !== family(to)) return false;
  if (family(from) === 'F') return from.lrecl === to.lrecl;
  return family(from) === 'U' || to.lrecl >= from.lrecl;
}

/** A module written in longer blocks than the output has can be copied by COPYMOD alone, which cuts them anew. */
export function blocksFit(records: readonly Buffer[], to: Place): boolean {
  if (to.kind !== 'PDS' || !to.attributes.recfm.startsWith('U') || to.attributes.blksize === 0) return true;
  return records.every((record) => record.length <= to.attributes.blksize);
}

/** The blocks of a module cut to a length. */
export function reblocked(records: readonly Buffer[], blksize: number): readonly Buffer[] {
  if (blksize === 0 || records.every((record) => record.length <= blksize)) return records;
  return records.flatMap((record) =>
    Array.from({ length: Math.ceil(record.length / blksize) }, (_, at) =>
      record.subarray(at * blksize, (at + 1) * blksize),
    ),
  );
}
