/** Reads the control statements of a DFSORT run against its input. */

import type { Step } from '../program.ts';
import type { RunTime } from './constants.rules.ts';
import { readPlan } from './control.rules.ts';
import { readJoin } from './join.rules.ts';
import { inputOf } from './sort-files.ts';
import type { Prepared, SortRequest } from './sort-request.ts';
import { mergeInputs } from './sort-source.ts';
import { type ControlStatement, readStatements } from './statements.rules.ts';
import { readSymbols, resolved, type Symbols } from './symbols.rules.ts';

/** @throws {SortError} the message of the first statement in error */
export function prepared(step: Step, request: SortRequest, now: RunTime): Prepared {
  const symbols = readSymbols(step.dd('SYMNAMES')?.lines() ?? []);
  const statements = withSymbols(readStatements(request.lines), symbols);
  const all = overridden(statements, withSymbols(request.extra ?? [], symbols));
  const join = readJoin(all, now);
  const setting = { now, input: request.input, output: request.output };
  if (join !== undefined) {
    const variable = join.reformat === undefined && inputOf(step, join.files[join.unpaired[0] ?? 'F1'].ddname).variable;
    return { plan: readPlan(all, { ...setting, variable }), join, input: undefined };
  }
  const first = readPlan(all, {
    ...setting,
    variable: step.dd(request.input)?.attributes.recfm?.startsWith('V') ?? false,
  });
  const input =
    request.from ?? inputOf(step, first.mode === 'MERGE' ? (mergeInputs(step, first)[0] ?? 'SORTIN01') : first.input);
  const limit = input.variable || first.mode === 'MERGE' ? undefined : input.lrecl;
  return { plan: readPlan(all, { ...setting, variable: input.variable, limit }), join, input };
}

const withSymbols = (statements: readonly ControlStatement[], symbols: Symbols): ControlStatement[] =>
  statements.map(({ verb, operands }) => ({ verb, operands: resolved(verb, operands, symbols) }));

/** DFSPARM's statements take the place of SYSIN's of the same kind; options add up. */
function overridden(statements: readonly ControlStatement[], extra: readonly ControlStatement[]): ControlStatement[] {
  const replaced = new Set(extra.map(({ verb }) => verb).filter((verb) => verb !== 'OPTION' && verb !== 'OUTFIL'));
  const order = replaced.has('SORT') || replaced.has('MERGE') ? ['SORT', 'MERGE'] : [];
  return [...statements.filter(({ verb }) => !replaced.has(verb) && !order.includes(verb)), ...extra];
}
