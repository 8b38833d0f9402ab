/** Which job has a PDS open for output with DISP=SHR: nobody else may then (z/OS MVS System Codes: 213-30). */

import type { DataSets } from '../datasets/data-sets.ts';

const writers = new WeakMap<DataSets, Map<string, string>>();

const writersOf = (dataSets: DataSets): Map<string, string> => {
  const known = writers.get(dataSets) ?? new Map<string, string>();
  writers.set(dataSets, known);
  return known;
};

/** Opens for output. @returns false when another job has it open */
export function beginWriting(dataSets: DataSets, dsname: string, jobid: string): boolean {
  const known = writersOf(dataSets);
  const other = known.get(dsname);
  if (other !== undefined && other !== jobid) return false;
  known.set(dsname, jobid);
  return true;
}

export function endWriting(dataSets: DataSets, dsname: string, jobid: string): void {
  const known = writersOf(dataSets);
  if (known.get(dsname) === jobid) known.delete(dsname);
}
