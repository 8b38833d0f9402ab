import type { UnixIdentity } from './unix-files.ts';

/** What may be asked of a file: bits of rwx. */
export const permission = { read: 4, write: 2, search: 1 } as const;

interface Owned {
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
}

/**
 * Whether the bits of one class (owner, else group, else other) allow all that is wanted. Uid 0 may do all.
 *
 * @see z/OS UNIX System Services Planning: Security checking for access to files
 */
export function mayAccess(file: Owned, who: Pick<UnixIdentity, 'uid' | 'groups'>, wanted: number): boolean {
  if (who.uid === 0) return true;
  const shift = who.uid === file.uid ? 6 : who.groups.includes(file.gid) ? 3 : 0;
  return ((file.mode >> shift) & wanted) === wanted;
}

/** In a directory with the sticky bit only the owner of file or directory takes a name away. */
export const mayTakeAway = (directory: Owned, file: Owned, who: Pick<UnixIdentity, 'uid'>): boolean =>
  (directory.mode & 0o1000) === 0 || [0, directory.uid, file.uid].includes(who.uid);
