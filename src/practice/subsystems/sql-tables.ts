import type { Db2, DbColumn, DbTable } from './subsystems.ts';
import { systemTable } from './sql-catalog.ts';
import { type Row, SqlFault, type SqlReader, type SqlValue } from './sql-reader.rules.ts';

export type SqlResult =
  | { kind: 'rows'; columns: readonly string[]; rows: readonly (readonly SqlValue[])[] }
  /** SQLCODE 0 or 100, and the rows that were changed. */
  | { kind: 'done'; sqlcode: 0 | 100; rows: number }
  | { kind: 'error'; sqlcode: number; message: string };

export interface SqlRun {
  db2: Db2;
  /** Authorization id and default qualifier; SET CURRENT SQLID changes it. */
  id: string;
  /** Whether SELECT may be asked (not of DSNTIAD). */
  selects: boolean;
}

export const done = (rows = 0): SqlResult => ({ kind: 'done', sqlcode: 0, rows });

/** @throws {SqlFault} -204, -551 */
export function table(run: SqlRun, reader: SqlReader, privilege: string): DbTable {
  const name = reader.tableName(run.id);
  if (name.startsWith('SYSIBM.')) {
    const catalog = systemTable(run.db2, name);
    if (catalog !== undefined && privilege === 'SELECT') return catalog;
  }
  const found = run.db2.data.table(name);
  if (found === undefined) throw new SqlFault(-204, `${name} IS AN UNDEFINED NAME`);
  if (!run.db2.data.mayUse(run.id, name) && !name.startsWith(`${run.id}.`))
    throw new SqlFault(
      -551,
      `${run.id} DOES NOT HAVE THE PRIVILEGE TO PERFORM OPERATION ${privilege} ON OBJECT ${name}`,
    );
  return found;
}

export const columnsOf = ({ columns }: DbTable): readonly DbColumn[] => columns ?? [];

/** A column name, `HEX(c)` or `T.c`. @throws {SqlFault} -206 */
export function columnReader(of: DbTable): (reader: SqlReader) => string {
  return (reader) => {
    let name = reader.word();
    if (reader.takeIf('(')) {
      name = `${name}(${reader.word()})`;
      reader.expect(')');
    } else if (reader.takeIf('.')) name = reader.word();
    if (of.columns !== undefined && !of.columns.some((column) => column.name === name))
      throw new SqlFault(-206, `${name} IS NOT VALID IN THE CONTEXT WHERE IT IS USED`);
    return name;
  };
}

export const rowOf = (of: DbTable, row: readonly SqlValue[]): Row =>
  new Map(columnsOf(of).map(({ name }, at) => [name, row[at] ?? null]));
