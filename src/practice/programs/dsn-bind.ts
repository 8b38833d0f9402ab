import type { Db2, DbPackage } from '../subsystems/subsystems.ts';
import { type Dbrm, readDbrm } from './compiling/dbrm.ts';
import type { Step } from './program.ts';

type Print = (text: string) => void;

/**
 * BIND PACKAGE of one DBRM. Name, version and token come from the DBRM, never from the card. After an error the old
 * package stays.
 *
 * @returns 0 bound, 4 bound with warnings, 8 SQL errors or a name that exists, 12 not tried
 * @see Db2 for z/OS Command Reference, BIND PACKAGE (DSN); Messages, DSNT232I, DSNT233I, DSNT237I, DSNT243I
 */
export function bindPackage(db2: Db2, step: Step, operands: ReadonlyMap<string, string>, print: Print): number {
  const collection = (operands.get('PACKAGE') ?? '').split('.').at(-1) ?? '';
  const member = operands.get('MEMBER') ?? '';
  const dbrm = findDbrm(step, member, operands.get('LIBRARY'));
  if (collection === '' || dbrm === undefined) {
    print(`DSNT241I  -${db2.ssid} BIND ERROR, DBRM MEMBER ${member} IS NOT AVAILABLE OR IS NO DBRM`);
    return failed(db2, `${db2.location}.${collection}.${member}`, print, 12);
  }
  const owner = operands.get('OWNER') ?? step.user;
  const name = nameOf(db2, collection, dbrm);
  if (!db2.mayBind(step.user, owner)) {
    print(`DSNT210I  -${db2.ssid} BIND AUTHORIZATION ERROR`);
    print(`          USING ${step.user} AUTHORITY`);
    print(`          PACKAGE = ${name} OWNER = ${owner}`);
    return failed(db2, name, print, 12);
  }
  const validate = operands.get('VALIDATE') === 'BIND' ? 'BIND' : 'RUN';
  const action = /^ADD/.test(operands.get('ACTION') ?? 'REPLACE') ? 'ADD' : 'REPLACE';
  const pack: DbPackage = {
    ...{ collection, name: dbrm.program, version: dbrm.version, contoken: dbrm.contoken, owner, validate },
    qualifier: operands.get('QUALIFIER') ?? owner,
    bound: step.now(),
  };
  return bindChecked({ db2, pack, action, tables: dbrm.tables, name, print });
}

const nameOf = (db2: Db2, collection: string, { program, version }: Dbrm) =>
  `${db2.location}.${collection}.${program}.(${version})`;

function findDbrm(step: Step, member: string, library: string | undefined): Dbrm | undefined {
  const dd = step.dd('DBRMLIB');
  const libraries = library === undefined ? (dd?.concatenation.map(({ dsname }) => dsname) ?? []) : [library];
  const dsname = libraries.find(
    (one) => step.dataSets.find(one)?.attributes.dsorg === 'PO' && step.dataSets.member(one, member) !== undefined,
  );
  return dsname === undefined ? undefined : readDbrm(step.dataSets.read(dsname, member));
}

interface Bind {
  db2: Db2;
  pack: DbPackage;
  action: 'ADD' | 'REPLACE';
  tables: readonly string[];
  name: string;
  print: Print;
}

function bindChecked({ db2, pack, action, tables, name, print }: Bind): number {
  const same = db2.packages().filter((one) => one.collection === pack.collection && one.name === pack.name);
  print(`DSNT254I  -${db2.ssid} DSNTBCM2 BIND OPTIONS FOR`);
  print(`          PACKAGE = ${name}`);
  print(`          ACTION ${action}  OWNER ${pack.owner}  QUALIFIER ${pack.qualifier}  VALIDATE ${pack.validate}`);
  if (action === 'ADD' && same.some(({ version }) => version === pack.version)) {
    print(`DSNT237I  -${db2.ssid} BIND ADD ERROR`);
    print(`          USING ${pack.owner} AUTHORITY`);
    print(`          PACKAGE = ${name} ALREADY EXISTS`);
    return failed(db2, name, print, 8);
  }
  if (same.some(({ version, contoken }) => contoken === pack.contoken && version !== pack.version)) {
    print(`DSNT243I  -${db2.ssid} BIND ERROR`);
    print(`          PACKAGE = ${name} CONSISTENCY TOKEN ${pack.contoken} IS NOT UNIQUE SO IT CANNOT BE CREATED`);
    return failed(db2, name, print, 8);
  }
  const missing = missingTables(db2, pack, tables);
  for (const table of missing) reportMissing(db2, pack, table, print);
  if (missing.length > 0 && pack.validate === 'BIND') return failed(db2, name, print, 8);
  db2.bind(pack);
  print(`DSNT232I  -${db2.ssid} SUCCESSFUL BIND FOR PACKAGE = ${name}`);
  return missing.length > 0 ? 4 : 0;
}

function missingTables(db2: Db2, pack: DbPackage, tables: readonly string[]): string[] {
  const full = tables.map((table) => (table.includes('.') ? table : `${pack.qualifier}.${table}`));
  return full.filter((table) => !table.startsWith('SYSIBM.') && !db2.tables().includes(table));
}

function reportMissing(db2: Db2, pack: DbPackage, table: string, print: Print): void {
  const kind = pack.validate === 'BIND' ? 'DSNX200I' : 'DSNX105I';
  print(`${kind}  -${db2.ssid} BIND SQL ${pack.validate === 'BIND' ? 'ERROR' : 'WARNING'}`);
  print(`          USING ${pack.owner} AUTHORITY`);
  print(`          PLAN=(NOT APPLICABLE)`);
  print(`          DBRM=${pack.name}`);
  print(`          SQLCODE=-204`);
  print(`          SQLSTATE=42704`);
  print(`          TOKENS=${table}`);
}

function failed(db2: Db2, name: string, print: Print, code: number): number {
  print(`DSNT233I  -${db2.ssid} UNSUCCESSFUL BIND FOR PACKAGE = ${name}`);
  return code;
}
