import { header } from '../answer.ts';
import type { WireAnswer, WireRequest } from '../answer.ts';
import type { WireParts } from '../parts.ts';
import { recordRange, searchOf, selected } from '../records.rules.ts';
import type { Search } from '../records.rules.ts';
import { timeBound, TooLong } from '../../../shared/time-bound.ts';
import { charsetAsked, typeAsked } from './content-headers.ts';
import { contentOut, lineOf } from './data-type.rules.ts';
import type { DataType } from './data-type.rules.ts';
import { directoryRecords } from './directory-blocks.rules.ts';
import { badRequest, cannotOpen, noAnswerInTime } from './errors.ts';
import { namesTag, etagOf } from './etag.ts';
import { wordingFaults } from './fault-wording.ts';
import { organisationNotSupported } from './ispf-errors.ts';
import { recalled, responseTimeout } from './recalls.ts';
import { isMemberName, resolved, usable } from './target.ts';
import type { Located, Target } from './target.ts';
import { withEnqueue } from './with-enqueue.ts';

/** Up to this size an ETag comes without being asked for. */
const etagLimit = 8 * 1024 * 1024;

/**
 * Reads a sequential data set or a member as text, stored bytes or framed records; a library without a member gives its
 * directory.
 *
 * @see IBM z/OS Management Facility Programming Guide, Retrieve the contents of a z/OS data set or member
 */
export async function readContent(parts: WireParts, request: WireRequest, named: Target): Promise<WireAnswer> {
  const target = resolved(parts, named);
  const type = typeAsked(request);
  await recalled(parts, request, usable(parts, request.user, target, 'READ').entry);
  const found = usable(parts, request.user, target, 'READ');
  const { dsname } = found.entry;
  return withEnqueue(parts, request, { dsname, member: target.member, writes: false }, () =>
    answered(request, recordsOf(found, target.member), found, type),
  );
}

function recordsOf({ sets, entry }: Located, member: string | undefined): readonly Buffer[] {
  const { dsname, attributes } = entry;
  if (attributes.dsorg === 'VS') throw organisationNotSupported(dsname);
  if (member === undefined)
    return wordingFaults(() =>
      attributes.dsorg === 'PO' ? directoryRecords(sets.members(dsname)) : sets.read(dsname),
    );
  if (attributes.dsorg !== 'PO') throw cannotOpen();
  if (!isMemberName(member)) throw badRequest(1, `Member name '${member}' is not valid`);
  return wordingFaults(() => sets.read(dsname, member));
}

function answered(
  request: WireRequest,
  records: readonly Buffer[],
  { entry: { attributes } }: Located,
  type: DataType,
): WireAnswer {
  const tag = etagOf(records);
  const known = header(request, 'If-None-Match');
  if (known !== undefined && namesTag(known, tag)) return { status: 304, headers: { ETag: tag } };
  const part = chosenInTime(request, records, (record) => lineOf(record, attributes, type.page));
  const charset = charsetAsked(request);
  const body = contentOut(part.records, attributes, type, charset);
  const wantsTag = header(request, 'X-IBM-Return-Etag')?.toLowerCase() === 'true' || body.length <= etagLimit;
  const contentType =
    type.kind === 'text' ? `text/plain; charset=${charset?.name ?? 'UTF-8'}` : 'application/octet-stream';
  return {
    status: 200,
    headers: { 'Content-Type': contentType, ...(wantsTag ? { ETag: tag } : {}), ...part.headers },
    body,
  };
}

/** An expression that looks for too long is given up: the address space would not have answered either. */
const searchMs = 1000;

export function chosenInTime(request: WireRequest, records: readonly Buffer[], line: (record: Buffer) => string) {
  if (!request.query.has('research')) return chosen(request, records, line);
  try {
    return timeBound(searchMs, () => chosen(request, records, line));
  } catch (error) {
    if (error instanceof TooLong) throw noAnswerInTime(request.user, responseTimeout(request));
    throw error;
  }
}

function chosen(request: WireRequest, records: readonly Buffer[], line: (record: Buffer) => string) {
  const text = header(request, 'X-IBM-Record-Range');
  const range = text === undefined ? undefined : recordRange(text);
  if (text !== undefined && range === undefined) throw badRequest(7, 'Value of X-IBM-Record-Range header is not valid');
  const search = searchAsked(request);
  if (range === undefined && search === undefined) return { records, headers: {} };
  const { start, count } = selected(search === undefined ? records.map(() => '') : records.map(line), range, search);
  return {
    records: records.slice(start, start + count),
    headers: { 'X-IBM-Record-Range': `${String(start)},${String(count)}` },
  };
}

function searchAsked(request: WireRequest): Search | undefined {
  const most = request.query.get('maxreturnsize');
  if (most !== null && !/^\d{1,9}$/.test(most)) throw badRequest(13, 'maxreturnsize');
  const insensitive = request.query.get('insensitive');
  if (insensitive !== null && !/^(true|false)$/i.test(insensitive)) throw badRequest(13, 'insensitive');
  try {
    return searchOf(request.query);
  } catch (error) {
    if (error instanceof SyntaxError) throw badRequest(13, 'research');
    throw error;
  }
}
