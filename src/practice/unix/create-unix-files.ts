import type { Clock } from '../../shared/clock.ts';
import type { Disk } from '../disk/disk.ts';
import type { Site } from '../site/site.schema.ts';
import { attributesOf } from './attributes.ts';
import { contentOn } from './content.ts';
import { fileSystemsOf } from './file-systems.ts';
import { encoded, pageOf } from './file-text.ts';
import { firstStart } from './first-start.ts';
import { identitiesOf } from './identities.ts';
import { nodesOn } from './inode.ts';
import { looking } from './looking.ts';
import { making } from './making.ts';
import { mountsOn } from './mounts.ts';
import { removing } from './removing.ts';
import type { Store } from './store.ts';
import type { UnixFiles } from './unix-files.ts';
import { walkThrough } from './walk.ts';

export interface UnixParts {
  disk: Disk;
  clock: Clock;
  site: Pick<Site, 'users' | 'unix'>;
  /** Whether a user without uid 0 may mount file systems. @default nobody */
  mayMount?: (user: string) => boolean;
  /** Names of commands that stand in /bin. */
  commands?: readonly string[];
}

/** The file hierarchy of a practice system: filled at its first start, as it was left at every later one. */
export function createUnixFiles({ disk, clock, site, mayMount = () => false, commands = [] }: UnixParts): UnixFiles {
  const nodes = nodesOn(disk);
  const mounts = mountsOn(disk, nodes);
  const identities = identitiesOf(site, disk);
  const store: Store = { nodes, mounts, identities, clock, content: contentOn(disk), walk: walkThrough(nodes, mounts) };
  const look = looking(store);
  const make = making(store);
  const files: UnixFiles = {
    identity: identities.of,
    userName: identities.userName,
    groupName: identities.groupName,
    uidOf: identities.uidOf,
    gidOf: identities.gidOf,
    ...look,
    ...make,
    ...removing(store),
    ...attributesOf(store),
    ...fileSystemsOf(store, (user) => identities.of(user).uid === 0 || mayMount(user)),
    readText(path, user) {
      const bytes = look.read(path, user);
      return pageOf(look.status(path, user).tag).decode(bytes);
    },
    writeText(path, user, text, how = {}) {
      const tag = look.exists(path, user) ? look.status(path, user).tag : how.tag;
      return make.write(path, user, encoded(text, pageOf(tag), path), how);
    },
  };
  firstStart(store, files, site, commands);
  return files;
}
