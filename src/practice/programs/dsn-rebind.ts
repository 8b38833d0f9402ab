import type { DbPackage } from '../subsystems/subsystems.ts';
import { type BindRun, objectProblems, reportProblem } from './dsn-bind.ts';
import { fits, inUse, nameOf, packageForms, sayInUse } from './dsn-packages.ts';

/**
 * REBIND PACKAGE of packages that are there: same statements and token, access paths anew; SWITCH takes an older copy.
 *
 * @returns 0 done, 4 warnings, 8 missing objects, a package that is in use or not there, 12 no authority
 * @see Db2 for z/OS Command Reference, REBIND PACKAGE (DSN); Messages, DSNT217I is not looked up
 */
export function rebindPackage(run: BindRun): number {
  const { db2, step, operands, print } = run;
  const list = operands.get('PACKAGE') ?? '';
  const forms = packageForms(list);
  if (forms === undefined) {
    print(`DSNT236I  -${db2.ssid} REBIND ERROR, PACKAGE NAME ${list} IS NOT VALID`);
    return 12;
  }
  const codes = forms.map((form) => {
    const found = db2.packages().filter((pack) => fits(form, pack));
    if (found.length > 0) return Math.max(...found.map((pack) => rebindOne(run, pack)));
    print(`DSNT238I  -${db2.ssid} REBIND ERROR USING ${step.user} AUTHORITY`);
    print(`          PACKAGE = ${nameOf(db2, form)} DOES NOT EXIST`);
    return 8;
  });
  return Math.max(...codes);
}

function rebindOne({ db2, step, operands, print }: BindRun, pack: DbPackage): number {
  const name = nameOf(db2, pack);
  const fail = (code: number) => {
    print(`DSNT233I  -${db2.ssid} UNSUCCESSFUL REBIND FOR PACKAGE = ${name}`);
    return code;
  };
  if (!db2.mayBind(step.user, pack.owner)) {
    print(`DSNT210I  -${db2.ssid} REBIND AUTHORIZATION ERROR USING ${step.user} AUTHORITY PACKAGE = ${name}`);
    return fail(12);
  }
  print(`DSNT254I  -${db2.ssid} DSNTBRB2 REBIND OPTIONS FOR`);
  print(`          PACKAGE = ${name}`);
  if (inUse(step, db2, pack)) {
    sayInUse(db2, pack, 'REBIND', print);
    return fail(8);
  }
  const wanted = operands.get('SWITCH');
  if (wanted !== undefined) return switched({ db2, step, operands, print }, pack, fail);
  const next: DbPackage = {
    ...pack,
    owner: operands.get('OWNER') ?? pack.owner,
    qualifier: operands.get('QUALIFIER') ?? pack.qualifier,
    bound: step.now(),
    valid: true,
    copies: operands.get('PLANMGMT') === 'OFF' ? [] : [pack.bound, ...(pack.copies ?? [])].slice(0, 2),
  };
  const problems = objectProblems(db2, next);
  for (const problem of problems) reportProblem(db2, next, problem, print);
  if (problems.length > 0 && next.validate === 'BIND') return fail(8);
  db2.bind(next);
  print(`DSNT232I  -${db2.ssid} SUCCESSFUL REBIND FOR PACKAGE = ${name}`);
  return problems.length > 0 ? 4 : 0;
}

/** All copies of a package have one version and one token: this undoes an access path, never a changed program. */
function switched({ db2, print }: BindRun, pack: DbPackage, fail: (code: number) => number): number {
  const [copy, ...rest] = pack.copies ?? [];
  if (copy === undefined) {
    print(`DSNT217I  -${db2.ssid} NO PREVIOUS OR ORIGINAL COPY EXISTS FOR PACKAGE = ${nameOf(db2, pack)}`);
    return fail(8);
  }
  db2.bind({ ...pack, bound: copy, copies: [pack.bound, ...rest] });
  print(`DSNT232I  -${db2.ssid} SUCCESSFUL REBIND FOR PACKAGE = ${nameOf(db2, pack)}`);
  return 0;
}
