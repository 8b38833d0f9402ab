import { Abend } from './program.ts';

/** A program check that decimal instructions raise on digits or signs that are none: S0C7, reason 00000007. */
export class DataException extends Abend {
  constructor(messages: readonly string[] = []) {
    super({ kind: 'system-abend', code: '0C7', reason: '00000007' }, messages);
  }
}

/**
 * Reads a zoned decimal field as compiled code does under NUMPROC(NOPFD): digits are the low halves of all bytes, the
 * sign is the high half of the last byte and must be A to F. An unsigned field gets a positive sign and is not checked.
 *
 * @returns the digits as a whole number, decimal point left out
 * @throws {DataException} a digit over 9 or a sign under A (a blank, X'40', has sign 4)
 * @see Enterprise COBOL for z/OS Programming Guide, Sign representation of zoned and packed-decimal data
 */
export function zoned(bytes: Uint8Array, signed: boolean): bigint {
  const last = bytes.at(-1);
  if (last === undefined) throw new DataException();
  const digits = Array.from(bytes, (byte) => byte & 0x0f);
  if (digits.some((digit) => digit > 9)) throw new DataException();
  const value = BigInt(digits.join(''));
  if (!signed) return value;
  return withSign(value, last >> 4);
}

/**
 * Reads a packed decimal field: two digits a byte, the last half byte the sign.
 *
 * @throws {DataException} a digit over 9 or a sign under A
 */
export function packed(bytes: Uint8Array): bigint {
  const halves = Array.from(bytes).flatMap((byte) => [byte >> 4, byte & 0x0f]);
  const sign = halves.pop() ?? 0;
  if (halves.some((digit) => digit > 9)) throw new DataException();
  return withSign(BigInt(halves.join('')), sign);
}

function withSign(value: bigint, sign: number): bigint {
  if (sign < 0xa) throw new DataException();
  return sign === 0xb || sign === 0xd ? -value : value;
}

/** Writes a zoned field; a signed one carries C or D in its last high half, an unsigned one F. */
export function toZoned(value: bigint, length: number, signed: boolean): Buffer {
  const digits = (value < 0n ? -value : value).toString().padStart(length, '0').slice(-length);
  const bytes = Buffer.from(Array.from(digits, (digit) => 0xf0 | Number(digit)));
  if (signed) bytes[length - 1] = (value < 0n ? 0xd0 : 0xc0) | ((bytes[length - 1] ?? 0) & 0x0f);
  return bytes;
}

/** Writes a packed field of `length` bytes with sign C, D or F. */
export function toPacked(value: bigint, length: number, signed: boolean): Buffer {
  const digits = (value < 0n ? -value : value)
    .toString()
    .padStart(length * 2 - 1, '0')
    .slice(-(length * 2 - 1));
  return Buffer.from(`${digits}${signed ? (value < 0n ? 'd' : 'c') : 'f'}`, 'hex');
}
