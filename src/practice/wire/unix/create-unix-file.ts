import { z } from 'zod';
import { UnixError } from '../../unix/errno.ts';
import { permissionBits } from '../../unix/mode.rules.ts';
import { empty } from '../answer.ts';
import type { WireAnswer, WireRequest } from '../answer.ts';
import { badRequest } from '../files/errors.ts';
import { documentOf } from '../files/json-body.ts';
import type { WireParts } from '../parts.ts';
import { alreadyThere, functionFailed, statRefused } from './unix-errors.ts';

const Creation = z.looseObject({
  type: z
    .string()
    .toLowerCase()
    .pipe(z.enum(['file', 'directory', 'dir'])),
  mode: z.union([z.string(), z.number().transform(String)]).optional(),
});

/**
 * Makes an empty file or a directory with just the permissions given; the default is unverified.
 *
 * @see IBM z/OS Management Facility Programming Guide, Create a z/OS UNIX file or directory
 */
export function createUnixFile({ unix }: WireParts, request: WireRequest, path: string): WireAnswer {
  const parsed = Creation.safeParse(documentOf(request.body));
  if (!parsed.success)
    throw badRequest(7, `Value of ${String(parsed.error.issues[0]?.path[0] ?? 'type')} is not valid`);
  const what = parsed.data.type === 'file' ? 'file' : 'directory';
  const mode = parsed.data.mode === undefined ? undefined : bitsOf(parsed.data.mode);
  if (parsed.data.mode !== undefined && mode === undefined) throw badRequest(7, 'Value of mode is not valid');
  try {
    if (what === 'directory') unix.makeDirectory(path, request.user, mode ?? 0o755);
    else makeFile({ unix }, request.user, path, mode ?? 0o644);
  } catch (error) {
    if (!(error instanceof UnixError)) throw error;
    if (error.errno === 'EEXIST') throw alreadyThere(what);
    if (['ENOENT', 'ENOTDIR', 'ENAMETOOLONG', 'EINVAL'].includes(error.errno)) throw statRefused(error);
    const [name, frame] = what === 'file' ? ['creat()', 'createFile'] : ['mkdir()', 'createDir'];
    throw functionFailed(name, `CreatFileServlet::${frame}()`)(error);
  }
  return empty(201);
}

/** `rwxr-xr-x`, or octal digits as some clients send them. */
const bitsOf = (text: string): number | undefined =>
  /^[0-7]{3,4}$/.test(text) ? Number.parseInt(text, 8) : permissionBits(text);

function makeFile({ unix }: Pick<WireParts, 'unix'>, user: string, path: string, mode: number): void {
  if (exists(unix, path, user)) throw new UnixError('EEXIST', path);
  unix.write(path, user, Buffer.alloc(0), { mode });
}

/** A link that points nowhere is there, too. */
function exists(unix: WireParts['unix'], path: string, user: string): boolean {
  try {
    return unix.status(path, user, { follow: false }).inode > 0;
  } catch (error) {
    if (error instanceof UnixError && error.errno === 'ENOENT') return false;
    throw error;
  }
}
