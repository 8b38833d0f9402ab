import { empty } from '../answer.ts';
import type { WireAnswer, WireRequest } from '../answer.ts';
import type { WireParts } from '../parts.ts';
import { copyDataSet } from './copy-data-set.ts';
import { copyFile } from './copy-file.ts';
import { badRequest } from './errors.ts';
import { renameDataSet, renameMember } from './rename-data-set.ts';
import { manageStorage } from './storage-requests.ts';
import type { Target } from './target.ts';
import type { Utility } from './utility-request.ts';

/** Rename, copy and the requests to the storage manager; the path names the target. 204 with an empty body. */
export async function runUtility(
  parts: WireParts,
  request: WireRequest,
  target: Target,
  utility: Utility,
): Promise<WireAnswer> {
  const from = utility['from-dataset'];
  const source = from === undefined ? undefined : sourceOf(from);
  switch (utility.request.toLowerCase()) {
    case 'rename':
      if (source === undefined) throw badRequest(7, 'Value of from-dataset is not valid');
      if (source.member === undefined) renameDataSet(parts, request.user, source, target);
      else renameMember(parts, request.user, source, target);
      break;
    case 'copy':
      if (utility['from-file'] !== undefined) copyFile(parts, request, utility['from-file'], target, utility);
      else if (source === undefined) throw badRequest(7, 'Value of from-dataset is not valid');
      else await copyDataSet(parts, request, source, target, { ...utility, aliases: from?.alias === true });
      break;
    case 'hmigrate':
    case 'hrecall':
    case 'hdelete':
      await manageStorage(parts, request, target, utility);
      break;
    default:
      throw badRequest(7, 'Value of request is not valid');
  }
  return empty(204);
}

function sourceOf({ dsn, member, volser }: NonNullable<Utility['from-dataset']>): Target {
  const fold = (text: string | undefined) => text?.trim().toUpperCase();
  const dsname = dsn.trim().toUpperCase();
  if (dsname.length > 44) throw badRequest(2, 'Invalid data set name length.');
  return { volume: fold(volser), dsname, member: fold(member) };
}
