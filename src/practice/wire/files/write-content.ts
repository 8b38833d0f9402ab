import type { Attributes } from '../../datasets/data-sets.ts';
import { empty, header } from '../answer.ts';
import type { WireAnswer, WireRequest } from '../answer.ts';
import type { WireParts } from '../parts.ts';
import { contentIn } from './data-type.rules.ts';
import type { ContentIn } from './data-type.rules.ts';
import { badRequest, cannotOpen, illegalSequence, labelRefused, recordTruncated } from './errors.ts';
import { etagOf, namesTag } from './etag.ts';
import { wordingFaults } from './fault-wording.ts';
import { organisationNotSupported } from './ispf-errors.ts';
import { charsetAsked, typeAsked } from './content-headers.ts';
import { recalled } from './recalls.ts';
import { isMemberName, resolved, usable } from './target.ts';
import type { Located, Target } from './target.ts';
import { withEnqueue } from './with-enqueue.ts';

/**
 * Replaces the content of a sequential data set or a member: 201 for a new member, 204 otherwise. A record that is too
 * long is cut, all records are written, and then the request fails.
 *
 * @see IBM z/OS Management Facility Programming Guide, Write data to a z/OS data set or member
 */
export async function writeContent(parts: WireParts, request: WireRequest, named: Target): Promise<WireAnswer> {
  const target = resolved(parts, named);
  const type = typeAsked(request);
  const charset = charsetAsked(request);
  await recalled(parts, request, usable(parts, request.user, target, 'UPDATE').entry);
  const found = usable(parts, request.user, target, 'UPDATE');
  const { dsname } = found.entry;
  demandPlace(found, target.member);
  return withEnqueue(parts, request, { dsname, member: target.member, writes: true }, () => {
    const isNew = target.member !== undefined && found.sets.member(dsname, target.member) === undefined;
    const expected = header(request, 'If-Match');
    if (expected !== undefined && (isNew || !namesTag(expected, etagOf(found.sets.read(dsname, target.member)))))
      return empty(412);
    const content = contentIn(request.body, charset, labelled(found), type);
    if (content === undefined) throw illegalSequence();
    write(found, target.member, content, request.user);
    if (content.truncated) throw recordTruncated();
    return empty(isNew ? 201 : 204, { ETag: etagOf(found.sets.read(dsname, target.member)) });
  });
}

function demandPlace({ entry: { dsname, attributes } }: Located, member: string | undefined): void {
  if (attributes.dsorg === 'VS') throw organisationNotSupported(dsname);
  if ((attributes.dsorg === 'PO') !== (member !== undefined)) throw cannotOpen();
  if (member !== undefined && !isMemberName(member)) throw badRequest(1, `Member name '${member}' is not valid`);
  demandForm(dsname, attributes);
}

/** OPEN for output: fixed blocks hold whole records (S013-20). */
export function demandForm(dsname: string, { recfm, lrecl, blksize }: Attributes): void {
  if (recfm.startsWith('F') && lrecl > 0 && blksize % lrecl !== 0) throw labelRefused(dsname);
}

/** What the C library gives a data set whose label says nothing yet. */
const libraryDefaults = { recfm: 'VB', lrecl: 1028, blksize: 6144 } as const;

function labelled({ sets, entry }: Located): Attributes {
  if (entry.attributes.recfm !== '?') return entry.attributes;
  return sets.relabel(entry.dsname, libraryDefaults).attributes;
}

function write({ sets, entry }: Located, member: string | undefined, content: ContentIn, user: string): void {
  const { dsname, attributes } = entry;
  wordingFaults(() => sets.write(dsname, member, content.records, { user, statistics: 'update' }), attributes);
}
