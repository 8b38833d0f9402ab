import { localTime, openListing, type Listing } from '../listing.ts';
import { type Completion, type Dd, ended, type Program, type Step } from '../program.ts';
import { readSortControl, type SortControl } from './sort-control.ts';
import { sorted } from './sort-fields.ts';

/**
 * DFSORT: SORT, COPY, INCLUDE, OMIT, SUM FIELDS=NONE. Other statements end 16.
 *
 * @see z/OS DFSORT Messages, Codes and Diagnosis Guide
 */
export function sort(timeZone: string): Program {
  return {
    names: ['SORT', 'ICEMAN', 'DFSORT'],
    run(step) {
      const listing = openListing(step, 'SYSOUT');
      if (listing === undefined) return Promise.resolve(ended(20));
      const control = step.dd('SYSIN');
      const lines = control === undefined || control.kind === 'dummy' ? [] : control.lines();
      return Promise.resolve(runSort(step, listing, lines, { timeZone, input: 'SORTIN', output: 'SORTOUT' }));
    },
  };
}

export interface SortRun {
  timeZone: string;
  input: string;
  output: string;
}

/** One DFSORT call; ICETOOL makes them too. */
export function runSort(step: Step, listing: Listing, lines: readonly string[], run: SortRun): Completion {
  const control = readSortControl(lines);
  listing.line(`ICE143I 0 BLOCKSET     ${control.copy ? 'COPY ' : 'SORT '} TECHNIQUE SELECTED`, '1');
  listing.line(
    `ICE000I 1 - CONTROL STATEMENTS FOR 5650-ZOS, Z/OS DFSORT - ${localTime(step, run.timeZone).toFormat('HH:mm EEE LLL dd, yyyy').toUpperCase()} -`,
  );
  for (const line of lines) listing.line(`          ${line.slice(0, 72).trimEnd()}`);
  const fail = (message: string) => {
    listing.line(message);
    listing.line('ICE751I 0 PRACTICE SYSTEM');
    listing.line('ICE052I 3 END OF DFSORT');
    return ended(16);
  };
  if (control.error !== undefined) return fail(control.error);
  const input = step.dd(run.input);
  const output = step.dd(run.output);
  if (input === undefined || output === undefined)
    return fail(`ICE056A 0 ${(input === undefined ? run.input : run.output).padEnd(8)} NOT DEFINED`);
  const count = copyThrough(input, output, control);
  listing.line(
    `ICE088I 1 ${step.jobname}.${step.stepName}.${step.procStepName ?? ''}, INPUT LRECL = ${String(input.attributes.lrecl ?? 80)}, TYPE = ${input.attributes.recfm ?? 'FB'}`,
  );
  listing.line(`ICE055I 0 INSERT 0, DELETE ${String(count.in - count.out)}`);
  listing.line(`ICE054I 0 RECORDS - IN: ${String(count.in)}, OUT: ${String(count.out)}`);
  listing.line('ICE052I 0 END OF DFSORT');
  return ended(0);
}

function copyThrough(input: Dd, output: Dd, control: SortControl): { in: number; out: number } {
  const records = input.kind === 'dummy' ? [] : input.records();
  const { recfm = 'FB', lrecl = 80 } = input.attributes;
  const result = sorted(records, control);
  output.open({ recfm, lrecl });
  for (const record of result) output.write(record);
  return { in: records.length, out: result.length };
}
