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
  const { mounts, nodes } = store;
  const existing = (name: string) => {
    const known = mounts.find(name);
    if (known === undefined) throw new UnixError('ENOENT', name);
    return known;
  };
  const shown = (one: StoredFileSystem): FileSystem => ({
    name: one.name,
    type: one.type,
    device: one.device,
    mode: one.mode,
    cylinders: one.cylinders,
    usedBytes: usedBytes(nodes.all(), one.device),
    ...(one.mountPoint === undefined ? {} : { mountPoint: one.mountPoint }),
  });
  return {
    fileSystems: () => mounts.all().map(shown),
    fileSystemOf(path, user) {
      const { node } = found(store, path, store.identities.of(user));
      const holder = mounts.ofDevice(node.device);
      if (holder === undefined) throw new UnixError('ENOENT', path);
      return shown(holder);
    },
    createFileSystem(name, user, how) {
      if (mounts.find(name) !== undefined) throw new UnixError('EEXIST', name);
      mounts.keep(newFileSystem(store, name, user, how));
    },
    deleteFileSystem(name) {
      const known = existing(name);
      if (known.mountPoint !== undefined) throw new UnixError('EBUSY', name);
      for (const node of [...nodes.all()])
        if (node.device === known.device) {
          for (const entry of [...nodes.entries(node).keys()]) nodes.leave(node, entry);
          store.content.drop(node.id);
          nodes.drop(node);
        }
      mounts.drop(known);
    },
    mount(name, user, mountPoint, mode, type) {
      const known = existing(name);
      const { node, path } = found(store, mountPoint, store.identities.of(user));
      if (!mayMount(user)) throw new UnixError('EPERM', name);
      if (node.kind !== 'directory') throw new UnixError('ENOTDIR', mountPoint);
      const isRoot = mounts.all().some(({ root, mountPoint: at }) => at !== undefined && root === node.id);
      if (known.mountPoint !== undefined || isRoot) throw new UnixError('EBUSY', name);
      mounts.keep(Object.assign(known, { mode, type, covers: node.id, mountPoint: path }));
    },
    unmount(name, user) {
      const known = existing(name);
      if (!mayMount(user)) throw new UnixError('EPERM', name);
      if (known.mountPoint === undefined) throw new UnixError('EINVAL', name);
      const holdsAnother = mounts
        .all()
        .some(({ covers }) => covers !== undefined && nodes.get(covers).device === known.device);
      if (holdsAnother || known.covers === undefined) throw new UnixError('EBUSY', name);
      mounts.keep(Object.assign(known, { covers: undefined, mountPoint: undefined }));
    },
  };
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
