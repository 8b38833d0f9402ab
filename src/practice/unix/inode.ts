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

interface Kept {
  readonly nodes: Map<number, Inode>;
  readonly directories: Map<number, Map<string, number>>;
}

function loaded(disk: Disk): Kept {
  const kept: Kept = { nodes: new Map(), directories: new Map() };
  for (const [key, value] of disk.entries(inodeRoom)) kept.nodes.set(Number(key), value as Inode);
  for (const [key, value] of disk.entries(entryRoom)) {
    const at = key.indexOf('/');
    namesIn(kept, Number(key.slice(0, at))).set(key.slice(at + 1), Number(value));
  }
  return kept;
}

function namesIn({ directories }: Kept, id: number): Map<string, number> {
  const known = directories.get(id) ?? new Map<string, number>();
  directories.set(id, known);
  return known;
}

export function nodesOn(disk: Disk): Nodes {
  const kept = loaded(disk);
  const { nodes, directories } = kept;
  let last = [...nodes.keys()].reduce((most, id) => Math.max(most, id), 1);
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
      namesIn(kept, directory.id).set(name, node.id);
      disk.put(entryRoom, `${String(directory.id)}/${name}`, node.id);
    },
    leave(directory, name) {
      namesIn(kept, directory.id).delete(name);
      disk.remove(entryRoom, `${String(directory.id)}/${name}`);
    },
    all: () => nodes.values(),
  };
}
