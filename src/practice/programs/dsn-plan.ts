import { type BindRun, bindPackage, findDbrm } from './dsn-bind.ts';

const listOf = (text: string | undefined): string[] =>
  (text ?? '')
    .split(',')
    .map((one) => one.trim().toUpperCase())
    .filter((one) => one !== '');

/*
 * Not looked up: the wordings of DSNT205I, DSNT207I and DSNT251I.
 */

/**
 * BIND PLAN with a PKLIST; DBRMs named by MEMBER become packages of DSN_DEFAULT_COLLID_plan, with a warning.
 *
 * @see Db2 for z/OS Command Reference, BIND PLAN (DSN); Messages, DSNT200I, DSNT201I, DSNT203I, DSNT252I
 */
export function bindPlan(run: BindRun, verb: 'BIND' | 'REBIND' = 'BIND'): number {
  const { db2, step, operands, print } = run;
  const name = operands.get('PLAN') ?? '';
  const owner = operands.get('OWNER') ?? step.user;
  const old = db2.plan(name);
  const fail = (code: number) => {
    print(`DSNT201I  -${db2.ssid} ${verb} FOR PLAN ${name} NOT SUCCESSFUL`);
    return code;
  };
  if (verb === 'REBIND' && old === undefined) {
    print(`DSNT205I  -${db2.ssid} REBIND ERROR USING ${step.user} AUTHORITY PLAN=${name} DOES NOT EXIST`);
    return fail(12);
  }
  if (!db2.mayBind(step.user, owner)) {
    print(`DSNT210I  -${db2.ssid} ${verb} AUTHORIZATION ERROR USING ${step.user} AUTHORITY PLAN = ${name}`);
    return fail(12);
  }
  const members = listOf(operands.get('MEMBER'));
  const pklist = operands.has('PKLIST') ? listOf(operands.get('PKLIST')) : [...(old?.pklist ?? [])];
  if (name === '' || (members.length === 0 && pklist.length === 0)) {
    print(`DSNT251I  -${db2.ssid} ${verb} PLAN NEEDS MEMBER OR PKLIST`);
    return fail(12);
  }
  if (/^ADD/.test(operands.get('ACTION') ?? '') && old !== undefined) {
    print(`DSNT207I  -${db2.ssid} BIND ADD ERROR PLAN=${name} ALREADY EXISTS`);
    return fail(8);
  }
  print(`DSNT252I  -${db2.ssid} DSNTBCM1 ${verb} OPTIONS FOR PLAN ${name}`);
  print(`          OWNER ${owner}  PKLIST ${pklist.join(',')}`);
  const bound = bindMembers(run, name, members);
  if (bound.code > 4) return fail(bound.code);
  const all = members.length === 0 ? pklist : [...pklist, `DSN_DEFAULT_COLLID_${name}.*`];
  db2.bindPlan({ name, pklist: all, owner, ...(members.length === 0 ? {} : { members: bound.tokens }) });
  print(`DSNT200I  -${db2.ssid} ${verb} FOR PLAN ${name} SUCCESSFUL`);
  return bound.code;
}

function bindMembers(
  run: BindRun,
  plan: string,
  members: readonly string[],
): { code: number; tokens: Record<string, string> } {
  const tokens: Record<string, string> = {};
  if (members.length === 0) return { code: 0, tokens };
  const { db2, operands, step, print } = run;
  print(
    `DSNT203I  -${db2.ssid} BIND WARNING, DBRMS OF PLAN ${plan} ARE BOUND INTO PACKAGES OF DSN_DEFAULT_COLLID_${plan}`,
  );
  const codes = members.map((member) => {
    const dbrm = findDbrm(step, member, operands.get('LIBRARY'));
    if (dbrm !== undefined) tokens[dbrm.program] = dbrm.contoken;
    const own = new Map([
      ...operands,
      ['PACKAGE', `DSN_DEFAULT_COLLID_${plan}`],
      ['MEMBER', member],
      ['ACTION', 'REPLACE'],
    ]);
    return bindPackage({ ...run, operands: own });
  });
  return { code: Math.max(4, ...codes), tokens };
}

/** FREE PLAN. @returns 0 freed, 4 not there, 12 no authority or in use */
export function freePlan({ db2, step, operands, print }: BindRun): number {
  const codes = listOf(operands.get('PLAN')).map((name) => {
    const plan = db2.plan(name);
    if (plan === undefined) {
      print(`DSNT205I  -${db2.ssid} FREE WARNING USING ${step.user} AUTHORITY PLAN=${name} DOES NOT EXIST`);
      return 4;
    }
    const used = [...step.subsystems.threads().values()].some(
      (thread) => thread.db2.ssid === db2.ssid && thread.plan === name,
    );
    if (used || !db2.mayBind(step.user, plan.owner ?? step.user)) {
      print(
        used
          ? `DSNT500I  -${db2.ssid} RESOURCE UNAVAILABLE REASON 00E30083 TYPE 00000800 NAME ${name}`
          : `DSNT210I  -${db2.ssid} FREE AUTHORIZATION ERROR PLAN = ${name}`,
      );
      return 12;
    }
    db2.freePlan(name);
    print(`DSNT200I  -${db2.ssid} FREE FOR PLAN ${name} SUCCESSFUL`);
    return 0;
  });
  return Math.max(0, ...codes);
}
