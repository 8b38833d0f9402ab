import type { Clock } from '../../shared/clock.ts';
import { mayAccess } from './access.rules.ts';
import type { Content } from './content.ts';
import { UnixError } from './errno.ts';
import type { Identities } from './identities.ts';
import type { Inode, Nodes } from './inode.ts';
import type { Mounts } from './mounts.ts';
import type { UnixIdentity } from './unix-files.ts';
import type { Place, Walk } from './walk.ts';

/** What the operations on the hierarchy share. */
export interface Store {
  readonly nodes: Nodes;
  readonly content: Content;
  readonly mounts: Mounts;
  readonly identities: Identities;
  readonly walk: Walk;
  readonly clock: Clock;
}

/** A place where something stands. */
export type Found = Place & { readonly node: Inode };

/** @throws {UnixError} ENOENT */
export function found({ walk }: Store, path: string, who: UnixIdentity, follow = true): Found {
  const place = walk(path, who, follow);
  if (place.node === undefined) throw new UnixError('ENOENT', path);
  return { ...place, node: place.node };
}

/** @throws {UnixError} EACCES */
export function demand(node: Inode, who: UnixIdentity, bits: number, path: string): void {
  if (!mayAccess(node, who, bits)) throw new UnixError('EACCES', path);
}

/** @throws {UnixError} EROFS in a file system that is mounted read-only */
export function demandWritable({ mounts }: Store, node: Inode, path: string): void {
  if (mounts.ofDevice(node.device)?.mode === 'rdonly') throw new UnixError('EROFS', path);
}

/** @throws {UnixError} EPERM for all but the owner and uid 0 */
export function demandOwner(node: Inode, who: UnixIdentity, path: string): void {
  if (who.uid !== 0 && who.uid !== node.uid) throw new UnixError('EPERM', path);
}

/** Notes that a directory's names or a file's attributes changed. */
export function stamp({ nodes, clock }: Store, node: Inode, what: 'content' | 'attributes'): void {
  node.changed = clock.now();
  if (what === 'content') node.modified = node.changed;
  nodes.keep(node);
}
