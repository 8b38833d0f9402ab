import { permission } from './access.rules.ts';
import { UnixError } from './errno.ts';
import type { Inode } from './inode.ts';
import { demand, demandWritable, found, stamp } from './store.ts';
import type { Store } from './store.ts';
import type { FileKind, UnixFiles, UnixIdentity, WriteHow } from './unix-files.ts';
import type { Place } from './walk.ts';

type Making = Pick<UnixFiles, 'write' | 'makeDirectory' | 'link' | 'symbolicLink' | 'touch'>;

const cylinderBytes = 15 * 49_152;
/** How often a file system may grow by its secondary quantity. */
const mostExtents = 123;

/** New files, directories and links; content. */
export function making(store: Store): Making {
  const who = (user: string) => store.identities.of(user);
  return {
    write: (path, user, bytes, how = {}) => write(store, who(user), path, bytes, how),
    makeDirectory: (path, user, mode = 0o755) => makeDirectory(store, who(user), path, mode),
    link: (existing, path, user) => link(store, who(user), existing, path),
    symbolicLink(target, path, user) {
      if (target === '' || target.includes('\0')) throw new UnixError('EINVAL', path);
      if (Buffer.byteLength(target) > 1023) throw new UnixError('ENAMETOOLONG', path);
      const place = store.walk(path, who(user), false);
      const node = enter(store, place, who(user), path, { kind: 'link', mode: 0o777 });
      node.target = target;
      node.size = Buffer.byteLength(target);
      store.nodes.keep(node);
    },
    touch(path, user, modified = store.clock.now()) {
      const place = store.walk(path, who(user), true);
      const node = place.node ?? enter(store, place, who(user), path, { kind: 'file', mode: 0o644 });
      if (who(user).uid !== node.uid) demand(node, who(user), permission.write, path);
      demandWritable(store, node, path);
      stamp(store, node, 'attributes');
      Object.assign(node, { modified, accessed: modified });
      store.nodes.keep(node);
    },
  };
}

function write(store: Store, who: UnixIdentity, path: string, bytes: Buffer, how: WriteHow): 'created' | 'replaced' {
  const place = store.walk(path, who, true);
  if (place.node === undefined) {
    const node = enter(store, place, who, path, { kind: 'file', mode: how.mode ?? 0o644 });
    if (how.tag !== undefined) node.tag = how.tag;
    fill(store, node, bytes, {}, path);
    return 'created';
  }
  if (place.node.kind === 'directory') throw new UnixError('EISDIR', path);
  demand(place.node, who, permission.write, path);
  if (place.node.kind === 'character') return 'replaced';
  demandWritable(store, place.node, path);
  fill(store, place.node, bytes, how, path);
  return 'replaced';
}

function makeDirectory(store: Store, who: UnixIdentity, path: string, mode: number): void {
  const { nodes } = store;
  const place = store.walk(path.length > 1 ? path.replace(/\/+$/, '') : path, who, false);
  const made = enter(store, place, who, path, { kind: 'directory', mode });
  made.links = 2;
  made.parent = place.directory.id;
  nodes.keep(made);
  place.directory.links += 1;
  nodes.keep(place.directory);
}

function link(store: Store, who: UnixIdentity, existing: string, path: string): void {
  const { node } = found(store, existing, who);
  if (node.kind === 'directory') throw new UnixError('EPERM', existing);
  const place = store.walk(path, who, false);
  demandRoom(store, place, who, path);
  if (place.directory.device !== node.device) throw new UnixError('EXDEV', path);
  node.links += 1;
  stamp(store, node, 'attributes');
  store.nodes.enter(place.directory, place.name, node);
  stamp(store, place.directory, 'content');
}

function demandRoom(store: Store, place: Place, who: UnixIdentity, path: string): void {
  if (place.node !== undefined) throw new UnixError('EEXIST', path);
  demand(place.directory, who, permission.write, path);
  demandWritable(store, place.directory, path);
}

/** Gives a new file its name. A file takes the group of its directory. */
function enter(
  store: Store,
  place: Place,
  who: UnixIdentity,
  path: string,
  made: { kind: FileKind; mode: number },
): Inode {
  demandRoom(store, place, who, path);
  const { nodes, clock } = store;
  const now = clock.now();
  const { device, gid } = place.directory;
  const times = { modified: now, accessed: now, changed: now };
  const node = nodes.make({ ...made, device, uid: who.uid, gid, size: 0, links: 1, ...times });
  nodes.enter(place.directory, place.name, node);
  stamp(store, place.directory, 'content');
  return node;
}

function fill(store: Store, node: Inode, bytes: Buffer, how: Pick<WriteHow, 'append'>, path: string): void {
  const kept = how.append === true ? node.size : 0;
  demandSpace(store, node, kept + bytes.length - node.size, path);
  if (kept > 0) store.content.append(node.id, bytes);
  else store.content.write(node.id, bytes);
  node.size = kept + bytes.length;
  stamp(store, node, 'content');
}

function demandSpace({ mounts, nodes }: Store, node: Inode, more: number, path: string): void {
  if (more < cylinderBytes) return;
  const fileSystem = mounts.ofDevice(node.device);
  if (fileSystem === undefined) return;
  const { primary, secondary } = fileSystem.cylinders;
  const room = (primary + secondary * mostExtents) * cylinderBytes;
  if (usedBytes(nodes.all(), node.device) + more > room) throw new UnixError('ENOSPC', path);
}

export function usedBytes(nodes: Iterable<Inode>, device: number): number {
  let used = 0;
  for (const node of nodes) if (node.device === device) used += node.kind === 'directory' ? 8192 : node.size;
  return used;
}
