/** One row of SYSIBM.SYSPACKAGE as the query job shows it. */
export interface PackageRow {
  readonly collection: string;
  readonly name: string;
  readonly version: string;
  /** 16 upper-case hexadecimal digits. */
  readonly token: string;
}

/**
 * Reads what DSNTEP2 printed for `SELECT COLLID, NAME, VERSION, HEX(CONTOKEN)`: numbered rows between bars, and a count
 * after each statement (Db2 for z/OS Application Programming and SQL Guide, DSNTEP2).
 *
 * @param statements how many SELECTs were sent
 * @returns undefined when it cannot be trusted: an SQL error, a missing count, or rows that are not as many as counted
 */
export function packageRows(text: string, statements: number): PackageRow[] | undefined {
  if (/SQLCODE = +-\d+|SQLERROR/.test(text)) return undefined;
  const counts = [...text.matchAll(/SUCCESSFUL RETRIEVAL OF +(\d+) +ROW\(S\)/g)].map((match) => Number(match[1]));
  const rows = text.split('\n').flatMap((line) => {
    const cells = /^\s*\d+_\s*\|(.*)\|\s*$/
      .exec(line)?.[1]
      ?.split('|')
      .map((cell) => cell.trim());
    const [collection = '', name = '', version = '', token = ''] = cells ?? [];
    return cells?.length === 4 && /^[0-9A-F]{16}$/.test(token) ? [{ collection, name, version, token }] : [];
  });
  const counted = counts.reduce((sum, count) => sum + count, 0);
  return counts.length === statements && counted === rows.length ? rows : undefined;
}
