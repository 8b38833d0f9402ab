/** Procedures: the in-stream ones are kept, and calls put their steps into the job (z/OS MVS JCL Reference: PROC, EXEC, Nested procedures). */

import { deepestNesting } from './branches.rules.ts';
import { effectiveParameters, takeOverrides } from './calls.rules.ts';
import type { Call } from './calls.rules.ts';
import type { Override } from './drafts.rules.ts';
import { betweenOverrides, otherStatement, setSymbols } from './job-statements.rules.ts';
import { execKeywords } from './keywords.rules.ts';
import { valueFault } from './keyword-values.rules.ts';
import { texts } from './messages.rules.ts';
import { parseOperands, unquote } from './operands.rules.ts';
import type { Operand } from './operands.rules.ts';
import type { Statement } from './records.rules.ts';
import { StatementQueue } from './statement-queue.rules.ts';
import { SymbolScope } from './symbols.rules.ts';
import type { Level, Work } from './work.rules.ts';

/** Keeps an in-stream procedure: listed here as it is written, and again where it is called. */
export function keepProcedure(work: Work, level: Level, statement: Statement): void {
  const { listing } = work;
  const number = listing.number(statement);
  if (level.depth > 0 || statement.origin !== 'job') {
    work.fault(number, level.depth > 0 ? texts.procInProc : texts.misplacedProc);
    return;
  }
  if (statement.name === '') work.fault(number, texts.label);
  work.close(level);
  const body: Statement[] = [{ ...statement, origin: 'in-stream' }];
  for (let next = level.queue.take(); ; next = level.queue.take()) {
    if (next === undefined || next.kind === 'null') {
      work.fault(number, texts.noPend);
      return;
    }
    if (next.operation === 'PEND') {
      listing.number(next);
      work.shelf.keep(statement.name, body);
      return;
    }
    body.push({ ...next, origin: 'in-stream' });
    keepStatement(work, next);
  }
}

function keepStatement({ listing }: Work, statement: Statement): void {
  if (statement.kind === 'comment') {
    listing.comment(statement);
    return;
  }
  const at = listing.number(statement);
  if (statement.operation === 'PROC') listing.fault(at, texts.procInProc);
  if (statement.operation === 'JOB' || statement.operation === 'JCLLIB')
    listing.fault(at, texts.misplaced(statement.operation));
}

/** An EXEC statement that calls a procedure. */
export interface Calling {
  readonly statement: Statement;
  readonly number: number;
  readonly procedure: string;
  readonly operands: readonly Operand[];
}

/** Puts the steps of a procedure into the job. */
export function callProcedure(work: Work, level: Level, calling: Calling): void {
  const { number, procedure, statement } = calling;
  const overrides = overridesAfter(work, level);
  const found = work.shelf.procedure(procedure);
  if (found === undefined || level.depth >= deepestNesting) {
    work.fault(number, found === undefined ? texts.procedureMissing(procedure) : texts.nesting);
    for (const { statements } of overrides)
      for (const { statement: unread, operands } of statements) work.listing.show(unread, operands);
    return;
  }
  work.inform(number, texts.expanded('PROCEDURE', procedure, found.source));
  const { keywords, symbols } = divided(work, calling);
  const scope = new SymbolScope(level.scope);
  for (const { key, raw } of symbols) scope.define(key, unquote(raw));
  work.calls += 1;
  const call: Call = {
    name: statement.name,
    number: work.calls,
    parameters: effectiveParameters(level.call, statement.name, keywords),
    overrides,
    reached: new Set(),
    first: undefined,
  };
  if (level.call !== undefined) reach(level.call, statement.name);
  expand(work, { queue: new StatementQueue(found.body), scope, depth: level.depth + 1, call, open: undefined });
  for (const { key } of symbols) if (!scope.used.has(key)) work.fault(number, texts.unused(key));
  for (const { key } of keywords) if (!reachedBy(call, key)) work.fault(number, texts.overriddenStep);
  listUnused(
    work,
    overrides.filter(({ applied }) => applied === 0),
  );
}

/** Notes that a step of the procedure was reached; the first one has a part of its own. */
export function reach(call: Call, step: string): void {
  if (call.first === undefined) call.first = { step };
  call.reached.add(step);
}

const reachedBy = (call: Call, key: string): boolean => {
  const step = key.split('.')[1];
  return step === undefined || call.reached.has(step);
};

/** EXEC parameters of a call, and values for the procedure's symbols. */
function divided(work: Work, { operands, number }: Calling): { keywords: Operand[]; symbols: Operand[] } {
  const keywords: Operand[] = [];
  const symbols: Operand[] = [];
  for (const operand of operands) {
    const [word = '', step] = operand.key.split('.');
    if (operand.key === '') {
      if (operand.raw !== '') work.fault(number, texts.positional('EXEC'));
    } else if (word === 'PGM' || word === 'PROC') {
      work.fault(number, step === undefined ? texts.exclusive(word, 'PROC', 'EXEC') : texts.keyword(operand.key));
    } else if (execKeywords.has(word)) {
      const wrong = valueFault('EXEC', word, operand.raw);
      if (wrong !== undefined) work.fault(number, wrong);
      keywords.push(operand);
    } else if (step !== undefined || word.length > 8) work.fault(number, texts.keyword(operand.key));
    else symbols.push(operand);
  }
  return { keywords, symbols };
}

/** Overriding DD statements after the call; SET, OUTPUT and INCLUDE may stand between them. */
function overridesAfter(work: Work, level: Level): Override[] {
  return takeOverrides(level.queue, level.scope, {
    comment: (statement) => work.listing.comment(statement),
    jecl: (statement) => work.listing.number(statement),
    between: (statement) => {
      if (statement.operation === 'SET') setSymbols(work, level, statement);
      else otherStatement(work, level, statement);
    },
    passes: (statement) => betweenOverrides.has(statement.operation),
  });
}

function expand(work: Work, level: Level): void {
  const head = firstJcl(level.queue);
  if (head?.operation === 'PROC') {
    for (let passed = level.queue.take(); passed !== undefined && passed !== head; passed = level.queue.take())
      if (passed.kind === 'comment') work.listing.comment(passed);
    const { operands } = work.listing.resolve(head, level.scope, 'everywhere');
    for (const { key, raw } of parseOperands(operands)) if (key !== '') level.scope.define(key, unquote(raw));
  }
  work.run(level);
}

function firstJcl(queue: StatementQueue): Statement | undefined {
  for (const statement of queue.ahead()) if (statement.kind === 'jcl') return statement;
  return undefined;
}

/** Overrides for which the procedure has no step. */
function listUnused(work: Work, overrides: readonly Override[]): void {
  for (const { statements } of overrides)
    for (const { statement, operands } of statements) {
      const { number } = work.listing.show(statement, operands);
      if (statement.name !== '') work.fault(number, texts.overriddenStep);
    }
}
