/** Reads access method services commands into a tree (DFSMS Access Method Services Commands, Coding and modal commands). */

export type Comparison = 'EQ' | 'NE' | 'GT' | 'LT' | 'GE' | 'LE';

export type AmsNode =
  | { kind: 'command'; verb: string; operands: string; text: string }
  | { kind: 'set'; variable: 'LASTCC' | 'MAXCC'; value: number }
  | {
      kind: 'if';
      variable: 'LASTCC' | 'MAXCC';
      comparison: Comparison;
      value: number;
      then: AmsNode[];
      otherwise: AmsNode[];
    }
  | { kind: 'error'; text: string };

const comparisons: Readonly<Record<string, Comparison>> = {
  '=': 'EQ',
  EQ: 'EQ',
  '<>': 'NE',
  '¬=': 'NE',
  NE: 'NE',
  '>': 'GT',
  GT: 'GT',
  '<': 'LT',
  LT: 'LT',
  '>=': 'GE',
  GE: 'GE',
  '<=': 'LE',
  LE: 'LE',
};

const ifHead = /^IF\s+(LASTCC|MAXCC)\s*(=|<>|¬=|>=|<=|>|<|EQ|NE|GT|LT|GE|LE)\s*(\d+)\s*THEN\b\s*/;
const setForm = /^SET\s+(LASTCC|MAXCC)\s*(?:=|EQ)?\s*(\d+)$/;

export function readCommands(lines: readonly string[]): AmsNode[] {
  const left = logicalLines(lines);
  const nodes: AmsNode[] = [];
  while (left.length > 0) {
    const node = takeNode(left);
    if (node !== undefined) nodes.push(node);
  }
  return nodes;
}

/** Columns 2 to 72, comments taken out, continued lines joined (`-` or `+` at the end). */
function logicalLines(lines: readonly string[]): string[] {
  const statements: string[] = [];
  let open = false;
  const body = lines.map((line) => line.slice(1, 72).trimEnd()).join('\n');
  for (const line of body.replaceAll(/\/\*[\s\S]*?(\*\/|$)/g, ' ').split('\n')) {
    const text = line.trim();
    if (text === '') continue;
    const mark = /[-+]$/.test(text);
    const code = mark ? text.slice(0, -1) : text.replace(/;$/, '');
    if (open) statements.push(`${statements.pop() ?? ''}${text.startsWith('+') ? '' : ' '}${code.trim()}`);
    else statements.push(code.trim());
    open = mark;
  }
  return statements.map((one) => one.replaceAll(/\s+/g, ' ').trim()).filter((one) => one !== '');
}

function takeNode(left: string[]): AmsNode | undefined {
  const text = left.shift() ?? '';
  const head = ifHead.exec(text.toUpperCase());
  if (head !== null) return takeIf(text.slice(head[0].length), head, left);
  const set = setForm.exec(text.toUpperCase());
  if (set !== null)
    return { kind: 'set', variable: set[1] === 'MAXCC' ? 'MAXCC' : 'LASTCC', value: Math.min(16, Number(set[2])) };
  const verb = (/^\S+/.exec(text)?.[0] ?? '').toUpperCase();
  if (/^(IF|SET|ELSE|END|DO|THEN)$/.test(verb)) return { kind: 'error', text };
  return { kind: 'command', verb, operands: text.slice(verb.length).trim().toUpperCase(), text };
}

function takeIf(rest: string, head: RegExpExecArray, left: string[]): AmsNode {
  const then = takeClause(rest, left);
  const next = left[0] ?? '';
  const hasElse = /^ELSE\b/i.test(next);
  if (hasElse) left.shift();
  return {
    kind: 'if',
    variable: head[1] === 'MAXCC' ? 'MAXCC' : 'LASTCC',
    comparison: comparisons[head[2] ?? ''] ?? 'EQ',
    value: Number(head[3]),
    then,
    otherwise: hasElse ? takeClause(next.replace(/^ELSE\b\s*/i, ''), left) : [],
  };
}

function takeClause(rest: string, left: string[]): AmsNode[] {
  if (rest === '') return [];
  if (!/^DO\b/i.test(rest)) {
    left.unshift(rest);
    const node = takeNode(left);
    return node === undefined ? [] : [node];
  }
  const first = rest.replace(/^DO\b\s*/i, '');
  if (first !== '') left.unshift(first);
  const nodes: AmsNode[] = [];
  while (left.length > 0 && !/^END\b/i.test(left[0] ?? '')) {
    const node = takeNode(left);
    if (node !== undefined) nodes.push(node);
  }
  const end = left.shift();
  return end === undefined ? [{ kind: 'error', text: 'END IS MISSING' }] : nodes;
}

export interface Operands {
  /** What stands outside keywords, apostrophes taken off. */
  positional: string[];
  /** Keywords with their value in parentheses; without parentheses the value is undefined. */
  keywords: Map<string, string | undefined>;
}

/** `A.B (NAME(X) LIMIT(3)) FORCE`: words and keyword(value) pairs of one level. */
export function operandsOf(text: string): Operands {
  const positional: string[] = [];
  const keywords = new Map<string, string | undefined>();
  for (const word of wordsOf(text)) {
    const at = word.indexOf('(');
    if (at === 0) positional.push(...operandsOf(word.slice(1, -1)).positional);
    else if (at > 0 && word.endsWith(')') && !/\./.test(word.slice(0, at)))
      keywords.set(word.slice(0, at), word.slice(at + 1, -1).trim());
    else if (/^[A-Z]+$/.test(word) && flags.has(word)) keywords.set(word, undefined);
    else positional.push(word.replaceAll("'", ''));
  }
  return { positional, keywords };
}

const flags = new Set(
  (
    'FORCE NOFORCE PURGE NOPURGE SCRATCH NOSCRATCH EMPTY NOEMPTY MASK NOMASK GDG GENERATIONDATAGROUP NONVSAM NVSAM CLUSTER ' +
    'ALL NAME NAMES HISTORY VOLUME ALLOCATION EXTENDED NOEXTENDED FIFO LIFO PURGE ERASE NOERASE REPLACE NOREPLACE'
  ).split(' '),
);

/** Splits at blanks and commas outside parentheses; `KEY (X)` is taken as `KEY(X)`. */
export function wordsOf(text: string): string[] {
  const words: string[] = [];
  let word = '';
  let depth = 0;
  for (const character of `${text.replaceAll(/([A-Z]) \(/g, '$1(')} `) {
    if (character === '(') depth += 1;
    if (character === ')') depth -= 1;
    if (depth === 0 && (character === ' ' || character === ',')) {
      if (word !== '') words.push(word);
      word = '';
    } else word += character;
  }
  if (word !== '') words.push(word);
  return words;
}
