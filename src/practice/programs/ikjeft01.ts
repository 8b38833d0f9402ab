import { amsCommand } from './tso-ams.ts';
import { dsnCommand } from './dsn.ts';
import { openListing } from './listing.ts';
import { type Completion, ended, type Program, type Step } from './program.ts';
import { type CommandEnd, commandLines, type TsoCommand, type TsoSession } from './tso.ts';
import { waplCommand } from './scheduling/wapl.ts';

/**
 * The terminal monitor program in batch. IKJEFT01 runs on after a bad code and ends with the last command's; 1A and 1B
 * stop at the first. A command that abends gives 12 under IKJEFT01; S04C under 1B and, for system abends, under 1A.
 *
 * @see z/OS TSO/E Customization, Writing JCL for command execution
 */
export function ikjeft(timeZone: string): readonly Program[] {
  return (['IKJEFT01', 'IKJEFT1A', 'IKJEFT1B'] as const).map((entry) => ({
    names: [entry],
    run: (step: Step) => runSession(step, entry, timeZone),
  }));
}

type Entry = 'IKJEFT01' | 'IKJEFT1A' | 'IKJEFT1B';

const commands: readonly TsoCommand[] = [dsnCommand, waplCommand, amsCommand];

async function runSession(step: Step, entry: Entry, timeZone: string): Promise<Completion> {
  const listing = openListing(step, 'SYSTSPRT');
  if (listing === undefined) return ended(12);
  const systsin = step.dd('SYSTSIN');
  const typed = systsin === undefined || systsin.kind === 'dummy' ? [] : commandLines(systsin.lines());
  const input = step.parm.trim() === '' ? typed : [step.parm.trim(), ...typed];
  const session: TsoSession = { step, listing, timeZone, input };
  let last: CommandEnd = { code: 0 };
  for (let command = input.shift(); command !== undefined; command = input.shift()) {
    listing.line('READY');
    listing.line(` ${command}`);
    if (/^(END|LOGOFF)$/i.test(command)) return completionOf(last, entry);
    last = await runCommand(command, session);
    if ('abend' in last || (entry !== 'IKJEFT01' && last.code !== 0)) return completionOf(last, entry);
  }
  listing.line('READY');
  listing.line('END');
  return completionOf(last, entry);
}

async function runCommand(command: string, session: TsoSession): Promise<CommandEnd> {
  const known = commands.find((one) => one.matches(command));
  if (known !== undefined) return await known.run(command, session);
  session.listing.line(`IKJ56500I COMMAND ${command.split(/[\s(]/)[0]?.toUpperCase() ?? ''} NOT FOUND`);
  return { code: 12 };
}

function completionOf(end: CommandEnd, entry: Entry): Completion {
  if (!('abend' in end)) return ended(end.code);
  if (entry === 'IKJEFT01') return ended(12);
  if (entry === 'IKJEFT1A' && end.abend === 'user') return ended(end.code);
  return { kind: 'system-abend', code: '04C', reason: '00000000' };
}
