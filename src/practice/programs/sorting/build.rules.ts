/** BUILD, FIELDS, OUTREC and OVERLAY lists. */

import { ebcdic } from '../../codepages/code-page.ts';
import { type Bytes, change, justified, translation } from './change-items.rules.ts';
import { constantBytes, dateText, type RunTime } from './constants.rules.ts';
import { notImitated, SortError } from './control-error.rules.ts';
import { type ItemReader, readNumber, readShown, startsNumber } from './numeric-items.rules.ts';
import { bytesOf, numberAs, type SortField, withinRecord } from './numbers.rules.ts';
import { isList, keyword, listOf, numberOf, splitOperands } from './operands.rules.ts';

/** One piece of the new record: where it goes and what it is; `lines` starts that many new records instead. */
export interface BuildItem {
  /** Column from 1; after the last piece when absent. */
  column?: number;
  bytes: Bytes;
  lines?: number;
}

export interface BuildSetting {
  now: RunTime;
  variable: boolean;
  /** Length of the records where it is known and fixed. */
  limit?: number | undefined;
  /** Reads one more kind of item: counts and totals of reports. */
  special?: (reader: ItemReader) => Bytes | undefined;
}

const fieldError = (at: string) => new SortError('ICE111A 0 REFORMATTING FIELD ERROR', 16, at);

/**
 * Reads the items of a list.
 *
 * @throws {SortError} ICE111A and what its items throw
 * @see z/OS DFSORT Application Programming Guide, OUTREC control statement
 */
export function readItems(value: string, setting: BuildSetting): BuildItem[] {
  const reader: ItemReader = {
    items: isList(value) ? splitOperands(value.slice(1, -1)) : splitOperands(value),
    at: 0,
    limit: setting.limit,
  };
  const items: BuildItem[] = [];
  while (reader.at < reader.items.length) {
    const text = reader.items[reader.at] ?? '';
    const column = /^(\d{1,5}):(.*)$/s.exec(text);
    if (column !== null) {
      const rest = [...reader.items];
      rest[reader.at] = column[2] ?? '';
      reader.items = rest;
    }
    const item = readItem(reader, setting);
    items.push(column === null ? item : { ...item, column: numberOf(column[1], 1) });
  }
  return items;
}

function readItem(reader: ItemReader, setting: BuildSetting): BuildItem {
  const text = reader.items[reader.at] ?? '';
  const special = setting.special?.(reader);
  if (special !== undefined) return { bytes: special };
  const slash = /^(\d{0,3})(\/+)$/.exec(text);
  if (slash !== null) {
    reader.at += 1;
    const lines = slash[1] === '' ? (slash[2] ?? '').length : Number(slash[1]);
    return { bytes: () => Buffer.alloc(0), lines };
  }
  const date = dateText(text, setting.now);
  const constant = date === undefined ? constantBytes(text) : ebcdic.encode(date);
  if (constant !== undefined && !/^\d+$/.test(text)) {
    reader.at += 1;
    return { bytes: () => constant };
  }
  if (text === 'SEQNUM') return { bytes: sequence(reader) };
  if (startsNumber(reader)) {
    const source = readNumber(reader);
    const shown = readShown(reader, source.digits);
    return { bytes: (record) => shown(source.value(record)) };
  }
  return { bytes: fieldItem(reader, setting) };
}

/** `p,m` with what may follow it, or `p` for the rest of a V record. */
function fieldItem(reader: ItemReader, { variable }: BuildSetting): Bytes {
  const [first = '', second = ''] = reader.items.slice(reader.at, reader.at + 2);
  if (!/^\d{1,5}$/.test(first)) throw fieldError(first);
  if (!/^\d{1,5}$/.test(second)) {
    if (!variable || reader.at + 1 < reader.items.length) throw fieldError(`${first},${second}`);
    reader.at += 1;
    const rest: SortField = { position: numberOf(first, 1), length: Infinity, format: 'CH' };
    return (record) => bytesOf(record, rest);
  }
  const field: SortField = { position: numberOf(first, 1), length: numberOf(second, 1), format: 'CH' };
  reader.at += 2;
  return fieldForm(reader, withinRecord(field, reader.limit));
}

function fieldForm(reader: ItemReader, field: SortField): Bytes {
  const text = reader.items[reader.at] ?? '';
  const { key, value } = keyword(text);
  if (text === 'HEX' || key === 'TRAN') {
    reader.at += 1;
    return translation(text === 'HEX' ? 'HEX' : value, field);
  }
  if (key === 'JFY' || key === 'SQZ') {
    reader.at += 1;
    return justified(field, key, value);
  }
  if (key === 'CHANGE') {
    reader.at += 1;
    const next = keyword(reader.items[reader.at] ?? '');
    if (next.key === 'NOMATCH') reader.at += 1;
    return change(field, value, next.key === 'NOMATCH' ? next.value : undefined);
  }
  if (text === 'CH' || text === 'BI') reader.at += 1;
  else if (/^(Y2|DT|TM|AC|FL)[A-Z0-9]*$/.test(text)) throw notImitated(`FORMAT ${text} IN A BUILD LIST`);
  return (record) => filled(bytesOf(record, field), field.length);
}

/** Bytes behind the end of a record count as blanks (VLFILL=C' '). */
function filled(bytes: Buffer, length: number): Buffer {
  if (bytes.length === length) return bytes;
  const area = Buffer.alloc(length, 0x40);
  bytes.copy(area);
  return area;
}

/** `SEQNUM,n,f[,START=j][,INCR=i][,RESTART=(p,m)]`: counts the records that reach it. */
function sequence(reader: ItemReader): Bytes {
  const length = numberOf(reader.items[reader.at + 1], 1);
  const format = reader.items[reader.at + 2] ?? '';
  reader.at += 3;
  const options = new Map<string, string>();
  for (; reader.at < reader.items.length; reader.at += 1) {
    const { key, value } = keyword(reader.items[reader.at] ?? '');
    if (!['START', 'INCR', 'RESTART'].includes(key)) break;
    options.set(key, value);
  }
  const start = BigInt(options.has('START') ? numberOf(options.get('START')) : 1);
  const step = BigInt(options.has('INCR') ? numberOf(options.get('INCR')) : 1);
  const [position, width] = listOf(options.get('RESTART') ?? '');
  const group = options.has('RESTART')
    ? { position: numberOf(position, 1), length: numberOf(width, 1), format: 'CH' }
    : undefined;
  numberAs(0n, format, length);
  let next = start;
  let before: Buffer | undefined;
  return (record) => {
    const key = group === undefined ? undefined : Buffer.from(bytesOf(record, group));
    if (key !== undefined && before?.equals(key) === false) next = start;
    before = key;
    const value = next;
    next += step;
    return numberAs(value, format, length);
  };
}

/** New records from the items; `/` begins another one. */
export function built(items: readonly BuildItem[], record: Uint8Array, { variable }: { variable: boolean }): Buffer[] {
  const records: Buffer[] = [];
  let pieces: Buffer[] = [];
  let length = 0;
  const push = (bytes: Buffer) => {
    pieces.push(bytes);
    length += bytes.length;
  };
  for (const item of items) {
    if (item.lines !== undefined) {
      for (let line = 0; line < item.lines; line += 1) {
        records.push(Buffer.concat(pieces, length));
        pieces = [];
        length = 0;
        if (variable) push(Buffer.from(record.subarray(0, 4)));
      }
      continue;
    }
    const gap = (item.column ?? 0) - 1 - length;
    if (gap > 0) push(Buffer.alloc(gap, 0x40));
    push(item.bytes(record));
  }
  records.push(Buffer.concat(pieces, length));
  return records;
}

/** Writes the pieces over the record; each goes to its column, else after the piece before it. */
export function overlaid(items: readonly BuildItem[], record: Buffer): Buffer {
  let area = Buffer.from(record);
  let at = 0;
  for (const item of items) {
    if (item.column !== undefined) at = item.column - 1;
    const bytes = item.bytes(record);
    if (at + bytes.length > area.length) {
      const longer = Buffer.alloc(at + bytes.length, 0x40);
      area.copy(longer);
      area = longer;
    }
    bytes.copy(area, at);
    at += bytes.length;
  }
  return area;
}

/** Whether the first item is the record descriptor word, which V records must keep. */
export const keepsDescriptor = (value: string): boolean => {
  const [position, length] = listOf(value);
  const first = /^(?:1:)?1$/.test(position ?? '');
  return first && (length === undefined || !/^\d+$/.test(length) || Number(length) >= 4);
};
