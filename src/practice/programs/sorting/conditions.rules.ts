/** INCLUDE, OMIT and WHEN conditions. */

import { ebcdic } from '../../codepages/code-page.ts';
import { constantBytes, dateText, type RunTime } from './constants.rules.ts';
import { notImitated, SortError } from './control-error.rules.ts';
import { yearValue } from './keys.rules.ts';
import {
  bytesOf,
  fieldAt,
  isFormat,
  isNumeric,
  isPacked,
  numberIn,
  type SortField,
  withinRecord,
} from './numbers.rules.ts';
import { isList, splitOperands } from './operands.rules.ts';

/** A test of one record. */
export type Condition = (record: Uint8Array) => boolean;

/** What conditions are read with. */
export interface ConditionSetting {
  /** FORMAT= of the statement, for fields without a format of their own. */
  format?: string | undefined;
  now: RunTime;
  /** Length of the records where it is known and fixed. */
  limit?: number | undefined;
  /** First year of the century window, Y2PAST. */
  centuryStart: number;
}

const orders: Readonly<Record<string, (order: number) => boolean>> = {
  EQ: (order) => order === 0,
  NE: (order) => order !== 0,
  GT: (order) => order > 0,
  GE: (order) => order >= 0,
  LT: (order) => order < 0,
  LE: (order) => order <= 0,
};
const bitTests = ['ALL', 'SOME', 'NONE', 'NOTALL', 'NOTSOME', 'NOTNONE', 'BO', 'BM', 'BZ', 'BNO', 'BNM', 'BNZ'];

/**
 * Reads the value of COND=, INCLUDE= or WHEN=: relational conditions with AND and OR (`&`, `|`), in parentheses. AND
 * binds more tightly.
 *
 * @throws {SortError} ICE107A, ICE113A, ICE114A, ICE007A
 * @see z/OS DFSORT Application Programming Guide, INCLUDE control statement
 */
export function readCondition(value: string, setting: ConditionSetting): Condition {
  const text = isList(value) ? value.slice(1, -1) : value;
  if (text === 'ALL') return () => true;
  if (text === 'NONE') return () => false;
  const items = splitOperands(text);
  if (items.length === 0)
    throw new SortError('ICE107A 0 DUPLICATE, CONFLICTING, OR MISSING INCLUDE OR OMIT STATEMENT OPERANDS', 16, value);
  const reader = { items, at: 0 };
  const condition = alternatives(reader, setting);
  if (reader.at < items.length) throw comparisonError(items[reader.at]);
  return condition;
}

interface Reader {
  items: readonly string[];
  at: number;
}

const comparisonError = (at: string | undefined) => new SortError('ICE113A 0 COMPARISON FIELD ERROR', 16, at ?? '');
const comparisonInvalid = (at: string | undefined) => new SortError('ICE114A 0 INVALID COMPARISON', 16, at ?? '');

function alternatives(reader: Reader, setting: ConditionSetting): Condition {
  const parts = [conjunction(reader, setting)];
  while (reader.items[reader.at] === 'OR' || reader.items[reader.at] === '|') {
    reader.at += 1;
    parts.push(conjunction(reader, setting));
  }
  return (record) => parts.some((part) => part(record));
}

function conjunction(reader: Reader, setting: ConditionSetting): Condition {
  const parts = [relation(reader, setting)];
  while (reader.items[reader.at] === 'AND' || reader.items[reader.at] === '&') {
    reader.at += 1;
    parts.push(relation(reader, setting));
  }
  return (record) => parts.every((part) => part(record));
}

function relation(reader: Reader, setting: ConditionSetting): Condition {
  const first = reader.items[reader.at] ?? '';
  if (isList(first)) {
    reader.at += 1;
    return readCondition(first, setting);
  }
  const own = isFormat(reader.items[reader.at + 2] ?? '');
  if (!own && setting.format === undefined && (reader.items[reader.at + 2] ?? '') in orders)
    throw new SortError('ICE018A 0 INVALID OR MISSING FIELD FORMAT', 16, first);
  const left = withinRecord(fieldAt(reader.items, reader.at, own ? undefined : setting.format), setting.limit);
  reader.at += own ? 3 : 2;
  const operator = reader.items[reader.at] ?? '';
  reader.at += 1;
  return left.format === 'SS'
    ? substring(reader, left, operator)
    : bitTests.includes(operator)
      ? bits(reader, left, operator)
      : comparison(reader, left, operator, setting);
}

function comparison(reader: Reader, left: SortField, operator: string, setting: ConditionSetting): Condition {
  const holds = orders[operator];
  if (holds === undefined) throw comparisonError(operator);
  const text = reader.items[reader.at] ?? '';
  if (text === 'NUM' || text === 'NUMERIC') {
    reader.at += 1;
    const wanted = operator === 'EQ';
    if (operator !== 'EQ' && operator !== 'NE') throw comparisonInvalid(text);
    return (record) => isNumber(record, left) === wanted;
  }
  const right = /^\d+$/.test(text) && /^\d+$/.test(reader.items[reader.at + 1] ?? '');
  if (right) {
    const own = isFormat(reader.items[reader.at + 2] ?? '');
    const second = fieldAt(reader.items, reader.at, own ? undefined : (setting.format ?? left.format));
    const other = withinRecord(second, setting.limit);
    reader.at += own ? 3 : 2;
    return fieldToField(left, other, holds);
  }
  reader.at += 1;
  return fieldToConstant(left, text, holds, setting);
}

const order = (left: bigint, right: bigint): number => (left < right ? -1 : left > right ? 1 : 0);
const isText = ({ format }: SortField) => format === 'CH' || format === 'BI' || format === 'AC';

function fieldToField(left: SortField, right: SortField, holds: (order: number) => boolean): Condition {
  if (isText(left) && isText(right)) {
    const pad = left.format === 'CH' || right.format === 'CH' ? 0x40 : 0;
    const length = Math.max(left.length, right.length);
    return (record) =>
      holds(Buffer.compare(padded(bytesOf(record, left), length, pad), padded(bytesOf(record, right), length, pad)));
  }
  if (isNumeric(left.format) && isNumeric(right.format))
    return (record) => holds(order(numberIn(record, left), numberIn(record, right)));
  throw comparisonInvalid(`${String(right.position)},${String(right.length)},${right.format}`);
}

function padded(bytes: Uint8Array, length: number, pad: number): Buffer {
  const area = Buffer.alloc(length, pad);
  area.set(bytes.subarray(0, length));
  return area;
}

function fieldToConstant(
  left: SortField,
  text: string,
  holds: (order: number) => boolean,
  { now, centuryStart }: ConditionSetting,
): Condition {
  const date = dateText(text, now);
  const bytes = date === undefined ? constantBytes(text) : ebcdic.encode(date);
  if (left.format.startsWith('Y2')) return yearTest(left, text, holds, centuryStart);
  if (bytes !== undefined && isText(left)) {
    const value = padded(bytes, left.length, text.startsWith('X') ? 0 : 0x40);
    if (left.format === 'AC') {
      const ascii = Buffer.from(ebcdic.decode(value), 'latin1');
      return (record) => holds(Buffer.compare(Buffer.from(ebcdic.decode(bytesOf(record, left)), 'latin1'), ascii));
    }
    return (record) => holds(Buffer.compare(padded(bytesOf(record, left), left.length, 0x40), value));
  }
  const digits = /^[+-]?\d{1,31}$/.test(text) ? text : /^&?DATE\d?P/.test(text) ? date : undefined;
  if (digits !== undefined && isNumeric(left.format)) {
    const value = BigInt(digits);
    return (record) => holds(order(numberIn(record, left), value));
  }
  throw bytes === undefined && digits === undefined ? comparisonError(text) : comparisonInvalid(text);
}

function yearTest(left: SortField, text: string, holds: (order: number) => boolean, centuryStart: number): Condition {
  const digits = /^Y'(\d+)'$/.exec(text)?.[1];
  if (digits === undefined) throw comparisonInvalid(text);
  const value = yearValue(ebcdic.encode(digits), 'Y2T', centuryStart);
  return (record) => holds(yearValue(bytesOf(record, left), left.format, centuryStart) - value);
}

/** SS: the constant somewhere in the field; or, when the field is the shorter, the field somewhere in the constant. */
function substring(reader: Reader, left: SortField, operator: string): Condition {
  const text = reader.items[reader.at] ?? '';
  reader.at += 1;
  const value = constantBytes(text);
  if (value === undefined || (operator !== 'EQ' && operator !== 'NE')) throw comparisonInvalid(text);
  const wanted = operator === 'EQ';
  return (record) => {
    const bytes = bytesOf(record, left);
    const found = value.length <= left.length ? bytes.includes(value) : value.includes(bytes);
    return found === wanted;
  };
}

function bits(reader: Reader, left: SortField, operator: string): Condition {
  const text = reader.items[reader.at] ?? '';
  reader.at += 1;
  const mask = /^B'/.test(text) ? bitMask(text) : constantBytes(text);
  if (mask === undefined) throw comparisonError(text);
  const selected = (record: Uint8Array) => {
    const bytes = padded(bytesOf(record, left), left.length, 0);
    const area = padded(mask, left.length, 0);
    return {
      on: bytes.some((byte, at) => (byte & (area[at] ?? 0)) !== 0),
      off: bytes.some((byte, at) => (~byte & (area[at] ?? 0)) !== 0),
    };
  };
  switch (operator) {
    case 'ALL':
    case 'BO':
      return (record) => !selected(record).off;
    case 'NOTALL':
    case 'BNO':
      return (record) => selected(record).off;
    case 'NONE':
    case 'BZ':
      return (record) => !selected(record).on;
    case 'NOTNONE':
    case 'BNZ':
      return (record) => selected(record).on;
    case 'SOME':
    case 'BM':
      return (record) => selected(record).on && selected(record).off;
    default:
      return (record) => !(selected(record).on && selected(record).off);
  }
}

function bitMask(text: string): Buffer {
  const pattern = /^B'([01.]+)'$/.exec(text)?.[1] ?? '';
  if (pattern === '' || pattern.includes('.') || pattern.length % 8 !== 0) throw notImitated(`BIT CONSTANT ${text}`);
  return Buffer.from((pattern.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
}

/** NUM: only digits (and a valid sign) in FS, ZD or PD. */
function isNumber(record: Uint8Array, field: SortField): boolean {
  const bytes = bytesOf(record, field);
  if (field.format === 'PD') return isPacked(bytes);
  const last = (bytes.at(-1) ?? 0) >> 4;
  const head = field.format === 'ZD' ? bytes.subarray(0, -1) : bytes;
  const digits = head.every((byte) => byte >= 0xf0 && byte <= 0xf9);
  return digits && (field.format !== 'ZD' || (last >= 0xa && ((bytes.at(-1) ?? 0) & 0x0f) <= 9));
}
