import type { SqlRun } from '../subsystems/sql-tables.ts';
import { runSql } from '../subsystems/sql.ts';
import { correlationOf } from './dsn-run.ts';
import { idOf, sayError, shownValue, sqlStatements, unconnected } from './dsn-sql.ts';
import { openListing } from './listing.ts';
import { ended, type Program } from './program.ts';

/**
 * Unloads tables, or with PARMS('SQL') the results of SELECT, to SYSREC00 … as text of fixed columns, and writes LOAD
 * statements to SYSPUNCH.
 *
 * @see Db2 for z/OS Application Programming and SQL Guide, DSNTIAUL: return codes 0, 4, 8
 */
export const dsntiaul: Program = {
  names: ['DSNTIAUL'],
  run(step) {
    const listing = openListing(step, 'SYSPRINT');
    if (listing === undefined) return Promise.resolve(ended(12));
    const db2 = step.subsystems.thread(correlationOf(step))?.db2;
    const run: SqlRun | undefined = db2 === undefined ? undefined : { db2, id: idOf(step), selects: true };
    const bySql = /\bSQL\b/i.test(step.parm);
    const lines = step.dd('SYSIN')?.lines() ?? [];
    const statements = bySql
      ? sqlStatements(lines)
      : lines
          .map((line) => line.slice(0, 72).trim())
          .filter((line) => line !== '')
          .map((line) => `SELECT * FROM ${line}`);
    const punch = step.dd('SYSPUNCH');
    punch?.open({ recfm: 'FB', lrecl: 80 });
    let highest = 0;
    for (const [at, statement] of statements.entries()) {
      const result = run === undefined ? unconnected : runSql(run, statement);
      const name = `SYSREC${String(at).padStart(2, '0')}`;
      const out = step.dd(name);
      if (result.kind !== 'rows' || out === undefined) {
        if (result.kind === 'error') sayError(listing, result);
        else
          listing.line(
            out === undefined ? `DSNT490I DD STATEMENT ${name} IS MISSING` : 'DSNT491I STATEMENT IS NO SELECT',
          );
        highest = 8;
        continue;
      }
      const widths = result.columns.map((column, place) =>
        Math.max(column.length, ...result.rows.map((row) => shownValue(row[place] ?? null).length)),
      );
      out.open({
        recfm: 'FB',
        lrecl: Math.max(
          1,
          widths.reduce((sum, width) => sum + width, 0),
        ),
      });
      for (const row of result.rows)
        out.writeLine(row.map((value, place) => shownValue(value).padEnd(widths[place] ?? 0)).join(''));
      const of = /\bFROM\s+(\S+)/i.exec(statement)?.[1] ?? 'TBLNAME';
      punch?.writeLine(` LOAD DATA LOG NO INDDN ${name} INTO TABLE`);
      punch?.writeLine(`     ${of}`);
      listing.line(`DSNT495I SUCCESSFUL UNLOAD ${String(result.rows.length).padStart(12)} ROWS OF TABLE ${of}`);
    }
    return Promise.resolve(ended(highest));
  },
};
