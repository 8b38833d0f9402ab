import type { Listing } from './listing.ts';
import type { Step } from './program.ts';

/** One TSO session in batch: what commands share. */
export interface TsoSession {
  readonly step: Step;
  readonly listing: Listing;
  readonly timeZone: string;
  /** Commands still to come; DSN takes its subcommands from here. */
  readonly input: string[];
}

/** How a command ended: a return code, or the abend of a program that it ran. */
export type CommandEnd = { code: number } | { abend: 'system' | 'user'; code: number; text: string };

export interface TsoCommand {
  matches(command: string): boolean;
  run(command: string, session: TsoSession): CommandEnd | Promise<CommandEnd>;
}

/** Joins continued lines (`-` or `+` at the end) and drops comments and blank lines. */
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
  const pattern = /([A-Z0-9@#$]+)\s*(?:\(((?:'(?:[^']|'')*'|[^()']|\([^()]*\))*)\))?/gi;
  for (const [, name = '', value = ''] of text.matchAll(pattern))
    operands.set(name.toUpperCase(), unquoted(value.trim()));
  return operands;
}

function unquoted(value: string): string {
  return /^'.*'$/s.test(value) ? value.slice(1, -1).replaceAll("''", "'") : value.toUpperCase();
}
