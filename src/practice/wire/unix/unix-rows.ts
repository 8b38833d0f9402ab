import { modeText } from '../../unix/mode.rules.ts';
import type { FileStatus } from '../../unix/unix-files.ts';

/** One file as the list shows it; times are of Greenwich, as an address space without TZ has them (zone unverified). */
export function rowOf(name: string, status: FileStatus): Record<string, unknown> {
  const { kind, mode, size, uid, user, gid, group, modified, target } = status;
  return {
    name,
    mode: modeText(kind, mode),
    size,
    uid,
    user,
    gid,
    group,
    mtime: new Date(modified).toISOString().slice(0, 19),
    ...(target === undefined ? {} : { target }),
  };
}
