import { mayAccess, permission } from './access.rules.ts';
import { UnixError } from './errno.ts';
import type { Inode } from './inode.ts';
import { demand, found } from './store.ts';
import type { Store } from './store.ts';
import type { FileStatus, UnixFiles } from './unix-files.ts';

type Looking = Pick<UnixFiles, 'status' | 'exists' | 'allows' | 'list' | 'resolve' | 'read'>;

const inOrder = ([left]: readonly [string, number], [right]: readonly [string, number]) => (left < right ? -1 : 1);

/** Reading of directories, attributes and content. */
export function looking(store: Store): Looking {
  const { nodes, mounts, identities, content } = store;
  const at = (path: string, user: string, follow = true) => found(store, path, identities.of(user), follow).node;
  return {
    status: (path, user, how = {}) => statusOf(store, at(path, user, how.follow)),
    exists(path, user) {
      try {
        return at(path, user).id > 0;
      } catch (error) {
        if (error instanceof UnixError) return false;
        throw error;
      }
    },
    allows: (path, user, bits) => mayAccess(at(path, user), identities.of(user), bits),
    list(path, user) {
      const directory = at(path, user);
      if (directory.kind !== 'directory') throw new UnixError('ENOTDIR', path);
      demand(directory, identities.of(user), permission.read, path);
      return [...nodes.entries(directory)]
        .sort(inOrder)
        .map(([name, id]) => ({ name, status: statusOf(store, mounts.crossed(nodes.get(id))) }));
    },
    resolve: (path, user) => found(store, path, identities.of(user)).path,
    read(path, user) {
      const node = at(path, user);
      if (node.kind === 'directory') throw new UnixError('EISDIR', path);
      demand(node, identities.of(user), permission.read, path);
      return content.read(node.id);
    },
  };
}

/** zFS shows every directory with the length of its block. */
const directoryBytes = 8192;

export function statusOf({ identities }: Pick<Store, 'identities'>, node: Inode): FileStatus {
  return {
    kind: node.kind,
    mode: node.mode,
    uid: node.uid,
    gid: node.gid,
    user: identities.userName(node.uid),
    group: identities.groupName(node.gid),
    size: node.kind === 'directory' ? directoryBytes : node.size,
    links: node.links,
    inode: node.id,
    device: node.device,
    modified: node.modified,
    accessed: node.accessed,
    changed: node.changed,
    attributes: node.attributes ?? [],
    ...(node.tag === undefined ? {} : { tag: node.tag }),
    ...(node.target === undefined ? {} : { target: node.target }),
  };
}
