/** PARSE and its templates (z/OS TSO/E REXX Reference, Parsing). */

import { RexxError } from './errors.rules.ts';
import { type Cursor, variable } from './expressions.rules.ts';
import type { Expression, ParseSource, TemplatePart } from './syntax.rules.ts';
import { readTargetToken } from './targets.rules.ts';

interface Parse {
  kind: 'parse';
  upper: boolean;
  from: ParseSource;
  templates: readonly (readonly TemplatePart[])[];
}

export function readParse(cursor: Cursor): Parse {
  const upper = cursor.takeWord('UPPER') !== undefined;
  const word = cursor.take();
  return { kind: 'parse', upper, from: sourceOf(cursor, word?.text ?? ''), templates: readTemplates(cursor) };
}

function sourceOf(cursor: Cursor, word: string): ParseSource {
  switch (word) {
    case 'ARG':
    case 'PULL':
    case 'EXTERNAL':
    case 'NUMERIC':
    case 'SOURCE':
    case 'VERSION':
      return { kind: word.toLowerCase() as 'arg' };
    case 'VAR':
      return { kind: 'var', target: readTargetToken(cursor) };
    case 'VALUE': {
      const value = cursor.optional(['WITH']);
      if (cursor.takeWord('WITH') === undefined) throw new RexxError(38);
      return { kind: 'value', value };
    }
    default:
      throw new RexxError(25);
  }
}

/** Templates up to the end of the clause, one for each argument string. */
export function readTemplates(cursor: Cursor): TemplatePart[][] {
  const templates: TemplatePart[][] = [[]];
  while (!cursor.atEnd) {
    if (cursor.peek()?.kind === ',') {
      cursor.take();
      templates.push([]);
    } else templates.at(-1)?.push(readPart(cursor));
  }
  return templates;
}

function readPart(cursor: Cursor): TemplatePart {
  const token = cursor.take();
  if (token === undefined) throw new RexxError(38);
  if (token.kind === 'string') return { kind: 'literal', value: { kind: 'text', value: token.text } };
  if (token.kind === '(') return { kind: 'literal', value: inParentheses(cursor) };
  if (token.kind === 'operator') return positioned(cursor, token.text);
  if (token.kind !== 'symbol') throw new RexxError(38);
  if (token.text === '.') return { kind: 'target', target: undefined };
  if (/^\d+$/.test(token.text)) return { kind: 'absolute', column: { kind: 'text', value: token.text } };
  if (/^[0-9.]/.test(token.text)) throw new RexxError(38);
  return { kind: 'target', target: variable(token.text) };
}

function positioned(cursor: Cursor, operator: string): TemplatePart {
  const amount = columnsOf(cursor);
  if (operator === '=') return { kind: 'absolute', column: amount };
  if (operator === '+') return { kind: 'relative', sign: 1, columns: amount };
  if (operator === '-') return { kind: 'relative', sign: -1, columns: amount };
  throw new RexxError(38);
}

function columnsOf(cursor: Cursor): Expression {
  const token = cursor.take();
  if (token?.kind === '(') return inParentheses(cursor);
  if (token?.kind === 'symbol' && /^\d+$/.test(token.text)) return { kind: 'text', value: token.text };
  throw new RexxError(38);
}

function inParentheses(cursor: Cursor): Expression {
  const target = readTargetToken(cursor);
  if (cursor.take()?.kind !== ')') throw new RexxError(46);
  return target;
}
