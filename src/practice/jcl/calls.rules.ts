/** Calls of procedures: what EXEC parameters and DD statements of the caller do to the steps inside. */

import type { Override } from './drafts.rules.ts';
import { untilBlank } from './operands.rules.ts';
import type { Operand } from './operands.rules.ts';
import type { Statement } from './records.rules.ts';
import type { StatementQueue } from './statement-queue.rules.ts';
import { substitute } from './symbols.rules.ts';
import type { SymbolScope } from './symbols.rules.ts';

export interface Call {
  /** EXEC name of the call. */
  readonly name: string;
  readonly number: number;
  readonly parameters: ReadonlyMap<string, string>;
  readonly overrides: readonly Override[];
  /** The procedure's first step, once it was reached. */
  first: { readonly step: string } | undefined;
  /** EXEC names that were reached. */
  readonly reached: Set<string>;
}

/**
 * EXEC parameters of a step as the call around it changes them: PARM goes to the first step alone and TIME to none,
 * both wiped elsewhere; others replace what every step has; `keyword.step` goes to that step, empty removes it.
 */
export function effectiveParameters(
  call: Call | undefined,
  name: string,
  own: readonly Operand[],
): ReadonlyMap<string, string> {
  const result = new Map<string, string>();
  for (const { key, raw } of own) if (key !== '' && !result.has(key)) result.set(key, raw);
  if (call === undefined) return result;
  const first = call.first === undefined;
  for (const [key, raw] of call.parameters) {
    if (key.includes('.')) continue;
    if (key === 'PARM' || key === 'TIME') result.delete(key);
    if (key !== 'PARM' || first) result.set(key, raw);
  }
  for (const [key, raw] of call.parameters) {
    const [word = '', step] = key.split('.');
    if (step !== name) continue;
    if (raw === '') result.delete(word);
    else result.set(word, raw);
  }
  return result;
}

/** What becomes of statements that stand between a call and the DDs that override. */
export interface Passing {
  comment(statement: Statement): void;
  jecl(statement: Statement): void;
  /** Whether DD statements after this one may still be overrides. */
  passes(statement: Statement): boolean;
  /** Carries such a statement out. */
  between(statement: Statement): void;
}

/** Takes the DD statements that follow a call from the queue. */
export function takeOverrides(queue: StatementQueue, scope: SymbolScope, passing: Passing): Override[] {
  const overrides: Override[] = [];
  while (overridesFollow(queue, passing)) {
    const next = queue.take();
    if (next === undefined) break;
    if (next.kind === 'comment') passing.comment(next);
    else if (next.kind === 'jecl') passing.jecl(next);
    else if (next.operation === 'DD') addOverride(overrides, next, untilBlank(substitute(next.operands, scope)));
    else passing.between(next);
  }
  return overrides;
}

/** Whether a DD, or an INCLUDE that may hold one, comes before anything that ends the overrides. */
function overridesFollow(queue: StatementQueue, passing: Passing): boolean {
  for (const statement of queue.ahead()) {
    if (statement.kind === 'comment' || statement.kind === 'jecl') continue;
    if (statement.kind === 'null') return false;
    if (statement.operation === 'DD' || statement.operation === 'INCLUDE') return true;
    if (!passing.passes(statement)) return false;
  }
  return false;
}

function addOverride(overrides: Override[], statement: Statement, operands: string): void {
  const entry = { statement, operands };
  const last = overrides.at(-1);
  if (statement.name === '' && last !== undefined) {
    last.statements.push(entry);
    return;
  }
  const [before = '', after] = statement.name.split('.');
  const step = after === undefined ? (last?.step ?? '') : before;
  overrides.push({ step, ddname: after ?? before, statements: [entry], applied: 0 });
}

/** The caller's DDs for a step: those that name it, and those that name none when it is the first. */
export function overridesFor(call: Call | undefined, name: string): readonly Override[] {
  if (call === undefined) return [];
  const first = call.first === undefined;
  return call.overrides.filter(({ step }) => (step === '' ? first : step === name));
}
