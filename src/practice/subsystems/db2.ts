import { z } from 'zod';
import type { DataSets } from '../datasets/data-sets.ts';
import type { Disk } from '../disk/disk.ts';
import { readDbrm } from '../programs/compiling/dbrm.ts';
import { createTables, createUtilities } from './db2-tables.ts';
import type { Db2, DbPackage, DbPlan, PackageSearch } from './subsystems.ts';
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
  valid: z.boolean().optional(),
  tables: z.array(z.string()).optional(),
  copies: z.array(z.number()).optional(),
});

const StoredPlan = z.strictObject({
  name: z.string(),
  pklist: z.array(z.string()),
  members: z.record(z.string(), z.string()).optional(),
  owner: z.string().optional(),
});
const planRoom = 'db2-plans';

const keyOf = (ssid: string, { collection, name, version }: Pick<DbPackage, 'collection' | 'name' | 'version'>) =>
  `${ssid} ${collection}.${name}.(${version})`;

/** One Db2 subsystem: its packages outlive a restart, all else is the site file's. */
export function createDb2(site: Db2Site, parts: { disk: Disk; dataSets: DataSets; now: () => number }): Db2 {
  const { disk } = parts;
  const packages = new Map<string, DbPackage>();
  for (const [key, value] of disk.entries(room))
    if (key.startsWith(`${site.ssid} `)) packages.set(key, whole(StoredPackage.parse(value)));
  const keep = (pack: DbPackage) => {
    packages.set(keyOf(site.ssid, pack), pack);
    disk.put(room, keyOf(site.ssid, pack), pack);
  };
  if (packages.size === 0) for (const pack of bornWith(site, parts)) keep(pack);
  const plans = createPlans(site, disk);
  let active = site.active;
  const data = createTables(site, disk);
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
    ...plans,
    active: () => active,
    setActive: (on) => void (active = on),
    tables: () => data.names(),
    data,
    utilities: createUtilities(site.ssid, disk),
    mayBind: (user, owner) => user === owner || site.owners[owner]?.includes(user) === true,
    resolve: (plan, program, contoken) => search(plans.plan(plan), [...packages.values()], { program, contoken }),
  };
}

const whole = ({ valid, tables, copies, ...pack }: z.infer<typeof StoredPackage>): DbPackage => ({
  ...pack,
  ...(valid === undefined ? {} : { valid }),
  ...(tables === undefined ? {} : { tables }),
  ...(copies === undefined ? {} : { copies }),
});

/** Plans of the site file, and those that BIND PLAN made since. */
function createPlans(site: Db2Site, disk: Disk): Pick<Db2, 'plan' | 'plans' | 'bindPlan' | 'freePlan'> {
  const plans = new Map<string, DbPlan>(site.plans.map((plan) => [plan.name, plan]));
  for (const [key, value] of disk.entries(planRoom)) {
    if (!key.startsWith(`${site.ssid} `)) continue;
    const { members, owner, ...plan } = StoredPlan.parse(value);
    plans.set(plan.name, {
      ...plan,
      ...(members === undefined ? {} : { members }),
      ...(owner === undefined ? {} : { owner }),
    });
  }
  return {
    plan: (name) => plans.get(name),
    plans: () => [...plans.values()],
    bindPlan(plan) {
      plans.set(plan.name, plan);
      disk.put(planRoom, `${site.ssid} ${plan.name}`, plan);
    },
    freePlan(name) {
      disk.remove(planRoom, `${site.ssid} ${name}`);
      return plans.delete(name);
    },
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
  plan: DbPlan | undefined,
  packages: readonly DbPackage[],
  wanted: { program: string; contoken: string },
): PackageSearch {
  const direct = plan?.members?.[wanted.program];
  if (direct !== undefined && direct !== wanted.contoken) return { sqlcode: -818 };
  const pklist = plan?.pklist ?? [];
  if (pklist.length === 0) return { sqlcode: -805, reason: '01' };
  const inList = ({ collection, name }: DbPackage) =>
    name === wanted.program &&
    pklist.some((entry) => entry === `${collection}.*` || entry === `${collection}.${name}` || entry === '*.*');
  const candidates = packages.filter(inList);
  const pack = candidates.find(({ contoken }) => contoken === wanted.contoken);
  if (pack !== undefined) return { sqlcode: 0, pack };
  return { sqlcode: -805, reason: candidates.length === 0 ? '02' : '03' };
}
