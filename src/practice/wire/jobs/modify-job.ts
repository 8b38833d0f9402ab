import type { Feedback, Job } from '../../jes/jes.ts';
import { jobResource } from '../../security/authority.ts';
import { header, json } from '../answer.ts';
import type { WireAnswer, WireRequest } from '../answer.ts';
import type { WireParts } from '../parts.ts';
import { jobsError } from './errors.ts';
import type { JobPath } from './find-job.ts';

type Action = { kind: 'CANCEL' | 'HOLD' | 'RELEASE' } | { kind: 'MODIFY'; jobClass: string };

/** Cancels, holds, releases or reclasses. Version 2.0 answers 200 with the outcome, else 202; the outcome is in `status`. */
export function modifyJob(parts: WireParts, request: WireRequest, path: JobPath): WireAnswer {
  const { action, version } = wanted(request.body);
  const job = path.find(parts.jes);
  if (!permitted(parts, request.user, job, action.kind)) return fed(parts, job, protectedJob, version);
  return changed(parts, job, version, () => perform(parts, job, action));
}

/** Cancels and purges; the version stands in a header. */
export function purgeJob(parts: WireParts, request: WireRequest, path: JobPath): WireAnswer {
  const job = path.find(parts.jes);
  const version = header(request, 'X-IBM-Job-Modify-Version') ?? '1.0';
  if (!permitted(parts, request.user, job, 'PURGE')) return fed(parts, job, protectedJob, version);
  return changed(parts, job, version, () => parts.jes.purge(job));
}

const fed = (parts: WireParts, job: Job, feedback: Feedback, version: string): WireAnswer =>
  json(version === '2.0' ? 200 : 202, feedbackDocument(parts, job, feedback));

/** A system may take a synchronous request as an asynchronous one: 202 says nothing of what becomes of it. */
function changed(parts: WireParts, job: Job, version: string, change: () => Feedback): WireAnswer {
  const seconds = parts.behaviour.modifiesLater();
  if (seconds === undefined) return fed(parts, job, change(), version);
  void parts.clock.sleep(seconds * 1000, parts.stopped).then(change, () => undefined);
  return fed(parts, job, queued, '1.0');
}

const queued: Feedback = { status: 0, message: 'Request was successful.' };

const protectedJob: Feedback = { status: 160, message: 'Job is protected' };

function wanted(body: Buffer): { action: Action; version: string } {
  const document = parsed(body);
  const version = document['version'] === '2.0' ? '2.0' : '1.0';
  if (typeof document['class'] === 'string')
    return { action: { kind: 'MODIFY', jobClass: document['class'].toUpperCase() }, version };
  const request = document['request'];
  if (typeof request !== 'string') throw jobsError(400, 6, 'Job update request is not valid');
  const kind = (['CANCEL', 'HOLD', 'RELEASE'] as const).find((name) => name === request.toUpperCase());
  if (kind === undefined) throw jobsError(400, 5, "Update request is not 'cancel'");
  return { action: { kind }, version };
}

function parsed(body: Buffer): Record<string, unknown> {
  try {
    const document: unknown = JSON.parse(body.toString('utf8'));
    if (typeof document === 'object' && document !== null) return { ...document };
  } catch {
    throw jobsError(400, 6, 'Job update request is not valid');
  }
  throw jobsError(400, 6, 'Job update request is not valid');
}

function perform({ jes }: WireParts, job: Job, action: Action): Feedback {
  switch (action.kind) {
    case 'CANCEL':
      return jes.cancel(job);
    case 'HOLD':
      return jes.hold(job);
    case 'RELEASE':
      return jes.release(job);
    case 'MODIFY':
      return jes.changeClass(job, action.jobClass);
  }
}

/**
 * A JESJOBS profile decides; where there is none, everybody may act on own jobs (z/OS Security Server RACF Security
 * Administrator's Guide, Controlling who can modify job attributes using the Job Modify SSI 85).
 */
function permitted({ authority, site }: WireParts, user: string, job: Job, kind: Action['kind'] | 'PURGE'): boolean {
  const resource = jobResource(kind, site.system.node, job.owner, job.jobname);
  if (job.owner === user && !authority.protects('JESJOBS', resource)) return true;
  return authority.allows(user, 'JESJOBS', resource, kind === 'CANCEL' || kind === 'PURGE' ? 'ALTER' : 'UPDATE');
}

function feedbackDocument({ site }: WireParts, job: Job, feedback: Feedback): Record<string, unknown> {
  return {
    jobid: job.jobid,
    jobname: job.jobname,
    'original-jobid': job.jobid,
    owner: job.owner,
    member: 'JES2',
    sysname: site.system.name,
    'job-correlator': job.correlator,
    status: feedback.status,
    ...(feedback.status === 0 ? {} : { 'internal-code': String(feedback.status) }),
    message: feedback.message,
  };
}
