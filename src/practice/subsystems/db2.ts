import { z } from 'zod';
import type { DataSets } from '../datasets/data-sets.ts';
import type { Disk } from '../disk/disk.ts';
import { readDbrm } from '../programs/compiling/dbrm.ts';
import type { Db2, DbPackage, PackageSearch } from './subsystems.ts';
import type { Db2Site } from './subsystems.schema.ts';

const room = 'db2-packages';

const StoredPackage = z.strictObject({
  collection: z.string(),
  name: z.string(),
  version: z.string(),
  contoken: z.string(),
  owner: z.string(),
  qualifier: z.string(),
  validate: z.enum(['BIND', 'RUN']),
  bound: z.number(),
});

const keyOf = (ssid: string, { collection, name, version }: Pick<DbPackage, 'collection' | 'name' | 'version'>) =>
  `${ssid} ${collection}.${name}.(${version})`;

/** One Db2 subsystem: its packages outlive a restart, all else is the site file's. */
export function createDb2(site: Db2Site, parts: { disk: Disk; dataSets: DataSets; now: () => number }): Db2 {
  const { disk } = parts;
  const packages = new Map<string, DbPackage>();
  for (const [key, value] of disk.entries(room))
    if (key.startsWith(`${site.ssid} `)) packages.set(key, StoredPackage.parse(value));
  const keep = (pack: DbPackage) => {
    packages.set(keyOf(site.ssid, pack), pack);
    disk.put(room, keyOf(site.ssid, pack), pack);
  };
  if (packages.size === 0) for (const pack of bornWith(site, parts)) keep(pack);
  return {
    ssid: site.ssid,
    location: site.location,
    packages: () => [...packages.values()].sort((a, b) => (keyOf('', a) < keyOf('', b) ? -1 : 1)),
    bind: keep,
    free(collection, name, version) {
      const key = keyOf(site.ssid, { collection, name, version });
      disk.remove(room, key);
      return packages.delete(key);
    },
    plan: (name) => site.plans.find((plan) => plan.name === name),
    tables: () => site.tables,
    mayBind: (user, owner) => user === owner || site.owners[owner]?.includes(user) === true,
    resolve: (plan, program, contoken) => search(site, [...packages.values()], { plan, program, contoken }),
  };
}

function bornWith(site: Db2Site, { dataSets, now }: { dataSets: DataSets; now: () => number }): DbPackage[] {
  return site.packages.map(({ collection, library, member, owner, qualifier }) => {
    const dbrm = readDbrm(dataSets.read(library, member));
    if (dbrm === undefined) throw new Error(`${library}(${member}) is no DBRM`);
    const { contoken, version } = dbrm;
    return { collection, name: member, version, contoken, owner, qualifier, validate: 'BIND', bound: now() };
  });
}

function search(
  site: Db2Site,
  packages: readonly DbPackage[],
  wanted: { plan: string; program: string; contoken: string },
): PackageSearch {
  const pklist = site.plans.find(({ name }) => name === wanted.plan)?.pklist ?? [];
  if (pklist.length === 0) return { sqlcode: -805, reason: '01' };
  const inList = ({ collection, name }: DbPackage) =>
    name === wanted.program && pklist.some((entry) => entry === `${collection}.*` || entry === `${collection}.${name}`);
  const candidates = packages.filter(inList);
  const pack = candidates.find(({ contoken }) => contoken === wanted.contoken);
  if (pack !== undefined) return { sqlcode: 0, pack };
  return { sqlcode: -805, reason: candidates.length === 0 ? '02' : '03' };
}
