import { mayAccess, permission } from './access.rules.ts';
import { UnixError } from './errno.ts';
import type { Inode, Nodes } from './inode.ts';
import type { Mounts } from './mounts.ts';
import type { UnixIdentity } from './unix-files.ts';

/** Where a path leads: the directory, the last name in it, and what stands there. */
export interface Place {
  readonly directory: Inode;
  /** Empty when the path ends in the root, `.` or `..`. */
  readonly name: string;
  readonly node: Inode | undefined;
  /** The path without links, `.` and `..`. */
  readonly path: string;
}

const longestPath = 1023;
const longestName = 255;
/** POSIX_SYMLOOP of z/OS UNIX. */
const mostLinks = 24;

export type Walk = (path: string, who: UnixIdentity, followLast: boolean) => Place;

/**
 * Finds what a path names. Search permission is wanted in every directory on the way; links are followed, the last one only
 * when asked.
 *
 * @throws {UnixError} ENOENT, ENOTDIR, EACCES, ELOOP, ENAMETOOLONG, EINVAL
 */
export const walkThrough =
  (nodes: Nodes, mounts: Mounts): Walk =>
  (path, who, followLast) => {
    const way = new Way(nodes, mounts, path);
    const todo = namesOf(path, path);
    let links = 0;
    for (let name = todo.shift(); name !== undefined; name = todo.shift()) {
      const node = way.step(name, who);
      const isLast = todo.length === 0;
      if (node === undefined) {
        if (!isLast || path.endsWith('/')) throw new UnixError('ENOENT', path);
        return way.place(undefined);
      }
      if (node.kind === 'link' && (!isLast || followLast || path.endsWith('/'))) {
        links += 1;
        if (links > mostLinks) throw new UnixError('ELOOP', path);
        const target = node.target ?? '';
        if (target === '') throw new UnixError('ENOENT', path);
        way.back(target.startsWith('/'));
        todo.unshift(...namesOf(target, path));
      }
    }
    const place = way.place(way.at);
    if (path.endsWith('/') && place.node?.kind !== 'directory') throw new UnixError('ENOTDIR', path);
    return place;
  };

function namesOf(text: string, path: string): string[] {
  if (text === '') throw new UnixError('ENOENT', path);
  if (text.includes('\0')) throw new UnixError('EINVAL', path);
  if (Buffer.byteLength(text) > longestPath) throw new UnixError('ENAMETOOLONG', path);
  const names = text.split('/').filter((name) => name !== '');
  if (names.some((name) => Buffer.byteLength(name) > longestName)) throw new UnixError('ENAMETOOLONG', path);
  return names;
}

class Way {
  at: Inode;
  private directory: Inode;
  private name = '';
  private readonly names: string[] = [];

  constructor(
    private readonly nodes: Nodes,
    private readonly mounts: Mounts,
    private readonly path: string,
  ) {
    this.at = mounts.root;
    this.directory = this.at;
  }

  /** Goes one name further; undefined when nothing has that name. */
  step(name: string, who: UnixIdentity): Inode | undefined {
    if (this.at.kind !== 'directory') throw new UnixError('ENOTDIR', this.path);
    if (!mayAccess(this.at, who, permission.search)) throw new UnixError('EACCES', this.path);
    this.directory = this.at;
    this.name = name;
    if (name === '.' || name === '..') {
      if (name === '..') {
        this.at = this.mounts.parentOf(this.at);
        this.names.pop();
      }
      this.directory = this.mounts.parentOf(this.at);
      this.name = '';
      return this.at;
    }
    const id = this.nodes.entries(this.at).get(name);
    this.names.push(name);
    if (id === undefined) return undefined;
    this.at = this.mounts.crossed(this.nodes.get(id));
    return this.at;
  }

  /** Leaves a link behind: its target starts at the root or where the link lies. */
  back(toRoot: boolean): void {
    this.names.pop();
    if (toRoot) this.names.length = 0;
    this.at = toRoot ? this.mounts.root : this.directory;
    this.directory = this.mounts.parentOf(this.at);
    this.name = '';
  }

  place(node: Inode | undefined): Place {
    return { directory: this.directory, name: this.name, node, path: `/${this.names.join('/')}` };
  }
}
