/** EXEC and DD statements become drafts of steps. */

import { effectiveParameters, overridesFor } from './calls.rules.ts';
import type { CodedDd } from './coded-dds.rules.ts';
import { StepBuilder } from './drafts.rules.ts';
import type { Override, StepDraft } from './drafts.rules.ts';
import { exclusionFaults } from './exclusions.rules.ts';
import { execKeywords } from './keywords.rules.ts';
import { valueFault } from './keyword-values.rules.ts';
import { texts } from './messages.rules.ts';
import { label, overriddenMark } from './numbered-listing.rules.ts';
import { parseOperands } from './operands.rules.ts';
import type { Operand } from './operands.rules.ts';
import { callProcedure, reach } from './procedure-calls.rules.ts';
import type { Statement } from './records.rules.ts';
import type { Level, Work } from './work.rules.ts';

/** EXEC: a step of a program, or the call of a procedure. */
export function execStatement(work: Work, level: Level, statement: Statement): void {
  work.close(level);
  work.execs += 1;
  const reachOfSymbols = statement.operands.startsWith('PGM=') ? 'keywords' : 'everywhere';
  const { number, operands } = work.listing.resolve(statement, level.scope, reachOfSymbols);
  const [first, ...rest] = parseOperands(operands);
  if (first?.key === 'PGM') {
    step(work, level, statement, number, [first, ...rest]);
    return;
  }
  const procedure = first?.key === 'PROC' || first?.key === '' ? first.raw : '';
  if (label.test(procedure)) callProcedure(work, level, { statement, number, procedure, operands: rest });
  else work.fault(number, notAName(procedure));
}

function notAName(procedure: string): string {
  if (procedure.includes('&')) return texts.ampersand('PROC');
  if (/^[A-Z@#$][A-Z0-9@#$]{8,}$/.test(procedure)) return texts.length('PROC');
  return texts.positional('EXEC');
}

function step(work: Work, level: Level, { name }: Statement, number: number, parameters: readonly Operand[]): void {
  checkParameters(work, number, parameters);
  const { call } = level;
  const draft: StepDraft = {
    step: call?.name ?? name,
    procStep: call === undefined ? undefined : name,
    call: call?.number ?? 0,
    statement: number,
    exec: effectiveParameters(call, name, parameters),
    ifPath: work.branches.path,
    groups: [],
  };
  const overrides = overridesFor(call, name);
  if (call !== undefined) reach(call, name);
  work.drafts.push(draft);
  level.open = new StepBuilder(draft, overrides, (over, at, ddname) => codeOverride(work, level, over, at, ddname));
}

function checkParameters(work: Work, number: number, parameters: readonly Operand[]): void {
  const coded = new Set<string>();
  for (const { key, raw } of parameters) {
    if (key === '') {
      if (raw !== '') work.fault(number, texts.positional('EXEC'));
      continue;
    }
    if (!execKeywords.has(key)) work.fault(number, texts.keyword(key));
    else if (coded.has(key)) work.fault(number, texts.duplicate(key, 'EXEC'));
    coded.add(key);
    const wrong = key === 'PGM' ? undefined : valueFault('EXEC', key, raw);
    if (wrong !== undefined) work.fault(number, wrong);
  }
  if (coded.has('PROC')) work.fault(number, texts.exclusive('PROC', 'PGM', 'EXEC'));
  for (const wrong of exclusionFaults('EXEC', coded)) work.fault(number, wrong);
}

function codeOverride(work: Work, level: Level, over: Override, at: number, ddname: string): CodedDd {
  const given = over.statements[at];
  if (given === undefined) return { name: ddname, statement: work.listing.last, operands: [] };
  const { number, operands } = work.listing.show(given.statement, given.operands);
  return coded(work, level, given.statement, number, operands, ddname);
}

function coded(work: Work, level: Level, { data }: Statement, number: number, operands: string, name: string): CodedDd {
  const read = parseOperands(operands);
  const base = { name, statement: number, operands: read };
  if (data === undefined) return base;
  const kind = read.find(({ key }) => key === 'SYMBOLS')?.raw;
  if (kind === undefined) return { ...base, data };
  const resolved = work.symbols.resolve(data, level.scope, kind);
  if (resolved.tooLong) work.fault(number, texts.length('SYMBOLS'));
  return { ...base, data: resolved.data };
}

/** DD: of the open step, of the job (JOBLIB and the like), or misplaced. */
export function ddStatement(work: Work, level: Level, statement: Statement): void {
  const builder = level.open;
  if (builder === undefined) {
    ddOutsideStep(work, level, statement);
    return;
  }
  const name = ownName(statement.name, builder);
  const over = builder.takeOverride(name);
  const mark = over !== undefined && over.operands.length > 0 ? overriddenMark(statement.origin) : undefined;
  const { number, operands } = work.listing.resolve(statement, level.scope, 'keywords', mark);
  if (name.includes('.')) work.fault(number, texts.overriddenStep);
  else if (!builder.add(coded(work, level, statement, number, operands, name), over))
    work.fault(number, texts.misplacedDd);
  if (name === 'STEPCAT') work.inform(number, texts.obsolete(name));
}

/** A name that is qualified by the step it stands in is that step's own, as if the qualifier were not there. */
function ownName(name: string, { draft }: StepBuilder): string {
  const qualifier = `${draft.procStep ?? draft.step}.`;
  return name.startsWith(qualifier) && qualifier.length > 1 ? name.slice(qualifier.length) : name;
}

const beforeSteps: ReadonlySet<string> = new Set(['JOBCAT', 'SYSCHK']);

function ddOutsideStep(work: Work, level: Level, statement: Statement): void {
  const { number, operands } = work.listing.resolve(statement, level.scope);
  const { name } = statement;
  const early = level.depth === 0 && work.execs === 0;
  if (early && (name === 'JOBLIB' || (name === '' && work.joblib.parts.length > 0))) {
    if (work.branches.path.length > 0) work.fault(number, texts.misplaced('JOBLIB'));
    work.joblib.parts.push(coded(work, level, statement, number, operands, name));
  } else if (!early || !beforeSteps.has(name)) work.fault(number, texts.misplacedDd);
  else if (name === 'JOBCAT') work.inform(number, texts.obsolete(name));
}
