import type { TsoSession } from '../../programs/tso.ts';
import { listingTo } from '../tso/table.ts';
import { codeOf, environments, stackCommand } from './environments.ts';
import { sessionFunction, type SessionFunctions } from './functions/session-functions.ts';
import type { ExecView, RexxHost } from './host.ts';

export interface HostSettings {
  environment: 'TSO' | 'MVS';
  ddname: string;
  dsname: string;
  background: boolean;
  random: (below: number) => number;
  /** Runs an exec of the libraries as a function. @returns undefined when there is none */
  exec(
    name: string,
    args: readonly (string | undefined)[],
    session: TsoSession,
  ): Promise<{ value: string | undefined } | undefined>;
}

const shownWidth = 120;
/** Characters that a host command may have (z/OS TSO/E REXX Reference, ADDRESS). */
const longestCommand = 32_767;

/** The place in a TSO session where an exec runs: OUTTRAP and MSG stand between commands and the listing. */
export function tsoHost(session: TsoSession, settings: HostSettings): RexxHost {
  const state: SessionFunctions = { session, trap: undefined, background: settings.background };
  const { step } = session;
  const say = (text: string) => {
    for (const part of text === '' ? [''] : (text.match(new RegExp(`[^]{1,${String(shownWidth)}}`, 'g')) ?? []))
      session.listing.line(part);
  };
  const command = async (environment: string, text: string, exec: ExecView): Promise<number> => {
    const runs = environments[environment];
    if (text.length > longestCommand) return -3;
    const done = stackCommand(text, session, exec);
    if (done !== undefined) return done;
    const lines: string[] = [];
    const inner = { ...session, listing: listingTo((line) => lines.push(line)) };
    const rc = await (runs?.(text, inner, exec) ?? Promise.resolve(-3));
    for (const line of lines.filter((one) => session.profile.messages || !/^(IKJ|IDC)\w*\d+[A-Z]/.test(one)))
      give(state, line, exec);
    finish(state, exec);
    return rc;
  };
  return {
    environment: settings.environment,
    source: { ddname: settings.ddname, dsname: settings.dsname },
    ...{ user: step.user, timeZone: session.timeZone, stack: session.stack },
    say,
    knows: (environment) =>
      environments[environment] !== undefined && (settings.environment === 'TSO' || environment !== 'TSO'),
    command,
    async call(name, args, exec) {
      const value =
        settings.environment === 'TSO' || name === 'MVSVAR'
          ? sessionFunction(state, name, args, exec.variables)
          : undefined;
      if (value !== undefined) return { value };
      if (name === 'BPXWDYN') return { value: String(codeOf(await session.command(bpxwdyn(args[0] ?? ''), session))) };
      return await settings.exec(name, args, session);
    },
    readLine: () => session.input.shift() ?? '',
    now: () => step.now(),
    random: settings.random,
    breathe: () => step.elapse(0.001),
  };
}

function give({ trap, session }: SessionFunctions, line: string, { variables }: ExecView): void {
  if (trap === undefined) {
    session.listing.line(line);
    return;
  }
  if (trap.count >= trap.most) return;
  trap.count += 1;
  variables.set(`${trap.stem}${String(trap.count)}`, line);
}

function finish({ trap }: SessionFunctions, { variables }: ExecView): void {
  if (trap?.stem.endsWith('.') === true) variables.set(`${trap.stem}0`, String(trap.count));
}

/** BPXWDYN takes the words of ALLOCATE and FREE, with fully qualified names. */
function bpxwdyn(text: string): string {
  return text.replaceAll(/\b(DA|DSN|DSNAME|DATASET)\(([^'()][^()]*(?:\([^()]*\))?)\)/gi, "$1('$2')");
}
