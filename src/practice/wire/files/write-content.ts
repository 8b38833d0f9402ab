import { empty, header } from '../answer.ts';
import type { WireAnswer, WireRequest } from '../answer.ts';
import type { WireParts } from '../parts.ts';
import { Name8 } from '../../site/names.schema.ts';
import { contentIn, dataTypeOf } from './data-type.rules.ts';
import { badRequest, filesError, wordingFaults } from './errors.ts';
import { bareTag, etagOf } from './etag.ts';
import { resolved, usable } from './target.ts';
import type { Target } from './target.ts';

/** Replaces the content of a sequential data set or a member: 201 for a new member, 204 otherwise. */
export function writeContent(parts: WireParts, request: WireRequest, named: Target): WireAnswer {
  const target = resolved(parts, named);
  const { dsname, member } = target;
  const { attributes } = usable(parts, request.user, target, 'UPDATE');
  if (member !== undefined && !Name8.safeParse(member).success)
    throw badRequest(1, `Member name '${member}' is not valid`);
  if (member === undefined && attributes.dsorg === 'PO') throw badRequest(1, `Member name is missing for '${dsname}'`);
  const type = dataTypeOf(header(request, 'X-IBM-Data-Type'));
  if (type === undefined) throw badRequest(7, 'Value of X-IBM-Data-Type header is not valid');
  const isNew = member !== undefined && parts.dataSets.member(dsname, member) === undefined;
  const expected = header(request, 'If-Match');
  if (expected !== undefined && (isNew || bareTag(expected) !== etagOf(parts.dataSets.read(dsname, member))))
    return empty(412);
  const charset = /charset=\s*"?([^;"\s]+)/i.exec(request.headers['content-type'] ?? '')?.[1];
  const { records, truncated } = contentIn(request.body, charset, attributes, type);
  wordingFaults(() => parts.dataSets.write(dsname, member, records, { user: request.user, statistics: 'update' }));
  if (truncated) {
    const message = 'Truncation of a record occurred during an I/O operation.';
    throw filesError({
      status: 500,
      category: 6,
      rc: 8,
      reason: 0,
      message: 'Write error',
      details: [`EDC5003I ${message}`],
    });
  }
  return empty(isNew ? 201 : 204, { ETag: etagOf(parts.dataSets.read(dsname, member)) });
}
