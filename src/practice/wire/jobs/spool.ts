import type { Job } from '../../jes/jes.ts';
import { codePage } from '../../codepages/code-page.ts';
import { header, json } from '../answer.ts';
import type { WireAnswer, WireRequest } from '../answer.ts';
import type { WireParts } from '../parts.ts';
import { framed, recordRange, searchOf, selected } from '../records.rules.ts';
import { jobUrl } from './document.ts';
import { badQuery, jobsError } from './errors.ts';
import type { JobPath } from './find-job.ts';

const submittedJcl = 1;

/** Spool files of a job; the submitted JCL is not among them. */
export function spoolFiles(parts: WireParts, request: WireRequest, path: JobPath): WireAnswer {
  const job = path.find(parts.jes);
  const url = jobUrl(job, request.origin);
  const files = parts.jes.spoolFiles(job).filter((file) => file.id !== submittedJcl);
  const rows = files.map((file) => ({
    recfm: file.recfm,
    'records-url': `${url}/files/${String(file.id)}/records`,
    stepname: file.stepname,
    subsystem: 'JES2',
    'job-correlator': job.correlator,
    'byte-count': file.byteCount,
    lrecl: file.lrecl,
    jobid: job.jobid,
    ddname: file.ddname,
    id: file.id,
    'record-count': file.recordCount,
    class: file.outputClass,
    jobname: job.jobname,
    procstep: file.procstep,
  }));
  return json(200, rows);
}

/** Content of a spool file, or of the submitted JCL: text with one newline a record, stored bytes, or framed records. */
export function spoolRecords(parts: WireParts, request: WireRequest, path: JobPath, id: string): WireAnswer {
  const job = path.find(parts.jes);
  const records = recordsOf(parts, job, path.reference, id);
  const mode = (request.query.get('mode') ?? 'text').toLowerCase();
  if (!['text', 'binary', 'record'].includes(mode)) throw badQuery('mode');
  const page = codePage(request.query.get('fileEncoding') ?? 'IBM-1047');
  if (page === undefined) throw jobsError(400, 14, 'Unsupported encoding');
  const rangeText = header(request, 'X-IBM-Record-Range');
  const range = rangeText === undefined ? undefined : recordRange(rangeText);
  if (rangeText !== undefined && range === undefined) throw jobsError(400, 11, 'Record range is not valid');
  const lines = records.map((record) => page.decode(record));
  const search = searchOf(request.query);
  const { start, count } = selected(lines, range, search);
  const ranged =
    range === undefined && search === undefined ? {} : { 'X-IBM-Record-Range': `${String(start)},${String(count)}` };
  const part = records.slice(start, start + count);
  const octets = { 'Content-Type': 'application/octet-stream', ...ranged };
  if (mode === 'binary') return { status: 200, headers: octets, body: Buffer.concat(part) };
  if (mode === 'record') return { status: 200, headers: octets, body: framed(part) };
  const text = lines.slice(start, start + count).map((line) => `${line}\n`);
  return { status: 200, headers: { 'Content-Type': 'text/plain;charset=UTF-8', ...ranged }, body: text.join('') };
}

function recordsOf(parts: WireParts, job: Job, reference: string, id: string): readonly Buffer[] {
  const number = id.toUpperCase() === 'JCL' ? submittedJcl : Number(id);
  const records = Number.isInteger(number) ? parts.jes.spoolRecords(job, number) : undefined;
  if (records === undefined) throw jobsError(400, 12, `Job '${reference}' does not contain spool file id ${id}`);
  return records;
}
