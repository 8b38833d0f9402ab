import type { Job } from '../../jes/jes.ts';
import { json } from '../answer.ts';
import type { WireAnswer, WireRequest } from '../answer.ts';
import type { WireParts } from '../parts.ts';
import { jobDocument } from './document.ts';
import { badQuery } from './errors.ts';
import { jobNameMask } from './find-job.ts';

const mostRows = 1000;
const mask = /^[A-Z0-9#@$*?%]{1,8}$/;
const userPart = /^[A-Z$#@][A-Z0-9$#@_]{0,31}$/;

/** Lists jobs for an owner, prefix or job id (z/OSMF Programming Guide, List the jobs for an owner, prefix, or job ID). */
export function listJobs(parts: WireParts, request: WireRequest): WireAnswer {
  const { query } = request;
  const filters = [ownerFilter(query, request.user), prefixFilter(query), ...idFilter(query), ...statusFilter(query)];
  const lagMs = parts.behaviour.listLagMs();
  const visibleBefore = lagMs === 0 ? Infinity : parts.clock.now() - lagMs;
  const rows = parts.jes
    .jobs()
    .filter((job) => job.submitted <= visibleBefore && filters.every((fits) => fits(job)))
    .slice(0, rowLimit(query));
  const execData = query.get('exec-data')?.toUpperCase() === 'Y';
  return json(
    200,
    rows.map((job) => jobDocument(job, { origin: request.origin, sysname: parts.site.system.name, execData })),
  );
}

type Filter = (job: Job) => boolean;

function ownerFilter(query: URLSearchParams, user: string): Filter {
  const owner = (query.get('owner') ?? '').toUpperCase() || user;
  if (!mask.test(owner)) throw badQuery('owner');
  const matches = jobNameMask(owner);
  return (job) => matches(job.owner);
}

function prefixFilter(query: URLSearchParams): Filter {
  const prefix = (query.get('prefix') ?? '').toUpperCase() || '*';
  if (!mask.test(prefix)) throw badQuery('prefix');
  const matches = jobNameMask(prefix);
  return (job) => matches(job.jobname);
}

/** `jobid` and `user-correlator` exclude each other; the latter is the user part alone. */
function idFilter(query: URLSearchParams): Filter[] {
  const jobid = query.get('jobid')?.toUpperCase();
  const correlator = query.get('user-correlator');
  if (jobid !== undefined && !/^((JOB|STC|TSU|J0|S0|T0)[0-9*?]{0,6}|[A-Z0-9]*\*)$/.test(jobid)) throw badQuery('jobid');
  if (jobid !== undefined && correlator !== null) throw badQuery('user-correlator');
  if (jobid !== undefined) {
    const matches = jobNameMask(jobid);
    return [(job) => matches(job.jobid)];
  }
  if (correlator === null) return [];
  if (!userPart.test(correlator)) throw badQuery('user-correlator');
  return [(job) => job.correlator.endsWith(`:${correlator}`)];
}

function statusFilter(query: URLSearchParams): Filter[] {
  return query.get('status')?.toLowerCase() === 'active' ? [(job) => job.status === 'ACTIVE'] : [];
}

function rowLimit(query: URLSearchParams): number {
  const wanted = Number(query.get('max-jobs') ?? mostRows);
  return Number.isInteger(wanted) && wanted >= 1 && wanted <= mostRows ? wanted : mostRows;
}
