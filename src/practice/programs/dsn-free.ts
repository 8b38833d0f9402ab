import type { Db2, DbPackage } from '../subsystems/subsystems.ts';
import { fits, inUse, nameOf, type PackageForm, packageForms, sayInUse } from './dsn-packages.ts';
import type { Step } from './program.ts';

type Print = (text: string) => void;

/**
 * FREE PACKAGE(collection.name.(version)); `(*)` frees all versions, no version the one without a name.
 *
 * @returns 0 freed, 4 nothing fits, 12 in use, no authority or a form that cannot be read
 * @see Db2 for z/OS Command Reference, FREE PACKAGE (DSN); Messages, DSNT232I, DSNT238I
 */
export function freePackage(db2: Db2, step: Step, command: string, print: Print): number {
  const list = /^FREE\s+PACKAGE\s*\(\s*(.*?)\s*\)\s*$/is.exec(command.trim())?.[1];
  const forms = list === undefined ? undefined : packageForms(list);
  if (forms === undefined) {
    print(`DSNT236I  -${db2.ssid} FREE ERROR, PACKAGE NAME ${list ?? ''} IS NOT VALID`);
    return 12;
  }
  return Math.max(...forms.map((form) => freeOne(db2, step, form, print)));
}

function freeOne(db2: Db2, step: Step, form: PackageForm, print: Print): number {
  const found = db2.packages().filter((pack) => fits(form, pack));
  if (found.length === 0) {
    print(`DSNT238I  -${db2.ssid} FREE WARNING USING ${step.user} AUTHORITY`);
    print(`          PACKAGE = ${nameOf(db2, form)} DOES NOT EXIST`);
    return 4;
  }
  return Math.max(...found.map((pack) => freeFound(db2, step, pack, print)));
}

function freeFound(db2: Db2, step: Step, pack: DbPackage, print: Print): number {
  const full = nameOf(db2, pack);
  if (!db2.mayBind(step.user, pack.owner)) {
    print(`DSNT210I  -${db2.ssid} FREE AUTHORIZATION ERROR USING ${step.user} AUTHORITY PACKAGE = ${full}`);
    return 12;
  }
  if (inUse(step, db2, pack)) {
    sayInUse(db2, pack, 'FREE', print);
    print(`DSNT233I  -${db2.ssid} UNSUCCESSFUL FREE FOR PACKAGE = ${full}`);
    return 12;
  }
  db2.free(pack.collection, pack.name, pack.version);
  print(`DSNT232I  -${db2.ssid} SUCCESSFUL FREE FOR PACKAGE = ${full}`);
  return 0;
}
