import type { Job } from '../../jes/jes.ts';
import { jobDocument } from './document.ts';
import type { DocumentOptions } from './document.ts';

interface Kept {
  readonly version: number;
  readonly origin: string;
  readonly execData: boolean;
  readonly text: Buffer;
}

/** Rows of ended jobs, which seldom change, as they were sent last; a comma stands behind each. */
const keptRows = new WeakMap<Job, Kept>();

const [open, close] = [Buffer.from('['), Buffer.from(']')];

/** A JSON array of job documents. */
export function jobRows(jobs: readonly Job[], options: DocumentOptions): Buffer {
  if (jobs.length === 0) return Buffer.concat([open, close]);
  const rows = jobs.map((job) => row(job, options));
  const last = rows.pop() ?? open;
  return Buffer.concat([open, ...rows, last.subarray(0, -1), close]);
}

function row(job: Job, options: DocumentOptions): Buffer {
  const { origin, execData = false } = options;
  const kept = keptRows.get(job);
  if (kept?.version === job.version && kept?.origin === origin && kept.execData === execData) return kept.text;
  const text = Buffer.from(`${JSON.stringify(jobDocument(job, options))},`, 'utf8');
  if (job.status === 'OUTPUT' && job.version !== undefined)
    keptRows.set(job, { version: job.version, origin, execData, text });
  return text;
}
