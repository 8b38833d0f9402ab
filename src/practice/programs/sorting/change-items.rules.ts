/** Items of BUILD lists that alter characters: CHANGE, TRAN, HEX, JFY, SQZ, and FINDREP over the whole record. */

import { ebcdic } from '../../codepages/code-page.ts';
import { constantBytes } from './constants.rules.ts';
import { notImitated, SortError, syntaxError } from './control-error.rules.ts';
import { bytesOf, type SortField } from './numbers.rules.ts';
import { keyword, listOf, numberOf } from './operands.rules.ts';

export type Bytes = (record: Uint8Array) => Buffer;

const blank = 0x40;
const constant = (text: string): Buffer => {
  const bytes = constantBytes(text);
  if (bytes === undefined) throw syntaxError(text);
  return bytes;
};

/** TRAN=LTOU, UTOL, HEX, UNHEX, ATOE, ETOA. @throws {SortError} ICE005A for ALTSEQ and the other tables */
export function translation(name: string, field: SortField): Bytes {
  const upper = (text: string) => text.replaceAll(/[a-z]/g, (one) => one.toUpperCase());
  const lower = (text: string) => text.replaceAll(/[A-Z]/g, (one) => one.toLowerCase());
  switch (name) {
    case 'LTOU':
      return (record) => ebcdic.encode(upper(ebcdic.decode(bytesOf(record, field))));
    case 'UTOL':
      return (record) => ebcdic.encode(lower(ebcdic.decode(bytesOf(record, field))));
    case 'HEX':
      return (record) => ebcdic.encode(bytesOf(record, field).toString('hex').toUpperCase());
    case 'UNHEX':
      return (record) => Buffer.from(ebcdic.decode(bytesOf(record, field)), 'hex');
    case 'ATOE':
      return (record) => ebcdic.encode(bytesOf(record, field).toString('latin1'));
    case 'ETOA':
      return (record) => Buffer.from(ebcdic.decode(bytesOf(record, field)), 'latin1');
    default:
      throw notImitated(`TRAN=${name}`);
  }
}

/**
 * `CHANGE=(v,find,set,…),NOMATCH=(set)`: looks a field up in a table.
 *
 * @throws {SortError} ICE111A; ICE212A when nothing matches and NOMATCH is missing
 */
export function change(field: SortField, value: string, nomatch: string | undefined): Bytes {
  const [width = '', ...pairs] = listOf(value);
  const length = numberOf(width, 1);
  const target = (text: string, next: string | undefined): { bytes: Bytes; two: boolean } => {
    if (!/^\d+$/.test(text)) {
      const set = fitted(constant(text), length);
      return { bytes: () => set, two: false };
    }
    const from = { position: numberOf(text, 1), length: numberOf(next, 1), format: 'CH' };
    return { bytes: (record) => fitted(bytesOf(record, from), length), two: true };
  };
  const table: { find: Buffer; set: Bytes }[] = [];
  for (let at = 0; at < pairs.length;) {
    const set = target(pairs[at + 1] ?? '', pairs[at + 2]);
    table.push({ find: fitted(constant(pairs[at] ?? ''), field.length), set: set.bytes });
    at += set.two ? 3 : 2;
  }
  const others = nomatch === undefined ? undefined : listOf(nomatch);
  const otherwise = others === undefined ? undefined : target(others[0] ?? '', others[1]).bytes;
  return (record) => {
    const bytes = bytesOf(record, field);
    const found = table.find(({ find }) => find.equals(bytes))?.set ?? otherwise;
    if (found === undefined) throw new SortError('ICE212A 0 MATCH NOT FOUND FOR CHANGE FIELD');
    return found(record);
  };
}

function fitted(bytes: Uint8Array, length: number): Buffer {
  const area = Buffer.alloc(length, blank);
  area.set(bytes.subarray(0, length));
  return area;
}

/** `JFY=(SHIFT=LEFT|RIGHT,LEAD=,TRAIL=,LENGTH=)` and `SQZ=(SHIFT=…,MID=,LEAD=,TRAIL=,PREBLANK=)`. */
export function justified(field: SortField, kind: string, value: string): Bytes {
  const options = new Map(listOf(value).map((one) => [keyword(one).key, keyword(one).value]));
  for (const key of options.keys())
    if (!['SHIFT', 'LEAD', 'TRAIL', 'LENGTH', 'MID', 'PREBLANK'].includes(key)) throw notImitated(`${kind} ${key}`);
  const part = (key: string) => ebcdic.decode(constantBytes(options.get(key) ?? '') ?? Buffer.alloc(0));
  const length = options.has('LENGTH') ? numberOf(options.get('LENGTH'), 1) : field.length;
  const preblank = Array.from(part('PREBLANK'));
  return (record) => {
    let text = ebcdic.decode(bytesOf(record, field));
    for (const one of preblank) text = text.replaceAll(one, ' ');
    const body =
      kind === 'SQZ'
        ? text
            .split(' ')
            .filter((word) => word !== '')
            .join(part('MID'))
        : text.trim();
    const whole = `${part('LEAD')}${body}${part('TRAIL')}`;
    return ebcdic.encode(
      options.get('SHIFT') === 'RIGHT' ? whole.padStart(length).slice(-length) : whole.padEnd(length).slice(0, length),
    );
  };
}

/** FINDREP: finds and replaces from left to right. V records keep their descriptor word; F records their length. */
export function findReplace(value: string, { variable }: { variable: boolean }): (record: Buffer) => Buffer {
  const options = new Map(listOf(value).map((one) => [keyword(one).key, keyword(one).value]));
  for (const key of options.keys())
    if (!['IN', 'OUT', 'INOUT', 'STARTPOS', 'ENDPOS', 'DO', 'MAXLEN', 'OVERRUN', 'SHIFT'].includes(key))
      throw syntaxError(`${key}=`);
  const pairs = pairsOf(options);
  const start = Math.max(options.has('STARTPOS') ? numberOf(options.get('STARTPOS'), 1) - 1 : 0, variable ? 4 : 0);
  const end = options.has('ENDPOS') ? numberOf(options.get('ENDPOS'), 1) : Infinity;
  const most = options.has('DO') ? numberOf(options.get('DO'), 1) : Infinity;
  const limit = options.has('MAXLEN') ? numberOf(options.get('MAXLEN'), 1) : Infinity;
  const shift = options.get('SHIFT') !== 'NO';
  return (record) => {
    const made = Buffer.concat([record.subarray(0, start), ...replaced(record, { start, end, most, pairs, shift })]);
    if (variable) return made.subarray(0, limit);
    const lost = made.subarray(record.length).some((byte) => byte !== blank);
    if (lost && options.get('OVERRUN') !== 'TRUNC')
      throw new SortError('ICE218A 0 FINDREP OVERRUN: CHARACTERS WOULD BE LOST AT THE END OF THE RECORD');
    return fitted(made, record.length);
  };
}

function pairsOf(options: ReadonlyMap<string, string>): { find: Buffer; set: Buffer }[] {
  const both = options.get('INOUT');
  if (both !== undefined) {
    const items = listOf(both).map((text) => (text === "C''" ? Buffer.alloc(0) : constant(text)));
    if (items.length % 2 !== 0) throw syntaxError(both);
    return items.flatMap((find, at) => (at % 2 === 0 ? [{ find, set: items[at + 1] ?? Buffer.alloc(0) }] : []));
  }
  const out = options.get('OUT');
  if (out === undefined || !options.has('IN')) throw syntaxError('FINDREP');
  const set = out === "C''" ? Buffer.alloc(0) : constant(out);
  return listOf(options.get('IN') ?? '').map((text) => ({ find: constant(text), set }));
}

interface Replacing {
  start: number;
  end: number;
  most: number;
  pairs: readonly { find: Buffer; set: Buffer }[];
  shift: boolean;
}

function replaced(record: Buffer, { start, end, most, pairs, shift }: Replacing): Buffer[] {
  const pieces: Buffer[] = [];
  let count = 0;
  for (let at = start; at < record.length;) {
    const found =
      count >= most
        ? undefined
        : pairs.find(
            ({ find }) =>
              at + find.length <= Math.min(end, record.length) && record.subarray(at, at + find.length).equals(find),
          );
    if (found === undefined) {
      pieces.push(record.subarray(at, at + 1));
      at += 1;
      continue;
    }
    count += 1;
    pieces.push(shift ? found.set : fitted(found.set, found.find.length));
    at += found.find.length;
  }
  return pieces;
}
