/** Which data set names a job enqueues at its start, and which step is the last to need each. */

import type { DdModel, JobModel } from '../jcl/job-model.rules.ts';
import type { Level } from './enqueues.ts';

export interface Need {
  readonly level: Level;
  /** Index of the last step that names it. */
  readonly last: number;
  /** Index of the last step that needs it for itself alone; -1 when none does. */
  readonly lastExclusive: number;
}

/** Names as coded; members do not count, temporary and relative names are not enqueued. */
export function needsOf(job: JobModel): ReadonlyMap<string, Need> {
  const needs = new Map<string, Need>();
  const add = (dd: DdModel, last: number) => {
    if (dd.source.kind !== 'data-set' || dd.source.of.kind !== 'permanent' || dd.source.of.generation !== undefined)
      return;
    const { dsname } = dd.source.of;
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
