/** Runs SQL statements: DDL, INSERT, UPDATE, DELETE, and SELECT from one table. */

import type { Db2, DbColumn, DbTable } from './subsystems.ts';
import { systemTable } from './sql-catalog.ts';
import { order, readCondition, type Row, SqlFault, SqlReader, sqlTokens, type SqlValue } from './sql-reader.rules.ts';

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

export function runSql(run: SqlRun, statement: string): SqlResult {
  const reader = new SqlReader(sqlTokens(statement));
  try {
    const result = perform(run, reader);
    if (!reader.done) throw reader.illegal();
    return result;
  } catch (error) {
    if (!(error instanceof SqlFault)) throw error;
    return { kind: 'error', sqlcode: error.sqlcode, message: error.message };
  }
}

const done = (rows = 0): SqlResult => ({ kind: 'done', sqlcode: 0, rows });

function perform(run: SqlRun, reader: SqlReader): SqlResult {
  const verb = reader.word();
  switch (verb) {
    case 'SELECT':
      if (!run.selects) throw new SqlFault(-84, 'UNACCEPTABLE SQL STATEMENT');
      return select(run, reader);
    case 'INSERT':
      return insert(run, reader);
    case 'UPDATE':
      return update(run, reader);
    case 'DELETE':
      return remove(run, reader);
    case 'CREATE':
      return create(run, reader);
    case 'DROP':
      return drop(run, reader);
    case 'ALTER':
      return alter(run, reader);
    case 'GRANT':
    case 'REVOKE':
      return grant(run, reader, verb);
    case 'SET':
      return set(run, reader);
    case 'COMMIT':
    case 'COMMENT':
    case 'LABEL':
    case 'LOCK':
      reader.skipRest();
      return done();
    default:
      throw new SqlFault(
        -104,
        `ILLEGAL SYMBOL "${verb}". SOME SYMBOLS THAT MIGHT BE LEGAL ARE: SELECT INSERT UPDATE DELETE CREATE`,
      );
  }
}

/** @throws {SqlFault} -204, -551 */
function table(run: SqlRun, reader: SqlReader, privilege: string): DbTable {
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

const columnsOf = ({ columns }: DbTable): readonly DbColumn[] => columns ?? [];

/** A column name, `HEX(c)` or `T.c`. @throws {SqlFault} -206 */
function columnReader(of: DbTable): (reader: SqlReader) => string {
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

const rowOf = (of: DbTable, row: readonly SqlValue[]): Row =>
  new Map(columnsOf(of).map(({ name }, at) => [name, row[at] ?? null]));

function select(run: SqlRun, reader: SqlReader): SqlResult {
  const start = new SqlReader(reader.rest());
  while (!reader.done && !reader.is('FROM')) reader.take();
  reader.expect('FROM');
  const of = table(run, reader, 'SELECT');
  if (reader.peek()?.kind === 'word' && !/^(WHERE|ORDER|FETCH|WITH|FOR|OPTIMIZE)$/.test(reader.peek()?.text ?? ''))
    reader.word();
  if (reader.is(',') || reader.is('JOIN'))
    throw new SqlFault(-104, 'SELECT FROM ONE TABLE ONLY IS IMITATED BY THE PRACTICE SYSTEM');
  const column = columnReader(of);
  const test = reader.takeIf('WHERE') ? readCondition(reader, column) : () => true;
  let rows = of.rows.filter((row) => test(rowOf(of, row)));
  const wanted = readWanted(start, of, column);
  if (reader.takeIf('ORDER', 'BY')) rows = sorted(of, rows, readOrder(reader, column, wanted));
  const limit = readTail(reader);
  if (wanted === 'COUNT') return { kind: 'rows', columns: [''], rows: [[rows.length]] };
  const places = wanted.map((name) => columnsOf(of).findIndex((one) => one.name === name));
  return {
    kind: 'rows',
    columns: wanted,
    rows: rows.slice(0, limit).map((row) => places.map((at) => row[at] ?? null)),
  };
}

function readWanted(reader: SqlReader, of: DbTable, column: (reader: SqlReader) => string): string[] | 'COUNT' {
  reader.takeIf('DISTINCT');
  if (reader.takeIf('*')) return columnsOf(of).map(({ name }) => name);
  if (reader.takeIf('COUNT', '(', '*', ')')) return 'COUNT';
  const names: string[] = [];
  do {
    names.push(column(reader));
    if (reader.takeIf('AS')) reader.word();
  } while (reader.takeIf(','));
  if (!reader.is('FROM')) throw reader.illegal(', FROM');
  return names;
}

function readOrder(
  reader: SqlReader,
  column: (reader: SqlReader) => string,
  wanted: string[] | 'COUNT',
): { name: string; down: boolean }[] {
  const keys: { name: string; down: boolean }[] = [];
  do {
    const number = reader.peek()?.kind === 'number' ? Number(reader.take().text) : undefined;
    const name = number === undefined ? column(reader) : wanted === 'COUNT' ? '' : (wanted[number - 1] ?? '');
    const down = reader.takeIf('DESC');
    if (!down) reader.takeIf('ASC');
    keys.push({ name, down });
  } while (reader.takeIf(','));
  return keys;
}

function sorted(of: DbTable, rows: readonly (readonly SqlValue[])[], keys: readonly { name: string; down: boolean }[]) {
  return [...rows].sort((a, b) => {
    for (const { name, down } of keys) {
      const at = columnsOf(of).findIndex((one) => one.name === name);
      const by = order(a[at] ?? null, b[at] ?? null) || 0;
      if (by !== 0) return down ? -by : by;
    }
    return 0;
  });
}

/** FETCH FIRST n ROWS ONLY, WITH UR, FOR READ ONLY and their like. */
function readTail(reader: SqlReader): number {
  let limit = Infinity;
  for (;;) {
    if (reader.takeIf('FETCH', 'FIRST')) {
      limit = reader.peek()?.kind === 'number' ? Number(reader.take().text) : 1;
      if (!reader.takeIf('ROWS')) reader.expect('ROW');
      reader.expect('ONLY');
    } else if (reader.takeIf('WITH')) reader.word();
    else if (reader.takeIf('FOR')) {
      while (!reader.done && !reader.is('WITH')) reader.take();
    } else return limit;
  }
}

function insert(run: SqlRun, reader: SqlReader): SqlResult {
  reader.expect('INTO');
  const of = table(run, reader, 'INSERT');
  if (of.columns === undefined) throw new SqlFault(-204, `COLUMNS OF ${of.name} ARE NOT DECLARED IN THE SITE FILE`);
  const names = reader.is('(') ? reader.names() : columnsOf(of).map(({ name }) => name);
  for (const name of names)
    if (!columnsOf(of).some((column) => column.name === name))
      throw new SqlFault(-206, `${name} IS NOT VALID IN THE CONTEXT WHERE IT IS USED`);
  reader.expect('VALUES');
  const values = reader.values();
  if (values.length !== names.length)
    throw new SqlFault(
      -117,
      'THE NUMBER OF VALUES ASSIGNED IS NOT THE SAME AS THE NUMBER OF SPECIFIED OR IMPLIED COLUMNS',
    );
  const row = columnsOf(of).map(({ name, nullable }) => {
    const value = values[names.indexOf(name)] ?? null;
    if (value === null && !nullable)
      throw new SqlFault(
        -407,
        `AN UPDATE, INSERT, OR SET VALUE IS NULL, BUT THE OBJECT COLUMN ${name} CANNOT CONTAIN NULL VALUES`,
      );
    return value;
  });
  run.db2.data.put({ ...of, rows: [...of.rows, row] });
  return done(1);
}

function update(run: SqlRun, reader: SqlReader): SqlResult {
  const of = table(run, reader, 'UPDATE');
  const column = columnReader(of);
  reader.expect('SET');
  const changes = new Map<string, SqlValue>();
  do {
    const name = column(reader);
    reader.expect('=');
    changes.set(name, reader.value());
  } while (reader.takeIf(','));
  const test = reader.takeIf('WHERE') ? readCondition(reader, column) : () => true;
  let count = 0;
  const rows = of.rows.map((row) => {
    if (!test(rowOf(of, row))) return row;
    count += 1;
    return columnsOf(of).map(({ name }, at) => (changes.has(name) ? (changes.get(name) ?? null) : (row[at] ?? null)));
  });
  run.db2.data.put({ ...of, rows });
  return count === 0 ? { kind: 'done', sqlcode: 100, rows: 0 } : done(count);
}

function remove(run: SqlRun, reader: SqlReader): SqlResult {
  reader.expect('FROM');
  const of = table(run, reader, 'DELETE');
  const test = reader.takeIf('WHERE') ? readCondition(reader, columnReader(of)) : () => true;
  const rows = of.rows.filter((row) => !test(rowOf(of, row)));
  run.db2.data.put({ ...of, rows });
  const count = of.rows.length - rows.length;
  return count === 0 ? { kind: 'done', sqlcode: 100, rows: 0 } : done(count);
}

const objectKinds = ['DATABASE', 'TABLESPACE', 'INDEX', 'VIEW', 'SYNONYM', 'ALIAS', 'STOGROUP', 'SEQUENCE'];

function create(run: SqlRun, reader: SqlReader): SqlResult {
  for (const word of ['UNIQUE', 'LARGE', 'LOB', 'OR', 'REPLACE']) reader.takeIf(word);
  const kind = reader.word();
  const name = kind === 'TABLE' || kind === 'INDEX' || kind === 'VIEW' ? reader.tableName(run.id) : reader.word();
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
function drop(run: SqlRun, reader: SqlReader): SqlResult {
  const kind = reader.word();
  const name = kind === 'TABLE' || kind === 'INDEX' || kind === 'VIEW' ? reader.tableName(run.id) : reader.word();
  const had = kind === 'TABLE' ? run.db2.data.drop(name) : run.db2.data.dropObject(`${kind} ${name}`);
  if (!had) throw new SqlFault(-204, `${name} IS AN UNDEFINED NAME`);
  reader.skipRest();
  invalidate(run.db2, name);
  return done();
}

function invalidate(db2: Db2, name: string): void {
  for (const pack of db2.packages()) if (pack.tables?.includes(name) === true) db2.bind({ ...pack, valid: false });
}

function alter(run: SqlRun, reader: SqlReader): SqlResult {
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

function grant(run: SqlRun, reader: SqlReader, verb: 'GRANT' | 'REVOKE'): SqlResult {
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

function set(run: SqlRun, reader: SqlReader): SqlResult {
  reader.takeIf('CURRENT');
  const what = reader.word();
  reader.takeIf('=');
  if (what === 'SQLID' || what === 'SCHEMA') run.id = reader.take().text.trim();
  else reader.skipRest();
  return done();
}
