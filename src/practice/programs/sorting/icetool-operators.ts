import { select, splice, subsetOperator } from './operators/choosing.ts';
import { count } from './operators/count.ts';
import { display, occur } from './operators/reporting.ts';
import { resize } from './operators/resize.ts';
import { dataSort, sortOperator } from './operators/sorting.ts';
import { range, stats, unique, verify } from './operators/values.ts';
import type { ToolRun } from './tool-run.ts';
import { toolError, type ToolStatement } from './tool-statements.rules.ts';

/** Runs one operator. @returns its return code @throws {SortError} 12 for statements in error */
export function operate(run: ToolRun, statement: ToolStatement): number {
  const operators: Record<string, (run: ToolRun, statement: ToolStatement) => number> = {
    ...{ COPY: sortOperator, SORT: sortOperator, MERGE: sortOperator, COUNT: count, DISPLAY: display, OCCUR: occur },
    ...{ SELECT: select, SPLICE: splice, STATS: stats, UNIQUE: unique, RANGE: range, VERIFY: verify },
    ...{ SUBSET: subsetOperator, RESIZE: resize, DATASORT: dataSort },
  };
  const work = operators[statement.operator];
  if (work === undefined) throw toolError('ICE605A 0 STATEMENT DOES NOT HAVE A VALID OPERATOR');
  return work(run, statement);
}
