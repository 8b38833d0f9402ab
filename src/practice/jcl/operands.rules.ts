/** The parameter field: positional and keyword parameters, subparameter lists, apostrophes. */

import { texts } from './messages.rules.ts';

/** One parameter or subparameter. `key` is empty for a positional one; `raw` is the text as coded. */
export interface Operand {
  readonly key: string;
  readonly raw: string;
}

/** Splits at commas outside parentheses and apostrophes. An empty text has no parts. */
export function splitList(text: string): string[] {
  if (text === '') return [];
  const parts: string[] = [];
  let depth = 0;
  let quoted = false;
  let from = 0;
  for (let at = 0; at < text.length; at += 1) {
    const character = text.charAt(at);
    if (character === "'") quoted = !quoted;
    else if (quoted) continue;
    else if (character === '(') depth += 1;
    else if (character === ')') depth -= 1;
    else if (character === ',' && depth === 0) {
      parts.push(text.slice(from, at));
      from = at + 1;
    }
  }
  parts.push(text.slice(from));
  return parts;
}

const keyword = /^([A-Z@#$][A-Z0-9@#$]*(?:\.[A-Z@#$][A-Z0-9@#$]*)?)=/;

/** One part of a list as an operand. */
export function toOperand(part: string): Operand {
  const key = keyword.exec(part)?.[1];
  return key === undefined ? { key: '', raw: part } : { key, raw: part.slice(key.length + 1) };
}

/** Parameters of an operand field, in order; trailing commas are tolerated. */
export function parseOperands(text: string): Operand[] {
  return splitList(text.replace(/,+$/, '')).map(toOperand);
}

/** Message about unbalanced parentheses or apostrophes in a field, if any. */
export function imbalance(text: string, field: string): string | undefined {
  let depth = 0;
  let quoted = false;
  for (const character of text) {
    if (character === "'") quoted = !quoted;
    else if (quoted) continue;
    else if (character === '(') depth += 1;
    else if (character === ')') depth -= 1;
    if (depth < 0) return texts.parenthesis(field);
  }
  if (quoted) return texts.apostrophe(field);
  return depth === 0 ? undefined : texts.parenthesis(field);
}

/** True when the whole text stands between one pair of parentheses. */
export function isList(raw: string): boolean {
  if (!raw.startsWith('(') || !raw.endsWith(')')) return false;
  let depth = 0;
  let quoted = false;
  for (let at = 0; at < raw.length; at += 1) {
    const character = raw.charAt(at);
    if (character === "'") quoted = !quoted;
    else if (quoted) continue;
    else if (character === '(') depth += 1;
    else if (character === ')') {
      depth -= 1;
      if (depth === 0 && at < raw.length - 1) return false;
    }
  }
  return depth === 0;
}

/** Subparameters: of a list its members, else the text itself as the only one. */
export function subparameters(raw: string): string[] {
  return isList(raw) ? splitList(raw.slice(1, -1)) : [raw];
}

/** Text without its apostrophes; two inside become one. */
export function unquote(raw: string): string {
  return raw.replaceAll(/'((?:''|[^'])*)'/g, (_, inside: string) => inside.replaceAll("''", "'"));
}

/** A PARM-like value: apostrophes and outer parentheses gone, commas kept. */
export function plainText(raw: string): string {
  return subparameters(raw)
    .map((part) => unquote(part))
    .join(',');
}

/** A parameter field up to its first blank outside apostrophes: what a symbol's value brings behind it is a comment. */
export function untilBlank(text: string): string {
  let quoted = false;
  for (let at = 0; at < text.length; at += 1) {
    const character = text.charAt(at);
    if (character === "'") quoted = !quoted;
    else if (character === ' ' && !quoted) return text.slice(0, at);
  }
  return text;
}

/** Text with what stands in apostrophes taken out. */
export const withoutLiterals = (raw: string): string => raw.replaceAll(/'[^']*'/g, '');

/** A list of nothing, as symbols without a value leave it. */
export const isBlankList = (raw: string): boolean => /^[(),]*$/.test(raw);
