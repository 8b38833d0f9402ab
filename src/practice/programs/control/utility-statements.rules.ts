/**
 * Control statements of the IEB and IEH utilities: name field, operation, operands; a mark in column 72 or a comma at
 * the end of a record continues a statement.
 *
 * @see z/OS DFSMSdfp Utilities, Utility Control Statements and Continuing Utility Control Statements
 */

import { ebcdic } from '../../codepages/code-page.ts';

export type OperandValue =
  | { kind: 'word'; text: string }
  | { kind: 'literal'; text: string; hexadecimal: boolean }
  | { kind: 'list'; items: readonly OperandValue[] };

export interface Operand {
  /** Empty for a positional operand. */
  key: string;
  value: OperandValue;
}

export interface UtilityStatement {
  label: string;
  verb: string;
  operands: readonly Operand[];
  /** The operand field as coded, continued records joined. */
  text: string;
  /** Number of the record, from 0, on which the statement begins. */
  record: number;
  /** The operand field cannot be read. */
  damaged: boolean;
}

const lastColumn = 71;

/** Reads all statements; blank records are passed over. */
export function readStatements(lines: readonly string[]): UtilityStatement[] {
  const statements: UtilityStatement[] = [];
  for (let at = 0; at < lines.length; at += 1) {
    const begun = begin(lines[at] ?? '');
    if (begun === undefined) continue;
    const record = at;
    let text = begun.operands;
    let line = lines[at] ?? '';
    while (at + 1 < lines.length && isContinued(text, line)) {
      at += 1;
      line = lines[at] ?? '';
      text = join(text, line.slice(0, lastColumn));
    }
    const operands = operandsOf(field(text));
    statements.push({
      ...{ label: begun.label, verb: begun.verb, text: field(text), record },
      ...{ operands: operands ?? [], damaged: operands === undefined },
    });
  }
  return statements;
}

function begin(line: string): { label: string; verb: string; operands: string } | undefined {
  const text = line.slice(0, lastColumn).trimEnd();
  if (text.trim() === '') return undefined;
  const parts = /^(\S*)\s+(\S+)(?:\s(.*))?$/.exec(text);
  if (parts === null) return { label: '', verb: text.trim().toUpperCase(), operands: '' };
  const [, label = '', verb = '', rest = ''] = parts;
  if (verb.includes('=') && label !== '' && !label.includes('='))
    return { label: '', verb: label.toUpperCase(), operands: `${verb} ${rest}`.trim() };
  return { label, verb: verb.toUpperCase(), operands: rest.trim() };
}

const marked = (line: string) => line.charAt(lastColumn).trim() !== '';

function isContinued(text: string, line: string): boolean {
  return field(text).endsWith(',') || (marked(line) && !closed(text)) || (marked(line) && field(text) === '');
}

/** Whether a comment already follows the operands, so that a mark continues the comment alone. */
const closed = (text: string) => field(text).length < text.trimEnd().length && !field(text).endsWith(',');

/** After a comma the rest of a record is comment; a literal that is open goes on in column 16. */
function join(text: string, next: string): string {
  const read = field(text);
  return openQuote(read) ? read + next.slice(15) : read + next.trimStart();
}

const openQuote = (text: string) => (text.match(/'/g)?.length ?? 0) % 2 === 1;

/** The operand field: up to the first blank outside apostrophes. */
function field(text: string): string {
  let quoted = false;
  for (let at = 0; at < text.length; at += 1) {
    const character = text.charAt(at);
    if (character === "'") quoted = !quoted;
    if (character === ' ' && !quoted) return text.slice(0, at);
  }
  return text;
}

/** @returns undefined when parentheses or apostrophes do not match */
export function operandsOf(text: string): Operand[] | undefined {
  const parts = split(text);
  if (parts === undefined) return undefined;
  const operands: Operand[] = [];
  for (const part of parts) {
    if (part === '') continue;
    const key = /^([A-Z0-9$#@]+)=/i.exec(part)?.[1] ?? '';
    const value = valueOf(key === '' ? part : part.slice(key.length + 1));
    if (value === undefined) return undefined;
    operands.push({ key: key.toUpperCase(), value });
  }
  return operands;
}

function valueOf(text: string): OperandValue | undefined {
  const literal = /^(X?)'((?:[^']|'')*)'$/i.exec(text);
  if (literal !== null)
    return { kind: 'literal', text: (literal[2] ?? '').replaceAll("''", "'"), hexadecimal: literal[1] !== '' };
  if (!text.startsWith('(')) return { kind: 'word', text: text.toUpperCase() };
  if (!text.endsWith(')')) return undefined;
  const items = split(text.slice(1, -1))?.map(valueOf);
  if (items === undefined || items.some((item) => item === undefined)) return undefined;
  return { kind: 'list', items: items.filter((item) => item !== undefined) };
}

/** Splits at commas outside parentheses and apostrophes. */
function split(text: string): string[] | undefined {
  const parts: string[] = [];
  let from = 0;
  let depth = 0;
  let quoted = false;
  for (let at = 0; at < text.length; at += 1) {
    const character = text.charAt(at);
    if (character === "'") quoted = !quoted;
    if (quoted) continue;
    if (character === '(') depth += 1;
    if (character === ')') depth -= 1;
    if (depth < 0) return undefined;
    if (character !== ',' || depth > 0) continue;
    parts.push(text.slice(from, at));
    from = at + 1;
  }
  return depth > 0 || quoted ? undefined : [...parts, text.slice(from)];
}

/** The words of a value: `A`, `(A,B)`; literals and inner lists count as empty words. */
export function wordsIn(value: OperandValue | undefined): string[] {
  if (value === undefined) return [];
  if (value.kind === 'list') return value.items.map((item) => (item.kind === 'word' ? item.text : ''));
  return value.kind === 'word' ? [value.text] : [];
}

/** The first value of a keyword. */
export const operand = (statement: Pick<UtilityStatement, 'operands'>, key: string): OperandValue | undefined =>
  statement.operands.find((one) => one.key === key)?.value;

/** The text of a keyword's value: a word or a literal. */
export function textOf(value: OperandValue | undefined): string | undefined {
  return value === undefined || value.kind === 'list' ? undefined : value.text;
}

/** A number of the value; undefined when it is none. */
export function numberIn(value: OperandValue | undefined): number | undefined {
  const text = textOf(value);
  return text === undefined || !/^\d+$/.test(text) ? undefined : Number(text);
}

/** Bytes of a literal as a record holds them. */
export const literalBytes = (value: Extract<OperandValue, { kind: 'literal' }>): Buffer =>
  value.hexadecimal ? Buffer.from(value.text, 'hex') : ebcdic.encode(value.text);
