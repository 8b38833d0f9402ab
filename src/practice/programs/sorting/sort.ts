import { openListing } from '../listing.ts';
import { Abend, ended, type Program, type Step } from '../program.ts';
import { runSort, type SortOutcome } from './sort-run.ts';
import { type ControlStatement, readStatements } from './statements.rules.ts';
import { SortError } from './control-error.rules.ts';

/**
 * DFSORT: SORT, MERGE, COPY, INCLUDE, OMIT, INREC, OUTREC, SUM, OUTFIL, JOINKEYS, OPTION, SYMNAMES; options in PARM and
 * DFSPARM. Ends 0, 4, 16, 20 without a message data set, or with a user abend of the message's number under ABEND.
 * What it does not imitate (ALTSEQ, MODS, PARSE, XSUM, floating point) ends 16 with ICE005A. Records are held in
 * storage: a run needs the input once, plus its keys.
 *
 * @see z/OS DFSORT Application Programming Guide; z/OS DFSORT Messages, Codes and Diagnosis Guide
 */
export function sort(timeZone: string): Program {
  return {
    names: ['SORT', 'ICEMAN', 'DFSORT', 'ICEDFSRT'],
    run(step) {
      const listing = openListing(step, 'SYSOUT');
      if (listing === undefined) return Promise.resolve(ended(20));
      const outcome = runSort(step, listing, { timeZone, input: 'SORTIN', output: 'SORTOUT', ...controlOf(step) });
      return Promise.resolve(ended(codeOf(outcome)));
    },
  };
}

/** SYSIN's records, and what PARM, DFSPARM and SORTCNTL put before them. */
export function controlOf(step: Step): { lines: readonly string[]; extra: ControlStatement[] } {
  const linesOf = (ddname: string) => {
    const dd = step.dd(ddname);
    return dd === undefined || dd.kind === 'dummy' ? [] : dd.lines();
  };
  const parm = step.parm.trim() === '' ? [] : [{ verb: 'OPTION', operands: step.parm.trim() }];
  return {
    lines: [...linesOf('SORTCNTL'), ...linesOf('SYSIN')],
    extra: [...parm, ...extraStatements(linesOf('DFSPARM'))],
  };
}

/** DFSPARM may hold options of PARM as well as statements. */
function extraStatements(lines: readonly string[]): ControlStatement[] {
  try {
    return readStatements(lines).map(({ verb, operands }) =>
      /^[A-Z0-9]+(=\S*)?(,|$)/.test(verb) && operands === '' && verb !== 'END'
        ? { verb: 'OPTION', operands: verb }
        : { verb, operands },
    );
  } catch (error) {
    if (error instanceof SortError) return [{ verb: 'OPTION', operands: lines.join('').trim() }];
    throw error;
  }
}

/** @throws {Abend} U0nnn, the number of the message, when the run asked for an abend */
export function codeOf({ code, failed, abend }: SortOutcome): number {
  if (abend && failed !== undefined) throw new Abend({ kind: 'user-abend', code: failed });
  return code;
}
