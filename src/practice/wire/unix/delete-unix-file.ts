import { empty, header } from '../answer.ts';
import type { WireAnswer, WireRequest } from '../answer.ts';
import type { WireParts } from '../parts.ts';
import { functionFailed, worded } from './unix-errors.ts';

const failed = (name: string) => functionFailed(name, 'DeleteFileServlet::deleteFile2Dir()');

/**
 * Takes away a file, an empty directory, or with `X-IBM-Option: recursive` a directory with all that is below it.
 *
 * @see IBM z/OS Management Facility Programming Guide, Delete a UNIX file or directory
 */
export function deleteUnixFile({ unix }: WireParts, request: WireRequest, path: string): WireAnswer {
  const { user } = request;
  const { kind } = worded(failed('lstat()'), () => unix.status(path, user, { follow: false }));
  const isRecursive = header(request, 'X-IBM-Option')?.trim().toLowerCase() === 'recursive';
  if (kind !== 'directory') worded(failed('unlink()'), () => unix.remove(path, user));
  else if (isRecursive) worded(failed('rmdir()'), () => unix.removeTree(path, user));
  else worded(failed('rmdir()'), () => unix.removeDirectory(path, user));
  return empty(204);
}
