import type { Db2, DbPackage } from '../subsystems/subsystems.ts';
import type { Step } from './program.ts';

type PackageName = Pick<DbPackage, 'collection' | 'name' | 'version'>;

export const nameOf = (db2: Db2, { collection, name, version }: PackageName): string =>
  `${db2.location}.${collection}.${name}.(${version})`;

export const keyOfPackage = ({ collection, name, version }: PackageName): string =>
  `${collection}.${name}.(${version})`;

/** Whether a thread of a job, or a task of a region, runs statements of the package now. */
export function inUse(step: Step, db2: Db2, pack: DbPackage): boolean {
  const threads = [...step.subsystems.threads().values()].filter((thread) => thread.db2.ssid === db2.ssid);
  const regions = step.subsystems.regions();
  return (
    threads.some(({ uses }) => uses?.has(keyOfPackage(pack)) === true) ||
    regions.some((region) => region.holdsPackage?.(db2.ssid, pack) === true)
  );
}

/** DSNT500I with reason 00E30083: a deadlock or time-out of a lock on the package (Db2 Codes, X'E3...'; resource types). */
export function sayInUse(
  db2: Db2,
  pack: DbPackage,
  verb: 'BIND' | 'REBIND' | 'FREE',
  print: (text: string) => void,
): void {
  print(`DSNT500I  -${db2.ssid} DSNTB${verb === 'FREE' ? 'F' : 'C'}M2 RESOURCE UNAVAILABLE`);
  print('          REASON 00E30083');
  print('          TYPE   00000801');
  print(`          NAME   ${pack.collection}.${pack.name}.(${pack.version})`);
}

export interface PackageForm {
  collection: string;
  name: string;
  /** `*` for all versions. */
  version: string;
}

/** `(coll.name.(ver), coll.*)`: one form for each package that is named. */
export function packageForms(list: string): PackageForm[] | undefined {
  const forms: PackageForm[] = [];
  if (list.length > 4000) return undefined;
  for (const one of list.split(/,(?![^()]*\))/)) {
    const parts =
      /^\s*'?(?:[A-Z0-9_]+\.(?=[^.()]+\.[^.()]+))?([A-Z0-9_#@$*]+)\.([A-Z0-9_#@$*]+)(?:\.\((\*|[^)]*)\))?'?\s*$/i.exec(
        one,
      );
    if (parts === null) return undefined;
    const [, collection = '', name = '', version] = parts;
    const wild = name === '*' || name === '(*)';
    forms.push({
      collection: collection.toUpperCase(),
      name: name.toUpperCase(),
      version: version?.toUpperCase() ?? (wild ? '*' : ''),
    });
  }
  return forms;
}

export const fits = (form: PackageForm, pack: DbPackage): boolean =>
  (form.collection === '*' || pack.collection === form.collection) &&
  (form.name === '*' || pack.name === form.name) &&
  (form.version === '*' || pack.version === form.version);
