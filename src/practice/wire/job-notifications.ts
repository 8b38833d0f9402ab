import { request as plainRequest } from 'node:http';
import { request as tlsRequest } from 'node:https';
import type { Behaviour } from '../faults/behaviour.ts';
import type { Jes, Job, JobEvent } from '../jes/jes.ts';

export interface NotifierParts {
  readonly jes: Jes;
  readonly behaviour: Behaviour;
  /** Aborted when the system stops. */
  readonly stopped: AbortSignal;
}

/** A receiver that does not answer is given up: nothing is sent again (delivery is not acknowledged). */
const patienceMs = 10_000;

/**
 * Calls the URL that a submitter gave, when the job becomes ready, active or complete (z/OSMF Programming Guide, Submit a
 * job; z/OSMF Configuration Guide, Configuring your system for asynchronous job notifications). Nobody waits for it, and
 * nobody learns whether it arrived.
 */
export function notifySubmitters({ jes, behaviour, stopped }: NotifierParts): void {
  const seen = new WeakMap<Job, Set<JobEvent>>();
  jes.onChange((job) => {
    const notification = job.submission?.notification;
    const event = eventOf(job);
    if (notification === undefined || event === undefined || jes.byCorrelator(job.correlator) === undefined) return;
    const told = seen.get(job) ?? new Set<JobEvent>();
    seen.set(job, told);
    if (told.has(event)) return;
    told.add(event);
    if (!notification.events.includes(event)) return;
    const body = JSON.stringify(
      completed(job, notification.events.some((one) => one !== 'complete') ? event : undefined),
    );
    const copies = behaviour.notificationsToSend();
    for (let copy = 0; copy < copies; copy += 1) post(notification.url, body, stopped);
  });
}

function eventOf({ status, phase }: Job): JobEvent | undefined {
  if (status === 'OUTPUT') return 'complete';
  if (status === 'ACTIVE') return 'active';
  return phase === onExecutionQueue ? 'ready' : undefined;
}

const onExecutionQueue = 10;

/** How a job ended, as the extended status counts it (SSI 80, STTRXIND); that z/OSMF gives these is unconfirmed. */
const completionTypes: readonly (readonly [pattern: RegExp, type: number])[] = [
  [/^CC /, 1],
  [/^JCL ERROR/, 3],
  [/^CANCELED/, 4],
  [/^ABEND/, 5],
  [/^CONV ABEND/, 6],
  [/^SEC ERROR/, 7],
  [/^CONV ERROR/, 9],
  [/^SYS FAIL/, 10],
];

/** The job completed document. The name of the event's field is unconfirmed. */
function completed(job: Job, event: JobEvent | undefined): Record<string, unknown> {
  const { retcode } = job;
  const type = completionTypes.find(([pattern]) => pattern.test(retcode ?? ''))?.[1] ?? 0;
  return {
    'job-correlator': job.correlator,
    jobid: job.jobid,
    jobname: job.jobname,
    owner: job.owner,
    class: job.jobClass,
    retcode,
    'completion-type': type,
    'completion-code': Number(/^CC (\d{4})$/.exec(retcode ?? '')?.[1] ?? 0),
    'abend-code': /^ABEND ?([SU][0-9A-F]+)$/.exec(retcode ?? '')?.[1] ?? null,
    ...(event === undefined ? {} : { event }),
  };
}

function post(url: string, body: string, stopped: AbortSignal): void {
  const send = url.startsWith('https:') ? tlsRequest : plainRequest;
  const headers = { 'Content-Type': 'application/json', 'Content-Length': String(Buffer.byteLength(body)) };
  const call = send(url, { method: 'POST', headers, agent: false, timeout: patienceMs, signal: stopped });
  call.on('error', () => undefined);
  call.on('timeout', () => call.destroy());
  call.on('response', (answer) => answer.resume());
  call.end(body);
}
