import type { Job, StepData } from '../../jes/jes.ts';

export interface DocumentOptions {
  origin: string;
  sysname: string;
  execData?: boolean;
  stepData?: boolean;
}

/** The job document: numbers as numbers, `retcode` always there. */
export function jobDocument(job: Job, options: DocumentOptions): Record<string, unknown> {
  const url = jobUrl(job, options.origin);
  const reason = job.reasonNotRunning;
  return {
    owner: job.owner,
    phase: job.phase,
    subsystem: job.submission?.subsystem ?? 'JES2',
    'phase-name': job.phaseName,
    'job-correlator': job.correlator,
    type: job.type,
    url,
    jobid: job.jobid,
    class: job.type === 'JOB' ? job.jobClass : job.type,
    'files-url': `${url}/files`,
    jobname: job.jobname,
    status: job.status,
    retcode: job.retcode,
    ...(reason === undefined ? {} : { 'reason-not-running': reason }),
    ...(options.execData === true ? execData(job, options.sysname) : {}),
    ...(options.stepData === true
      ? { 'step-data': job.steps.map((step) => stepDocument(step, job, job.system ?? options.sysname)) }
      : {}),
  };
}

/** Resource of a job, as its own documents name it. */
export function jobUrl(job: Job, origin: string): string {
  const { subsystem } = job.submission ?? {};
  const segment = subsystem === undefined ? '' : `/-${subsystem}`;
  return `${origin}/zosmf/restjobs/jobs${segment}/${encodeURIComponent(job.correlator)}`;
}

/** ISO 8601 in UTC, or null before the event. */
const instant = (at: number | undefined) => (at === undefined ? null : new Date(at).toISOString());

function execData(job: Job, sysname: string): Record<string, unknown> {
  const system = job.started === undefined ? null : (job.system ?? sysname);
  return {
    'exec-system': system,
    'exec-member': system,
    'exec-submitted': instant(Math.floor(job.submitted / 1000) * 1000),
    'exec-started': instant(job.started),
    'exec-ended': instant(job.ended),
  };
}

function stepDocument(step: StepData, job: Job, sysname: string): Record<string, unknown> {
  const { started, ended, cpuSeconds: _, ...rest } = step;
  return {
    smfid: sysname,
    ...rest,
    owner: job.owner,
    ...(started === undefined ? {} : { 'selected-time': instant(started) }),
    ...(ended === undefined ? {} : { 'end-time': instant(ended) }),
  };
}
