/** DDL, GRANT and SET: what a statement makes, changes or takes away. */

import type { Db2, DbColumn } from './subsystems.ts';
import { SqlFault, type SqlReader } from './sql-reader.rules.ts';
import { columnReader, columnsOf, done, type SqlResult, type SqlRun, table } from './sql-tables.ts';

const objectKinds = ['DATABASE', 'TABLESPACE', 'INDEX', 'VIEW', 'SYNONYM', 'ALIAS', 'STOGROUP', 'SEQUENCE'];

export function create(run: SqlRun, reader: SqlReader): SqlResult {
  for (const word of ['UNIQUE', 'LARGE', 'LOB', 'OR', 'REPLACE']) reader.takeIf(word);
  const kind = reader.word();
  const name = objectName(run, reader, kind);
  if (kind !== 'TABLE') {
    if (!objectKinds.includes(kind)) throw new SqlFault(-104, `CREATE ${kind} IS NOT IMITATED BY THE PRACTICE SYSTEM`);
    if (run.db2.data.objects().has(`${kind} ${name}`))
      throw new SqlFault(
        -601,
        `THE NAME OF THE OBJECT TO BE DEFINED ${name} IS IDENTICAL TO THE EXISTING NAME ${name} OF THE OBJECT TYPE ${kind}`,
      );
    reader.skipRest();
    run.db2.data.addObject(`${kind} ${name}`);
    return done();
  }
  if (run.db2.data.table(name) !== undefined)
    throw new SqlFault(
      -601,
      `THE NAME OF THE OBJECT TO BE DEFINED ${name} IS IDENTICAL TO THE EXISTING NAME ${name} OF THE OBJECT TYPE TABLE`,
    );
  const columns = readColumns(reader);
  reader.skipRest();
  run.db2.data.put({ name, columns, rows: [] });
  return done();
}

/** A table space is in the database that `IN` names when it is made, and that stands before its name later. */
function objectName(run: SqlRun, reader: SqlReader, kind: string, exists = false): string {
  if (kind === 'TABLE' || kind === 'INDEX' || kind === 'VIEW') return reader.tableName(run.id);
  if (kind !== 'TABLESPACE') return reader.word();
  if (exists) return reader.tableName('DSNDB04');
  const name = reader.word();
  return `${reader.takeIf('IN') ? reader.word() : 'DSNDB04'}.${name}`;
}

function readColumns(reader: SqlReader): DbColumn[] {
  reader.expect('(');
  const columns: DbColumn[] = [];
  do {
    if (
      reader.is('PRIMARY') ||
      reader.is('CONSTRAINT') ||
      reader.is('FOREIGN') ||
      reader.is('UNIQUE') ||
      reader.is('CHECK')
    )
      skipClause(reader);
    else columns.push(readColumn(reader));
  } while (reader.takeIf(','));
  reader.expect(')');
  return columns;
}

function readColumn(reader: SqlReader): DbColumn {
  const name = reader.word();
  const type = reader.word();
  let nullable = true;
  while (!reader.done && !reader.is(',') && !reader.is(')')) {
    if (reader.takeIf('NOT', 'NULL')) nullable = false;
    else if (reader.is('(')) reader.skipParentheses();
    else reader.take();
  }
  return { name, type, nullable };
}

function skipClause(reader: SqlReader): void {
  while (!reader.done && !reader.is(',') && !reader.is(')')) {
    if (reader.is('(')) reader.skipParentheses();
    else reader.take();
  }
}

/** Packages that name a dropped table are invalid until they are bound again. */
export function drop(run: SqlRun, reader: SqlReader): SqlResult {
  const kind = reader.word();
  const name = objectName(run, reader, kind, true);
  const had = kind === 'TABLE' ? run.db2.data.drop(name) : run.db2.data.dropObject(`${kind} ${name}`);
  if (!had) throw new SqlFault(-204, `${name} IS AN UNDEFINED NAME`);
  reader.skipRest();
  invalidate(run.db2, name);
  return done();
}

function invalidate(db2: Db2, name: string): void {
  for (const pack of db2.packages()) if (pack.tables?.includes(name) === true) db2.bind({ ...pack, valid: false });
}

export function alter(run: SqlRun, reader: SqlReader): SqlResult {
  reader.expect('TABLE');
  const of = table(run, reader, 'ALTER');
  if (reader.takeIf('ADD')) {
    reader.takeIf('COLUMN');
    const column = readColumn(reader);
    if (columnsOf(of).some(({ name }) => name === column.name))
      throw new SqlFault(-612, `${column.name} IS A DUPLICATE NAME`);
    run.db2.data.put({ ...of, columns: [...columnsOf(of), column], rows: of.rows.map((row) => [...row, null]) });
    return done();
  }
  if (reader.takeIf('DROP')) {
    reader.takeIf('COLUMN');
    const name = columnReader(of)(reader);
    const at = columnsOf(of).findIndex((column) => column.name === name);
    reader.skipRest();
    run.db2.data.put({
      ...of,
      columns: columnsOf(of).filter((_, place) => place !== at),
      rows: of.rows.map((row) => row.filter((_, place) => place !== at)),
    });
    run.db2.utilities.setPending(of.name, 'REORP', true);
    invalidate(run.db2, of.name);
    return done();
  }
  throw new SqlFault(-104, 'ALTER TABLE IN THIS FORM IS NOT IMITATED BY THE PRACTICE SYSTEM');
}

export function grant(run: SqlRun, reader: SqlReader, verb: 'GRANT' | 'REVOKE'): SqlResult {
  while (!reader.done && !reader.is('ON')) reader.take();
  if (reader.done) return done();
  reader.expect('ON');
  if (
    !reader.takeIf('TABLE') &&
    /^(PACKAGE|PLAN|DATABASE|COLLECTION|TABLESPACE|SEQUENCE)$/.test(reader.peek()?.text ?? '')
  ) {
    reader.skipRest();
    return done();
  }
  const of = table(run, reader, verb);
  reader.expect(verb === 'GRANT' ? 'TO' : 'FROM');
  const ids = [reader.word()];
  while (reader.takeIf(',')) ids.push(reader.word());
  reader.skipRest();
  if (verb === 'GRANT') run.db2.data.grant(of.name, ids);
  else run.db2.data.revoke(of.name, ids);
  return done();
}

export function set(run: SqlRun, reader: SqlReader): SqlResult {
  reader.takeIf('CURRENT');
  const what = reader.word();
  reader.takeIf('=');
  if (what === 'SQLID' || what === 'SCHEMA') run.id = reader.take().text.trim();
  else reader.skipRest();
  return done();
}
