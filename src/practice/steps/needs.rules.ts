/** Which data set names a job enqueues at its start, and which step is the last to need each. */

import type { DdModel, JobModel } from '../jcl/job-model.rules.ts';
import type { Level } from './enqueues.ts';

export interface Need {
  readonly level: Level;
  /** Index of the last step that names it. */
  readonly last: number;
}

/** Names as coded; members do not count, temporary and relative names are not enqueued. */
export function needsOf(job: JobModel): ReadonlyMap<string, Need> {
  const needs = new Map<string, Need>();
  const add = (dd: DdModel, last: number) => {
    if (dd.source.kind !== 'data-set' || dd.source.of.kind !== 'permanent' || dd.source.of.generation !== undefined)
      return;
    const { dsname } = dd.source.of;
    const level = dd.status === 'SHR' && needs.get(dsname)?.level !== 'exclusive' ? 'shared' : 'exclusive';
    needs.set(dsname, { level, last });
  };
  const whole = job.steps.length - 1;
  for (const dd of job.joblib === undefined ? [] : [job.joblib, ...job.joblib.concatenated]) add(dd, whole);
  for (const [index, step] of job.steps.entries())
    for (const dd of step.dds) for (const one of [dd, ...dd.concatenated]) add(one, index);
  for (const dd of job.joblib === undefined ? [] : [job.joblib, ...job.joblib.concatenated]) add(dd, whole);
  return needs;
}
