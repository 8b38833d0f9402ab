import { mayTakeAway, permission } from './access.rules.ts';
import { UnixError } from './errno.ts';
import type { Inode } from './inode.ts';
import { demand, demandWritable, found, stamp } from './store.ts';
import type { Found, Store } from './store.ts';
import type { UnixFiles, UnixIdentity } from './unix-files.ts';
import type { Place } from './walk.ts';

type Removing = Pick<UnixFiles, 'remove' | 'removeDirectory' | 'removeTree' | 'rename'>;

/** Taking names away, and giving other ones. */
export function removing(store: Store): Removing {
  const who = (user: string) => store.identities.of(user);
  const remove = (path: string, user: string) => {
    const place = found(store, path, who(user), false);
    if (place.node.kind === 'directory') throw new UnixError('EISDIR', path);
    demandTakeAway(store, place, who(user), path);
    takeAway(store, place);
  };
  const removeDirectory = (path: string, user: string) => {
    const place = found(store, path, who(user), false);
    if (place.node.kind !== 'directory') throw new UnixError('ENOTDIR', path);
    demandTakeAway(store, place, who(user), path);
    if (store.nodes.entries(place.node).size > 0) throw new UnixError('ENOTEMPTY', path);
    takeAway(store, place);
  };
  const removeTree = (path: string, user: string) => {
    const { node, name, path: real } = found(store, path, who(user), false);
    if (node.kind !== 'directory') {
      remove(path, user);
      return;
    }
    if (name === '') throw new UnixError('EBUSY', path);
    demand(node, who(user), permission.read | permission.search, path);
    for (const entry of [...store.nodes.entries(node).keys()]) removeTree(`${real}/${entry}`, user);
    removeDirectory(real, user);
  };
  return {
    remove,
    removeDirectory,
    removeTree,
    rename: (from, to, user) => rename(store, who(user), from, to),
  };
}

function rename(store: Store, who: UnixIdentity, from: string, to: string): void {
  const source = found(store, from, who, false);
  const target = store.walk(to.length > 1 ? to.replace(/\/+$/, '') : to, who, false);
  if (source.node === target.node) return;
  demandTakeAway(store, source, who, from);
  demandPlace(store, source, target, who, to);
  if (target.node !== undefined) takeAway(store, { ...target, node: target.node });
  store.nodes.leave(source.directory, source.name);
  store.nodes.enter(target.directory, target.name, source.node);
  if (source.node.kind === 'directory') adopt(store, source, target);
  stamp(store, source.node, 'attributes');
  stamp(store, source.directory, 'content');
  stamp(store, target.directory, 'content');
}

/** @throws {UnixError} EBUSY for a root or a mount point, EACCES, EPERM, EROFS */
function demandTakeAway(store: Store, { directory, name, node }: Found, who: UnixIdentity, path: string): void {
  if (name === '' || isMountPoint(store, directory, name)) throw new UnixError('EBUSY', path);
  demand(directory, who, permission.write, path);
  if (!mayTakeAway(directory, node, who)) throw new UnixError('EPERM', path);
  demandWritable(store, directory, path);
}

function isMountPoint({ nodes, mounts }: Store, directory: Inode, name: string): boolean {
  const id = nodes.entries(directory).get(name);
  return id !== undefined && mounts.isCovered(nodes.get(id));
}

function demandPlace(store: Store, source: Found, target: Place, who: UnixIdentity, path: string): void {
  if (target.name === '') throw new UnixError(target.node === undefined ? 'ENOENT' : 'EBUSY', path);
  if (target.directory.device !== source.node.device) throw new UnixError('EXDEV', path);
  for (let above = target.directory; above.id !== store.mounts.root.id; above = store.mounts.parentOf(above))
    if (above.id === source.node.id) throw new UnixError('EINVAL', path);
  if (target.node === undefined) {
    demand(target.directory, who, permission.write, path);
    demandWritable(store, target.directory, path);
    return;
  }
  demandTakeAway(store, { ...target, node: target.node }, who, path);
  const isDirectory = source.node.kind === 'directory';
  if (isDirectory && target.node.kind !== 'directory') throw new UnixError('ENOTDIR', path);
  if (!isDirectory && target.node.kind === 'directory') throw new UnixError('EISDIR', path);
  if (isDirectory && store.nodes.entries(target.node).size > 0) throw new UnixError('ENOTEMPTY', path);
}

function adopt({ nodes }: Store, source: Found, target: Place): void {
  source.node.parent = target.directory.id;
  source.directory.links -= 1;
  target.directory.links += 1;
  nodes.keep(source.directory);
  nodes.keep(target.directory);
}

/** The name goes; what it pointed to goes with its last name. */
function takeAway(store: Store, { directory, name, node }: Found): void {
  const { nodes, content } = store;
  nodes.leave(directory, name);
  if (node.kind === 'directory') directory.links -= 1;
  node.links -= node.kind === 'directory' ? 2 : 1;
  if (node.links <= 0) {
    nodes.drop(node);
    content.drop(node.id);
  } else stamp(store, node, 'attributes');
  stamp(store, directory, 'content');
}
