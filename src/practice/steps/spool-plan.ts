/** Spool ids of a job's own data sets: in-stream data first, then SYSOUT, both in order of appearance. */

import { ebcdic } from '../codepages/code-page.ts';
import type { DdModel, JobModel, StepModel } from '../jcl/job-model.rules.ts';
import type { Spool } from '../spool/spool.ts';

export const firstOwnId = 101;

/** Ids by the source of a DD, which stays one object through DDNAME=. */
export type SpoolPlan = ReadonlyMap<DdModel['source'], number>;

/** Numbers all spool DDs of a job and spools its in-stream data. */
export function planSpool(job: JobModel, spool: Spool): SpoolPlan {
  const plan = new Map<DdModel['source'], number>();
  const all = job.steps.flatMap((step) =>
    step.dds.flatMap((dd) => [dd, ...dd.concatenated]).map((dd) => ({ step, dd })),
  );
  let id = firstOwnId;
  for (const { step, dd } of all) {
    if (dd.source.kind !== 'in-stream') continue;
    plan.set(dd.source, id);
    spool.add(id, { ...owner(step, dd), outputClass: job.card.messageClass, recfm: 'F', lrecl: 80 }, false);
    for (const line of dd.source.data) spool.write(id, ebcdic.encode(line));
    id += 1;
  }
  for (const { dd } of all) {
    if (dd.source.kind !== 'sysout') continue;
    plan.set(dd.source, id);
    id += 1;
  }
  return plan;
}

export const owner = (step: StepModel, dd: DdModel) => ({
  ddname: dd.name,
  stepname: step.step,
  procstep: step.procStep ?? null,
});
