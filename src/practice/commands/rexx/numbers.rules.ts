/** Decimal arithmetic of REXX (z/OS TSO/E REXX Reference, Numbers and Arithmetic). */

import { RexxError } from './errors.rules.ts';

/** `sign * digits * 10 ** exponent`. */
export interface Decimal {
  readonly negative: boolean;
  readonly digits: bigint;
  readonly exponent: number;
}

export interface Precision {
  readonly digits: number;
  readonly fuzz: number;
  readonly form: 'SCIENTIFIC' | 'ENGINEERING';
}

export const ordinary: Precision = { digits: 9, fuzz: 0, form: 'SCIENTIFIC' };

const numberForm = /^ *([+-]?) *(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d{1,9}))? *$/;
const highestExponent = 999_999_999;

/** @returns undefined when the text is no number */
export function readNumber(text: string): Decimal | undefined {
  const parts = numberForm.exec(text);
  if (parts === null) return undefined;
  const [, sign, whole = '', fraction = '', exponent = '0'] = parts;
  if (whole === '' && fraction === '') return undefined;
  const digits = BigInt(whole + fraction);
  return { negative: sign === '-' && digits !== 0n, digits, exponent: Number(exponent) - fraction.length };
}

/** @throws {RexxError} 41 */
export function numberOf(text: string): Decimal {
  const number = readNumber(text);
  if (number === undefined) throw new RexxError(41);
  return number;
}

const lengthOf = (digits: bigint): number => digits.toString().length;
const ten = (power: number): bigint => 10n ** BigInt(power);

/** Rounds half up to so many significant digits. */
export function rounded(number: Decimal, digits: number): Decimal {
  const over = lengthOf(number.digits) - digits;
  if (over <= 0) return number;
  const unit = ten(over);
  const quotient = number.digits / unit;
  const up = (number.digits % unit) * 2n >= unit ? 1n : 0n;
  const kept = quotient + up;
  const exponent = number.exponent + over;
  return lengthOf(kept) > digits
    ? { ...number, digits: kept / 10n, exponent: exponent + 1 }
    : { ...number, digits: kept, exponent };
}

export function formatNumber(given: Decimal, precision: Precision): string {
  const number = rounded(given, precision.digits);
  if (number.digits === 0n) return '0';
  const text = number.digits.toString();
  const adjusted = number.exponent + text.length - 1;
  if (Math.abs(adjusted) > highestExponent) throw new RexxError(42);
  const sign = number.negative ? '-' : '';
  const whole = text.length + number.exponent;
  if (whole <= precision.digits && -number.exponent <= 2 * precision.digits) return sign + plain(text, number.exponent);
  const shift = precision.form === 'ENGINEERING' ? ((adjusted % 3) + 3) % 3 : 0;
  const mantissa = text.padEnd(shift + 1, '0');
  const rest = mantissa.slice(shift + 1);
  const power = adjusted - shift;
  const shown = `${mantissa.slice(0, shift + 1)}${rest === '' ? '' : `.${rest}`}`;
  return power === 0 ? sign + shown : `${sign}${shown}E${power < 0 ? '-' : '+'}${Math.abs(power)}`;
}

/** Digits without an exponent. */
export function plain(digits: string, exponent: number): string {
  if (exponent >= 0) return digits + '0'.repeat(exponent);
  const whole = digits.length + exponent;
  return whole > 0 ? `${digits.slice(0, whole)}.${digits.slice(whole)}` : `0.${'0'.repeat(-whole)}${digits}`;
}

const stripped = (number: Decimal): Decimal => {
  let { digits, exponent } = number;
  if (digits === 0n) return { ...number, exponent: 0 };
  while (digits % 10n === 0n && exponent < 0) {
    digits /= 10n;
    exponent += 1;
  }
  return { ...number, digits, exponent };
};

const signed = (number: Decimal): bigint => (number.negative ? -number.digits : number.digits);
const ofSigned = (value: bigint, exponent: number): Decimal => ({
  negative: value < 0n,
  digits: value < 0n ? -value : value,
  exponent,
});
export const negated = (number: Decimal): Decimal => ({
  ...number,
  negative: !number.negative && number.digits !== 0n,
});

export function add(left: Decimal, right: Decimal, precision: Precision): Decimal {
  const digits = precision.digits;
  const [a, b] = [rounded(left, digits + 1), rounded(right, digits + 1)];
  if (a.digits === 0n) return rounded(b, digits);
  if (b.digits === 0n) return rounded(a, digits);
  const [high, low] = a.exponent >= b.exponent ? [a, b] : [b, a];
  const apart = high.exponent - low.exponent;
  if (apart > 2 * digits + 4) return rounded(high, digits);
  return rounded(ofSigned(signed(high) * ten(apart) + signed(low), low.exponent), digits);
}

export function multiply(left: Decimal, right: Decimal, precision: Precision): Decimal {
  const [a, b] = [rounded(left, precision.digits + 1), rounded(right, precision.digits + 1)];
  return rounded(ofSigned(signed(a) * signed(b), a.exponent + b.exponent), precision.digits);
}

/** @throws {RexxError} 42 division by zero */
export function divide(left: Decimal, right: Decimal, precision: Precision): Decimal {
  const [a, b] = [rounded(left, precision.digits + 1), rounded(right, precision.digits + 1)];
  if (b.digits === 0n) throw new RexxError(42);
  const scale = precision.digits + 2 + lengthOf(b.digits);
  const quotient = ofSigned((signed(a) * ten(scale)) / signed(b), a.exponent - b.exponent - scale);
  return stripped(rounded(quotient, precision.digits));
}

/** `%` and `//`. @throws {RexxError} 26 the quotient has more digits than the precision, 42 division by zero */
export function divideWhole(left: Decimal, right: Decimal, precision: Precision): { quotient: Decimal; rest: Decimal } {
  const [a, b] = [rounded(left, precision.digits + 1), rounded(right, precision.digits + 1)];
  if (b.digits === 0n) throw new RexxError(42);
  const apart = a.exponent - b.exponent;
  if (apart + lengthOf(a.digits) - lengthOf(b.digits) > precision.digits + 1) throw new RexxError(26);
  const exponent = Math.min(a.exponent, b.exponent);
  const [x, y] = [signed(a) * ten(a.exponent - exponent), signed(b) * ten(b.exponent - exponent)];
  const quotient = x / y;
  if (lengthOf(quotient < 0n ? -quotient : quotient) > precision.digits) throw new RexxError(26);
  return { quotient: ofSigned(quotient, 0), rest: rounded(stripped(ofSigned(x % y, exponent)), precision.digits) };
}

/** Whole powers only. @throws {RexxError} 26 */
export function power(base: Decimal, exponent: Decimal, precision: Precision): Decimal {
  const times = wholeNumber(exponent, precision);
  if (times === undefined) throw new RexxError(26);
  const wide = { ...precision, digits: precision.digits + 10 };
  let result: Decimal = { negative: false, digits: 1n, exponent: 0 };
  let square = rounded(base, precision.digits);
  for (let left = Math.abs(times); left > 0; left = Math.floor(left / 2)) {
    if (left % 2 === 1) result = multiply(result, square, wide);
    square = multiply(square, square, wide);
    if (Math.abs(result.exponent) > highestExponent) throw new RexxError(42);
  }
  const one = { negative: false, digits: 1n, exponent: 0 };
  return times < 0 ? divide(one, result, precision) : stripped(rounded(result, precision.digits));
}

/** @returns undefined when it is not whole within the precision */
export function wholeNumber(given: Decimal, precision: Precision): number | undefined {
  const number = rounded(given, precision.digits);
  if (number.digits === 0n) return 0;
  if (number.exponent + lengthOf(number.digits) > Math.min(precision.digits, 15)) return undefined;
  const value =
    number.exponent < 0 ? number.digits / ten(Math.min(-number.exponent, 4000)) : number.digits * ten(number.exponent);
  if (number.exponent < 0 && value * ten(Math.min(-number.exponent, 4000)) !== number.digits) return undefined;
  return Number(number.negative ? -value : value);
}

/** -1, 0 or 1; compared as numbers at `digits - fuzz`. */
export function compareNumbers(left: Decimal, right: Decimal, precision: Precision): number {
  const difference = add(left, negated(right), {
    ...precision,
    digits: Math.max(1, precision.digits - precision.fuzz),
  });
  return difference.digits === 0n ? 0 : difference.negative ? -1 : 1;
}
