/** Numbers in BUILD lists: arithmetic, and how the result is shown or converted. */

import { ebcdic } from '../../codepages/code-page.ts';
import { SortError, syntaxError } from './control-error.rules.ts';
import { type EditForm, edited, maskOf, type Signs } from './edit.rules.ts';
import { digitsOf, fieldAt, isNumeric, lengthAs, numberAs, numberIn, withinRecord } from './numbers.rules.ts';
import { isList, keyword, listOf, numberOf, splitOperands } from './operands.rules.ts';

/** A number taken from a record. */
export interface NumberSource {
  value: (record: Uint8Array) => bigint;
  digits: number;
}

/** Place in a list of items. */
export interface ItemReader {
  items: readonly string[];
  at: number;
  /** Length of the records where it is known and fixed. */
  limit?: number | undefined;
}

const fieldError = (at: string | undefined) => new SortError('ICE111A 0 REFORMATTING FIELD ERROR', 16, at ?? '');
const operators = ['MIN', 'MAX', 'MUL', 'DIV', 'MOD', 'ADD', 'SUB'];

/** Whether a numeric item starts here: `p,m,f`, `(…)` or a signed constant. */
export function startsNumber({ items, at }: ItemReader): boolean {
  const item = items[at] ?? '';
  if (/^\(/.test(item) || /^[+-]\d+$/.test(item)) return true;
  return /^\d+$/.test(item) && /^\d+$/.test(items[at + 1] ?? '') && isNumeric(items[at + 2] ?? '');
}

/**
 * Reads a term or an arithmetic expression; MIN and MAX bind first, then MUL, DIV and MOD, then ADD and SUB. Division
 * leaves the fraction off.
 *
 * @throws {SortError} ICE111A
 */
export function readNumber(reader: ItemReader): NumberSource {
  const terms = [readTerm(reader)];
  const between: string[] = [];
  while (operators.includes(reader.items[reader.at] ?? '')) {
    between.push(reader.items[reader.at] ?? '');
    reader.at += 1;
    terms.push(readTerm(reader));
  }
  for (const level of [operators.slice(0, 2), operators.slice(2, 5), operators.slice(5)]) {
    for (let at = 0; at < between.length;) {
      const operator = between[at] ?? '';
      const [left, right] = [terms[at], terms[at + 1]];
      if (!level.includes(operator) || left === undefined || right === undefined) at += 1;
      else {
        terms.splice(at, 2, combined(operator, left, right));
        between.splice(at, 1);
      }
    }
  }
  return terms[0] ?? { value: () => 0n, digits: 31 };
}

function readTerm(reader: ItemReader): NumberSource {
  const item = reader.items[reader.at] ?? '';
  if (isList(item)) {
    reader.at += 1;
    const inner = { items: splitOperands(item.slice(1, -1)), at: 0, limit: reader.limit };
    const source = readNumber(inner);
    if (inner.at < inner.items.length) throw fieldError(item);
    return source;
  }
  if (/^[+-]\d{1,31}$/.test(item)) {
    reader.at += 1;
    const value = BigInt(item);
    return { value: () => value, digits: item.length - 1 };
  }
  const field = withinRecord(fieldAt(reader.items, reader.at, undefined), reader.limit);
  if (!isNumeric(field.format)) throw fieldError(field.format);
  reader.at += 3;
  return { value: (record) => numberIn(record, field), digits: digitsOf(field) };
}

function combined(operator: string, left: NumberSource, right: NumberSource): NumberSource {
  const work: Record<string, (a: bigint, b: bigint) => bigint> = {
    MIN: (a, b) => (a < b ? a : b),
    MAX: (a, b) => (a > b ? a : b),
    MUL: (a, b) => a * b,
    DIV: (a, b) => (b === 0n ? 0n : a / b),
    MOD: (a, b) => (b === 0n ? 0n : a % b),
    ADD: (a, b) => a + b,
    SUB: (a, b) => a - b,
  };
  const run = work[operator] ?? work.ADD;
  return { value: (record) => run?.(left.value(record), right.value(record)) ?? 0n, digits: 31 };
}

/** How a number ends up in the record. */
export type Shown = (value: bigint) => Buffer;

/**
 * Reads what follows a number: Mn, EDIT=, SIGNS=, LENGTH=, TO=. Without any of them M0 counts.
 *
 * @see z/OS DFSORT Application Programming Guide, OUTREC control statement: edit and to
 */
export function readShown(reader: ItemReader, digits: number): Shown {
  let mask: string | undefined;
  let pattern: string | undefined;
  let to: string | undefined;
  let length: number | undefined;
  let signs: Signs | undefined;
  for (; reader.at < reader.items.length; reader.at += 1) {
    const item = reader.items[reader.at] ?? '';
    const { key, value } = keyword(item);
    if (/^M\d{1,2}$/.test(item)) mask = item;
    else if (key === 'EDIT') pattern = value.slice(1, -1);
    else if (key === 'TO') to = value;
    else if (key === 'LENGTH') length = numberOf(value, 1);
    else if (key === 'SIGNS') signs = signsOf(value);
    else break;
  }
  if (to !== undefined) return converted(to, digits, length);
  const form = pattern === undefined ? maskOf(mask ?? 'M0', digits) : { pattern, signs: ['', '', '', ''] as const };
  return shownAs({ ...form, signs: signs ?? form.signs }, length);
}

function converted(to: string, digits: number, length: number | undefined): Shown {
  const width = length ?? lengthAs(to, digits);
  numberAs(0n, to, width);
  return (value) => numberAs(value, to, width);
}

function shownAs(form: EditForm, length: number | undefined): Shown {
  if (!/[IT]/.test(form.pattern)) throw syntaxError(form.pattern);
  return (value) => {
    const text = edited(value, form);
    return ebcdic.encode(length === undefined ? text : text.padStart(length).slice(-length));
  };
}

function signsOf(value: string): Signs {
  const parts = listOf(value).map((part) => /^'(.*)'$/.exec(part)?.[1] ?? part);
  return [parts[0] ?? '', parts[1] ?? '', parts[2] ?? '', parts[3] ?? ''];
}
