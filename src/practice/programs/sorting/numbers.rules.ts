/** Numbers in records: how DFSORT reads and writes its numeric formats. */

import { ebcdic } from '../../codepages/code-page.ts';
import { SortError } from './control-error.rules.ts';

/** Fields of the statements: positions from 1 (V records: the record descriptor word is 1 to 4). */
export interface SortField {
  position: number;
  /** Bytes; `Infinity` for a `p` that means the rest of a V record. */
  length: number;
  format: string;
}

const numeric = [
  'ZD',
  'PD',
  'BI',
  'FI',
  'FS',
  'CSF',
  'UFF',
  'SFF',
  'CSL',
  'CLO',
  'CST',
  'CTO',
  'LS',
  'TS',
  'LO',
  'OL',
  'PD0',
];
const years = ['Y2C', 'Y2Z', 'Y2S', 'Y2D', 'Y2P', 'Y2B', 'Y2T', 'Y2U', 'Y2V', 'Y2W', 'Y2X', 'Y2Y'];
const character = ['CH', 'AC', 'AQ', 'D2', 'SS'];

/** Whether DFSORT has such a format at all. */
export const isFormat = (name: string): boolean =>
  numeric.includes(name) || years.includes(name) || character.includes(name) || name === 'FL' || name === 'D1';

/** @throws {SortError} ICE027A when the field ends behind the record; without a limit any field will do */
export function withinRecord(field: SortField, limit: number | undefined): SortField {
  if (limit !== undefined && Number.isFinite(field.length) && field.position + field.length - 1 > limit)
    throw new SortError(
      'ICE027A 0 END OF FIELD BEYOND MAXIMUM RECORD LENGTH',
      16,
      `${String(field.position)},${String(field.length)}`,
    );
  return field;
}

/** Whether a format holds a number that can be added, edited or compared as such. */
export const isNumeric = (name: string): boolean => numeric.includes(name);

/** Bytes of a field. Positions behind the end of the record are missing. */
export const bytesOf = (record: Uint8Array, { position, length }: SortField): Buffer => {
  const from = Buffer.from(record.buffer, record.byteOffset, record.byteLength);
  return from.subarray(position - 1, Math.min(record.length, position - 1 + length));
};

/**
 * Reads a number. Digits that are none count as their low half byte, as DFSORT's unpacking leaves them; an invalid sign
 * is positive.
 *
 * @throws {SortError} ICE018A for a format that holds no number
 */
export function numberIn(record: Uint8Array, field: SortField): bigint {
  const bytes = bytesOf(record, field);
  switch (field.format) {
    case 'BI':
      return bytes.length === 0 ? 0n : BigInt(`0x${bytes.toString('hex')}`);
    case 'FI':
      return bytes.length === 0 ? 0n : BigInt.asIntN(bytes.length * 8, BigInt(`0x${bytes.toString('hex')}`));
    case 'ZD':
      return zonedValue(bytes);
    case 'PD':
      return packedValue(bytes);
    case 'PD0':
      return BigInt(bytes.toString('hex').slice(1, -1).replaceAll(/[a-f]/g, '0') || '0');
    case 'FS':
    case 'CSF':
    case 'UFF':
    case 'SFF':
      return writtenValue(ebcdic.decode(bytes), field.format);
    case 'CSL':
    case 'LS':
      return edgeSign(ebcdic.decode(bytes), 0);
    case 'CST':
    case 'TS':
      return edgeSign(ebcdic.decode(bytes), -1);
    default:
      throw new SortError('ICE018A 0 INVALID OR MISSING FIELD FORMAT', 16, field.format);
  }
}

function zonedValue(bytes: Uint8Array): bigint {
  let digits = '';
  for (const byte of bytes) digits += String(Math.min(9, byte & 0x0f));
  const sign = (bytes.at(-1) ?? 0) >> 4;
  const value = BigInt(digits || '0');
  return sign === 0xb || sign === 0xd ? -value : value;
}

function packedValue(bytes: Buffer): bigint {
  const text = bytes.toString('hex');
  const value = BigInt(text.slice(0, -1).replaceAll(/[a-f]/g, '9') || '0');
  return text.endsWith('b') || text.endsWith('d') ? -value : value;
}

/** Free-form numbers: FS as printed with a leading sign, UFF the digits alone, SFF digits and any sign. */
function writtenValue(text: string, format: string): bigint {
  const digits = BigInt(text.replaceAll(/\D/g, '') || '0');
  if (format === 'UFF') return digits;
  return /[-)]/.test(text) ? -digits : digits;
}

function edgeSign(text: string, at: number): bigint {
  const digits = BigInt(text.replaceAll(/\D/g, '') || '0');
  return text.at(at) === '-' ? -digits : digits;
}

/** Whether every digit and the sign of a packed field are valid; the machine's decimal instructions check that. */
export const isPacked = (bytes: Buffer): boolean => /^\d*[a-f]$/.test(bytes.toString('hex'));

/** Digits that a field of this length can hold (z/OS DFSORT Application Programming Guide, Edit field formats and lengths). */
export function digitsOf({ format, length }: SortField): number {
  const binary = [0, 3, 5, 8, 10, 13, 15, 17, 20];
  switch (format) {
    case 'PD':
      return Math.min(31, length * 2 - 1);
    case 'PD0':
      return Math.min(31, length * 2 - 2);
    case 'BI':
    case 'FI':
      return binary[Math.min(8, length)] ?? 20;
    case 'ZD':
      return Math.min(31, length);
    default:
      return Math.min(31, length);
  }
}

/** Writes a number in a format of TO=; too many digits are cut on the left. @throws {SortError} ICE018A */
export function numberAs(value: bigint, format: string, length: number): Buffer {
  const magnitude = value < 0n ? -value : value;
  switch (format) {
    case 'ZD':
    case 'ZDF':
    case 'ZDC': {
      const bytes = ebcdic.encode(magnitude.toString().padStart(length, '0').slice(-length));
      const sign = value < 0n ? 0xd0 : format === 'ZDC' ? 0xc0 : 0xf0;
      bytes[length - 1] = sign | ((bytes[length - 1] ?? 0) & 0x0f);
      return bytes;
    }
    case 'PD':
    case 'PDC':
    case 'PDF': {
      const places = length * 2 - 1;
      const sign = value < 0n ? 'd' : format === 'PDF' ? 'f' : 'c';
      return Buffer.from(`${magnitude.toString().padStart(places, '0').slice(-places)}${sign}`, 'hex');
    }
    case 'BI':
    case 'FI': {
      const hex = BigInt.asUintN(length * 8, value).toString(16);
      return Buffer.from(hex.padStart(length * 2, '0'), 'hex');
    }
    case 'FS':
    case 'CSF':
      return ebcdic.encode(`${value < 0n ? '-' : ''}${magnitude.toString()}`.padStart(length).slice(-length));
    default:
      throw new SortError('ICE018A 0 INVALID OR MISSING FIELD FORMAT', 16, format);
  }
}

/** Length that TO= takes without LENGTH=, by the digits of what is converted. */
export function lengthAs(format: string, digits: number): number {
  if (format.startsWith('PD')) return Math.floor(digits / 2) + 1;
  if (format === 'BI' || format === 'FI') return digits < 5 ? 2 : digits < 10 ? 4 : 8;
  return format.startsWith('ZD') ? digits : digits + 1;
}

/** Reads `p,l[,f]` from a list. @throws {SortError} ICE017A, ICE018A */
export function fieldAt(items: readonly string[], at: number, format: string | undefined): SortField {
  const position = Number(items[at]);
  const length = Number(items[at + 1]);
  if (!isPlace(items[at]) || !isPlace(items[at + 1]) || length < 1 || position < 1)
    throw new SortError(
      'ICE017A 0 INVALID DISPLACEMENT OR LENGTH VALUE',
      16,
      `${items[at] ?? ''},${items[at + 1] ?? ''}`,
    );
  const name = format ?? items[at + 2] ?? '';
  if (!isFormat(name)) throw new SortError('ICE018A 0 INVALID OR MISSING FIELD FORMAT', 16, name);
  return { position, length, format: name };
}

const isPlace = (text: string | undefined): boolean => /^\d{1,5}$/.test(text ?? '');
