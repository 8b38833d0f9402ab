import { header } from '../answer.ts';
import type { WireAnswer, WireRequest } from '../answer.ts';
import { badRequest } from '../files/errors.ts';
import { namesTag } from '../files/etag.ts';
import { chosenInTime } from '../files/read-content.ts';
import type { WireParts } from '../parts.ts';
import { framed } from '../records.rules.ts';
import { contentTypeOf, fileTagOf } from './file-content.ts';
import type { ContentType } from './file-content.ts';
import { directoryRead, illegalSequence, openRefused, worded } from './unix-errors.ts';

/** Up to this size an ETag comes without being asked for. */
const etagLimit = 8 * 1024 * 1024;

/**
 * Reads a file as text or as it is stored.
 *
 * @see IBM z/OS Management Facility Programming Guide, Retrieve the contents of a z/OS UNIX file
 */
export function readUnixFile({ unix }: WireParts, request: WireRequest, path: string): WireAnswer {
  const { user } = request;
  const { bytes, tag } = worded(openRefused, () => {
    const status = unix.status(path, user);
    if (status.kind === 'directory') throw directoryRead();
    return { bytes: unix.read(path, user), tag: status.tag };
  });
  const type = contentTypeOf(request, tag);
  const etag = fileTagOf(bytes);
  const known = header(request, 'If-None-Match');
  if (known !== undefined && namesTag(known, etag)) return { status: 304, headers: { ETag: etag } };
  const wantsTag = header(request, 'X-IBM-Return-Etag')?.toLowerCase() === 'true' || bytes.length <= etagLimit;
  const tagged = wantsTag ? { ETag: etag } : {};
  if (type.kind === 'text') return textAnswer(request, bytes, type, tagged);
  const ranged = byteRange(request, bytes);
  const body = type.kind === 'record' ? framed([ranged.bytes]) : ranged.bytes;
  return {
    status: ranged.status,
    headers: { 'Content-Type': 'application/octet-stream', ...tagged, ...ranged.headers },
    body,
  };
}

function textAnswer(
  request: WireRequest,
  bytes: Buffer,
  type: ContentType,
  tagged: Record<string, string>,
): WireAnswer {
  const text = type.page.decode(bytes);
  const isPart =
    header(request, 'X-IBM-Record-Range') !== undefined ||
    ['search', 'research'].some((name) => request.query.has(name));
  const part = isPart ? partOf(request, text) : { text, headers: {} };
  const ended = type.crlf ? part.text.replaceAll(/\r?\n/g, '\r\n') : part.text;
  const body = type.body.encode(ended);
  if (type.body.name !== 'UTF-8' && type.body.decode(body) !== ended) throw illegalSequence();
  const headers = { 'Content-Type': `text/plain; charset=${type.body.name}`, ...tagged, ...part.headers };
  return { status: 200, headers, body };
}

/** Lines of a text by X-IBM-Record-Range and search. */
function partOf(request: WireRequest, text: string) {
  const lines = text === '' ? [] : text.replace(/\n$/, '').split('\n');
  const records = lines.map((line) => Buffer.from(line, 'utf8'));
  const { records: part, headers } = chosenInTime(request, records, (record) => record.toString('utf8'));
  return { text: part.map((record) => `${record.toString('utf8')}\n`).join(''), headers };
}

/** `Range: bytes=a-b`, `a-` and `-n`; one range alone. @throws {Refusal} 400 */
function byteRange(request: WireRequest, bytes: Buffer) {
  const text = header(request, 'Range');
  if (text === undefined) return { status: 200, bytes, headers: {} };
  const match = /^bytes=(\d*)-(\d*)$/.exec(text.trim());
  const [, from = '', to = ''] = match ?? [];
  if (match === null || (from === '' && to === '')) throw badRequest(7, 'Value of Range header is not valid');
  const start = from === '' ? Math.max(0, bytes.length - Number(to)) : Number(from);
  const end = from === '' || to === '' ? bytes.length : Math.min(bytes.length, Number(to) + 1);
  if (start >= bytes.length || end <= start) throw badRequest(7, 'Value of Range header is not valid');
  const headers = { 'Content-Range': `bytes ${String(start)}-${String(end - 1)}/${String(bytes.length)}` };
  return { status: 206, bytes: bytes.subarray(start, end), headers };
}
