/** The data sets that a program reaches by name, on the authority of its job (z/OS MVS System Codes: 913-38). */

import type { DataSets } from '../datasets/data-sets.ts';
import { Abend } from '../programs/program.ts';
import type { DataSetLevel } from '../security/data-set-access.ts';
import { protectedDataSets, protectedName } from '../security/protected-data-sets.ts';
import { isTemporary } from './data-set-names.ts';
import type { JobRun } from './job-run.ts';

/**
 * The same data sets; what the job's user may not do ends the step with S913-38 after ICH408I. A program that has its
 * own words for a refusal asks `Step.refuses` first.
 */
export function guardedDataSets(run: JobRun, dataSets: DataSets): DataSets {
  if (run.system.access === undefined) return dataSets;
  return protectedDataSets(dataSets, (dsname, level) => demand(run, dsname, level));
}

function demand(run: JobRun, dsname: string, level: DataSetLevel): void {
  const lines = refusalOf(run, dsname, level);
  if (lines === undefined) return;
  const { jobname } = run.model.card;
  throw new Abend({ kind: 'system-abend', code: '913', reason: '00000038' }, [
    ...lines,
    `IEC150I 913-38,IFG0194E,${jobname},,,0940,,${dsname}`,
  ]);
}

/** Lines of ICH408I, or undefined when the job's user may. */
export function refusalOf(run: JobRun, dsname: string, level: DataSetLevel): readonly string[] | undefined {
  if (isTemporary(run, dsname)) return undefined;
  const { access, dataSets } = run.system;
  const name = level === 'ALTER' ? dsname : protectedName(dataSets, dsname);
  return access?.refuses(run.user, name, level, dataSets.find(name)?.volume ?? '******');
}
