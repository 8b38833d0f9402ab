import type { JobDocument } from '../zosmf/zosmf.schema.ts';
import type { Attempt } from './run.schema.ts';

/** Which job of those that carry an attempt's correlator the attempt may adopt; `doubt` is a person's to settle. */
export type JobChoice = { readonly job: JobDocument | undefined } | { readonly doubt: string };

/**
 * Chooses the job to adopt. One that is not held any more is the attempt's job, and a held one beside it is a stray:
 * releasing that would run the job twice. Two that are not held, or somebody else's, are for a person.
 *
 * @param user z/OS user that submits and owns the release jobs
 */
export function chooseJob(jobs: readonly JobDocument[], user: string): JobChoice {
  const stranger = jobs.find(({ owner }) => owner !== user);
  if (stranger !== undefined)
    return { doubt: `${nameOf(stranger)} of ${stranger.owner} carries the correlator of this attempt` };
  const [begun, another] = jobs.filter(({ status }) => status !== 'INPUT');
  if (begun !== undefined && another !== undefined)
    return { doubt: `${nameOf(begun)} and ${nameOf(another)} carry one correlator, and neither is held` };
  return { job: begun ?? jobs[0] };
}

/**
 * Why a job may not be adopted by an attempt; undefined when it may.
 *
 * @param found digest of all that was submitted, as the system has it
 */
export function whyNotOurs(
  job: JobDocument,
  { user, intent }: Pick<Attempt, 'user' | 'intent'>,
  { found, owner }: { found: string; owner: string },
): string | undefined {
  if (job.owner !== owner) return `${nameOf(job)} is owned by ${job.owner}, not by ${owner}`;
  if (userPartOf(job) !== user) return `${nameOf(job)} does not carry our correlator: an exit may have replaced it`;
  return found === intent ? undefined : `${nameOf(job)} carries our correlator but not our JCL`;
}

/** What a job is asked for by: its correlator, else name and id, where JES keeps no correlators (JES3). */
export const jobKey = ({ 'job-correlator': correlator, jobname, jobid }: JobDocument): string =>
  correlator ?? `${jobname}/${jobid}`;

/** The part of a job's correlator that its submitter chose. */
export const userPartOf = (job: JobDocument): string | undefined => job['job-correlator']?.split(':')[1];

const nameOf = ({ jobname, jobid }: JobDocument): string => `${jobname}(${jobid})`;
