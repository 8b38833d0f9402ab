import type { Estate } from '../estate/estate.schema.ts';
import { jobCardOf, jobCardValues, type JobCardType } from '../jcl/job-card.rules.ts';
import { LockstepError } from '../shared/errors.ts';
import type { Plan, PlanStep } from './plan.schema.ts';
import type { Release } from './release.schema.ts';

/** What a release job is submitted as. */
export interface JobTextRequest {
  readonly release: Pick<Release, 'id' | 'version' | 'prefix' | 'changes'>;
  readonly step: Pick<PlanStep, 'id' | 'system' | 'job'>;
  /** Statements after the JOB statement, as the plan's blob holds them. */
  readonly jcl: string;
  readonly estate: Estate;
  readonly type: JobCardType;
  /** User part of the correlator. */
  readonly correlator?: string;
}

/** The job with its JOB card from the estate, LF lines. @throws {LockstepError} `release.job-not-found` for a step without one */
export function jobText({ release, step, jcl, estate, type, correlator }: JobTextRequest): string {
  const card = estate.jobCards.find(({ system }) => system === step.system);
  if (step.job === undefined || card === undefined)
    throw new LockstepError('release.job-not-found', `step ${step.id} of ${release.id} has no job`, { step: step.id });
  const statements = jobCardOf({
    card,
    jobname: step.job.jobname,
    type,
    values: jobCardValues({ ...release, release: release.id, step: step.id }),
    class: step.job.class,
    ...(correlator === undefined ? {} : { correlator }),
  });
  return `${statements.join('\n')}\n${jcl}`;
}

/** The step of a plan, install or backout, that has this job. */
export function stepWithJob(
  plan: Plan,
  jobname: string,
): (PlanStep & { readonly job: NonNullable<PlanStep['job']> }) | undefined {
  for (const step of [...plan.install, ...plan.backout])
    if (step.job?.jobname === jobname) return { ...step, job: step.job };
  return undefined;
}
