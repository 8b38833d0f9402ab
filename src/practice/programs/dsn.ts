import { db2Answer } from '../subsystems/db2-commands.ts';
import type { Db2 } from '../subsystems/subsystems.ts';
import { bindPackage } from './dsn-bind.ts';
import { freePackage } from './dsn-free.ts';
import { bindPlan, freePlan } from './dsn-plan.ts';
import { rebindPackage } from './dsn-rebind.ts';
import { runProgram } from './dsn-run.ts';
import { type CommandEnd, operandMap, type TsoCommand, type TsoSession } from './tso.ts';

/**
 * `DSN SYSTEM(ssid)`: everything up to END is a subcommand; the session ends with the highest code of them.
 *
 * @see Db2 for z/OS Command Reference, DSN (TSO)
 */
export const dsnCommand: TsoCommand = {
  matches: (command) => /^DSN\b/i.test(command),
  async run(command, session) {
    const ssid = operandMap(command.slice(3)).get('SYSTEM') ?? 'DSN';
    const db2 = session.step.subsystems.db2(ssid);
    if (db2?.active() !== true) {
      session.listing.line(
        db2 === undefined
          ? `DSNE110E ${ssid} NOT VALID SUBSYSTEM ID, COMMAND TERMINATED`
          : `DSNE100I DB2 NOT OPERATIONAL, RETRY COUNT IS ZERO - SUBSYSTEM ${ssid}`,
      );
      dropSubcommands(session);
      return { code: 12 };
    }
    return await subcommands(db2, session);
  },
};

async function subcommands(db2: Db2, session: TsoSession): Promise<CommandEnd> {
  let highest = 0;
  for (let command = session.input.shift(); command !== undefined; command = session.input.shift()) {
    session.listing.line('DSN');
    session.listing.line(` ${command}`);
    if (/^END$/i.test(command)) break;
    const end = await subcommand(db2, command, session);
    if ('abend' in end) return end;
    highest = Math.max(highest, end.code);
  }
  return { code: highest };
}

async function subcommand(db2: Db2, command: string, session: TsoSession): Promise<CommandEnd> {
  const print = (text: string) => session.listing.line(text);
  const { step } = session;
  if (command.startsWith('-')) {
    const answer = db2Answer(db2, step.subsystems, command.slice(1));
    for (const line of answer) print(line);
    return { code: answer.some((line) => line.startsWith('DSN9023I')) ? 12 : 0 };
  }
  const [, verb = '', object = ''] =
    /^(\S+)\s*(PACKAGE|PLAN|TRIGGER|QUERY|SERVICE)?/i.exec(command.toUpperCase()) ?? [];
  const run = { db2, step, print, operands: operandMap(command.slice(verb.length)) };
  const wrong = verb === 'BIND' || verb === 'REBIND' ? unknownOperand(run.operands) : undefined;
  if (wrong !== undefined) {
    print(`IKJ56712I INVALID KEYWORD, ${wrong}`);
    return { code: 12 };
  }
  switch (`${verb} ${object}`.trim()) {
    case 'BIND PACKAGE':
      return { code: bindPackage(run) };
    case 'BIND PLAN':
      return { code: bindPlan(run) };
    case 'REBIND PACKAGE':
      return { code: rebindPackage(run) };
    case 'REBIND PLAN':
      return { code: bindPlan(run, 'REBIND') };
    case 'FREE PACKAGE':
      return { code: freePackage(db2, step, command, print) };
    case 'FREE PLAN':
      return { code: freePlan(run) };
    case 'RUN':
      return await runProgram(db2, session, run.operands);
    case 'ABEND':
      return { abend: 'system', code: 12, text: 'S04E' };
    default:
      return await otherCommand(command, verb, session);
  }
}

const bindOptions = new Set(
  (
    'PACKAGE PLAN MEMBER LIBRARY OWNER QUALIFIER ACTION RPLVER RETAIN VALIDATE ISOLATION RELEASE EXPLAIN CURRENTDATA DEGREE ' +
    'DYNAMICRULES SQLERROR ENCODING COPY COPYVER APPLCOMPAT DEPLOY PLANMGMT SWITCH PKLIST NOPKLIST APREUSE APCOMPARE FLAG ENABLE ' +
    'DISABLE DBPROTOCOL OPTHINT REOPT KEEPDYNAMIC DEFER NODEFER PATH PATHDEFAULT ROUNDING IMMEDWRITE CACHESIZE ACQUIRE ' +
    'CURRENTSERVER SQLRULES DISCONNECT OPTIONS CONCURRENTACCESSRESOLUTION EXTENDEDINDICATOR GETACCELARCHIVE ARCHIVESENSITIVE ' +
    'BUSTIMESENSITIVE SYSTIMESENSITIVE QUERYACCELERATION GENERIC STRDEL DESCSTAT PROGAUTH COLLID APRETAINDUP ACCELERATOR'
  ).split(' '),
);

/** First operand outside parentheses that BIND does not know. */
function unknownOperand(operands: ReadonlyMap<string, string>): string | undefined {
  return [...operands.keys()].find((key) => !bindOptions.has(key));
}

/** TSO commands may stand between subcommands. */
async function otherCommand(command: string, verb: string, session: TsoSession): Promise<CommandEnd> {
  if (verb === 'SPUFI' || verb === 'DCLGEN' || verb === 'BIND' || verb === 'REBIND' || verb === 'FREE') {
    session.listing.line(`DSNE120I SUBCOMMAND ${verb} NOT IMITATED BY THE PRACTICE SYSTEM IN THIS FORM`);
    return { code: 12 };
  }
  return await session.command(command, session);
}

function dropSubcommands(session: TsoSession): void {
  for (let command = session.input.shift(); command !== undefined; command = session.input.shift())
    if (/^END$/i.test(command)) return;
}
