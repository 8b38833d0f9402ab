import type { DbPackage } from '../subsystems/subsystems.ts';
import { correlationOf } from './dsn-run.ts';
import { type Listing, openListing } from './listing.ts';
import { ended, type Program, type Step } from './program.ts';

/**
 * Dynamic SQL from SYSIN: SELECT of named columns of SYSIBM.SYSPACKAGE with a WHERE of comparisons joined by AND.
 * Anything else gets its SQLCODE and 8.
 *
 * @see Db2 for z/OS Application Programming and SQL Guide, DSNTEP2
 */
export const dsntep2: Program = {
  names: ['DSNTEP2', 'DSNTEP4'],
  run(step) {
    const listing = openListing(step, 'SYSPRINT');
    if (listing === undefined) return Promise.resolve(ended(12));
    const text = (step.dd('SYSIN')?.lines() ?? [])
      .filter((line) => !line.startsWith('--'))
      .map((line) => line.slice(0, 72));
    const statements = text
      .join(' ')
      .replaceAll(/\s+/g, ' ')
      .split(';')
      .map((one) => one.trim())
      .filter((one) => one !== '');
    listing.line('PAGE    1', '1');
    const codes = statements.map((statement) => runStatement(step, listing, statement));
    return Promise.resolve(ended(Math.max(0, ...codes)));
  },
};

const columns: Readonly<Record<string, (pack: DbPackage) => string>> = {
  LOCATION: () => '',
  COLLID: (pack) => pack.collection,
  NAME: (pack) => pack.name,
  VERSION: (pack) => pack.version,
  'HEX(CONTOKEN)': (pack) => pack.contoken,
  OWNER: (pack) => pack.owner,
  QUALIFIER: (pack) => pack.qualifier,
  VALIDATE: (pack) => pack.validate.charAt(0),
};

const select = /^SELECT (.+) FROM SYSIBM\.SYSPACKAGE(?: WHERE (.+?))?(?: ORDER BY [A-Z0-9, ]+)?(?: WITH UR)?$/i;

function runStatement(step: Step, listing: Listing, statement: string): number {
  listing.line('***INPUT STATEMENT:', '0');
  for (const part of statement.match(/.{1,100}(?:\s|$)/g) ?? []) listing.line(` ${part.trim()}`);
  const db2 = step.subsystems.thread(correlationOf(step))?.db2;
  if (db2 === undefined) return sqlError(listing, -924, 'NO CONNECTION TO DB2: RUN THE PROGRAM UNDER DSN');
  const parts = select.exec(statement);
  if (parts === null) return sqlError(listing, -104, 'STATEMENT NOT IMITATED BY THE PRACTICE SYSTEM');
  const wanted = (parts[1] ?? '').split(',').map((one) => one.trim().toUpperCase());
  const unknown = wanted.find((one) => columns[one] === undefined);
  if (unknown !== undefined) return sqlError(listing, -206, `${unknown} IS NOT VALID IN THE CONTEXT WHERE IT IS USED`);
  const tests = readTests(parts[2]);
  if (tests === undefined) return sqlError(listing, -104, 'WHERE CLAUSE NOT IMITATED BY THE PRACTICE SYSTEM');
  const rows = db2
    .packages()
    .filter((pack) => tests.every((test) => test(pack)))
    .map((pack) => wanted.map((column) => columns[column]?.(pack) ?? ''));
  table(listing, wanted, rows);
  listing.line(`SUCCESSFUL RETRIEVAL OF ${String(rows.length).padStart(10)} ROW(S)`, '0');
  return 0;
}

function sqlError(listing: Listing, sqlcode: number, text: string): number {
  listing.line(`DSNT408I SQLCODE = ${String(sqlcode)}, ERROR:  ${text}`, '0');
  return 8;
}

type Test = (pack: DbPackage) => boolean;

function readTests(where: string | undefined): Test[] | undefined {
  if (where === undefined) return [];
  const tests = where.split(/ AND /i).map((term): Test | undefined => {
    const comparison = /^([A-Z]+(?:\(CONTOKEN\))?) *(=|<>|LIKE) *'([^']*)'$/i.exec(term.trim());
    const list = /^([A-Z]+) IN *\(([^)]*)\)$/i.exec(term.trim());
    const column = columns[(comparison?.[1] ?? list?.[1] ?? '').toUpperCase()];
    if (column === undefined) return undefined;
    if (list !== null) {
      const values = (list[2] ?? '').split(',').map((value) => value.trim().replaceAll("'", ''));
      return (pack) => values.includes(column(pack));
    }
    const value = comparison?.[3] ?? '';
    const operator = comparison?.[2]?.toUpperCase();
    if (operator === 'LIKE') {
      const pattern = new RegExp(`^${value.replaceAll(/[.$]/g, '\\$&').replaceAll('%', '.*').replaceAll('_', '.')}$`);
      return (pack) => pattern.test(column(pack));
    }
    return (pack) => (column(pack) === value) === (operator === '=');
  });
  return tests.includes(undefined) ? undefined : tests.filter((test) => test !== undefined);
}

function table(listing: Listing, heads: readonly string[], rows: readonly (readonly string[])[]): void {
  const widths = heads.map((head, at) => Math.max(head.length, ...rows.map((row) => row[at]?.length ?? 0)));
  const rule = `      +${'-'.repeat(widths.reduce((sum, width) => sum + width + 3, -1))}+`;
  const line = (cells: readonly string[]) => `| ${cells.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join(' | ')} |`;
  listing.line(rule);
  listing.line(`      ${line(heads)}`);
  listing.line(rule);
  for (const [at, row] of rows.entries()) listing.line(`${String(at + 1).padStart(4)}_ ${line(row)}`);
  listing.line(rule);
}
