import type { Db2 } from '../subsystems/subsystems.ts';
import type { Step } from './program.ts';

const form = /^FREE\s+PACKAGE\s*\(\s*'?([A-Z0-9_]+)\.([A-Z0-9@#$]+|\*)(?:\.\((\*|[^)]*)\))?'?\s*\)\s*$/i;

/**
 * FREE PACKAGE(collection.name.(version)); `(*)` frees all versions, no version the one without a name.
 *
 * @returns 0 freed, 4 nothing fits, 12 no authority or a form that cannot be read
 * @see Db2 for z/OS Command Reference, FREE PACKAGE (DSN); Messages, DSNT232I, DSNT238I
 */
export function freePackage(db2: Db2, step: Step, command: string, print: (text: string) => void): number {
  const parts = form.exec(command.trim());
  if (parts === null) {
    print(`FREE PACKAGE: FORM NOT IMITATED BY THE PRACTICE SYSTEM`);
    return 12;
  }
  const [collection = '', name = '', version = ''] = parts
    .slice(1)
    .map((part: string | undefined) => part?.toUpperCase());
  const found = db2
    .packages()
    .filter(
      (pack) =>
        pack.collection === collection &&
        (name === '*' || pack.name === name) &&
        (version === '*' || pack.version === version),
    );
  if (found.length === 0) {
    print(`DSNT238I  -${db2.ssid} FREE WARNING USING ${step.user} AUTHORITY`);
    print(`          PACKAGE = ${db2.location}.${collection}.${name}.(${version}) DOES NOT EXIST`);
    return 4;
  }
  return Math.max(
    ...found.map((pack) => {
      const full = `${db2.location}.${pack.collection}.${pack.name}.(${pack.version})`;
      if (!db2.mayBind(step.user, pack.owner)) {
        print(`DSNT210I  -${db2.ssid} FREE AUTHORIZATION ERROR USING ${step.user} AUTHORITY PACKAGE = ${full}`);
        return 12;
      }
      db2.free(pack.collection, pack.name, pack.version);
      print(`DSNT232I  -${db2.ssid} SUCCESSFUL FREE FOR PACKAGE = ${full}`);
      return 0;
    }),
  );
}
