/** Calls of procedures: what EXEC parameters and DD statements of the caller do to the steps inside. */

import type { Override } from './drafts.rules.ts';
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
  /** EXEC name of the procedure's first step. */
  readonly first: string | undefined;
  /** EXEC names that were reached. */
  readonly seen: Set<string>;
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
  const first = call.first === name && !call.seen.has(name);
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

/** Takes the DD statements that follow a call from the queue; comments between them go to `comment`. */
export function takeOverrides(
  queue: StatementQueue,
  scope: SymbolScope,
  comment: (statement: Statement) => void,
): Override[] {
  const overrides: Override[] = [];
  for (;;) {
    const next = firstOther(queue);
    if (next?.kind !== 'jcl' || next.operation !== 'DD') return overrides;
    for (let passed = queue.take(); passed !== undefined && passed !== next; passed = queue.take()) comment(passed);
    const entry = { statement: next, operands: substitute(next.operands, scope) };
    const last = overrides.at(-1);
    if (next.name === '' && last !== undefined) {
      last.statements.push(entry);
      continue;
    }
    const [before = '', after] = next.name.split('.');
    const step = after === undefined ? (last?.step ?? '') : before;
    overrides.push({ step, ddname: after ?? before, statements: [entry], applied: 0 });
  }
}

/** The caller's DDs for a step: those that name it, and those that name none when it is the first. */
export function overridesFor(call: Call | undefined, name: string): readonly Override[] {
  if (call === undefined) return [];
  const first = call.first === name && !call.seen.has(name);
  return call.overrides.filter(({ step }) => (step === '' ? first : step === name));
}

function firstOther(queue: StatementQueue): Statement | undefined {
  for (const statement of queue.ahead()) if (statement.kind !== 'comment') return statement;
  return undefined;
}
