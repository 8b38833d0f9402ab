/** The converter: the text of one job to a job that can be run, its listing, and the messages of conversion. */

import type { Conversion, ConversionRequest } from './conversion.rules.ts';
import { readJobCard } from './job-card.rules.ts';
import { applyJecl, otherStatement, setSymbols } from './job-statements.rules.ts';
import { texts } from './messages.rules.ts';
import { keepProcedure } from './procedure-calls.rules.ts';
import { readStatements } from './records.rules.ts';
import type { Statement } from './records.rules.ts';
import { StatementQueue } from './statement-queue.rules.ts';
import { ddStatement, execStatement } from './step-statements.rules.ts';
import { SymbolScope } from './symbols.rules.ts';
import { buildSteps } from './understanding.rules.ts';
import { Work } from './work.rules.ts';
import type { Level } from './work.rules.ts';

const mostSteps = 255;
const mostExecs = 2_000;

/** Converts one job. Never throws for what the text says: faults become messages. */
export function convertJob(lines: readonly string[], request: ConversionRequest): Conversion {
  const work = new Work(request, (level) => convertLevel(work, level));
  const statements = readStatements(lines);
  applyJecl(work, statements);
  const scope = new SymbolScope(undefined, request.lookups.systemSymbols);
  work.run({ queue: new StatementQueue(statements), scope, depth: 0, call: undefined, open: undefined });
  return finished(work);
}

function finished(work: Work): Conversion {
  const { listing, request, commands, drafts, joblib } = work;
  const card = work.card ?? readJobCard('', '', request.defaults, () => undefined);
  if (work.card === undefined) work.fault(1, texts.badJob);
  if (work.execs === 0) work.fault(0, texts.noSteps);
  if (drafts.length > mostSteps) work.fault(listing.last, texts.tooManySteps);
  for (const open of work.branches.path) work.fault(open.statement, texts.misplaced('IF'));
  const fault = (statement: number, text: string) => work.fault(statement, text);
  const job = buildSteps(drafts, joblib, { card, fault, outputs: work.outputs });
  const messages = listing.messages();
  const failed = messages.some(({ severity }) => severity === 'error');
  const printed = listing.printed(card.messageLevel.statements);
  return { job, failed, messages, listing: printed, places: listing.places, commands };
}

function convertLevel(work: Work, level: Level): void {
  for (let next = level.queue.take(); next !== undefined; next = level.queue.take()) {
    if (work.execs > mostExecs) break;
    if (next.kind === 'comment') work.listing.comment(next);
    else if (next.kind === 'jecl') work.listing.number(next);
    else if (next.kind === 'null' && next.origin === 'job') break;
    else if (next.kind === 'jcl' && !convertStatement(work, level, next)) break;
  }
  work.close(level);
}

/** @returns false when the text of the level ends here */
function convertStatement(work: Work, level: Level, statement: Statement): boolean {
  switch (statement.operation) {
    case 'EXEC':
      execStatement(work, level, statement);
      break;
    case 'DD':
      ddStatement(work, level, statement);
      break;
    case 'PROC':
      keepProcedure(work, level, statement);
      break;
    case 'SET':
      setSymbols(work, level, statement);
      break;
    case 'PEND':
      return endOfProcedure(work, level, statement);
    case 'IF':
    case 'ELSE':
    case 'ENDIF':
      branch(work, level, statement, statement.operation);
      break;
    default:
      otherStatement(work, level, statement);
  }
  return true;
}

function endOfProcedure(work: Work, level: Level, statement: Statement): boolean {
  const { number } = work.listing.resolve(statement, level.scope);
  if (level.depth > 0) return false;
  work.fault(number, texts.misplaced('PEND'));
  return true;
}

function branch(work: Work, level: Level, statement: Statement, operation: 'IF' | 'ELSE' | 'ENDIF'): void {
  work.close(level);
  const { number, operands } = work.listing.resolve(statement, level.scope, 'everywhere');
  const call = level.call?.number ?? 0;
  for (const wrong of work.branches.take(operation, { operands, statement: number, call }, work.execs))
    work.fault(number, wrong);
}
