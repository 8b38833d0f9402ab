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
  const { nodes, identities, clock } = store;
  const who = (user: string) => identities.of(user);
  return {
    write(path, user, bytes, how = {}) {
      const place = store.walk(path, who(user), true);
      if (place.node === undefined) {
        const node = enter(store, place, who(user), path, { kind: 'file', mode: how.mode ?? 0o644 });
        if (how.tag !== undefined) node.tag = how.tag;
        fill(store, node, bytes, {}, path);
        return 'created';
      }
      if (place.node.kind === 'directory') throw new UnixError('EISDIR', path);
      demand(place.node, who(user), permission.write, path);
      if (place.node.kind === 'character') return 'replaced';
      demandWritable(store, place.node, path);
      fill(store, place.node, bytes, how, path);
      return 'replaced';
    },
    makeDirectory(path, user, mode = 0o755) {
      const place = store.walk(path.length > 1 ? path.replace(/\/+$/, '') : path, who(user), false);
      const made = enter(store, place, who(user), path, { kind: 'directory', mode });
      made.links = 2;
      made.parent = place.directory.id;
      nodes.keep(made);
      place.directory.links += 1;
      nodes.keep(place.directory);
    },
    link(existing, path, user) {
      const { node } = found(store, existing, who(user));
      if (node.kind === 'directory') throw new UnixError('EPERM', existing);
      const place = store.walk(path, who(user), false);
      demandRoom(store, place, who(user), path);
      if (place.directory.device !== node.device) throw new UnixError('EXDEV', path);
      node.links += 1;
      stamp(store, node, 'attributes');
      nodes.enter(place.directory, place.name, node);
      stamp(store, place.directory, 'content');
    },
    symbolicLink(target, path, user) {
      if (target === '' || target.includes('\0')) throw new UnixError('EINVAL', path);
      if (Buffer.byteLength(target) > 1023) throw new UnixError('ENAMETOOLONG', path);
      const place = store.walk(path, who(user), false);
      const node = enter(store, place, who(user), path, { kind: 'link', mode: 0o777 });
      node.target = target;
      node.size = Buffer.byteLength(target);
      nodes.keep(node);
    },
    touch(path, user, modified = clock.now()) {
      const place = store.walk(path, who(user), true);
      const node = place.node ?? enter(store, place, who(user), path, { kind: 'file', mode: 0o644 });
      if (who(user).uid !== node.uid) demand(node, who(user), permission.write, path);
      demandWritable(store, node, path);
      stamp(store, node, 'attributes');
      node.modified = modified;
      node.accessed = modified;
      nodes.keep(node);
    },
  };
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
