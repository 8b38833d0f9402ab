import {
  compareNumbers,
  type Decimal,
  formatNumber,
  plain,
  readNumber,
  rounded,
  wholeNumber,
} from '../numbers.rules.ts';
import { checkLength } from '../values.rules.ts';
import { type Arguments, builtin, type Builtin, wrong } from './arguments.ts';

function numberAt(args: Arguments, at: number): Decimal {
  return readNumber(args.text(at)) ?? wrong();
}

function extreme(args: Arguments, sign: 1 | -1): string {
  const { precision } = args.exec.frame;
  const numbers = args.all.map((_, at) => numberAt(args, at));
  const best = numbers.reduce((one, other) => (compareNumbers(other, one, precision) * sign > 0 ? other : one));
  return formatNumber(best, precision);
}

function trunc(args: Arguments): string {
  const decimals = args.whole(1, 0);
  checkLength(decimals);
  const number = rounded(numberAt(args, 0), args.exec.frame.precision.digits);
  if (Math.abs(number.exponent) > 5000) return wrong();
  const text = plain(number.digits.toString(), number.exponent);
  const [whole = '0', fraction = ''] = text.split('.');
  const cut = fraction.slice(0, decimals).padEnd(decimals, '0');
  const sign = number.negative && /[1-9]/.test(whole + cut) ? '-' : '';
  return sign + whole + (decimals === 0 ? '' : `.${cut}`);
}

function format(args: Arguments): string {
  const { precision } = args.exec.frame;
  let number = rounded(numberAt(args, 0), precision.digits);
  if (!args.has(1) && !args.has(2) && !args.has(3) && !args.has(4)) return formatNumber(number, precision);
  if (Math.abs(number.exponent) > 5000) return formatNumber(number, precision);
  if (args.has(2)) {
    const decimals = args.whole(2);
    checkLength(decimals);
    const over = -number.exponent - decimals;
    if (over > 0) {
      const unit = 10n ** BigInt(over);
      number = { ...number, digits: (number.digits + unit / 2n) / unit, exponent: -decimals };
    }
  }
  const [whole = '0', fraction = ''] = plain(number.digits.toString(), number.exponent).split('.');
  const shown = args.has(2) ? fraction.padEnd(args.whole(2), '0') : fraction;
  const front = (number.negative && number.digits !== 0n ? '-' : '') + whole;
  const before = args.whole(1, front.length);
  checkLength(before);
  if (before < front.length) wrong();
  return front.padStart(before) + (shown === '' ? '' : `.${shown}`);
}

function random(args: Arguments): string {
  const only = args.count === 1;
  const least = only ? 0 : args.whole(0, 0);
  const most = only ? args.whole(0, 999) : args.whole(1, 999);
  if (most < least || most - least > 100_000) wrong();
  return String(least + args.exec.host.random(most - least + 1));
}

const kinds: Readonly<Record<string, RegExp>> = {
  A: /^[A-Za-z0-9]+$/,
  B: /^[01]*$/,
  L: /^[a-z]+$/,
  M: /^[A-Za-z]+$/,
  S: /^[A-Za-z0-9@#$¢.!?_]+$/,
  U: /^[A-Z]+$/,
  X: /^[0-9A-Fa-f]*( +[0-9A-Fa-f]+)*$/,
  C: /^[^]*$/,
  D: /^$/,
};

function datatype(args: Arguments): string {
  const text = args.text(0);
  const number = readNumber(text);
  if (!args.has(1)) return number === undefined ? 'CHAR' : 'NUM';
  const kind = args.option(1, 'ABCDLMNSUWX', '');
  if (kind === 'N') return number === undefined ? '0' : '1';
  if (kind === 'W')
    return number !== undefined && wholeNumber(number, args.exec.frame.precision) !== undefined ? '1' : '0';
  return kinds[kind]?.test(text) === true ? '1' : '0';
}

export const arithmeticFunctions: Readonly<Record<string, Builtin>> = {
  ABS: builtin(1, 1, (args) => formatNumber({ ...numberAt(args, 0), negative: false }, args.exec.frame.precision)),
  SIGN: builtin(1, 1, (args) => {
    const number = rounded(numberAt(args, 0), args.exec.frame.precision.digits);
    return number.digits === 0n ? '0' : number.negative ? '-1' : '1';
  }),
  MAX: builtin(1, 20, (args) => extreme(args, 1)),
  MIN: builtin(1, 20, (args) => extreme(args, -1)),
  TRUNC: builtin(1, 2, trunc),
  FORMAT: builtin(1, 5, format),
  RANDOM: builtin(0, 3, random),
  DATATYPE: builtin(1, 2, datatype),
  DIGITS: builtin(0, 0, (args) => String(args.exec.frame.precision.digits)),
  FUZZ: builtin(0, 0, (args) => String(args.exec.frame.precision.fuzz)),
  FORM: builtin(0, 0, (args) => args.exec.frame.precision.form),
};
