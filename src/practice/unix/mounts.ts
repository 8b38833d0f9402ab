import type { Disk } from '../disk/disk.ts';
import type { Inode, Nodes } from './inode.ts';
import type { FileSystem } from './unix-files.ts';

/** A file system in its data set, and where it is mounted. */
export interface StoredFileSystem {
  readonly name: string;
  readonly device: number;
  /** Inode of its root directory. */
  readonly root: number;
  readonly cylinders: FileSystem['cylinders'];
  type: string;
  mode: FileSystem['mode'];
  /** Directory that it covers; none for the root file system and for one that is not mounted. */
  covers?: number | undefined;
  mountPoint?: string | undefined;
}

/** Which file systems there are, and how the hierarchy crosses from one to the next. */
export interface Mounts {
  readonly root: Inode;
  all(): readonly StoredFileSystem[];
  find(name: string): StoredFileSystem | undefined;
  ofDevice(device: number): StoredFileSystem | undefined;
  keep(fileSystem: StoredFileSystem): void;
  drop(fileSystem: StoredFileSystem): void;
  /** What stands at a directory: itself, or the root of what is mounted on it. */
  crossed(node: Inode): Inode;
  /** The directory that `..` means. */
  parentOf(directory: Inode): Inode;
  isCovered(node: Inode): boolean;
}

const room = 'unix-filesystems';

export function mountsOn(disk: Disk, nodes: Nodes): Mounts {
  const known = new Map<string, StoredFileSystem>();
  for (const [name, value] of disk.entries(room)) known.set(name, value as StoredFileSystem);
  const all = () => [...known.values()];
  const on = (node: Inode) => all().find(({ covers }) => covers === node.id);
  const crossed = (node: Inode): Inode => {
    const mounted = node.kind === 'directory' ? on(node) : undefined;
    return mounted === undefined ? node : crossed(nodes.get(mounted.root));
  };
  const parentOf = (directory: Inode): Inode => {
    const here = all().find(({ root }) => root === directory.id);
    if (here?.covers !== undefined) return parentOf(nodes.get(here.covers));
    return nodes.get(directory.parent ?? directory.id);
  };
  return {
    get root() {
      const top = all().find(({ mountPoint }) => mountPoint === '/');
      if (top === undefined) throw new Error('there is no root file system');
      return nodes.get(top.root);
    },
    all,
    find: (name) => known.get(name),
    ofDevice: (device) => all().find((one) => one.device === device),
    keep(fileSystem) {
      known.set(fileSystem.name, fileSystem);
      disk.put(room, fileSystem.name, { ...fileSystem });
    },
    drop(fileSystem) {
      known.delete(fileSystem.name);
      disk.remove(room, fileSystem.name);
    },
    crossed,
    parentOf,
    isCovered: (node) => on(node) !== undefined,
  };
}
