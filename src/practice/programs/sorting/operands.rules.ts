/** Operands of DFSORT control statements: lists in parentheses, keywords, constants in apostrophes. */

import { syntaxError } from './control-error.rules.ts';

/**
 * Splits at commas (and the semicolons that conditions may use for them) outside parentheses and apostrophes.
 *
 * @throws {SortError} ICE007A when parentheses or apostrophes do not pair
 */
export function splitOperands(text: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let quoted = false;
  let from = 0;
  for (let at = 0; at < text.length; at += 1) {
    const one = text.charAt(at);
    if (one === "'") quoted = !quoted;
    else if (quoted) continue;
    else if (one === '(') depth += 1;
    else if (one === ')') depth -= 1;
    else if (one === ',' && depth === 0) {
      parts.push(text.slice(from, at));
      from = at + 1;
    }
    if (depth < 0) throw syntaxError(text.slice(from, at + 1));
  }
  if (depth !== 0 || quoted) throw syntaxError(text);
  if (text !== '') parts.push(text.slice(from));
  return parts;
}

/** `KEY=value` as its two parts; a plain keyword has an empty value. */
export function keyword(operand: string): { key: string; value: string } {
  const parts = /^([A-Z0-9@#$]+)=(.*)$/s.exec(operand);
  return parts === null ? { key: operand, value: '' } : { key: parts[1] ?? '', value: parts[2] ?? '' };
}

/** Items of `(a,b,c)`; a value without parentheses is a list of one. */
export function listOf(value: string): string[] {
  return isList(value) ? splitOperands(value.slice(1, -1)) : splitOperands(value);
}

/** Whether the text is one pair of parentheses with something inside. */
export function isList(text: string): boolean {
  if (!text.startsWith('(') || !text.endsWith(')')) return false;
  let depth = 0;
  let quoted = false;
  for (let at = 0; at < text.length; at += 1) {
    const one = text.charAt(at);
    if (one === "'") quoted = !quoted;
    else if (!quoted && one === '(') depth += 1;
    else if (!quoted && one === ')') depth -= 1;
    if (depth === 0 && at < text.length - 1) return false;
  }
  return true;
}

/** A number from 1, or from 0 where that is allowed. @throws {SortError} ICE007A */
export function numberOf(text: string | undefined, least = 0): number {
  const value = /^\d{1,15}$/.test(text ?? '') ? Number(text) : Number.NaN;
  if (Number.isNaN(value) || value < least) throw syntaxError(text);
  return value;
}
