import type { Job } from '../../jes/jes.ts';
import { jobDocument } from './document.ts';
import type { DocumentOptions } from './document.ts';

interface Kept {
  readonly version: number;
  readonly origin: string;
  readonly execData: boolean;
  readonly text: Buffer;
}

/** Rows of ended jobs, which seldom change, as they were sent last. */
const keptRows = new WeakMap<Job, Kept>();

const [open, comma, close] = [Buffer.from('['), Buffer.from(','), Buffer.from(']')];

/** A JSON array of job documents. */
export function jobRows(jobs: readonly Job[], options: DocumentOptions): Buffer {
  const pieces: Buffer[] = [open];
  for (const job of jobs) {
    if (pieces.length > 1) pieces.push(comma);
    pieces.push(row(job, options));
  }
  pieces.push(close);
  return Buffer.concat(pieces);
}

function row(job: Job, options: DocumentOptions): Buffer {
  const { origin, execData = false } = options;
  const kept = keptRows.get(job);
  if (kept?.version === job.version && kept?.origin === origin && kept.execData === execData) return kept.text;
  const text = Buffer.from(JSON.stringify(jobDocument(job, options)), 'utf8');
  if (job.status === 'OUTPUT' && job.version !== undefined)
    keptRows.set(job, { version: job.version, origin, execData, text });
  return text;
}
