import { codePage } from '../../codepages/code-page.ts';
import { DataSetError } from '../../datasets/data-sets.ts';
import { header } from '../answer.ts';
import type { WireRequest } from '../answer.ts';
import type { WireParts } from '../parts.ts';
import { jobsError } from './errors.ts';

/** The lines that a submit request brings, in whatever form. @throws {Refusal} by the reasons of category 6 */
export function submittedLines(parts: WireParts, request: WireRequest): string[] {
  const mode = (header(request, 'X-IBM-Intrdr-Mode') ?? '').toUpperCase();
  if (!['', 'TEXT', 'RECORD', 'BINARY'].includes(mode))
    throw jobsError(400, 1, 'Internal reader mode is not valid: must be TEXT, RECORD, or BINARY');
  if (mode === 'BINARY' && header(request, 'X-IBM-Intrdr-Recfm')?.toUpperCase() === 'V') {
    throw jobsError(400, 2, 'Internal reader must have fixed length records for binary mode');
  }
  const encoding = codePage(header(request, 'X-IBM-Intrdr-File-Encoding') ?? 'IBM-1047');
  if (encoding === undefined) throw jobsError(400, 14, 'Unsupported encoding');
  const length = Number(header(request, 'X-IBM-Intrdr-Lrecl') ?? 80);
  const type = (request.headers['content-type'] ?? 'text/plain').toLowerCase();
  if (type.startsWith('application/json')) return linesOfFile(parts, request, mode);
  const lines = type.startsWith('application/octet-stream')
    ? recordLines(request.body, length, encoding)
    : textLines(request.body, type);
  if (lines[0]?.startsWith('/') !== true) throw jobsError(400, 17, 'Submit input data does not start with a slash');
  const longest = Math.max(...lines.map((line) => line.length));
  if (longest > length) {
    throw jobsError(
      400,
      9,
      `Job submission error. Record length ${String(longest)} too long for JCL submission, maxlen=${String(length)}`,
    );
  }
  return lines;
}

function textLines(body: Buffer, type: string): string[] {
  const charset = /charset=\s*"?([^;"\s]+)/.exec(type)?.[1] ?? 'utf-8';
  const text = (codePage(charset)?.decode(body) ?? body.toString('utf8')).replace(/\r?\n$/, '');
  return text.split(/\r?\n/);
}

function recordLines(body: Buffer, length: number, encoding: { decode(bytes: Uint8Array): string }): string[] {
  const count = Math.ceil(body.length / length);
  return Array.from({ length: count }, (_, at) =>
    encoding.decode(body.subarray(at * length, (at + 1) * length)).trimEnd(),
  );
}

function linesOfFile(parts: WireParts, request: WireRequest, mode: string): string[] {
  const file = fileName(request.body);
  if (file.startsWith('/') && !file.startsWith('//')) throw jobsError(500, 5, `Error opening input file: ${file}`, 8);
  if (!file.startsWith('//')) throw jobsError(400, 18, 'Submit input file name must be an absolute path');
  if (mode !== '' && mode !== 'RECORD')
    throw jobsError(400, 19, 'Internal reader mode must be RECORD for data set submission');
  const name = file.slice(2).toUpperCase();
  const quoted = /^'(.*)'$/.exec(name)?.[1];
  const match = /^([^()]+)(?:\(([^()]+)\))?$/.exec(quoted ?? `${request.user}.${name}`);
  const [dsname, member] = [match?.[1] ?? '', match?.[2]];
  const shown = member === undefined ? dsname : `${dsname}(${member})`;
  if (/^DD:/.test(name)) throw jobsError(400, 15, 'DD names are not supported for submit input');
  const page = codePage(header(request, 'X-IBM-Intrdr-File-Encoding') ?? 'IBM-1047');
  const records = recordsOf(parts, request.user, dsname, member, shown);
  return records.map((record) => (page?.decode(record) ?? '').trimEnd());
}

function fileName(body: Buffer): string {
  try {
    const document: unknown = JSON.parse(body.toString('utf8'));
    if (typeof document === 'object' && document !== null && 'file' in document && typeof document.file === 'string')
      return document.file;
  } catch {
    throw jobsError(400, 3, "Request does not contain 'JSON' content");
  }
  throw jobsError(400, 3, "Request does not contain 'file' content");
}

function recordsOf(
  parts: WireParts,
  user: string,
  dsname: string,
  member: string | undefined,
  shown: string,
): readonly Buffer[] {
  if (parts.dataSets.find(dsname) === undefined) throw jobsError(400, 16, `Data set not found: ${shown}`);
  const refused = jobsError(500, 5, `Error opening input data set: //'${shown}'`, 8);
  if (!parts.authority.allows(user, 'DATASET', dsname, 'READ')) throw refused;
  try {
    return parts.dataSets.read(dsname, member);
  } catch (error) {
    if (error instanceof DataSetError) throw refused;
    throw error;
  }
}
