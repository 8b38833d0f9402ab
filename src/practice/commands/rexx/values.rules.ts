/** What operators make of two strings (z/OS TSO/E REXX Reference, Operators). */

import { RexxError } from './errors.rules.ts';
import * as numbers from './numbers.rules.ts';
import type { Precision } from './numbers.rules.ts';

const longest = 8_000_000;

/** @throws {RexxError} 5 the string is too long for this system */
export function checkLength(length: number): void {
  if (length > longest) throw new RexxError(5);
}

export const truth = (value: boolean): string => (value ? '1' : '0');

/** @throws {RexxError} 34 */
export function logical(text: string): boolean {
  if (text === '1') return true;
  if (text === '0') return false;
  const trimmed = text.trim();
  if (trimmed === '1' || trimmed === '0') return trimmed === '1';
  throw new RexxError(34);
}

/** `compare` is the order of two strings in the code page of the system. */
export function operate(
  operator: string,
  left: string,
  right: string,
  precision: Precision,
  compare: (a: string, b: string) => number,
): string {
  switch (operator) {
    case ' ':
      checkLength(left.length + right.length + 1);
      return `${left} ${right}`;
    case '||':
      checkLength(left.length + right.length);
      return left + right;
    case '&':
      return truth(logical(left) && logical(right));
    case '|':
      return truth(logical(left) || logical(right));
    case '&&':
      return truth(logical(left) !== logical(right));
    case '+':
    case '-':
    case '*':
    case '/':
    case '%':
    case '//':
    case '**':
      return calculate(operator, left, right, precision);
    default:
      return truth(holds(operator, left, right, precision, compare));
  }
}

function calculate(operator: string, left: string, right: string, precision: Precision): string {
  const [a, b] = [numbers.numberOf(left), numbers.numberOf(right)];
  const result = () => {
    switch (operator) {
      case '+':
        return numbers.add(a, b, precision);
      case '-':
        return numbers.add(a, numbers.negated(b), precision);
      case '*':
        return numbers.multiply(a, b, precision);
      case '/':
        return numbers.divide(a, b, precision);
      case '%':
        return numbers.divideWhole(a, b, precision).quotient;
      case '//':
        return numbers.divideWhole(a, b, precision).rest;
      default:
        return numbers.power(a, b, precision);
    }
  };
  return numbers.formatNumber(result(), precision);
}

function holds(
  operator: string,
  left: string,
  right: string,
  precision: Precision,
  compare: (a: string, b: string) => number,
): boolean {
  const strict = /^(\\?==|>>=?|<<=?|\\>>|\\<<)$/.test(operator);
  const order = strict ? compare(left, right) : loosely(left, right, precision, compare);
  const bare = strict ? operator.replace('==', '=').replace('>>', '>').replace('<<', '<') : operator;
  switch (bare) {
    case '=':
      return order === 0;
    case '\\=':
    case '<>':
      return order !== 0;
    case '>':
      return order > 0;
    case '<':
      return order < 0;
    case '>=':
    case '\\<':
      return order >= 0;
    default:
      return order <= 0;
  }
}

/** Numbers as numbers; else without leading and trailing blanks, the shorter padded. */
function loosely(left: string, right: string, precision: Precision, compare: (a: string, b: string) => number): number {
  const [a, b] = [numbers.readNumber(left), numbers.readNumber(right)];
  if (a !== undefined && b !== undefined) return numbers.compareNumbers(a, b, precision);
  const [x, y] = [left.replace(/^ +| +$/g, ''), right.replace(/^ +| +$/g, '')];
  const length = Math.max(x.length, y.length);
  return compare(x.padEnd(length), y.padEnd(length));
}
