/** Control fields as bytes that compare like the fields. */

import { ebcdic } from '../../codepages/code-page.ts';
import { bytesOf, isNumeric, numberIn, type SortField } from './numbers.rules.ts';
import { notImitated, SortError } from './control-error.rules.ts';

export interface SortKey extends SortField {
  descending: boolean;
}

const numberWidth = 17;

/** Bytes that a key takes in the sort's work area. */
export function keyWidth({ format, length }: SortKey): number {
  if (format === 'ZD') return length + 1;
  if (format === 'PD') return length * 2;
  if (format.startsWith('Y2')) return 4;
  return isNumeric(format) && format !== 'BI' && format !== 'FI' ? numberWidth : length;
}

/**
 * Writes a record's key so that byte order is the order asked for. Missing bytes of a short V record count as X'00'
 * (VLSHRT). Zero has no sign.
 *
 * @throws {SortError} ICE005A for formats that are not imitated (FL, AQ, D1, D2)
 */
export function writeKey(target: Buffer, at: number, record: Uint8Array, key: SortKey, centuryStart: number): void {
  const width = keyWidth(key);
  const area = target.subarray(at, at + width);
  area.fill(0);
  const bytes = bytesOf(record, key);
  switch (key.format) {
    case 'CH':
    case 'BI':
      area.set(bytes);
      break;
    case 'AC':
      area.set(Buffer.from(ebcdic.decode(bytes), 'latin1'));
      break;
    case 'FI':
      area.set(bytes);
      area[0] = (area[0] ?? 0) ^ 0x80;
      break;
    case 'ZD':
      signed(area, zonedDigits(bytes), isMinus((bytes.at(-1) ?? 0) >> 4));
      break;
    case 'PD':
      signed(area, packedDigits(bytes), isMinus((bytes.at(-1) ?? 0) & 0x0f));
      break;
    default:
      if (key.format.startsWith('Y2')) area.writeUInt32BE(yearValue(bytes, key.format, centuryStart));
      else if (isNumeric(key.format)) writeNumber(area, numberIn(record, key));
      else throw notImitated(`FORMAT ${key.format}`);
  }
  if (key.descending) for (let place = 0; place < width; place += 1) area[place] = ~(area[place] ?? 0) & 0xff;
}

const isMinus = (sign: number): boolean => sign === 0xb || sign === 0xd;
const zonedDigits = (bytes: Uint8Array): number[] => Array.from(bytes, (byte) => byte & 0x0f);

function packedDigits(bytes: Uint8Array): number[] {
  const halves = Array.from(bytes).flatMap((byte) => [byte >> 4, byte & 0x0f]);
  return halves.slice(0, -1);
}

/** A sign byte, then a byte a digit; negative numbers turned round. */
function signed(area: Buffer, digits: readonly number[], minus: boolean): void {
  const negative = minus && digits.some((digit) => digit !== 0);
  area[0] = negative ? 0 : 1;
  digits.forEach((digit, place) => (area[place + 1] = negative ? 15 - digit : digit));
}

function writeNumber(area: Buffer, value: bigint): void {
  const bias = 1n << BigInt(numberWidth * 8 - 1);
  area.set(Buffer.from((value + bias).toString(16).padStart(numberWidth * 2, '0'), 'hex'));
}

/**
 * Two-digit years in the century window, and Y2T dates of three to six digits that begin with one.
 *
 * @throws {SortError} ICE018A for a year format that does not fit the field
 */
export function yearValue(bytes: Buffer, format: string, centuryStart: number): number {
  const text = yearDigits(bytes, format);
  const two = Number(text.slice(0, 2));
  const century = Math.floor(centuryStart / 100) * 100;
  const year = century + two < centuryStart ? century + 100 + two : century + two;
  return year * 10 ** (text.length - 2) + Number(text.slice(2) || '0');
}

function yearDigits(bytes: Buffer, format: string): string {
  const hex = bytes.toString('hex');
  switch (format) {
    case 'Y2C':
    case 'Y2Z':
    case 'Y2S':
    case 'Y2T':
      return Array.from(bytes, (byte) => String(Math.min(9, byte & 0x0f))).join('');
    case 'Y2P':
      return hex.replaceAll(/[a-f]/g, '0').slice(1, 3).padStart(2, '0');
    case 'Y2D':
    case 'Y2U':
      return hex.replaceAll(/[a-f]/g, '0').padStart(2, '0');
    case 'Y2B':
      return String((bytes[0] ?? 0) % 100).padStart(2, '0');
    default:
      throw new SortError('ICE018A 0 INVALID OR MISSING FIELD FORMAT', 16, format);
  }
}
