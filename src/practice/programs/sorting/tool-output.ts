import { openListing } from '../listing.ts';
import { type SortInput, writeTo } from './sort-files.ts';
import { runSort } from './sort-run.ts';
import type { ControlStatement } from './statements.rules.ts';
import { first, type ToolRun } from './tool-run.ts';
import type { ToolStatement } from './tool-statements.rules.ts';

/** Writes records to the DD names of each list. */
export function writeLists(
  run: ToolRun,
  input: SortInput,
  lists: readonly { to: string; records: readonly Buffer[] }[],
): void {
  for (const { to, records } of lists)
    for (const ddname of to.split(',').filter((name) => name !== ''))
      writeTo(run.step, { ddname, records, variable: input.variable, lrecl: input.lrecl, recfm: input.recfm });
}

/** Writes a result to TO, or through the OUTFIL statements of USING's data set. */
export function deliver(
  run: ToolRun,
  statement: ToolStatement,
  from: { input: SortInput; outfils: readonly ControlStatement[] },
  records: readonly Buffer[],
): number {
  const to = first(statement, 'TO');
  if (from.outfils.length === 0) {
    const lrecl = from.input.variable
      ? from.input.lrecl
      : records.reduce((most, one) => Math.max(most, one.length), 0) || from.input.lrecl;
    writeLists(run, { ...from.input, lrecl }, [{ to, records }]);
    return 0;
  }
  const messages = openListing(run.step, 'DFSMSG') ?? run.listing;
  const lrecl = records[0]?.length ?? from.input.lrecl;
  const [output = '', ...alsoTo] = to.split(',');
  return runSort(run.step, messages, {
    ...{ timeZone: run.timeZone, lines: [], input: '', output, alsoTo },
    extra: [{ verb: 'OPTION', operands: 'COPY' }, ...from.outfils],
    from: { ...from.input, lrecl, records: () => records },
  }).code;
}
