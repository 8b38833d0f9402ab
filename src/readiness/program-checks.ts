import { dbrmToken, loadCarriesToken } from '../jcl/index.ts';
import type { SystemCheck } from '../releases/plan.schema.ts';
import { failed, nameOf, passed, unknown } from './system-answers.rules.ts';
import type { Finding } from './system-answers.rules.ts';
import type { SystemReader, WantedPackages } from './system-reader.ts';

type Check<K extends SystemCheck['kind']> = Extract<SystemCheck, { kind: K }>;

/** DBRM, load module and, where it is bound, package carry one consistency token. */
export async function tokensAgree(
  { dbrm, load, ssid, package: pack }: Check<'tokens'>['programs'][number],
  reader: SystemReader,
): Promise<Finding[]> {
  const [dbrmBytes, loadBytes] = await Promise.all([reader.bytes(dbrm), reader.bytes(load)]);
  const missing = dbrmBytes === undefined ? dbrm : load;
  if (dbrmBytes === undefined || loadBytes === undefined)
    return [
      failed(`${nameOf(missing)} is not there`, `Put DBRM and load module of one compile in place`, 'implementer'),
    ];
  const token = dbrmToken(dbrmBytes);
  if (token === undefined)
    return [
      unknown(
        `${nameOf(dbrm)} holds no consistency token`,
        `Look whether ${nameOf(dbrm)} is a DBRM`,
        'owner of the change',
      ),
    ];
  const loaded = loadCarriesToken(loadBytes, token)
    ? passed
    : failed(
        `${nameOf(load)} does not carry the token ${token} of its DBRM`,
        `Stage load module and DBRM of one compile of ${load.member}`,
        'owner of the change',
      );
  if (pack === undefined || ssid === undefined) return [loaded];
  const rows = (await reader.packages(ssid)).filter(
    (row) =>
      row.collection === pack.collection && row.name === pack.name && (pack.version ?? row.version) === row.version,
  );
  const name = `${pack.collection}.${pack.name}${pack.version === undefined ? '' : `.(${pack.version})`}`;
  if (rows.some((row) => row.token === token)) return [loaded, passed];
  const found =
    rows.length === 0 ? `Package ${name} is not bound in ${ssid}` : `Package ${name} has another token than ${token}`;
  return [loaded, failed(found, `Bind ${name} from ${nameOf(dbrm)}`, 'database administration')];
}

/** Packages are bound, or are not, as the check says. */
export async function packagesAre({ ssid, packages }: Check<'packages-are'>, reader: SystemReader): Promise<Finding[]> {
  const rows = await reader.packages(ssid);
  return packages.map(({ collection, name, version, present }) => {
    const there = rows.some(
      (row) => row.collection === collection && row.name === name && (version ?? row.version) === row.version,
    );
    const full = `${collection}.${name}${version === undefined ? '' : `.(${version})`}`;
    if (there === present) return passed;
    return present
      ? failed(`Package ${full} is not bound in ${ssid}`, `Bind ${full}`, 'database administration')
      : failed(`Package ${full} is in ${ssid}`, `Free ${full}, or find out who bound it`, 'database administration');
  });
}

/** Packages that these checks ask about, by subsystem. */
export function packagesOf(checks: readonly SystemCheck[]): WantedPackages {
  const wanted = new Map<string, { collection: string; name: string }[]>();
  const add = (ssid: string, one: { collection: string; name: string }) =>
    wanted.set(ssid, [...(wanted.get(ssid) ?? []), one]);
  for (const check of checks)
    if (check.kind === 'packages-are') for (const one of check.packages) add(check.ssid, one);
    else if (check.kind === 'tokens')
      for (const { ssid, package: one } of check.programs) if (ssid !== undefined && one !== undefined) add(ssid, one);
  return wanted;
}
