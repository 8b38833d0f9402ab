import type { SqlRun } from '../subsystems/sql-tables.ts';
import { runSql } from '../subsystems/sql.ts';
import { correlationOf } from './dsn-run.ts';
import { idOf, sayError, sayRows, sqlStatements, unconnected } from './dsn-sql.ts';
import { type Listing, openListing } from './listing.ts';
import { ended, type Program, type Step } from './program.ts';

const mostErrors = 10;

/**
 * Dynamic SQL from SYSIN with its results. Ends early after ten errors.
 *
 * @see Db2 for z/OS Application Programming and SQL Guide, DSNTEP2 and DSNTEP4: return codes 0, 4, 8, 12
 */
export const dsntep2: Program = {
  names: ['DSNTEP2', 'DSNTEP4'],
  run(step) {
    const listing = openListing(step, 'SYSPRINT');
    if (listing === undefined) return Promise.resolve(ended(12));
    listing.line('PAGE    1', '1');
    const errors = Number(/MAXERRORS\((\d+)\)/i.exec(step.parm)?.[1] ?? mostErrors);
    return Promise.resolve(ended(runStatements(step, listing, { selects: true, mostErrors: errors })));
  },
};

/** DSNTIAD: no SELECT; parameter RC0 lets it end 0 whatever happened. */
export const dsntiad: Program = {
  names: ['DSNTIAD'],
  run(step) {
    const listing = openListing(step, 'SYSPRINT');
    if (listing === undefined) return Promise.resolve(ended(12));
    const code = runStatements(step, listing, { selects: false, mostErrors });
    return Promise.resolve(ended(/\bRC0\b/i.test(step.parm) ? 0 : code));
  },
};

function runStatements(step: Step, listing: Listing, how: { selects: boolean; mostErrors: number }): number {
  const db2 = step.subsystems.thread(correlationOf(step))?.db2;
  const run: SqlRun | undefined = db2 === undefined ? undefined : { db2, id: idOf(step), selects: how.selects };
  let highest = 0;
  let errors = 0;
  for (const statement of sqlStatements(step.dd('SYSIN')?.lines() ?? [])) {
    listing.line('***INPUT STATEMENT:', '0');
    for (const part of statement.match(/.{1,100}(?:\s|$)/g) ?? []) listing.line(` ${part.trim()}`);
    const result = run === undefined ? unconnected : runSql(run, statement);
    if (result.kind === 'rows') sayRows(listing, result.columns, result.rows);
    else if (result.kind === 'error') {
      sayError(listing, result);
      highest = 8;
      errors += 1;
      if (errors >= how.mostErrors) {
        listing.line(`MAXIMUM NUMBER OF ERRORS REACHED, ${String(errors)}: PROCESSING ENDS`, '0');
        return how.selects ? 12 : 8;
      }
    } else {
      listing.line(`RESULT OF SQL STATEMENT:`, '0');
      listing.line(`SQLCODE = ${String(result.sqlcode)}   ROWS AFFECTED = ${String(result.rows)}`);
      if (result.sqlcode === 100) highest = Math.max(highest, 4);
    }
  }
  return highest;
}
