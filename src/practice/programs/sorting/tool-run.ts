import type { Listing } from '../listing.ts';
import type { Step } from '../program.ts';
import type { RunTime } from './constants.rules.ts';
import { readPlan } from './control.rules.ts';
import { fieldOf } from './icetool-display.ts';
import type { SortKey } from './keys.rules.ts';
import type { SortField } from './numbers.rules.ts';
import { processed, selected } from './run-plan.rules.ts';
import { inputOf, type SortInput } from './sort-files.ts';
import { type ControlStatement, readStatements } from './statements.rules.ts';
import { toolError, type ToolStatement } from './tool-statements.rules.ts';

/** One run of ICETOOL, as its operators see it. */
export interface ToolRun {
  step: Step;
  /** TOOLMSG. */
  listing: Listing;
  timeZone: string;
  now: RunTime;
  /** DFSORT calls so far. */
  calls: { count: number };
}

/** A count as the messages of ICETOOL show it. */
export const counted = (count: number) => String(count).padStart(15, '0');

/** The first value of a keyword, empty where the statement does not have it. */
export const first = (statement: ToolStatement, key: string): string => statement.keywords.get(key)?.[0] ?? '';

/** Keywords that every operator with FROM takes. */
export const everywhere = ['FROM', 'VSAMTYPE', 'LOCALE', 'UZERO'];

/** Records of FROM as the statements of USING's data set leave them. */
export function recordsOf(
  run: ToolRun,
  statement: ToolStatement,
  way = 'COPY',
): { input: SortInput; records: Buffer[]; read: number; outfils: ControlStatement[] } {
  const input = inputOf(run.step, first(statement, 'FROM').split(',')[0] ?? '');
  const all = input.records();
  const control = controlOf(run, statement);
  const plan = readPlan([{ verb: 'OPTION', operands: 'COPY' }, ...control.filter(({ verb }) => verb !== 'OUTFIL')], {
    ...{ now: run.now, variable: input.variable, input: '', output: '' },
  });
  run.calls.count += 1;
  const call = String(run.calls.count).padStart(4, '0');
  run.listing.line(
    `ICE627I 0 DFSORT CALL ${call} FOR ${way} FROM ${first(statement, 'FROM').padEnd(8)} TO E35 EXIT COMPLETED`,
  );
  const records = processed(selected(all, plan), plan).records;
  return { input, records, read: all.length, outfils: control.filter(({ verb }) => verb === 'OUTFIL') };
}

/** Statements of the data set that USING names. @throws {SortError} ICE056A without its DD */
export function controlOf({ step }: ToolRun, statement: ToolStatement): ControlStatement[] {
  if (!statement.keywords.has('USING')) return [];
  const ddname = `${first(statement, 'USING')}CNTL`;
  const dd = step.dd(ddname);
  if (dd === undefined) throw toolError(`ICE056A 0 ${ddname.padEnd(8)} NOT DEFINED`);
  return readStatements(dd.lines());
}

/** ON as keys of a sort. */
export const keysOn = (statement: ToolStatement): SortKey[] =>
  (statement.keywords.get('ON') ?? [])
    .filter((value) => value !== 'VALCNT')
    .map((value) => ({ ...fieldOf(value), descending: false }));

/** ON as fields of a record. */
export const fieldsOn = (statement: ToolStatement): SortField[] =>
  (statement.keywords.get('ON') ?? []).map((value) =>
    value === 'VLEN' ? { position: 1, length: 2, format: 'BI' } : fieldOf(value),
  );

/** How many records one of these keywords names: none without it, one where it has no value. */
export function sizeOf(statement: ToolStatement, ...keys: readonly string[]): number {
  const key = keys.find((one) => statement.keywords.has(one));
  return key === undefined ? 0 : Number(first(statement, key) || '1');
}

/** Where the years of two digits begin. */
export const centuryStart = (run: ToolRun): number => run.now.year - 80;
