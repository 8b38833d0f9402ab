import { ebcdic } from '../../codepages/code-page.ts';
import { UnixError } from '../../unix/errno.ts';
import type { WireRequest } from '../answer.ts';
import type { WireParts } from '../parts.ts';
import { targetOfCopy } from './copy-data-set.ts';
import type { CopyWish } from './copy-data-set.ts';
import { contentIn } from './data-type.rules.ts';
import { badRequest, cannotOpen, filesError, recordTruncated } from './errors.ts';
import { wordingFaults } from './fault-wording.ts';
import { likeNamedMember, organisationNotSupported } from './ispf-errors.ts';
import { isMemberName } from './target.ts';
import type { Target } from './target.ts';
import { demandForm } from './write-content.ts';
import type { Utility } from './utility-request.ts';

/**
 * Copies a UNIX file into a data set or member: text as one record a line, anything else cut at the record length. Program
 * objects (`executable`) are not imitated: 400.
 */
export function copyFile(
  parts: WireParts,
  request: WireRequest,
  { filename, type }: NonNullable<Utility['from-file']>,
  target: Target,
  wish: Pick<CopyWish, 'replace' | 'enq'>,
): void {
  const { sets, entry } = targetOfCopy(parts, request.user, target, wish);
  const { dsname, attributes } = entry;
  const { member } = target;
  if (attributes.dsorg === 'VS') throw organisationNotSupported(dsname);
  if ((attributes.dsorg === 'PO') !== (member !== undefined)) throw cannotOpen();
  if (type === 'executable') throw badRequest(7, 'Value of type is not valid');
  demandForm(dsname, attributes);
  if (member !== undefined && !isMemberName(member)) throw badRequest(1, `Member name '${member}' is not valid`);
  if (member !== undefined && wish.replace !== true && sets.member(dsname, member) !== undefined)
    throw likeNamedMember(member);
  const kind = type === 'text' ? 'text' : 'binary';
  const content = contentIn(contentOf(parts, request.user, filename, kind), undefined, attributes, {
    ...{ kind, page: ebcdic, crlf: false },
  });
  if (content === undefined) throw badRequest(7, 'Value of from-file is not valid');
  const about = { user: request.user, statistics: 'update' } as const;
  wordingFaults(() => sets.write(dsname, member, content.records, about), attributes);
  if (content.truncated) throw recordTruncated();
}

function contentOf({ unix }: WireParts, user: string, path: string, kind: 'text' | 'binary'): Buffer {
  if (!path.startsWith('/')) throw badRequest(1, `Path name '${path}' is not valid`);
  try {
    return kind === 'text' ? Buffer.from(unix.readText(path, user), 'utf8') : unix.read(path, user);
  } catch (error) {
    if (error instanceof UnixError) throw fileError(error);
    throw error;
  }
}

const notThere: readonly string[] = ['ENOENT', 'ENOTDIR'];

function fileError({ errno, text, errno2 }: UnixError) {
  const isMissing = notThere.includes(errno);
  return filesError({
    ...{ status: isMissing ? 404 : 500, category: 6, rc: 8, reason: Number.parseInt(errno2, 16) | 0 },
    message: isMissing ? 'file not found' : 'Client is not authorized for file access.',
    details: [`${text} (errno2=0x${errno2})`],
    frame: 'PosixFileControl::open(const char*)',
  });
}
