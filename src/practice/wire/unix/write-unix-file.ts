import { UnixError } from '../../unix/errno.ts';
import type { FileStatus, UnixFiles } from '../../unix/unix-files.ts';
import { empty, header } from '../answer.ts';
import type { WireAnswer, WireRequest } from '../answer.ts';
import { namesTag } from '../files/etag.ts';
import type { WireParts } from '../parts.ts';
import { contentTypeOf, fileTagOf } from './file-content.ts';
import { illegalSequence, openRefused, worded } from './unix-errors.ts';

/**
 * Replaces the content of a file, or makes it: 201 for a new one, 204 otherwise. Text goes into the page asked for, else the
 * file's tag, else 1047; nothing is written when that page cannot hold it.
 *
 * @see IBM z/OS Management Facility Programming Guide, Write data to a z/OS UNIX file
 */
export function writeUnixFile({ unix }: WireParts, request: WireRequest, path: string): WireAnswer {
  const { user } = request;
  return worded(openRefused, () => {
    const status = statusOf(unix, path, user);
    const expected = header(request, 'If-Match');
    if (expected !== undefined && (status === undefined || !namesTag(expected, fileTagOf(unix.read(path, user)))))
      return empty(412);
    const bytes = bytesOf(request, status);
    const made = unix.write(path, user, bytes);
    return empty(made === 'created' ? 201 : 204, { ETag: fileTagOf(bytes) });
  });
}

function bytesOf(request: WireRequest, status: FileStatus | undefined): Buffer {
  const type = contentTypeOf(request, status?.tag);
  if (type.kind !== 'text') return request.body;
  const text = type.body.decode(request.body);
  if (!type.body.encode(text).equals(request.body)) throw illegalSequence();
  const lines = type.crlf ? text.replaceAll('\r\n', '\n') : text;
  const bytes = type.page.encode(lines);
  if (type.page.decode(bytes) !== lines) throw illegalSequence();
  return bytes;
}

function statusOf(unix: UnixFiles, path: string, user: string): FileStatus | undefined {
  try {
    return unix.status(path, user);
  } catch (error) {
    if (error instanceof UnixError && error.errno === 'ENOENT') return undefined;
    throw error;
  }
}
