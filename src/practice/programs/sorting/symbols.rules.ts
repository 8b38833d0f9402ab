/** SYMNAMES: names for fields and constants. */

import { isFormat } from './numbers.rules.ts';
import { SortError } from './control-error.rules.ts';
import { splitOperands } from './operands.rules.ts';

/** What a name stands for: a constant, or position, length and format of a field. */
type Meaning = { constant: string } | { position: number; length: string | undefined; format: string | undefined };
export type Symbols = ReadonlyMap<string, Meaning>;

const nameForm = /^[A-Za-z_@#$][A-Za-z0-9_@#$-]{0,49}$/;

/**
 * Reads `name,p,m,f`, `name,*,m,f` (next position), `name,=,…` (same position), `name,constant`, POSITION, SKIP.
 *
 * @throws {SortError} ICE161A for a record that is no symbol statement
 * @see z/OS DFSORT Application Programming Guide, Using symbols for fields and constants
 */
export function readSymbols(lines: readonly string[]): Symbols {
  const symbols = new Map<string, Meaning>();
  let next = 1;
  let last = { position: 1, length: undefined as string | undefined, format: undefined as string | undefined };
  for (const line of lines) {
    const text = statementText(line);
    if (text === '' || line.startsWith('*')) continue;
    const [name = '', first = '', second, third] = splitOperands(text);
    if (name === 'POSITION' || name === 'SKIP') {
      next = name === 'SKIP' ? next + Number(first) : Number(first);
      continue;
    }
    if (!nameForm.test(name)) throw new SortError('ICE161A 0 ERROR IN SYMNAMES STATEMENT', 16, text);
    if (!/^(\d+|\*|=)$/.test(first)) {
      symbols.set(name, { constant: text.slice(name.length + 1) });
      continue;
    }
    const position = first === '*' ? next : first === '=' ? last.position : Number(first);
    const length = second === '=' ? last.length : second;
    const format = third === '=' ? last.format : third;
    last = { position, length, format };
    next = position + Number(length ?? 0);
    symbols.set(name, last);
  }
  return symbols;
}

function statementText(line: string): string {
  let quoted = false;
  const code = line.slice(0, 80).trimStart();
  for (let at = 0; at < code.length; at += 1) {
    if (code.charAt(at) === "'") quoted = !quoted;
    if (code.charAt(at) === ' ' && !quoted) return code.slice(0, at);
  }
  return code;
}

/**
 * Puts meanings for names. A field's format goes with it where a statement compares, sorts or adds; in lists that build
 * records only where the next item asks for it.
 */
export function resolved(verb: string, operands: string, symbols: Symbols): string {
  if (symbols.size === 0) return operands;
  const always = ['SORT', 'MERGE', 'SUM', 'INCLUDE', 'OMIT', 'JOINKEYS'].includes(verb);
  const contexts: boolean[] = [always];
  let out = '';
  let token = '';
  let quoted = false;
  const flush = (rest: string) => {
    const formatted = contexts.at(-1) === true;
    out += meaningOf(token, symbols, formatted && verb !== 'JOINKEYS', rest, verb);
    token = '';
  };
  for (let at = 0; at < operands.length; at += 1) {
    const one = operands.charAt(at);
    if (one === "'") quoted = !quoted;
    if (quoted || !/[(),:=]/.test(one)) {
      token += one;
      continue;
    }
    if (one === '(')
      contexts.push(
        contexts.at(-1) === true || /(WHEN|INCLUDE|OMIT|BEGIN|END|TOTAL|TOT|MIN|MAX|AVG)=?$/.test(`${out}${token}`),
      );
    flush(operands.slice(at + 1));
    if (one === ')') contexts.pop();
    out += one;
  }
  flush('');
  return out;
}

function meaningOf(token: string, symbols: Symbols, formatted: boolean, rest: string, verb: string): string {
  const meaning = symbols.get(token);
  if (meaning === undefined) return token;
  if ('constant' in meaning) return meaning.constant;
  const { position, length, format } = meaning;
  if (length === undefined) return String(position);
  const after = /^([^,()]*)/.exec(rest)?.[1] ?? '';
  const own = isFormat(after);
  const wants = formatted || /^(M\d{1,2}|EDIT=|TO=|LENGTH=|ADD|SUB|MUL|DIV|MOD|MIN|MAX)/.test(after);
  const full = format !== undefined && wants && !own && verb !== 'JOINKEYS';
  return full ? `${String(position)},${length},${format}` : `${String(position)},${length}`;
}
