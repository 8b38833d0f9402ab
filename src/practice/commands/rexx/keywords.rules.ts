/** One reader for each keyword instruction; the keyword itself is taken already. */

import type { ClauseBody, Clauses } from './clauses.rules.ts';
import { RexxError } from './errors.rules.ts';
import { readLoop } from './loops.rules.ts';
import type { Condition, Expression, Statement } from './syntax.rules.ts';
import { readTargets } from './targets.rules.ts';
import { readParse, readTemplates } from './templates.rules.ts';

export type Keyword = (reader: Clauses) => ClauseBody;

const valued =
  (kind: 'say' | 'push' | 'queue' | 'return' | 'exit' | 'interpret'): Keyword =>
  (reader) => {
    const value = reader.cursor.optional();
    reader.endOfClause();
    return { kind, value };
  };

const unexpected =
  (code: number): Keyword =>
  () => {
    throw new RexxError(code);
  };

const readIf: Keyword = (reader) => {
  const test = reader.cursor.expression(['THEN']);
  const then = reader.then();
  const after = reader.cursor.at;
  reader.skipEnds();
  if (!reader.cursor.isWord('ELSE') || reader.assigns()) {
    reader.cursor.at = after;
    return { kind: 'if', test, then, otherwise: undefined };
  }
  reader.cursor.take();
  return { kind: 'if', test, then, otherwise: reader.needed() };
};

const readSelect: Keyword = (reader) => {
  reader.endOfClause();
  const whens: { test: Expression; then: Statement }[] = [];
  let otherwise: Statement[] | undefined;
  for (;;) {
    reader.skipEnds();
    if (reader.cursor.peek() === undefined) throw new RexxError(14);
    if (reader.cursor.takeWord('WHEN') !== undefined) {
      whens.push({ test: reader.cursor.expression(['THEN']), then: reader.then() });
      continue;
    }
    if (reader.cursor.takeWord('OTHERWISE') !== undefined) otherwise = reader.until('END');
    if (reader.cursor.takeWord('END') === undefined || whens.length === 0) throw new RexxError(7);
    reader.endOfClause();
    return { kind: 'select', whens, otherwise };
  }
};

const readDo: Keyword = (reader) => {
  const loop = readLoop(reader.cursor);
  reader.endOfClause(27);
  const body = reader.until('END');
  reader.cursor.take();
  const name = reader.cursor.atEnd ? undefined : reader.cursor.take()?.text;
  if (name !== undefined) {
    const target = loop.target;
    const own =
      target === undefined ? '' : target.kind === 'variable' ? target.name : target.stem + target.tail.join('.');
    if (own !== name) throw new RexxError(10);
  }
  reader.endOfClause();
  return { kind: 'do', loop, body };
};

const conditions: readonly Condition[] = ['ERROR', 'FAILURE', 'HALT', 'NOVALUE', 'SYNTAX'];

function readTrap(reader: Clauses, how: 'call' | 'signal', on: boolean): ClauseBody {
  const { cursor } = reader;
  const word = cursor.take()?.text;
  const condition = conditions.find((one) => one === word);
  if (condition === undefined || (how === 'call' && (condition === 'NOVALUE' || condition === 'SYNTAX')))
    throw new RexxError(25);
  const name = on && cursor.takeWord('NAME') !== undefined ? cursor.take()?.text : condition;
  if (name === undefined) throw new RexxError(19);
  reader.endOfClause();
  return { kind: 'trap', how, on, condition, name };
}

const readCall: Keyword = (reader) => {
  const { cursor } = reader;
  if (cursor.isWord('ON', 'OFF')) return readTrap(reader, 'call', cursor.take()?.text === 'ON');
  const name = cursor.take();
  if (name?.kind !== 'symbol' && name?.kind !== 'string') throw new RexxError(19);
  const args = cursor.atEnd ? [] : cursor.arguments(false);
  reader.endOfClause();
  return { kind: 'call', name: name.text, literal: name.kind === 'string', args };
};

const readSignal: Keyword = (reader) => {
  const { cursor } = reader;
  if (cursor.isWord('ON', 'OFF')) return readTrap(reader, 'signal', cursor.take()?.text === 'ON');
  const computed = cursor.takeWord('VALUE') !== undefined || cursor.peek()?.kind === '(';
  if (computed) {
    const value = cursor.expression();
    reader.endOfClause();
    return { kind: 'signal', name: undefined, value };
  }
  const name = cursor.take();
  if (name?.kind !== 'symbol' && name?.kind !== 'string') throw new RexxError(19);
  reader.endOfClause();
  return { kind: 'signal', name: name.text, value: undefined };
};

const readNumeric: Keyword = (reader) => {
  const { cursor } = reader;
  const what = cursor.takeWord('DIGITS', 'FUZZ', 'FORM');
  if (what === 'FORM') {
    const word = cursor.takeWord('SCIENTIFIC', 'ENGINEERING');
    const value = word === undefined && (cursor.takeWord('VALUE') ?? '') !== '?' ? cursor.optional() : undefined;
    reader.endOfClause();
    return { kind: 'numeric', what, value, ...(word === undefined ? {} : { word }) };
  }
  if (what !== 'DIGITS' && what !== 'FUZZ') throw new RexxError(25);
  const value = cursor.optional();
  reader.endOfClause();
  return { kind: 'numeric', what, value };
};

const readAddress: Keyword = (reader) => {
  const { cursor } = reader;
  if (cursor.takeWord('VALUE') !== undefined || cursor.peek()?.kind === '(') {
    const value = cursor.expression();
    reader.endOfClause();
    return { kind: 'address', environment: undefined, value, command: undefined };
  }
  if (cursor.atEnd) return { kind: 'address', environment: undefined, value: undefined, command: undefined };
  const name = cursor.take();
  if (name?.kind !== 'symbol' && name?.kind !== 'string') throw new RexxError(19);
  const command = cursor.optional();
  reader.endOfClause();
  return { kind: 'address', environment: name.text.toUpperCase(), value: undefined, command };
};

const named =
  (kind: 'leave' | 'iterate'): Keyword =>
  (reader) => {
    const token = reader.cursor.atEnd ? undefined : reader.cursor.take();
    if (token !== undefined && token.kind !== 'symbol') throw new RexxError(20);
    reader.endOfClause();
    return { kind, name: token?.text };
  };

const listed =
  (kind: 'drop' | 'upper'): Keyword =>
  (reader) => ({ kind, targets: readTargets(reader.cursor) });

const readProcedure: Keyword = (reader) => {
  const { cursor } = reader;
  if (cursor.atEnd) return { kind: 'procedure', targets: [] };
  if (cursor.takeWord('EXPOSE') === undefined) throw new RexxError(25);
  return { kind: 'procedure', targets: readTargets(cursor) };
};

const readTrace: Keyword = (reader) => {
  const { cursor } = reader;
  const value = cursor.takeWord('VALUE') !== undefined || cursor.peek()?.kind === '(';
  if (value) return { kind: 'trace', value: undefined, of: cursor.expression() };
  const sign = cursor.peek()?.kind === 'operator' ? cursor.take()?.text : '';
  const token = cursor.atEnd ? undefined : cursor.take();
  reader.endOfClause();
  return { kind: 'trace', value: `${sign ?? ''}${token?.text ?? 'N'}`.toUpperCase(), of: undefined };
};

const readOptions: Keyword = (reader) => {
  reader.cursor.expression();
  reader.endOfClause();
  return { kind: 'options' };
};

export const keywords: Readonly<Record<string, Keyword>> = {
  ADDRESS: readAddress,
  ARG: (reader) => ({ kind: 'parse', upper: true, from: { kind: 'arg' }, templates: readTemplates(reader.cursor) }),
  CALL: readCall,
  DO: readDo,
  DROP: listed('drop'),
  ELSE: unexpected(8),
  EXIT: valued('exit'),
  IF: readIf,
  INTERPRET: valued('interpret'),
  ITERATE: named('iterate'),
  LEAVE: named('leave'),
  NOP: (reader) => {
    reader.endOfClause();
    return { kind: 'nop' };
  },
  NUMERIC: readNumeric,
  OPTIONS: readOptions,
  OTHERWISE: unexpected(9),
  PARSE: (reader) => readParse(reader.cursor),
  PROCEDURE: readProcedure,
  PULL: (reader) => ({ kind: 'parse', upper: true, from: { kind: 'pull' }, templates: readTemplates(reader.cursor) }),
  PUSH: valued('push'),
  QUEUE: valued('queue'),
  RETURN: valued('return'),
  SAY: valued('say'),
  SELECT: readSelect,
  SIGNAL: readSignal,
  THEN: unexpected(8),
  TRACE: readTrace,
  UPPER: listed('upper'),
  WHEN: unexpected(9),
};
