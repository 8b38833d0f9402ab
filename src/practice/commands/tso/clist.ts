/** CLISTs (z/OS TSO/E CLISTs): PROC, SET, IF, DO, GOTO, WRITE, EXIT, ERROR, CONTROL and commands. */

import type { CommandEnd, TsoSession } from '../../programs/tso.ts';
import { keyedWord, wordsOfCommand } from './names.rules.ts';

interface Clist {
  lines: readonly string[];
  variables: Map<string, string>;
  session: TsoSession;
  lastcc: number;
  maxcc: number;
  turns: number;
}

const mostTurns = 1_000_000;

class ClistExit extends Error {
  constructor(readonly code: number) {
    super('exit');
  }
}

/** Joins lines that end with `-` or `+`. */
function statementsOf(lines: readonly string[]): string[] {
  const all: string[] = [];
  let open = '';
  for (const line of lines) {
    const text = line.replaceAll(/\/\*.*?(\*\/|$)/g, ' ').trim();
    if (/[-+]$/.test(text)) open += `${text.slice(0, -1).trim()} `;
    else {
      if (open + text !== '') all.push(`${open}${text}`.trim());
      open = '';
    }
  }
  if (open !== '') all.push(open.trim());
  return all;
}

export async function runClist(lines: readonly string[], args: string, session: TsoSession): Promise<CommandEnd> {
  const clist: Clist = { lines: statementsOf(lines), variables: new Map(), session, lastcc: 0, maxcc: 0, turns: 0 };
  try {
    await run(clist, args);
    return { code: clist.lastcc, fromClist: true };
  } catch (error) {
    if (!(error instanceof ClistExit)) throw error;
    return { code: error.code, fromClist: true };
  }
}

async function run(clist: Clist, args: string): Promise<void> {
  let at = 0;
  while (at < clist.lines.length) {
    clist.turns += 1;
    if (clist.turns % 500 === 0) await clist.session.step.elapse(0.001);
    if (clist.turns > mostTurns) throw new ClistExit(12);
    at = await one(clist, at, args);
  }
}

/** Runs the statement at a place. @returns the place of the next one */
async function one(clist: Clist, at: number, args: string): Promise<number> {
  const raw = (clist.lines[at] ?? '').replace(/^[A-Z#@$][A-Z0-9#@$]*:\s*/i, '');
  const verb = /^[A-Z]+/i.exec(raw)?.[0].toUpperCase() ?? '';
  const rest = raw.slice(verb.length).trim();
  switch (verb) {
    case '':
    case 'CONTROL':
    case 'END':
    case 'ATTN':
    case 'ERROR':
      return at + 1;
    case 'PROC':
      readProc(clist, rest, args);
      return at + 1;
    case 'SET':
      return set(clist, rest) ? at + 1 : fails(clist, raw);
    case 'WRITE':
    case 'WRITENR':
      clist.session.listing.line(substituted(clist, rest));
      return at + 1;
    case 'EXIT':
      throw new ClistExit(evaluate(substituted(clist, /CODE\(([^)]*)\)/i.exec(rest)?.[1] ?? String(clist.lastcc))));
    case 'GOTO':
      return labelAt(clist, substituted(clist, rest));
    case 'IF':
      return await decide(clist, at, rest, args);
    case 'ELSE':
      return after(clist, at, rest);
    case 'DO':
      return loopStart(clist, at, rest);
    default:
      return await command(clist, raw, at);
  }
}

function fails({ session }: Clist, text: string): never {
  session.listing.line(`IKJ56547I ${text.slice(0, 60)} IS NOT A VALID CLIST STATEMENT HERE`);
  throw new ClistExit(12);
}

async function command(clist: Clist, raw: string, at: number): Promise<number> {
  const end = await clist.session.command(substituted(clist, raw), clist.session);
  clist.lastcc = 'abend' in end ? 12 : end.code;
  clist.maxcc = Math.max(clist.maxcc, clist.lastcc);
  return at + 1;
}

/** `PROC 1 FIRST KEY(default) SWITCH` */
function readProc({ variables }: Clist, text: string, args: string): void {
  const [count = '0', ...names] = wordsOfCommand(text);
  const given = wordsOfCommand(args);
  const positional = Number(count);
  for (const name of names.slice(0, positional)) variables.set(name.toUpperCase(), given.shift() ?? '');
  for (const word of names.slice(positional)) {
    const { key, value } = keyedWord(word);
    const found = given.map(keyedWord).find((one) => one.key === key);
    const plain = value === undefined;
    variables.set(key, found === undefined ? (value ?? '') : plain ? key : (found.value ?? ''));
  }
}

function substituted(clist: Clist, text: string): string {
  const { session } = clist;
  const built: Readonly<Record<string, string>> = {
    LASTCC: String(clist.lastcc),
    MAXCC: String(clist.maxcc),
    SYSUID: session.step.user,
    SYSPREF: session.profile.prefix,
    SYSENV: 'BACK',
    SYSNEST: 'NO',
  };
  return text.replaceAll(/&([A-Z#@$][A-Z0-9#@$]*)\.?/gi, (written, name: string) => {
    const key = name.toUpperCase();
    return clist.variables.get(key) ?? built[key] ?? written;
  });
}

function set(clist: Clist, text: string): boolean {
  const parts = /^&?([A-Z#@$][A-Z0-9#@$]*)\s*(?:=|EQ)\s*(.*)$/i.exec(text);
  if (parts === null) return false;
  const value = substituted(clist, parts[2] ?? '').trim();
  const sum = /^[\d\s+*/()-]+$/.test(value) && /[+*/-]/.test(value) ? String(evaluate(value)) : value;
  clist.variables.set((parts[1] ?? '').toUpperCase(), sum);
  return true;
}

/** Sums and differences of whole numbers, from left to right. */
function evaluate(text: string): number {
  let total = 0;
  for (const [, sign = '+', digits = '0'] of text.matchAll(/([+*/-]?)\s*(\d+)/g)) {
    const number = Number(digits);
    if (sign === '-') total -= number;
    else if (sign === '*') total *= number;
    else if (sign === '/') total = number === 0 ? 0 : Math.trunc(total / number);
    else total += number;
  }
  return total;
}

function labelAt({ lines, session }: Clist, label: string): number {
  const at = lines.findIndex((line) => line.toUpperCase().startsWith(`${label.trim().toUpperCase()}:`));
  if (at >= 0) return at;
  session.listing.line(`IKJ56545I THIS STATEMENT HAS AN INVALID SYMBOLIC VARIABLE OR LABEL, ${label}`);
  throw new ClistExit(12);
}

const comparisons: readonly [RegExp, (a: string, b: string) => boolean][] = [
  [/^(.*?)\s*(?:¬=|\bNE\b|<>)\s*(.*)$/i, (a, b) => compared(a, b) !== 0],
  [/^(.*?)\s*(?:>=|\bGE\b)\s*(.*)$/i, (a, b) => compared(a, b) >= 0],
  [/^(.*?)\s*(?:<=|\bLE\b)\s*(.*)$/i, (a, b) => compared(a, b) <= 0],
  [/^(.*?)\s*(?:=|\bEQ\b)\s*(.*)$/i, (a, b) => compared(a, b) === 0],
  [/^(.*?)\s*(?:>|\bGT\b)\s*(.*)$/i, (a, b) => compared(a, b) > 0],
  [/^(.*?)\s*(?:<|\bLT\b)\s*(.*)$/i, (a, b) => compared(a, b) < 0],
];

function compared(left: string, right: string): number {
  if (/^-?\d+$/.test(left) && /^-?\d+$/.test(right)) return Number(left) - Number(right);
  return left === right ? 0 : left < right ? -1 : 1;
}

function holds(clist: Clist, text: string): boolean {
  const given = substituted(clist, text).trim();
  if (/\bOR\b|\|/i.test(given)) return given.split(/\bOR\b|\|/i).some((part) => holds(clist, part));
  if (/\bAND\b|&&/i.test(given)) return given.split(/\bAND\b|&&/i).every((part) => holds(clist, part));
  for (const [form, test] of comparisons) {
    const parts = form.exec(given);
    if (parts !== null) return test((parts[1] ?? '').trim(), (parts[2] ?? '').trim());
  }
  return false;
}

async function decide(clist: Clist, at: number, text: string, args: string): Promise<number> {
  const parts = /^(.*?)\s+THEN\b\s*(.*)$/i.exec(text);
  if (parts === null) return fails(clist, text);
  const yes = holds(clist, parts[1] ?? '');
  const then = parts[2] ?? '';
  if (!yes) {
    const next = after(clist, at, then);
    const line = clist.lines[next] ?? '';
    if (!/^ELSE\b/i.test(line)) return next;
    return await inline(clist, next, line.replace(/^ELSE\b\s*/i, ''), args);
  }
  return await inline(clist, at, then, args);
}

/** The statement after THEN or ELSE; a DO group runs on from its first line. */
async function inline(clist: Clist, at: number, text: string, args: string): Promise<number> {
  if (text === '' || /^DO$/i.test(text)) return at + 1;
  const own = { ...clist, lines: clist.lines.map((line, place) => (place === at ? text : line)) };
  const next = await one(own, at, args);
  [clist.lastcc, clist.maxcc] = [own.lastcc, own.maxcc];
  return next;
}

/** The place after a statement that is passed over; a DO group is passed to its END. */
function after(clist: Clist, at: number, text: string): number {
  if (!/^DO\b/i.test(text)) return at + 1;
  return groupEnd(clist, at) + 1;
}

function groupEnd({ lines }: Clist, at: number): number {
  let depth = 0;
  for (let place = at; place < lines.length; place += 1) {
    const line = lines[place] ?? '';
    if (/(^|\bTHEN\s+|^ELSE\s+)DO\b/i.test(line)) depth += 1;
    if (/^END\b/i.test(line)) depth -= 1;
    if (depth === 0 && place > at) return place;
  }
  return lines.length;
}

function loopStart(clist: Clist, at: number, text: string): number {
  if (text === '') return at + 1;
  return fails(clist, `DO ${text}`);
}
