/** Which data set names a job enqueues at its start, and which step is the last to need each. */

import type { DataSetName, DdModel, DdReference, JobModel } from '../jcl/job-model.rules.ts';
import type { Level } from './enqueues.ts';

export interface Need {
  readonly level: Level;
  /** Index of the last step that names it. */
  readonly last: number;
  /** Index of the last step that needs it for itself alone; -1 when none does. */
  readonly lastExclusive: number;
}

/**
 * Names as coded; members do not count, temporary names are not enqueued. A relative generation stands for its base: for
 * the job alone unless all its DDs share it (DFSMS Using Data Sets: Submitting Multiple Jobs to Update a Generation Data
 * Group).
 */
export function needsOf(job: JobModel): ReadonlyMap<string, Need> {
  const needs = new Map<string, Need>();
  const add = (dd: DdModel, last: number) => {
    const dsname = permanentName(job, dd);
    if (dsname === undefined) return;
    const before = needs.get(dsname);
    const shared = dd.status === 'SHR';
    const level = shared && before?.level !== 'exclusive' ? 'shared' : 'exclusive';
    needs.set(dsname, { level, last, lastExclusive: shared ? (before?.lastExclusive ?? -1) : last });
  };
  const whole = job.steps.length - 1;
  for (const dd of job.joblib === undefined ? [] : [job.joblib, ...job.joblib.concatenated]) add(dd, whole);
  for (const [index, step] of job.steps.entries())
    for (const dd of step.dds) for (const one of [dd, ...dd.concatenated]) add(one, index);
  for (const dd of job.joblib === undefined ? [] : [job.joblib, ...job.joblib.concatenated]) add(dd, whole);
  return needs;
}

/** The name that a DD codes itself, or by reference to an earlier one. */
function permanentName({ steps }: JobModel, { source }: DdModel): string | undefined {
  let of: DataSetName | undefined = source.kind === 'data-set' ? source.of : undefined;
  for (const seen = new Set<DataSetName>(); of?.kind === 'backward' && !seen.has(of);) {
    seen.add(of);
    const { stepIndex, ddname }: DdReference = of.of;
    const referred = steps[stepIndex]?.dds.find(({ name }) => name === ddname)?.source;
    of = referred?.kind === 'data-set' ? referred.of : undefined;
  }
  return of?.kind === 'permanent' ? of.dsname : undefined;
}
