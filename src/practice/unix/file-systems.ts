import { UnixError } from './errno.ts';
import { usedBytes } from './making.ts';
import type { StoredFileSystem } from './mounts.ts';
import { found } from './store.ts';
import type { Store } from './store.ts';
import type { FileSystem, NewFileSystem, UnixFiles } from './unix-files.ts';

type FileSystems = Pick<
  UnixFiles,
  'fileSystems' | 'fileSystemOf' | 'createFileSystem' | 'deleteFileSystem' | 'mount' | 'unmount'
>;

/** File systems in their data sets: made, mounted on a directory, and taken off again. */
export function fileSystemsOf(store: Store, mayMount: (user: string) => boolean): FileSystems {
  const { mounts } = store;
  const demandMounter = (user: string, name: string) => {
    if (!mayMount(user)) throw new UnixError('EPERM', name);
  };
  return {
    fileSystems: () => mounts.all().map((one) => shown(store, one)),
    fileSystemOf(path, user) {
      const { node } = found(store, path, store.identities.of(user));
      const holder = mounts.ofDevice(node.device);
      if (holder === undefined) throw new UnixError('ENOENT', path);
      return shown(store, holder);
    },
    createFileSystem(name, user, how) {
      if (mounts.find(name) !== undefined) throw new UnixError('EEXIST', name);
      mounts.keep(newFileSystem(store, name, user, how));
    },
    deleteFileSystem: (name) => deleteFileSystem(store, existing(store, name)),
    mount(name, user, mountPoint, mode, type) {
      const known = existing(store, name);
      const { node, path } = found(store, mountPoint, store.identities.of(user));
      demandMounter(user, name);
      if (node.kind !== 'directory') throw new UnixError('ENOTDIR', mountPoint);
      const isRoot = mounts.all().some(({ root, mountPoint: at }) => at !== undefined && root === node.id);
      if (known.mountPoint !== undefined || isRoot) throw new UnixError('EBUSY', name);
      mounts.keep(Object.assign(known, { mode, type, covers: node.id, mountPoint: path }));
    },
    unmount(name, user) {
      const known = existing(store, name);
      demandMounter(user, name);
      unmount(store, known);
    },
  };
}

function existing({ mounts }: Store, name: string): StoredFileSystem {
  const known = mounts.find(name);
  if (known === undefined) throw new UnixError('ENOENT', name);
  return known;
}

const shown = ({ nodes }: Store, one: StoredFileSystem): FileSystem => ({
  name: one.name,
  type: one.type,
  device: one.device,
  mode: one.mode,
  cylinders: one.cylinders,
  usedBytes: usedBytes(nodes.all(), one.device),
  ...(one.mountPoint === undefined ? {} : { mountPoint: one.mountPoint }),
});

function deleteFileSystem({ mounts, nodes, content }: Store, known: StoredFileSystem): void {
  if (known.mountPoint !== undefined) throw new UnixError('EBUSY', known.name);
  for (const node of [...nodes.all()]) {
    if (node.device !== known.device) continue;
    for (const entry of [...nodes.entries(node).keys()]) nodes.leave(node, entry);
    content.drop(node.id);
    nodes.drop(node);
  }
  mounts.drop(known);
}

/** The root stays, and so does what holds the mount point of another one. */
function unmount({ mounts, nodes }: Store, known: StoredFileSystem): void {
  if (known.mountPoint === undefined) throw new UnixError('EINVAL', known.name);
  const holdsAnother = mounts
    .all()
    .some(({ covers }) => covers !== undefined && nodes.get(covers).device === known.device);
  if (holdsAnother || known.covers === undefined) throw new UnixError('EBUSY', known.name);
  mounts.keep(Object.assign(known, { covers: undefined, mountPoint: undefined }));
}

/** A file system with an empty root directory. */
export function newFileSystem(store: Store, name: string, user: string, how: NewFileSystem): StoredFileSystem {
  const { mounts, nodes, clock } = store;
  const device = Math.max(0, ...mounts.all().map((one) => one.device)) + 1;
  const who = store.identities.of(user);
  const now = clock.now();
  const root = nodes.make({
    ...{
      kind: 'directory',
      device,
      mode: how.mode ?? 0o755,
      uid: how.uid ?? who.uid,
      gid: how.gid ?? who.gid,
      size: 0,
      links: 2,
    },
    ...{ modified: now, accessed: now, changed: now },
  });
  return { name, device, root: root.id, cylinders: how.cylinders, type: 'ZFS', mode: 'rdwr' };
}
