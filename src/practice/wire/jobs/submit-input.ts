import { codePage } from '../../codepages/code-page.ts';
import type { WireRequest } from '../answer.ts';
import type { WireParts } from '../parts.ts';
import { unframed } from '../records.rules.ts';
import { jobsError } from './errors.ts';
import { internalReader } from './internal-reader.ts';
import type { InternalReader } from './internal-reader.ts';
import { linesOfFile } from './submit-file.ts';

/** The lines that a submit request brings, in whatever form. @throws {Refusal} by the reasons of category 6 */
export function submittedLines(parts: WireParts, request: WireRequest): string[] {
  const reader = internalReader(request);
  const type = (request.headers['content-type'] ?? 'text/plain').toLowerCase();
  const lines = linesOf(parts, request, reader, type);
  if (lines[0]?.startsWith('/') !== true) throw jobsError(400, 17, 'Submit input data does not start with a slash');
  const longest = lines.reduce((most, line) => Math.max(most, line.length), 0);
  const most = type.startsWith('application/json') ? Math.max(longest, reader.lrecl) : reader.lrecl;
  if (longest <= most) return lines;
  throw jobsError(
    400,
    9,
    `Job submission error. Record length ${String(longest)} too long for JCL submission, maxlen=${String(most)}`,
  );
}

function linesOf(parts: WireParts, request: WireRequest, reader: InternalReader, type: string): string[] {
  if (type.startsWith('application/json')) return linesOfFile(parts, request, reader);
  if (type.startsWith('application/octet-stream')) return recordLines(request.body, reader);
  if (type.startsWith('text/')) return textLines(request.body, type);
  throw jobsError(400, 3, "Request does not contain 'text/plain' content");
}

function textLines(body: Buffer, type: string): string[] {
  const charset = /charset=\s*"?([^;"\s]+)/.exec(type)?.[1] ?? 'utf-8';
  const text = (codePage(charset)?.decode(body) ?? body.toString('utf8')).replace(/\r?\n$/, '');
  return text.split(/\r?\n/);
}

/** Fixed records stand one behind the other; records of RECORD mode may stand behind their lengths. */
function recordLines(body: Buffer, { mode, lrecl, page }: InternalReader): string[] {
  const framed = mode === 'RECORD' ? unframed(body) : undefined;
  if (framed !== undefined && framed.length > 0) return framed.map((record) => page.decode(record).trimEnd());
  return Array.from({ length: Math.ceil(body.length / lrecl) }, (_, at) =>
    page.decode(body.subarray(at * lrecl, (at + 1) * lrecl)).trimEnd(),
  );
}
