import { nameMask } from '../../catalog/name-mask.rules.ts';
import type { Job, Jes } from '../../jes/jes.ts';
import { jobsError, noJob, noMatch } from './errors.ts';

/** A path below `/zosmf/restjobs/jobs`: which job it speaks of, and what follows. */
export interface JobPath {
  /** As error texts name it: `NAME(ID)` or the correlator. */
  reference: string;
  find(jes: Jes): Job;
  rest: readonly string[];
}

const nameSegment = /^[A-Z#@$?*][A-Z0-9#@$?*]{0,7}$/;
const idSegment = /^(JOB|STC|TSU|J0|S0|T0)\d{5,6}$/;

/**
 * Reads `<name>/<id>` or `<correlator>` from path segments.
 *
 * @throws {Refusal} 400 6/4/7 for bad characters, 500 8/0/8 for a job id of no known form, 400 6/4/10 when there is no such job
 */
export function jobPath(method: string, segments: readonly string[]): JobPath {
  const [first = '', second = ''] = segments;
  if (first.includes(':')) return byCorrelator(first, segments.slice(1));
  const [name, id] = [first.toUpperCase(), second.toUpperCase()];
  if (!nameSegment.test(name) || !/^[A-Z0-9]{1,8}$/.test(id)) throw noMatch(method, `/${segments.join('/')}`);
  const reference = `${name}(${id})`;
  if (!idSegment.test(id)) {
    const detail = 'JesStatusException:queryJobs failed with ExtendedStatus error: rc=0 ssob_rc=8 reason=8/0';
    throw jobsError(500, 8, `Failed to lookup job ${reference}`, 0, 8, [detail]);
  }
  return { reference, rest: segments.slice(2), find: (jes) => present(byName(jes, name, id), reference) };
}

function byCorrelator(correlator: string, rest: readonly string[]): JobPath {
  return { reference: correlator, rest, find: (jes) => present(jes.byCorrelator(correlator), correlator) };
}

function byName(jes: Jes, name: string, id: string): Job | undefined {
  if (!/[?*]/.test(name)) return jes.byNameAndId(name, id);
  const matches = jobNameMask(name);
  const jobs = jes.select?.({ jobid: id }) ?? jes.jobs();
  return jobs.find((job) => job.jobid === id && matches(job.jobname));
}

function present(job: Job | undefined, reference: string): Job {
  if (job === undefined) throw noJob(reference);
  return job;
}

/** Job name masks: `*` any characters, `?` or `%` one. */
export function jobNameMask(mask: string): (name: string) => boolean {
  if (!/[*?%]/.test(mask)) return (name) => name === mask;
  const front = mask.slice(0, -1);
  if (/^[^*?%]*\*$/.test(mask)) return (name) => name.startsWith(front);
  return nameMask(mask, '?%');
}
