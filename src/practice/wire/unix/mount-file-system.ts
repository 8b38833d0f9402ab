import { z } from 'zod';
import type { UnixError } from '../../unix/errno.ts';
import { empty } from '../answer.ts';
import type { WireAnswer, WireRequest } from '../answer.ts';
import { badRequest, filesError } from '../files/errors.ts';
import { documentOf } from '../files/json-body.ts';
import type { WireParts } from '../parts.ts';
import { reasonText, worded } from './unix-errors.ts';
import { absolute } from './unix-path.ts';

const lower = z.string().toLowerCase();
const Action = z.discriminatedUnion('action', [
  z.looseObject({
    action: z.literal('mount'),
    'mount-point': z.string().min(1),
    'fs-type': z.string().toUpperCase().default('ZFS'),
    mode: lower.pipe(z.enum(['rdonly', 'rdwr'])).default('rdonly'),
  }),
  z.looseObject({ action: z.literal('unmount') }),
]);

const failed = (name: 'mount()' | 'umount()') => (error: UnixError) =>
  filesError({
    ...{
      status: error.errno === 'ENOENT' ? 404 : 500,
      category: 8,
      rc: -1,
      reason: Number.parseInt(error.errno2, 16) | 0,
    },
    ...{ message: `${name} error`, details: [reasonText(error)], frame: 'MountFileSystemServlet::doPut()' },
  });

/**
 * Mounts a file system on a directory, or takes it off; texts of failures are unverified.
 *
 * @see IBM z/OS Management Facility Programming Guide, Mount a UNIX file system; Unmount a UNIX file system
 */
export function mountOrUnmount({ unix }: WireParts, request: WireRequest, name: string): WireAnswer {
  const parsed = Action.safeParse(documentOf(request.body));
  if (!parsed.success)
    throw badRequest(7, `Value of ${String(parsed.error.issues[0]?.path[0] ?? 'action')} is not valid`);
  const { data } = parsed;
  if (data.action === 'unmount') worded(failed('umount()'), () => unix.unmount(name, request.user));
  else {
    if (data['fs-type'] !== 'ZFS' && data['fs-type'] !== 'HFS') throw badRequest(7, 'Value of fs-type is not valid');
    const point = absolute(data['mount-point']);
    worded(failed('mount()'), () => unix.mount(name, request.user, point, data.mode, data['fs-type']));
  }
  return empty(204);
}
