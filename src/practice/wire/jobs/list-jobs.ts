import type { Job, Narrowing } from '../../jes/jes.ts';
import type { WireAnswer, WireRequest } from '../answer.ts';
import type { WireParts } from '../parts.ts';
import { badQuery } from './errors.ts';
import { jobNameMask } from './find-job.ts';
import { jobRows } from './job-rows.ts';

const mostRows = 1000;
const mask = /^[A-Z0-9#@$*?%]{1,8}$/;
const userPart = /^[A-Z$#@][A-Z0-9$#@_]{0,31}$/;

/** Lists jobs for an owner, prefix or job id (z/OSMF Programming Guide, List the jobs for an owner, prefix, or job ID). */
export function listJobs(parts: WireParts, request: WireRequest, subsystem: string | undefined): WireAnswer {
  const { query } = request;
  const conditions = [ownerOf(query, request.user), prefixOf(query), idOf(query), statusOf(query)];
  const narrowing = conditions.reduce<Narrowing>((sum, { narrows }) => ({ ...sum, ...narrows }), {});
  const lagMs = parts.behaviour.listLagMs();
  const visibleBefore = lagMs === 0 ? Infinity : parts.clock.now() - lagMs;
  const tests = conditions.flatMap(({ fits }) => fits ?? []);
  const most = rowLimit(query);
  const jobs: Job[] = [];
  const [first = always, second = always, ...more] = tests;
  for (const job of parts.jes.select?.(narrowing) ?? parts.jes.jobs()) {
    if (job.submission?.subsystem !== subsystem || job.submitted > visibleBefore) continue;
    if (!first(job) || !second(job) || !more.every((fits) => fits(job))) continue;
    jobs.push(job);
    if (jobs.length === most) break;
  }
  const execData = query.get('exec-data')?.toUpperCase() === 'Y';
  const body = jobRows(jobs, { origin: request.origin, sysname: parts.site.system.name, execData });
  return { status: 200, headers: { 'Content-Type': 'application/json; charset=UTF-8' }, body };
}

const always = () => true;

/** What a query parameter asks: by which index jobs are found, and what each must still fit. */
interface Condition {
  readonly narrows: Narrowing;
  readonly fits?: (job: Job) => boolean;
}

const isMask = (text: string) => /[*?%]/.test(text);

function ownerOf(query: URLSearchParams, user: string): Condition {
  const owner = (query.get('owner') ?? '').toUpperCase() || user;
  if (!mask.test(owner)) throw badQuery('owner');
  if (owner === '*') return { narrows: {} };
  const matches = jobNameMask(owner);
  return { narrows: isMask(owner) ? {} : { owner }, fits: (job) => matches(job.owner) };
}

function prefixOf(query: URLSearchParams): Condition {
  const prefix = (query.get('prefix') ?? '').toUpperCase() || '*';
  if (!mask.test(prefix)) throw badQuery('prefix');
  if (prefix === '*') return { narrows: {} };
  const matches = jobNameMask(prefix);
  return { narrows: {}, fits: (job) => matches(job.jobname) };
}

/** `jobid` and `user-correlator` exclude each other; the latter is the user part alone. */
function idOf(query: URLSearchParams): Condition {
  const jobid = query.get('jobid')?.toUpperCase();
  const userCorrelator = query.get('user-correlator');
  if (jobid !== undefined && !/^((JOB|STC|TSU|J0|S0|T0)[0-9*?]{0,6}|[A-Z0-9]*\*)$/.test(jobid)) throw badQuery('jobid');
  if (jobid !== undefined && userCorrelator !== null) throw badQuery('user-correlator');
  if (jobid !== undefined) {
    const matches = jobNameMask(jobid);
    return { narrows: isMask(jobid) ? {} : { jobid }, fits: (job) => matches(job.jobid) };
  }
  if (userCorrelator === null) return { narrows: {} };
  if (!userPart.test(userCorrelator)) throw badQuery('user-correlator');
  return { narrows: { userCorrelator }, fits: (job) => job.correlator.endsWith(`:${userCorrelator}`) };
}

/** `status=active` filters; whatever else it says is not looked at. `active-only=Y` is told of by some guides. */
function statusOf(query: URLSearchParams): Condition {
  const active = query.get('status')?.toLowerCase() === 'active' || /^[yt]/i.test(query.get('active-only') ?? '');
  return active ? { narrows: { active: true }, fits: (job) => job.status === 'ACTIVE' } : { narrows: {} };
}

/** A value that is none counts as the most there are. */
function rowLimit(query: URLSearchParams): number {
  const wanted = Number(query.get('max-jobs') ?? mostRows);
  return Number.isInteger(wanted) && wanted >= 1 && wanted <= mostRows ? wanted : mostRows;
}
