import { db2Answer } from '../subsystems/db2-commands.ts';
import type { Db2 } from '../subsystems/subsystems.ts';
import { bindPackage } from './dsn-bind.ts';
import { freePackage } from './dsn-free.ts';
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
    if (db2 === undefined) {
      session.listing.line(`DSNE100I DB2 NOT OPERATIONAL, RETRY COUNT IS ZERO - SUBSYSTEM ${ssid}`);
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
  if (/^BIND\s+PACKAGE\s*\(/i.test(command))
    return { code: bindPackage(db2, session.step, operandMap(command), print) };
  if (/^FREE\s+PACKAGE\s*\(/i.test(command)) return { code: freePackage(db2, session.step, command, print) };
  if (/^RUN\b/i.test(command)) return await runProgram(db2, session, operandMap(command));
  if (command.startsWith('-')) {
    const answer = db2Answer(db2, session.step.subsystems, command.slice(1));
    for (const line of answer) print(line);
    return { code: answer.some((line) => line.startsWith('DSN9023I')) ? 12 : 0 };
  }
  print(`NOT A DSN SUBCOMMAND OF THE PRACTICE SYSTEM: ${command.split(/[\s(]/)[0] ?? ''}`);
  return { code: 12 };
}

function dropSubcommands(session: TsoSession): void {
  for (let command = session.input.shift(); command !== undefined; command = session.input.shift())
    if (/^END$/i.test(command)) return;
}
