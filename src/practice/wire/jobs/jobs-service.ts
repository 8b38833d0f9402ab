import type { WireAnswer, WireRequest } from '../answer.ts';
import type { WireParts } from '../parts.ts';
import { jobsError, noMatch } from './errors.ts';
import { jobPath } from './find-job.ts';
import { jobStatus } from './job-status.ts';
import { listJobs } from './list-jobs.ts';
import { modifyJob, purgeJob } from './modify-job.ts';
import { spoolFiles, spoolRecords } from './spool.ts';
import { secondaryJes } from './subsystem.ts';
import { submitJob } from './submit-job.ts';

/** `/zosmf/restjobs/jobs[/-JES]…`: finds the operation for method and path. */
export function jobsService(parts: WireParts, request: WireRequest): WireAnswer {
  const below = request.segments.slice(3).filter((segment) => segment !== '');
  const { subsystem, rest: segments } = secondaryJes(parts, below);
  if (segments.length === 0) return collection(parts, request, subsystem);
  const { method } = request;
  if (method === 'POST') throw jobsError(400, 8, 'POST method is not supported');
  const path = jobPath(method, segments);
  const [what, id, records] = path.rest;
  if (what === undefined) {
    if (method === 'GET') return jobStatus(parts, request, path);
    if (method === 'PUT') return modifyJob(parts, request, path);
    if (method === 'DELETE') return purgeJob(parts, request, path);
  }
  if (method === 'GET' && what === 'files') {
    if (id === undefined) return spoolFiles(parts, request, path);
    if (records === 'records') return spoolRecords(parts, request, path, id);
  }
  throw noMatch(method, `/${segments.join('/')}`);
}

function collection(parts: WireParts, request: WireRequest, subsystem: string | undefined): WireAnswer {
  if (request.method === 'GET') return listJobs(parts, request, subsystem);
  if (request.method === 'PUT') return submitJob(parts, request, subsystem);
  if (request.method === 'POST') throw jobsError(400, 8, 'POST method is not supported');
  throw noMatch(request.method, '');
}
