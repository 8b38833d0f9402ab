import { JobsConstants } from '@zowe/zos-jobs-for-zowe-sdk';
import { z } from 'zod';
import { LockstepError } from '../shared/errors.ts';
import { parsed, trimmedLines, unusable } from './answers.ts';
import { errorDocumentOf, saysNoSuchJob } from './faults.ts';
import type { Transport } from './transport.ts';
import type { WireRequest } from './wire.ts';
import { FeedbackDocument, JobDocument, SpoolFileDocument } from './zosmf.schema.ts';
import type { JobChange, Zosmf } from './zosmf.schema.ts';

/** z/OSMF gives at most this many rows and does not say when there are more. */
const mostRows = 1000;
const userCorrelator = /^[A-Z$#@][A-Z0-9$#@]{0,31}$/;

type JobCalls = Pick<
  Zosmf,
  | 'submit'
  | 'jobsByPrefix'
  | 'jobsByUserCorrelator'
  | 'job'
  | 'jclOf'
  | 'spoolFiles'
  | 'spoolText'
  | 'release'
  | 'purge'
>;

/** The jobs services (z/OSMF Programming Guide, z/OS jobs REST interface). */
export function jobCalls(transport: Transport): JobCalls {
  const { system, ask } = transport;

  async function list(operation: string, query: string): Promise<readonly JobDocument[]> {
    const request = reading(operation, `?${query}`);
    return parsed(z.array(JobDocument), await ask(request), request, system);
  }

  async function text(operation: string, resource: string): Promise<string> {
    const answer = await ask(reading(operation, resource));
    return answer.body.toString('utf8');
  }

  async function change(request: WireRequest): Promise<JobChange> {
    const answer = await ask(request, saysNoSuchJob);
    if (answer.status === 202) return { done: false, later: true, message: 'Accepted; z/OSMF does it later' };
    if (saysNoSuchJob(answer)) return { done: false, message: errorDocumentOf(answer)?.message ?? 'No such job' };
    const feedback = parsed(FeedbackDocument, answer, request, system);
    return { done: Number(feedback.status) === 0, message: feedback.message ?? `Status ${feedback.status}` };
  }

  return {
    async submit(jcl, correlator) {
      const request = submission(jcl, correlator, system);
      return parsed(JobDocument, await ask(request), request, system);
    },
    async jobsByPrefix(prefix) {
      const mask = prefix.length < 8 && !prefix.endsWith('*') ? `${prefix}*` : prefix;
      const rows = await list(
        'list jobs',
        `owner=*&prefix=${encodeURIComponent(mask)}&max-jobs=${mostRows}&exec-data=Y`,
      );
      return { jobs: rows, full: rows.length >= mostRows };
    },
    async jobsByUserCorrelator(correlator) {
      refuseUnfit(correlator, system);
      const query = `user-correlator=${encodeURIComponent(correlator)}&max-jobs=${mostRows}`;
      try {
        return await list('look for a job', `owner=*&${query}`);
      } catch (error) {
        if (!isBadQuery(error)) throw error;
        return list('look for a job', query);
      }
    },
    async job(correlator) {
      const request = reading('look at a job', `${pathOf(correlator)}?step-data=Y&exec-data=Y`);
      const answer = await ask(request, saysNoSuchJob);
      return saysNoSuchJob(answer) ? undefined : parsed(JobDocument, answer, request, system);
    },
    async jclOf(correlator) {
      const jcl = trimmedLines(await text('read the JCL of a job', `${pathOf(correlator)}/files/JCL/records`));
      if (jcl === '') throw unusable('the JCL is empty', reading('read the JCL of a job', ''), system);
      return jcl;
    },
    async spoolFiles(correlator) {
      const request = reading('list the spool of a job', `${pathOf(correlator)}/files`);
      return parsed(z.array(SpoolFileDocument), await ask(request), request, system);
    },
    spoolText: (correlator, id) => text('read spool', `${pathOf(correlator)}/files/${id}/records`),
    release: (correlator) =>
      change({
        ...reading('release a job', pathOf(correlator)),
        method: 'PUT',
        headers: { 'Content-Type': 'application/json' },
        body: { request: 'release', version: '2.0' },
        changes: true,
      }),
    purge: (correlator) =>
      change({
        ...reading('purge a job', pathOf(correlator)),
        method: 'DELETE',
        headers: { 'X-IBM-Job-Modify-Version': '2.0' },
        changes: true,
      }),
  };
}

function reading(operation: string, below: string): WireRequest {
  return { operation, service: 'jobs', method: 'GET', resource: `${JobsConstants.RESOURCE}${below}`, changes: false };
}

/** Inline text, one job: internal reader in TEXT mode, 80 bytes fixed (z/OSMF Programming Guide, Submit a job). */
function submission(jcl: string, correlator: string | undefined, system: string): WireRequest {
  if (correlator !== undefined) refuseUnfit(correlator, system);
  return {
    operation: 'submit a job',
    service: 'jobs',
    method: 'PUT',
    resource: JobsConstants.RESOURCE,
    headers: {
      'Content-Type': 'text/plain; charset=utf8',
      'X-IBM-Intrdr-Mode': 'TEXT',
      'X-IBM-Intrdr-Lrecl': '80',
      'X-IBM-Intrdr-Recfm': 'F',
      ...(correlator === undefined ? {} : { 'X-IBM-User-Correlator': correlator }),
    },
    body: jcl,
    changes: true,
  };
}

/** An empty filter would list every job of the system. */
function refuseUnfit(correlator: string, system: string): void {
  if (!userCorrelator.test(correlator))
    throw new LockstepError('zosmf.refused', `${system}: «${correlator}» is no user correlator`, {
      system,
      correlator,
    });
}

/** The separator colon of a correlator must be percent-encoded in a path; name and id, `NAME/JOB00001`, are two segments. */
function pathOf(correlator: string): string {
  if (/^[A-Z0-9#@$]{1,8}\/[A-Z]+\d+$/.test(correlator))
    return `/${correlator.split('/').map(encodeURIComponent).join('/')}`;
  return `/${encodeURIComponent(correlator)}`;
}

/** Some levels may refuse owner and user correlator together (category 6, rc 4, reason 4). */
function isBadQuery(error: unknown): boolean {
  return error instanceof LockstepError && error.facts['category'] === 6 && error.facts['reason'] === 4;
}
