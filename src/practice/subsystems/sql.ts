/** Runs SQL statements: DDL, INSERT, UPDATE, DELETE, and SELECT from one table. */

import type { DbTable } from './subsystems.ts';
import { alter, create, drop, grant, set } from './sql-definitions.ts';
import { order, readCondition, SqlFault, SqlReader, sqlTokens, type SqlValue } from './sql-reader.rules.ts';
import { columnReader, columnsOf, done, rowOf, type SqlResult, type SqlRun, table } from './sql-tables.ts';

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
