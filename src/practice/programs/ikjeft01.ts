import { endSession, tsoSession } from '../commands/tso/door.ts';
import { openListing } from './listing.ts';
import { type Completion, ended, type Program, type Step } from './program.ts';
import { type CommandEnd, commandLines, type TsoSession } from './tso.ts';

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

async function runSession(step: Step, entry: Entry, timeZone: string): Promise<Completion> {
  const listing = openListing(step, 'SYSTSPRT');
  if (listing === undefined) return ended(12);
  const systsin = step.dd('SYSTSIN');
  const typed = systsin === undefined || systsin.kind === 'dummy' ? [] : commandLines(systsin.lines());
  const input = step.parm.trim() === '' ? typed : [step.parm.trim(), ...typed];
  const session = tsoSession({ step, listing, timeZone, input });
  try {
    return completionOf(await runCommands(session, entry), entry);
  } finally {
    endSession(session);
  }
}

/** Other work of the system goes on after so many commands. */
const commandsBetweenBreaths = 64;

/** What execs left on the data stack is typed before the next line of SYSTSIN. */
async function runCommands(session: TsoSession, entry: Entry): Promise<CommandEnd> {
  const { listing, input, stack } = session;
  let last: CommandEnd = { code: 0 };
  const next = () => stack.pull() ?? input.shift();
  let count = 0;
  for (let command = next(); command !== undefined; command = next()) {
    count += 1;
    if (count % commandsBetweenBreaths === 0) await session.step.elapse(0.001);
    listing.line('READY');
    listing.line(` ${command}`);
    if (/^(END|LOGOFF)$/i.test(command.trim())) return last;
    last = await session.command(command, session);
    if ('abend' in last) sayAbend(session, command, last);
    if ('abend' in last || stopsAfter(last, entry)) return last;
  }
  listing.line('READY');
  listing.line('END');
  return last;
}

const stopsAfter = (end: Exclude<CommandEnd, { abend: string }>, entry: Entry): boolean =>
  entry !== 'IKJEFT01' && end.code !== 0 && !(entry === 'IKJEFT1A' && end.fromClist === true);

function sayAbend({ listing, step }: TsoSession, command: string, end: Extract<CommandEnd, { abend: string }>): void {
  const verb = /^%?[A-Z0-9#@$]*/i.exec(command)?.[0].toUpperCase() ?? '';
  const kind = end.abend === 'system' ? 'SYSTEM' : 'USER';
  listing.line(`IKJ56641I  ${verb.padEnd(8)} ENDED DUE TO ERROR+`);
  listing.line(`${kind} ABEND CODE ${end.text.slice(1)}`);
  step.wto('IEA995I SYMPTOM DUMP OUTPUT', { system: true });
  step.wto(`${kind} COMPLETION CODE=${end.text.slice(1)}`, { system: true });
  step.wto(' END OF SYMPTOM DUMP', { system: true });
}

function completionOf(end: CommandEnd, entry: Entry): Completion {
  if (!('abend' in end)) return ended(end.code);
  if (entry === 'IKJEFT01') return ended(12);
  if (entry === 'IKJEFT1A' && end.abend === 'user') return ended(end.code);
  return { kind: 'system-abend', code: '04C', reason: '00000000' };
}
