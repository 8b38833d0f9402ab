import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { ebcdic } from '../codepages/code-page.ts';
import type { Site } from '../site/site.schema.ts';
import { newFileSystem } from './file-systems.ts';
import { superuser } from './identities.ts';
import type { Store } from './store.ts';
import type { UnixFiles } from './unix-files.ts';

const rootFileSystem = 'OMVS.ROOT.ZFS';

/**
 * Makes what a system is born with: the root file system, the usual directories, the homes of all users, and what the site
 * file's folder holds. Homes of users that came later are made at every start.
 */
export function firstStart(
  store: Store,
  files: UnixFiles,
  site: Pick<Site, 'users' | 'unix'>,
  commands: readonly string[],
): void {
  if (store.mounts.all().length === 0) born(store, files, site, commands);
  for (const { userid } of site.users) makeHome(files, userid);
}

function born(store: Store, files: UnixFiles, site: Pick<Site, 'unix'>, commands: readonly string[]): void {
  const root = newFileSystem(store, rootFileSystem, superuser, { cylinders: { primary: 1000, secondary: 100 } });
  store.mounts.keep(Object.assign(root, { mountPoint: '/' }));
  for (const path of ['/bin', '/dev', '/etc', '/lib', '/tmp', '/u', '/usr', '/var', '/usr/bin', '/usr/lpp', '/var/log'])
    files.makeDirectory(path, superuser, 0o755);
  files.changeMode('/tmp', superuser, 0o1777);
  nullDevice(store);
  for (const name of commands) files.write(`/bin/${name}`, superuser, Buffer.alloc(0), { mode: 0o755 });
  files.writeText('/etc/profile', superuser, 'export PATH=/bin:/usr/bin\nexport TZ\n');
  for (const { folder, directory } of site.unix?.from ?? []) fill(files, folder, directory);
}

function nullDevice({ nodes, mounts, clock, identities }: Store): void {
  const dev = nodes.get(nodes.entries(mounts.root).get('dev') ?? 0);
  const now = clock.now();
  const { uid, gid } = identities.of(superuser);
  const node = nodes.make({
    ...{ kind: 'character', device: dev.device, mode: 0o666, uid, gid, size: 0, links: 1 },
    ...{ modified: now, accessed: now, changed: now },
  });
  nodes.enter(dev, 'null', node);
}

function makeHome(files: UnixFiles, user: string): void {
  const { home, uid, gid } = files.identity(user);
  if (!home.startsWith('/') || files.exists(home, superuser)) return;
  makeAll(files, home);
  files.changeOwner(home, superuser, { uid, gid });
  files.changeMode(home, superuser, 0o755);
}

function makeAll(files: UnixFiles, directory: string): void {
  const names = directory.split('/').filter((name) => name !== '');
  names.forEach((_, at) => {
    const path = `/${names.slice(0, at + 1).join('/')}`;
    if (!files.exists(path, superuser)) files.makeDirectory(path, superuser);
  });
}

/** Plain files as text in code page 1047; what is no text of it is kept byte for byte and tagged binary. */
function fill(files: UnixFiles, folder: string, directory: string): void {
  makeAll(files, directory);
  for (const name of readdirSync(folder).sort()) {
    const from = join(folder, name);
    if (statSync(from).isDirectory()) fill(files, from, `${directory}/${name}`);
    else {
      const bytes = readFileSync(from);
      const text = bytes.toString('utf8');
      const isText = ebcdic.decode(ebcdic.encode(text)) === text && Buffer.from(text).equals(bytes);
      if (isText) files.write(`${directory}/${name}`, superuser, ebcdic.encode(text));
      else files.write(`${directory}/${name}`, superuser, bytes, { tag: { type: 'binary' } });
    }
  }
}
