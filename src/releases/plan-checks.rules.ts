import { rendered } from '../estate/expression.rules.ts';
import type { PlacedItem, PlacedPart } from './content.rules.ts';
import type { SystemCheck } from './plan.schema.ts';
import type { PlannerInput } from './planner.schema.ts';

/** Backup and production hold the same, member by member. */
export function preImageChecks(existing: readonly PlacedPart[]): SystemCheck[] {
  const pairs = existing.map(({ part, backup }) => ({
    left: { library: backup, member: part.member },
    right: { library: part.production, member: part.member },
    form: part.form,
  }));
  return [{ kind: 'same-content', question: 'Does each pre-image equal the production member?', pairs }];
}

/** Each job is scanned as it stands where the scheduler takes it from. */
export function scanChecks(parts: readonly PlacedPart[]): SystemCheck[] {
  return parts.map(({ part }) => ({
    kind: 'scan',
    question: `Does ${part.member} pass the converter as installed?`,
    member: { library: part.production, member: part.member },
  }));
}

/** After the bind: DBRM in production, load module to come and the new package carry one consistency token. */
export function packageChecks(
  binds: readonly PlacedItem[],
  parts: readonly PlacedPart[],
  { changes, estate, release }: PlannerInput,
): SystemCheck[] {
  const ssid = estate.systems.find(({ id }) => id === release.system)?.db2[0]?.ssid;
  const programs = binds.flatMap((bind) => {
    const reference = packageOf(bind);
    const dbrm = parts.find(({ part }) => part.form === 'dbrm' && part.member === reference?.name);
    const load = changes
      .flatMap(({ items }) => items.flatMap((item) => item.parts))
      .find((part) => part.form === 'load-module' && part.member === reference?.name);
    if (reference === undefined || dbrm === undefined || load === undefined) return [];
    return [
      {
        dbrm: { library: dbrm.part.production, member: dbrm.part.member },
        load: { library: load.staging, member: load.member },
        ...(ssid === undefined ? {} : { ssid }),
        package: reference,
      },
    ];
  });
  const question = 'Do DBRM, load module and new package carry one consistency token?';
  return programs.length === 0 ? [] : [{ kind: 'tokens', question, programs }];
}

/** After the backout: pre-images are back, what was new is gone, and Db2 has the packages that it had. */
export function backoutChecks(items: readonly PlacedItem[], parts: readonly PlacedPart[]): SystemCheck[] {
  const restored = parts.flatMap(({ part }) =>
    part.baseline === undefined
      ? []
      : [
          {
            at: { library: part.production, member: part.member },
            form: part.form,
            digest: part.baseline,
            of: 'the pre-image',
          },
        ],
  );
  const members = parts
    .filter(({ existing }) => !existing)
    .map(({ part }) => ({ library: part.production, member: part.member }));
  const dataSets = items
    .filter(({ item, type }) => type.name === 'data-set' && item.action === 'new')
    .map(({ item }) => item.name);
  return [
    ...present(restored, { kind: 'content-is', question: 'Does production equal its pre-images?', members: restored }),
    ...present([...members, ...dataSets], { kind: 'absent', question: 'Is everything new gone?', members, dataSets }),
    ...freedPackages(items),
  ];
}

function freedPackages(items: readonly PlacedItem[]): SystemCheck[] {
  const bySsid = new Map<string, { collection: string; name: string; version: string; present: boolean }[]>();
  for (const item of items) {
    const reference = packageOf(item);
    const ssid = ssidOf(item);
    if (reference !== undefined && ssid !== undefined)
      bySsid.set(ssid, [...(bySsid.get(ssid) ?? []), { ...reference, present: false }]);
  }
  return [...bySsid].map(([ssid, packages]) => ({
    kind: 'packages-are',
    question: 'Is the package list as before?',
    ssid,
    packages,
  }));
}

function ssidOf({ scope }: PlacedItem): string | undefined {
  const system = scope['system'];
  const db2 = typeof system === 'object' && 'db2' in system ? system.db2 : undefined;
  return typeof db2 === 'string' ? db2 : undefined;
}

function packageOf({ type: { binds }, scope }: PlacedItem) {
  if (binds === undefined) return undefined;
  return {
    collection: rendered(binds.collection, scope),
    name: rendered(binds.package, scope),
    version: rendered(binds.version, scope),
  };
}

function present(rows: readonly unknown[], check: SystemCheck): SystemCheck[] {
  return rows.length === 0 ? [] : [check];
}
