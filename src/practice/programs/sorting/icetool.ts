import { localTime, openListing } from '../listing.ts';
import { ended, type Program } from '../program.ts';
import { SortError } from './control-error.rules.ts';
import { operate } from './icetool-operators.ts';
import { runTime } from './run-time.ts';
import type { ToolRun } from './tool-run.ts';
import { readTools, type ToolStatement } from './tool-statements.rules.ts';

/**
 * ICETOOL: COPY, SORT, MERGE, COUNT, DISPLAY, OCCUR, SELECT, SPLICE, STATS, UNIQUE, RANGE, VERIFY, SUBSET, RESIZE,
 * DATASORT and MODE. Ends with the highest code of its operators: 0, 4, 8 (COUNT), 12 for statements in error, 16 when
 * DFSORT failed; 24 without TOOLMSG. DEFAULTS ends 12. Wordings of ICE604A, ICE605A, ICE613A and ICE629I were not
 * looked up.
 *
 * @see z/OS DFSORT Application Programming Guide, Using ICETOOL; ICETOOL return codes
 */
export function icetool(timeZone: string): Program {
  return {
    names: ['ICETOOL'],
    run(step) {
      const listing = openListing(step, 'TOOLMSG');
      if (listing === undefined) return Promise.resolve(ended(24));
      listing.line('ICE600I 0 DFSORT ICETOOL UTILITY RUN STARTED', '1');
      listing.line('ICE650I 0 VISIT http://www.ibm.com/storage/dfsort FOR ICETOOL PAPERS, EXAMPLES AND MORE', '0');
      listing.line('ICE632I 0 SOURCE FOR ICETOOL STATEMENTS:  TOOLIN', '0');
      listing.line('ICE630I 0 MODE IN EFFECT:  STOP', '-');
      const run: ToolRun = { step, listing, timeZone, now: runTime(localTime(step, timeZone)), calls: { count: 0 } };
      const code = runTools(run);
      listing.line(`ICE601I 0 DFSORT ICETOOL UTILITY RUN ENDED - RETURN CODE:  ${twoDigits(code)}`, '0');
      return Promise.resolve(ended(code));
    },
  };
}

const twoDigits = (code: number) => String(code).padStart(2, '0');

type Mode = 'STOP' | 'CONTINUE' | 'SCAN';

function runTools(run: ToolRun): number {
  const { step, listing } = run;
  const input = step.dd('TOOLIN');
  const statements = input === undefined || input.kind === 'dummy' ? [] : readTools(input.lines());
  if (statements.length === 0) {
    listing.line(`ICE056A 0 ${'TOOLIN'.padEnd(8)} NOT DEFINED`);
    return 12;
  }
  let highest = 0;
  let mode: Mode = 'STOP';
  for (const statement of statements) {
    statement.lines.forEach((line, at) =>
      listing.line(`          ${line.slice(0, 72).trimEnd()}`, at === 0 ? '0' : ' '),
    );
    const next = modeOf(statement);
    if (next !== undefined) {
      mode = next;
      listing.line(`ICE630I 0 MODE IN EFFECT:  ${mode}`);
      continue;
    }
    const code = mode === 'SCAN' ? scanned(run) : operated(run, statement);
    listing.line(`ICE602I 0 OPERATION RETURN CODE:  ${twoDigits(code)}`);
    highest = Math.max(highest, code);
    if (code < 12 || mode !== 'STOP') continue;
    mode = 'SCAN';
    listing.line('ICE630I 2 MODE IN EFFECT:  SCAN');
  }
  return highest;
}

function modeOf({ operator, keywords }: ToolStatement): Mode | undefined {
  if (operator !== 'MODE') return undefined;
  return keywords.has('CONTINUE') ? 'CONTINUE' : keywords.has('SCAN') ? 'SCAN' : 'STOP';
}

function scanned({ listing }: ToolRun): number {
  listing.line('ICE611I 0 STATEMENT SYNTAX SCANNED - OPERATION NOT PERFORMED DUE TO SCAN MODE');
  return 0;
}

function operated(run: ToolRun, statement: ToolStatement): number {
  try {
    return operate(run, statement);
  } catch (error) {
    if (!(error instanceof SortError)) throw error;
    run.listing.line(error.message);
    return error.code === 16 && !error.message.startsWith('ICE056A') ? 16 : 12;
  }
}
