import type { Disk } from '../disk/disk.ts';
import type { ExtendedAttribute, FileKind, FileTag } from './unix-files.ts';

/** What names point to: everything of a file but its names and its content. Times in milliseconds since 1970. */
export interface Inode {
  readonly id: number;
  readonly kind: FileKind;
  readonly device: number;
  mode: number;
  uid: number;
  gid: number;
  size: number;
  links: number;
  modified: number;
  accessed: number;
  changed: number;
  tag?: FileTag | undefined;
  attributes?: readonly ExtendedAttribute[];
  target?: string;
  /** Directory that a directory lies in. */
  parent?: number;
}

/** Inodes and directory entries, each a value of its own on the disk: a change writes what it changes. */
export interface Nodes {
  get(id: number): Inode;
  make(fields: Omit<Inode, 'id'>): Inode;
  keep(node: Inode): void;
  drop(node: Inode): void;
  entries(directory: Inode): ReadonlyMap<string, number>;
  enter(directory: Inode, name: string, node: Inode): void;
  leave(directory: Inode, name: string): void;
  all(): Iterable<Inode>;
}

const inodeRoom = 'unix-inodes';
const entryRoom = 'unix-entries';
const none: ReadonlyMap<string, number> = new Map();

export function nodesOn(disk: Disk): Nodes {
  const nodes = new Map<number, Inode>();
  const directories = new Map<number, Map<string, number>>();
  let last = 1;
  const namesIn = (id: number) => {
    const known = directories.get(id) ?? new Map<string, number>();
    directories.set(id, known);
    return known;
  };
  for (const [key, value] of disk.entries(inodeRoom)) {
    nodes.set(Number(key), value as Inode);
    last = Math.max(last, Number(key));
  }
  for (const [key, value] of disk.entries(entryRoom)) {
    const at = key.indexOf('/');
    namesIn(Number(key.slice(0, at))).set(key.slice(at + 1), Number(value));
  }
  const keep = (node: Inode) => {
    nodes.set(node.id, node);
    disk.put(inodeRoom, String(node.id), { ...node });
  };
  return {
    get(id) {
      const node = nodes.get(id);
      if (node === undefined) throw new Error(`inode ${String(id)} is gone`);
      return node;
    },
    make(fields) {
      last += 1;
      const node = { id: last, ...fields };
      keep(node);
      return node;
    },
    keep,
    drop(node) {
      nodes.delete(node.id);
      directories.delete(node.id);
      disk.remove(inodeRoom, String(node.id));
    },
    entries: (directory) => directories.get(directory.id) ?? none,
    enter(directory, name, node) {
      namesIn(directory.id).set(name, node.id);
      disk.put(entryRoom, `${String(directory.id)}/${name}`, node.id);
    },
    leave(directory, name) {
      namesIn(directory.id).delete(name);
      disk.remove(entryRoom, `${String(directory.id)}/${name}`);
    },
    all: () => nodes.values(),
  };
}
