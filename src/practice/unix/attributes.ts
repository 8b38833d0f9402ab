import { permission } from './access.rules.ts';
import { UnixError } from './errno.ts';
import { demand, demandOwner, demandWritable, found, stamp } from './store.ts';
import type { Store } from './store.ts';
import type { Inode } from './inode.ts';
import type { UnixFiles, UnixIdentity } from './unix-files.ts';

type Attributes = Pick<UnixFiles, 'changeMode' | 'changeOwner' | 'tag' | 'changeAttributes'>;

/** Mode, owner, tag and extended attributes of what is there. */
export function attributesOf(store: Store): Attributes {
  const at = (path: string, user: string, follow = true) => {
    const { node } = found(store, path, store.identities.of(user), follow);
    demandWritable(store, node, path);
    return node;
  };
  return {
    changeMode(path, user, mode) {
      const node = at(path, user);
      demandOwner(node, store.identities.of(user), path);
      node.mode = mode & 0o7777;
      stamp(store, node, 'attributes');
    },
    changeOwner(path, user, { uid, gid }, how = {}) {
      const node = at(path, user, how.follow);
      demandGift(node, store.identities.of(user), { uid, gid }, path);
      node.uid = uid ?? node.uid;
      node.gid = gid ?? node.gid;
      stamp(store, node, 'attributes');
    },
    tag(path, user, tag) {
      const node = at(path, user);
      const who = store.identities.of(user);
      if (who.uid !== node.uid) demand(node, who, permission.write, path);
      node.tag = tag;
      stamp(store, node, 'attributes');
    },
    changeAttributes(path, user, set, reset) {
      const node = at(path, user);
      if (node.kind !== 'file') throw new UnixError('EINVAL', path);
      demandOwner(node, store.identities.of(user), path);
      const kept = (node.attributes ?? []).filter((one) => !reset.includes(one) && !set.includes(one));
      node.attributes = [...kept, ...set].sort();
      stamp(store, node, 'attributes');
    },
  };
}

/** Only uid 0 gives files away; an owner may take another group of the own, and set-id bits go then. */
function demandGift(
  node: Inode,
  who: UnixIdentity,
  { uid, gid }: { uid: number | undefined; gid: number | undefined },
  path: string,
): void {
  demandOwner(node, who, path);
  if (who.uid === 0) return;
  if (uid !== undefined && uid !== node.uid) throw new UnixError('EPERM', path);
  if (gid !== undefined && !who.groups.includes(gid)) throw new UnixError('EPERM', path);
  node.mode &= 0o1777;
}
