import { ebcdic } from '../../../codepages/code-page.ts';
import { readNumber, wholeNumber } from '../numbers.rules.ts';
import { checkLength } from '../values.rules.ts';
import { type Arguments, builtin, type Builtin, wrong } from './arguments.ts';

const bytesOf = (text: string): Buffer => Buffer.from(ebcdic.encode(text));
const textOf = (bytes: Buffer): string => ebcdic.decode(bytes);

function hexOf(text: string): string {
  const packed = text.replaceAll(/\s/g, '');
  if (!/^[0-9A-Fa-f]*$/.test(packed)) wrong();
  return packed;
}

const even = (hex: string): string => (hex.length % 2 === 0 ? hex : `0${hex}`);

/** Two's complement when a length is given. */
function hexToDecimal(hex: string, length: number | undefined): string {
  if (hex.length > 500) wrong();
  if (length === undefined) return BigInt(`0x0${hex}`).toString();
  const part = hex.padStart(length, '0').slice(hex.length > length ? hex.length - length : 0);
  const value = BigInt(`0x0${part}`);
  if (length === 0) return '0';
  const negative = value >> BigInt(length * 4 - 1) === 1n;
  return (negative ? value - (1n << BigInt(length * 4)) : value).toString();
}

function decimalToHex(args: Arguments, length: number | undefined): string {
  const number = readNumber(args.text(0));
  if (number === undefined || (number.exponent > 0 && number.exponent > 1000)) return wrong();
  if (wholeNumber(number, { ...args.exec.frame.precision, digits: 15 }) === undefined) wrong();
  const value = BigInt(wholeNumber(number, { ...args.exec.frame.precision, digits: 15 }) ?? 0);
  if (value < 0n && length === undefined) wrong();
  if (length === undefined) return value.toString(16).toUpperCase();
  checkLength(length);
  const bounded = Math.min(length, 64);
  const mask = (1n << BigInt(bounded * 4)) - 1n;
  const text = (value & mask).toString(16).toUpperCase().padStart(bounded, '0');
  return length === 0 ? '' : text.padStart(length, value < 0n ? 'F' : '0').slice(-length);
}

function bits(left: string, right: string, pad: string | undefined, join: (a: number, b: number) => number): string {
  const [a, b] = [bytesOf(left), bytesOf(right)];
  const [long, short] = a.length >= b.length ? [a, b] : [b, a];
  const fill = pad === undefined ? undefined : bytesOf(pad)[0];
  const joined = Buffer.from(long);
  for (const [at, byte] of long.entries()) {
    const other = short[at] ?? fill;
    if (other !== undefined) joined[at] = join(byte, other);
  }
  return textOf(joined);
}

const bitwise = (join: (a: number, b: number) => number) =>
  builtin(1, 3, (args) => bits(args.text(0), args.text(1, ''), args.has(2) ? args.pad(2) : undefined, join));

function xrange(args: Arguments): string {
  const from = bytesOf(args.text(0, textOf(Buffer.from([0]))))[0] ?? wrong();
  const to = bytesOf(args.text(1, textOf(Buffer.from([255]))))[0] ?? wrong();
  const count = ((to - from + 256) % 256) + 1;
  return textOf(Buffer.from(Array.from({ length: count }, (_, at) => (from + at) % 256)));
}

function x2b(text: string): string {
  return Array.from(hexOf(text), (digit) => parseInt(digit, 16).toString(2).padStart(4, '0')).join('');
}

function b2x(text: string): string {
  const packed = text.replaceAll(/\s/g, '');
  if (!/^[01]*$/.test(packed)) wrong();
  const full = packed.padStart(Math.ceil(packed.length / 4) * 4, '0');
  return (full.match(/.{4}/g) ?? []).map((four) => parseInt(four, 2).toString(16).toUpperCase()).join('');
}

export const conversionFunctions: Readonly<Record<string, Builtin>> = {
  C2X: builtin(1, 1, (args) => bytesOf(args.text(0)).toString('hex').toUpperCase()),
  X2C: builtin(1, 1, (args) => textOf(Buffer.from(even(hexOf(args.text(0))), 'hex'))),
  C2D: builtin(1, 2, (args) =>
    hexToDecimal(bytesOf(args.text(0)).toString('hex'), args.has(1) ? args.whole(1) * 2 : undefined),
  ),
  D2C: builtin(1, 2, (args) =>
    textOf(Buffer.from(even(decimalToHex(args, args.has(1) ? args.whole(1) * 2 : undefined)), 'hex')),
  ),
  D2X: builtin(1, 2, (args) => decimalToHex(args, args.has(1) ? args.whole(1) : undefined)),
  X2D: builtin(1, 2, (args) => hexToDecimal(hexOf(args.text(0)), args.has(1) ? args.whole(1) : undefined)),
  X2B: builtin(1, 1, (args) => x2b(args.text(0))),
  B2X: builtin(1, 1, (args) => b2x(args.text(0))),
  XRANGE: builtin(0, 2, xrange),
  BITAND: bitwise((a, b) => a & b),
  BITOR: bitwise((a, b) => a | b),
  BITXOR: bitwise((a, b) => a ^ b),
};
