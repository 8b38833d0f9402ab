import type { DataStack } from '../commands/rexx/stack.ts';
import type { Allocations } from '../commands/tso/allocations.ts';
import type { Listing } from './listing.ts';
import type { Completion, Step } from './program.ts';

/** What PROFILE sets. */
export interface TsoProfile {
  /** First qualifier of names without apostrophes; empty after NOPREFIX. */
  prefix: string;
  messageIds: boolean;
  /** MSG('OFF') of an exec hides informational messages. */
  messages: boolean;
  prompt: boolean;
  /** Switches that nothing here acts on, as PROFILE lists them. */
  switches?: ReadonlyMap<string, string>;
}

/** One TSO session, in batch or of a TSO address space: what commands share. */
export interface TsoSession {
  readonly step: Step;
  readonly listing: Listing;
  readonly timeZone: string;
  /** Milliseconds since 1970 on the system's clock at which it began. */
  readonly began?: number;
  /** Commands still to come; DSN takes its subcommands from here. */
  readonly input: string[];
  readonly profile: TsoProfile;
  readonly stack: DataStack;
  readonly allocations: Allocations;
  /** Execs that called each other. */
  readonly nesting: number;
  /** Runs a command of the session: whoever calls commands from within a command. */
  readonly command: (text: string, session: TsoSession) => Promise<CommandEnd>;
  /** ISPF shared variables while ISPSTART runs. */
  readonly dialog?: Map<string, string>;
}

/** How a command ended: a return code, or the abend of a program that it ran. */
export type CommandEnd =
  | {
      code: number;
      /** Of a CLIST: IKJEFT1A runs on. */ fromClist?: boolean;
      /** Nobody knows the command. */ unknown?: boolean;
    }
  | { abend: 'system' | 'user'; code: number; text: string };

/** The end of a program as the end of the command that ran it. */
export function endOf(completion: Completion): CommandEnd {
  switch (completion.kind) {
    case 'rc':
      return { code: completion.code };
    case 'system-abend':
      return { abend: 'system', code: 12, text: `S${completion.code}` };
    case 'user-abend':
      return { abend: 'user', code: completion.code, text: `U${String(completion.code).padStart(4, '0')}` };
  }
}

export interface TsoCommand {
  matches(command: string): boolean;
  run(command: string, session: TsoSession): CommandEnd | Promise<CommandEnd>;
}

/** Joins continued lines (`-` keeps leading blanks of the next line, `+` drops them) and drops comments and blank lines. */
export function commandLines(lines: readonly string[]): string[] {
  const commands: string[] = [];
  let open = false;
  for (const line of lines) {
    const text = line
      .slice(0, 72)
      .replaceAll(/\/\*.*?(\*\/|$)/g, ' ')
      .trim();
    if (text === '') continue;
    const mark = /[-+]$/.test(text);
    const body = mark ? text.slice(0, -1).trim() : text;
    if (open) commands.push(`${commands.pop() ?? ''} ${body}`.trim());
    else commands.push(body);
    open = mark;
  }
  return commands;
}

/** Operands of a TSO command: `KEY(value)` and plain keywords; values in apostrophes keep their blanks. */
export function operandMap(text: string): Map<string, string> {
  const operands = new Map<string, string>();
  for (let at = 0; at < text.length;) {
    const name = /^[A-Z0-9@#$]+/i.exec(text.slice(at, at + 64))?.[0];
    if (name === undefined) {
      at += 1;
      continue;
    }
    at += name.length;
    let from = at;
    while (text[from] === ' ') from += 1;
    const end = text[from] === '(' ? closing(text, from) : undefined;
    operands.set(name.toUpperCase(), end === undefined ? '' : unquoted(text.slice(from + 1, end).trim()));
    if (end !== undefined) at = end + 1;
    else if (text[from] === '(') break;
  }
  return operands;
}

/** Where the parenthesis that opens here is closed; undefined when it never is. */
function closing(text: string, from: number): number | undefined {
  let depth = 0;
  let quoted = false;
  for (let at = from; at < text.length; at += 1) {
    const character = text[at];
    if (character === "'") quoted = !quoted;
    if (!quoted && character === '(') depth += 1;
    if (!quoted && character === ')') depth -= 1;
    if (depth === 0) return at;
  }
  return undefined;
}

function unquoted(value: string): string {
  return /^'.*'$/s.test(value) ? value.slice(1, -1).replaceAll("''", "'") : value.toUpperCase();
}
