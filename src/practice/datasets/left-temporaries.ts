import type { DataSets } from './data-sets.ts';

/** `SYSyyddd.Thhmmss.RAnnn.…`, as the system names the temporary data sets of jobs. */
const temporary = /^SYS\d{5}\.T\d{6}\.RA\d{3}\./;

/**
 * Deletes at an IPL what jobs could not: their temporary data sets when the system went down under them.
 *
 * @param spared those of jobs that go on
 */
export function scratchLeftTemporaries(dataSets: DataSets, spared: ReadonlySet<string> = new Set()): void {
  for (const { dsname } of dataSets.list('SYS%%%%%'))
    if (temporary.test(dsname) && !spared.has(dsname)) dataSets.remove(dsname);
}
