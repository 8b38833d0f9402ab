import type { Job, SpoolFile } from '../../jes/jes.ts';
import { codePage } from '../../codepages/code-page.ts';
import type { CodePage } from '../../codepages/code-page.ts';
import { spoolResource } from '../../security/authority.ts';
import { header, json } from '../answer.ts';
import type { WireAnswer, WireRequest } from '../answer.ts';
import type { WireParts } from '../parts.ts';
import { recordRange, searchOf } from '../records.rules.ts';
import { timeBound, TooLong } from '../../../shared/time-bound.ts';
import type { RecordRange, Search } from '../records.rules.ts';
import { jobUrl } from './document.ts';
import { badQuery, jobsError } from './errors.ts';
import type { JobPath } from './find-job.ts';
import { binaryPieces, framedPieces, taken, textPieces } from './spool-pieces.ts';

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
    subsystem: job.submission?.subsystem ?? 'JES2',
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

/**
 * Content of a spool file, or of the submitted JCL: text with one newline a record, stored bytes, or framed records. It is
 * made while it is sent.
 */
export function spoolRecords(parts: WireParts, request: WireRequest, path: JobPath, id: string): WireAnswer {
  const job = path.find(parts.jes);
  const file = fileOf(parts, request.user, job, path.reference, id);
  const mode = (request.query.get('mode') ?? 'text').toLowerCase();
  if (!['text', 'binary', 'record'].includes(mode)) throw badQuery('mode');
  const page = codePage(request.query.get('fileEncoding') ?? 'IBM-1047');
  if (page === undefined) throw jobsError(400, 14, 'Unsupported encoding');
  const wanted = wantedPart(request);
  const { start, count } =
    wanted.search === undefined ? bounded(file, wanted.range) : foundInTime(request, file, page, wanted);
  const records = taken(file.from(start), count);
  const headers = wanted.ranged ? { 'X-IBM-Record-Range': `${String(start)},${String(count)}` } : {};
  if (mode === 'text')
    return {
      status: 200,
      headers: { 'Content-Type': 'text/plain;charset=UTF-8', ...headers },
      stream: textPieces(records, page),
    };
  const stream = mode === 'binary' ? binaryPieces(records) : framedPieces(records);
  return { status: 200, headers: { 'Content-Type': 'application/octet-stream', ...headers }, stream };
}

interface Part {
  readonly range: RecordRange | undefined;
  readonly search: Search | undefined;
  readonly ranged: boolean;
}

function wantedPart(request: WireRequest): Part {
  const text = header(request, 'X-IBM-Record-Range');
  const range = text === undefined ? undefined : recordRange(text);
  if (text !== undefined && range === undefined) throw jobsError(400, 11, 'Record range is not valid');
  let search: Search | undefined;
  try {
    search = searchOf(request.query);
  } catch {
    throw badQuery('research');
  }
  if (search !== undefined && !(search.most >= 1)) throw badQuery('maxreturnsize');
  const open = search !== undefined && range !== undefined && /-\s*0\s*$/.test(text ?? '');
  return {
    search,
    range: open ? { start: range.start, count: Infinity } : range,
    ranged: text !== undefined || search !== undefined,
  };
}

interface OpenFile {
  readonly recordCount: number;
  from(first: number): Iterable<Buffer>;
}

function bounded(file: OpenFile, range: RecordRange | undefined): { start: number; count: number } {
  const start = range?.start ?? 0;
  return { start, count: Math.max(0, Math.min(file.recordCount - start, range?.count ?? Infinity)) };
}

/** An expression that looks for too long is refused: the event loop belongs to everybody. */
const searchMs = 1000;

function foundInTime(request: WireRequest, file: OpenFile, page: CodePage, part: Part) {
  if (!request.query.has('research')) return found(file, page, part);
  try {
    return timeBound(searchMs, () => found(file, page, part));
  } catch (error) {
    if (error instanceof TooLong) throw badQuery('research');
    throw error;
  }
}

/** From the first hit on as many lines as are wanted; nothing where there is none. */
function found(file: OpenFile, page: CodePage, { range, search }: Part): { start: number; count: number } {
  const part = bounded(file, range);
  let at = part.start;
  for (const record of taken(file.from(part.start), part.count)) {
    if (search?.matches(page.decode(record)) === true)
      return { start: at, count: Math.min(search.most, part.start + part.count - at) };
    at += 1;
  }
  return { start: part.start, count: 0 };
}

/** @throws {Refusal} 400 6/4/12 for an id that is not there */
function fileOf(parts: WireParts, user: string, job: Job, reference: string, id: string): OpenFile {
  const number = /^JCL$/i.test(id) ? submittedJcl : /^\d{1,9}$/.test(id) ? Number(id) : -1;
  const { jes } = parts;
  const known = number === submittedJcl ? undefined : jes.spoolFiles(job).find((file) => file.id === number);
  const records = known === undefined || jes.spoolFrom === undefined ? jes.spoolRecords(job, number) : undefined;
  if (known === undefined && records === undefined)
    throw jobsError(400, 12, `Job '${reference}' does not contain spool file id ${id}`);
  mayRead(parts, user, job, known);
  return {
    recordCount: known?.recordCount ?? records?.length ?? 0,
    from: (first) => jes.spoolFrom?.(job, number, first) ?? records?.slice(first) ?? [],
  };
}

/**
 * Others' spool is read under a JESSPOOL profile (z/OS JES2 Initialization and Tuning Guide, Controlling access to data
 * that resides on spool).
 *
 * @throws {Refusal} category and reason of the refusal are unconfirmed
 */
function mayRead({ authority, site }: WireParts, user: string, job: Job, file: SpoolFile | undefined): void {
  if (job.owner === user) return;
  const resource = spoolResource(site.system.node, job, file ?? { id: submittedJcl, ddname: 'JESJCLIN' });
  if (authority.allows(user, 'JESSPOOL', resource, 'READ')) return;
  throw jobsError(500, 0, `Not authorized to access spool data set ${resource}`, 8, 3);
}
