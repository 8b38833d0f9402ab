import type { FileSystem } from '../../unix/unix-files.ts';
import { json } from '../answer.ts';
import type { WireAnswer, WireRequest } from '../answer.ts';
import { badRequest } from '../files/errors.ts';
import { mostItems } from '../files/list-answer.ts';
import type { WireParts } from '../parts.ts';
import { statRefused, worded } from './unix-errors.ts';
import { absolute } from './unix-path.ts';

const blockBytes = 1024;
const cylinderBytes = 15 * 49_152;

/** Mounted file systems; numbers of blocks follow from the space of the data set. Order of the names is unverified. */
function rowOf({ name, mountPoint, mode, device, type, cylinders, usedBytes }: FileSystem, sysname: string) {
  const blocks = Math.ceil(Math.max(cylinders.primary * cylinderBytes, usedBytes) / blockBytes);
  return {
    name,
    mountpoint: mountPoint ?? '',
    status: 'active',
    mode: [mode, 'acl', 'synchonly'],
    dev: device,
    fstype: 1,
    fstname: type,
    bsize: blockBytes,
    bavail: blocks - Math.ceil(usedBytes / blockBytes),
    blocks,
    sysname,
    readibc: 0,
    writeibc: 0,
    diribc: 0,
  };
}

/**
 * All mounted file systems, the one of a name, or the one that a path lies in; 404 with an empty list when there is none.
 *
 * @see IBM z/OS Management Facility Programming Guide, List z/OS UNIX filesystems
 */
export function listFileSystems({ unix, site }: WireParts, request: WireRequest): WireAnswer {
  const { query, user } = request;
  const name = query.get('fsname');
  const path = query.get('path');
  if (name !== null && path !== null) throw badRequest(13, 'fsname');
  const mounted = unix.fileSystems().filter(({ mountPoint }) => mountPoint !== undefined);
  const found =
    path !== null
      ? [worded(statRefused, () => unix.fileSystemOf(absolute(path), user))]
      : mounted.filter((one) => name === null || one.name === name.toUpperCase());
  const items = found.slice(0, mostItems(request)).map((one) => rowOf(one, site.system.name));
  return json(items.length === 0 ? 404 : 200, { items, JSONversion: 1 });
}
