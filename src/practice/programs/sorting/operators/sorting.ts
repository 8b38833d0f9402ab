/** ICETOOL operators that sort, copy or merge: COPY, SORT, MERGE, DATASORT. */

import { openListing } from '../../listing.ts';
import { readPlan } from '../control.rules.ts';
import { processed, selected } from '../run-plan.rules.ts';
import { inputOf, type SortInput } from '../sort-files.ts';
import { runSort } from '../sort-run.ts';
import { writeLists } from '../tool-output.ts';
import { controlOf, everywhere, first, type ToolRun, sizeOf } from '../tool-run.ts';
import { checkKeywords, toolError, type ToolStatement } from '../tool-statements.rules.ts';

export function sortOperator(run: ToolRun, statement: ToolStatement): number {
  const { operator } = statement;
  checkKeywords(statement, ['FROM'], ['TO', 'USING', 'VSAMTYPE', 'LOCALE', 'SERIAL', 'JKFROM', 'ROUTE']);
  if (operator !== 'COPY' && !statement.keywords.has('USING'))
    throw toolError('ICE613A 0 REQUIRED KEYWORD MISSING: USING');
  const messages = openListing(run.step, 'DFSMSG') ?? run.listing;
  const using = statement.keywords.has('USING') ? `${first(statement, 'USING')}CNTL` : undefined;
  const dd = using === undefined ? undefined : run.step.dd(using);
  if (using !== undefined && dd === undefined) throw toolError(`ICE056A 0 ${using.padEnd(8)} NOT DEFINED`);
  const [output = '', ...alsoTo] = first(statement, 'TO').split(',');
  const lines = dd?.lines() ?? [];
  const extra = operator === 'COPY' ? [{ verb: 'OPTION', operands: 'COPY' }] : [];
  const outfil = /^\s+OUTFIL\s/m.test(lines.join('\n'));
  if (output === '' && !outfil) throw toolError('ICE613A 0 REQUIRED KEYWORD MISSING: TO');
  const inputs = first(statement, 'FROM').split(',');
  const merged = operator === 'MERGE' ? mergedLists(run, inputs, lines) : undefined;
  const done = runSort(run.step, messages, {
    timeZone: run.timeZone,
    lines,
    extra,
    input: inputs[0] ?? '',
    output,
    alsoTo,
    ...(merged === undefined ? {} : { from: merged }),
  });
  run.calls.count += 1;
  const call = String(run.calls.count).padStart(4, '0');
  const ended = done.code >= 16 ? 'TERMINATED' : 'COMPLETED';
  run.listing.line(
    `ICE606I 0 DFSORT CALL ${call} FOR ${operator} FROM ${(inputs[0] ?? '').padEnd(8)} TO ${(output === '' ? 'OUTFIL' : output).padEnd(8)} USING ${using ?? 'NONE'} ${ended}`,
  );
  return done.code;
}

/** Files of MERGE, one after the other: sorting them stably gives what merging gives. */
function mergedLists(run: ToolRun, names: readonly string[], lines: readonly string[]): SortInput {
  const files = names.map((name) => inputOf(run.step, name));
  const [head] = files;
  if (head === undefined || !lines.some((line) => /^\s+MERGE\s/.test(line)))
    throw toolError('ICE613A 0 REQUIRED KEYWORD MISSING: FROM');
  return { ...head, records: () => files.flatMap((file) => file.records()) };
}

/** Sorts what stands between header and trailer records. */
export function dataSort(run: ToolRun, statement: ToolStatement): number {
  checkKeywords(statement, ['FROM', 'TO', 'USING'], [...everywhere, 'HEADER', 'FIRST', 'TRAILER', 'LAST']);
  const input = inputOf(run.step, first(statement, 'FROM'));
  const records = input.records();
  const head = sizeOf(statement, 'HEADER', 'FIRST');
  const tail = sizeOf(statement, 'TRAILER', 'LAST');
  const plan = readPlan(controlOf(run, statement), { now: run.now, variable: input.variable, input: '', output: '' });
  const body = processed(selected(records.slice(head, records.length - tail), plan), plan).records;
  const whole = [...records.slice(0, head), ...body, ...(tail === 0 ? [] : records.slice(-tail))];
  writeLists(run, input, [{ to: first(statement, 'TO'), records: whole }]);
  return 0;
}
