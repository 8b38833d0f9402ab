import type { SqlResult } from '../subsystems/sql-tables.ts';
import type { SqlValue } from '../subsystems/sql-reader.rules.ts';
import type { Listing } from './listing.ts';
import type { Step } from './program.ts';

/**
 * Statements of SYSIN in columns 1 to 72 (Db2 for z/OS SQL Reference, Comments); `--#SET TERMINATOR x` changes what ends one; comments of both
 * forms (`--` to the end of the line, and bracketed ones) are left out, blanks outside apostrophes are joined.
 */
export function sqlStatements(lines: readonly string[]): string[] {
  const state = { statements: [] as string[], open: '', quoted: false, remark: false, terminator: ';' };
  for (const raw of lines) {
    const line = raw.slice(0, 72).trimEnd();
    const change = /^--#SET\s+TERMINATOR\s+(\S)/i.exec(line.trimStart());
    if (change === null) readLine(state, line);
    else state.terminator = change[1] ?? ';';
  }
  if (state.open.trim() !== '') state.statements.push(state.open.trim());
  return state.statements;
}

function readLine(
  state: { statements: string[]; open: string; quoted: boolean; remark: boolean; terminator: string },
  line: string,
): void {
  for (let at = 0; at < line.length; at += 1) {
    const character = line[at] ?? '';
    if (!state.quoted && line.startsWith(state.remark ? '*/' : '/*', at)) {
      state.remark = !state.remark;
      at += 1;
      continue;
    }
    if (state.remark) continue;
    if (character === "'") state.quoted = !state.quoted;
    if (!state.quoted && line.startsWith('--', at)) break;
    if (!state.quoted && character === state.terminator) {
      if (state.open.trim() !== '') state.statements.push(state.open.trim());
      state.open = '';
    } else if (state.quoted || character !== ' ' || !state.open.endsWith(' ')) state.open += character;
  }
  if (!state.open.endsWith(' ')) state.open += ' ';
}

export const shownValue = (value: SqlValue): string => (value === null ? '?' : String(value));

/** SQLSTATE of the codes that this Db2 gives. */
const states: Readonly<Record<number, string>> = {
  [-84]: '42612',
  [-104]: '42601',
  [-117]: '42802',
  [-204]: '42704',
  [-206]: '42703',
  [-407]: '23502',
  [-551]: '42501',
  [-601]: '42710',
  [-612]: '42711',
  [-924]: '58006',
};

export function sayError(listing: Listing, { sqlcode, message }: Extract<SqlResult, { kind: 'error' }>): void {
  listing.line(`DSNT408I SQLCODE = ${String(sqlcode)}, ERROR:  ${message}`, '0');
  listing.line(`DSNT418I SQLSTATE   = ${states[sqlcode] ?? '58004'} SQLSTATE RETURN CODE`);
}

/** Rows between rules, columns as wide as their widest value. */
export function sayRows(listing: Listing, heads: readonly string[], rows: readonly (readonly SqlValue[])[]): void {
  const cells = rows.map((row) => row.map(shownValue));
  const widths = heads.map((head, at) => Math.max(head.length, 1, ...cells.map((row) => row[at]?.length ?? 0)));
  const rule = `      +${'-'.repeat(widths.reduce((sum, width) => sum + width + 3, -1))}+`;
  const line = (row: readonly string[]) => `| ${row.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join(' | ')} |`;
  listing.line(rule);
  listing.line(`      ${line(heads)}`);
  listing.line(rule);
  for (const [at, row] of cells.entries()) listing.line(`${String(at + 1).padStart(4)}_ ${line(row)}`);
  listing.line(rule);
  listing.line(`SUCCESSFUL RETRIEVAL OF ${String(rows.length).padStart(10)} ROW(S)`, '0');
}

/** A listing cannot be written by a program that runs without DSN: -924. */
export const unconnected: SqlResult = {
  kind: 'error',
  sqlcode: -924,
  message: 'NO CONNECTION TO DB2: RUN THE PROGRAM UNDER DSN',
};

export const idOf = (step: Step): string => step.user;
