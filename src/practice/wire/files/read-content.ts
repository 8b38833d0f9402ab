import { header } from '../answer.ts';
import type { WireAnswer, WireRequest } from '../answer.ts';
import type { WireParts } from '../parts.ts';
import { recordRange, searchOf, selected } from '../records.rules.ts';
import { contentOut, dataTypeOf, lineOf } from './data-type.rules.ts';
import { directoryRecords } from './directory-blocks.rules.ts';
import { badRequest, wordingFaults } from './errors.ts';
import { bareTag, etagOf } from './etag.ts';
import { resolved, usable } from './target.ts';
import type { Target } from './target.ts';

/** Up to this size an ETag comes without being asked for. */
const etagLimit = 8 * 1024 * 1024;

/** Reads a sequential data set or a member as text, stored bytes or framed records. */
export function readContent(parts: WireParts, request: WireRequest, named: Target): WireAnswer {
  const target = resolved(parts, named);
  const { attributes } = usable(parts, request.user, target, 'READ');
  const type = dataTypeOf(header(request, 'X-IBM-Data-Type'));
  if (type === undefined) throw badRequest(7, 'Value of X-IBM-Data-Type header is not valid');
  const isDirectory = attributes.dsorg === 'PO' && target.member === undefined;
  const records = wordingFaults(() =>
    isDirectory
      ? directoryRecords(parts.dataSets.members(target.dsname))
      : parts.dataSets.read(target.dsname, target.member),
  );
  const tag = etagOf(records);
  const known = header(request, 'If-None-Match');
  if (known !== undefined && bareTag(known) === tag) return { status: 304, headers: { ETag: tag } };
  const part = chosen(request, records, (record) => lineOf(record, attributes, type.page));
  const body = contentOut(part.records, attributes, type);
  const wantsTag = header(request, 'X-IBM-Return-Etag')?.toLowerCase() === 'true' || body.length <= etagLimit;
  const contentType = type.kind === 'text' ? 'text/plain; charset=UTF-8' : 'application/octet-stream';
  return {
    status: 200,
    headers: { 'Content-Type': contentType, ...(wantsTag ? { ETag: tag } : {}), ...part.headers },
    body,
  };
}

function chosen(request: WireRequest, records: readonly Buffer[], line: (record: Buffer) => string) {
  const text = header(request, 'X-IBM-Record-Range');
  const range = text === undefined ? undefined : recordRange(text);
  if (text !== undefined && range === undefined) throw badRequest(7, 'Value of X-IBM-Record-Range header is not valid');
  const search = searchOf(request.query);
  if (range === undefined && search === undefined) return { records, headers: {} };
  const { start, count } = selected(search === undefined ? records.map(() => '') : records.map(line), range, search);
  return {
    records: records.slice(start, start + count),
    headers: { 'X-IBM-Record-Range': `${String(start)},${String(count)}` },
  };
}
