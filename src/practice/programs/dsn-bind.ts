import type { Db2, DbPackage } from '../subsystems/subsystems.ts';
import { type Dbrm, readDbrm } from './compiling/dbrm.ts';
import { inUse, nameOf, sayInUse } from './dsn-packages.ts';
import type { Step } from './program.ts';

type Print = (text: string) => void;

export interface BindRun {
  db2: Db2;
  step: Step;
  operands: ReadonlyMap<string, string>;
  print: Print;
}

/**
 * BIND PACKAGE of one DBRM, or of a package that COPY names. Name, version and token come from the DBRM, never from the
 * card. After an error the old package stays.
 *
 * @returns 0 bound, 4 bound with warnings, 8 SQL errors or a name that exists, 12 not tried
 * @see Db2 for z/OS Command Reference, BIND PACKAGE (DSN); Messages, DSNT232I, DSNT233I, DSNT237I, DSNT243I
 */
export function bindPackage(run: BindRun): number {
  const { db2, step, operands, print } = run;
  const collection = (operands.get('PACKAGE') ?? '').split('.').at(-1) ?? '';
  const member = operands.get('MEMBER') ?? '';
  const dbrm = operands.has('COPY') ? copied(db2, operands) : findDbrm(step, member, operands.get('LIBRARY'));
  if (collection === '' || dbrm === undefined) {
    print(`DSNT241I  -${db2.ssid} BIND ERROR, DBRM MEMBER ${member} IS NOT AVAILABLE OR IS NO DBRM`);
    return failed(db2, `${db2.location}.${collection}.${member}`, print, 12);
  }
  const owner = operands.get('OWNER') ?? step.user;
  const name = nameOf(db2, { collection, name: dbrm.program, version: dbrm.version });
  if (!db2.mayBind(step.user, owner)) {
    print(`DSNT210I  -${db2.ssid} BIND AUTHORIZATION ERROR`);
    print(`          USING ${step.user} AUTHORITY`);
    print(`          PACKAGE = ${name} OWNER = ${owner}`);
    return failed(db2, name, print, 12);
  }
  const qualifier = operands.get('QUALIFIER') ?? owner;
  const pack: DbPackage = {
    ...{ collection, name: dbrm.program, version: dbrm.version, contoken: dbrm.contoken, owner, qualifier },
    validate: operands.get('VALIDATE') === 'BIND' ? 'BIND' : 'RUN',
    bound: step.now(),
    tables: dbrm.tables.map((table) => (table.includes('.') ? table : `${qualifier}.${table}`)),
  };
  return bindChecked(run, pack, name);
}

/** BIND COPY: SQL text and token of a package that is there. */
function copied(db2: Db2, operands: ReadonlyMap<string, string>): Dbrm | undefined {
  const [collection, name] = (operands.get('COPY') ?? '').split('.').slice(-2);
  const version = operands.get('COPYVER');
  const found = db2
    .packages()
    .find(
      (one) => one.collection === collection && one.name === name && (version === undefined || one.version === version),
    );
  if (found === undefined) return undefined;
  const tables = (found.tables ?? []).map((table) =>
    table.startsWith(`${found.qualifier}.`) ? table.slice(found.qualifier.length + 1) : table,
  );
  return { program: found.name, contoken: found.contoken, version: found.version, tables };
}

export function findDbrm(step: Step, member: string, library: string | undefined): Dbrm | undefined {
  const dd = step.dd('DBRMLIB');
  const libraries = library === undefined ? (dd?.concatenation.map(({ dsname }) => dsname) ?? []) : [library];
  const dsname = libraries.find(
    (one) => step.dataSets.find(one)?.attributes.dsorg === 'PO' && step.dataSets.member(one, member) !== undefined,
  );
  return dsname === undefined ? undefined : readDbrm(step.dataSets.read(dsname, member));
}

function bindChecked({ db2, step, operands, print }: BindRun, pack: DbPackage, name: string): number {
  const same = db2.packages().filter((one) => one.collection === pack.collection && one.name === pack.name);
  const action = /^ADD/.test(operands.get('ACTION') ?? 'REPLACE') ? 'ADD' : 'REPLACE';
  print(`DSNT254I  -${db2.ssid} DSNTBCM2 BIND OPTIONS FOR`);
  print(`          PACKAGE = ${name}`);
  print(`          ACTION ${action}  OWNER ${pack.owner}  QUALIFIER ${pack.qualifier}  VALIDATE ${pack.validate}`);
  const old = same.find(({ version }) => version === pack.version);
  if (action === 'ADD' && old !== undefined) {
    print(`DSNT237I  -${db2.ssid} BIND ADD ERROR`);
    print(`          USING ${pack.owner} AUTHORITY`);
    print(`          PACKAGE = ${name} ALREADY EXISTS`);
    return failed(db2, name, print, 8);
  }
  if (old !== undefined && inUse(step, db2, old)) {
    sayInUse(db2, old, 'BIND', print);
    return failed(db2, name, print, 8);
  }
  if (same.some(({ version, contoken }) => contoken === pack.contoken && version !== pack.version)) {
    print(`DSNT243I  -${db2.ssid} BIND ERROR`);
    print(`          PACKAGE = ${name} CONSISTENCY TOKEN ${pack.contoken} IS NOT UNIQUE SO IT CANNOT BE CREATED`);
    return failed(db2, name, print, 8);
  }
  const problems = objectProblems(db2, pack);
  const continues = operands.get('SQLERROR') === 'CONTINUE';
  for (const problem of problems) reportProblem(db2, pack, problem, print);
  if (problems.length > 0 && pack.validate === 'BIND' && !continues) return failed(db2, name, print, 8);
  if (operands.get('SQLERROR') === 'CHECK') return problems.length > 0 ? 4 : 0;
  const replaced =
    operands.get('RPLVER') === undefined ? undefined : same.find(({ version }) => version === operands.get('RPLVER'));
  if (replaced !== undefined) db2.free(replaced.collection, replaced.name, replaced.version);
  db2.bind(pack);
  print(`DSNT232I  -${db2.ssid} SUCCESSFUL BIND FOR PACKAGE = ${name}`);
  return problems.length > 0 ? 4 : 0;
}

export interface ObjectProblem {
  sqlcode: -204 | -551;
  table: string;
}

/** Tables that are not there, or that the owner may not use. */
export function objectProblems(db2: Db2, pack: DbPackage): ObjectProblem[] {
  return (pack.tables ?? []).flatMap((table): ObjectProblem[] => {
    if (table.startsWith('SYSIBM.')) return [];
    if (!db2.tables().includes(table)) return [{ sqlcode: -204, table }];
    return db2.data.mayUse(pack.owner, table) ? [] : [{ sqlcode: -551, table }];
  });
}

export function reportProblem(db2: Db2, pack: DbPackage, { sqlcode, table }: ObjectProblem, print: Print): void {
  const kind = pack.validate === 'BIND' ? 'DSNX200I' : 'DSNX105I';
  print(`${kind}  -${db2.ssid} BIND SQL ${pack.validate === 'BIND' ? 'ERROR' : 'WARNING'}`);
  print(`          USING ${pack.owner} AUTHORITY`);
  print(`          PLAN=(NOT APPLICABLE)`);
  print(`          DBRM=${pack.name}`);
  print(`          SQLCODE=${String(sqlcode)}`);
  print(`          SQLSTATE=${sqlcode === -204 ? '42704' : '42501'}`);
  print(`          TOKENS=${sqlcode === -204 ? table : `${pack.owner}.SELECT.${table}`}`);
}

export function failed(db2: Db2, name: string, print: Print, code: number): number {
  print(`DSNT233I  -${db2.ssid} UNSUCCESSFUL BIND FOR PACKAGE = ${name}`);
  return code;
}
