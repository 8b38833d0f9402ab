/** Words of an SQL statement, and conditions of WHERE (Db2 for z/OS SQL Reference: a subset). */

export interface SqlToken {
  kind: 'word' | 'text' | 'number' | 'sign';
  /** Words in upper case; texts without apostrophes. */
  text: string;
}

/** A statement that cannot be read: SQLCODE and its message. */
export class SqlFault extends Error {
  override readonly name = 'SqlFault';
  constructor(
    readonly sqlcode: number,
    message: string,
  ) {
    super(message);
  }
}

const form =
  /\s*(?:--[^\n]*\n?|('(?:[^']|'')*')|("(?:[^"]|"")*")|(\d+(?:\.\d+)?)|([A-Za-z@#$_][A-Za-z0-9@#$_]*)|(<>|<=|>=|¬=|!=|\|\||[^\s]))/gy;

export function sqlTokens(text: string): SqlToken[] {
  const tokens: SqlToken[] = [];
  const unquoted = (word: string, quote: string) => word.slice(1, -1).replaceAll(quote + quote, quote);
  for (const [, literal, delimited, number, word, sign] of text.matchAll(form)) {
    if (literal !== undefined) tokens.push({ kind: 'text', text: unquoted(literal, "'") });
    else if (delimited !== undefined) tokens.push({ kind: 'word', text: unquoted(delimited, '"') });
    else if (number !== undefined) tokens.push({ kind: 'number', text: number });
    else if (word !== undefined) tokens.push({ kind: 'word', text: word.toUpperCase() });
    else if (sign !== undefined) tokens.push({ kind: 'sign', text: sign === '¬=' || sign === '!=' ? '<>' : sign });
  }
  return tokens;
}

export type SqlValue = string | number | null;

export class SqlReader {
  private at = 0;
  constructor(private readonly tokens: readonly SqlToken[]) {}

  get done(): boolean {
    return this.at >= this.tokens.length;
  }

  peek(ahead = 0): SqlToken | undefined {
    return this.tokens[this.at + ahead];
  }

  /** The words that are still to come. */
  rest(): readonly SqlToken[] {
    return this.tokens.slice(this.at);
  }

  take(): SqlToken {
    const token = this.tokens[this.at];
    if (token === undefined) throw this.illegal();
    this.at += 1;
    return token;
  }

  is(...words: readonly string[]): boolean {
    return words.every((word, ahead) => {
      const token = this.peek(ahead);
      return token !== undefined && token.kind !== 'text' && token.text === word;
    });
  }

  takeIf(...words: readonly string[]): boolean {
    if (!this.is(...words)) return false;
    this.at += words.length;
    return true;
  }

  /** @throws {SqlFault} -104 */
  expect(...words: readonly string[]): void {
    for (const word of words) if (!this.takeIf(word)) throw this.illegal(word);
  }

  illegal(expected = 'END-OF-STATEMENT'): SqlFault {
    const found = this.peek()?.text ?? 'END-OF-STATEMENT';
    return new SqlFault(-104, `ILLEGAL SYMBOL "${found}". SOME SYMBOLS THAT MIGHT BE LEGAL ARE: ${expected}`);
  }

  word(): string {
    const token = this.take();
    if (token.kind !== 'word') {
      this.at -= 1;
      throw this.illegal('<IDENTIFIER>');
    }
    return token.text;
  }

  /** `QUALIFIER.NAME`; the qualifier is put before a bare name. */
  tableName(qualifier: string): string {
    const first = this.word();
    return this.takeIf('.') ? `${first}.${this.word()}` : `${qualifier}.${first}`;
  }

  value(): SqlValue {
    const minus = this.takeIf('-');
    const token = this.take();
    if (token.kind === 'number') return Number(token.text) * (minus ? -1 : 1);
    if (token.kind === 'text') return token.text;
    if (token.text === 'NULL') return null;
    if (token.text === 'CURRENT' || token.text === 'USER') {
      if (token.text === 'CURRENT') this.word();
      return token.text;
    }
    this.at -= 1;
    throw this.illegal('<CONSTANT>');
  }

  /** Values in parentheses. */
  values(): SqlValue[] {
    this.expect('(');
    const values = [this.value()];
    while (this.takeIf(',')) values.push(this.value());
    this.expect(')');
    return values;
  }

  names(): string[] {
    this.expect('(');
    const names = [this.word()];
    while (this.takeIf(',')) names.push(this.word());
    this.expect(')');
    return names;
  }

  /** Everything up to a closing parenthesis of this level, or the end. */
  skipParentheses(): void {
    if (!this.takeIf('(')) return;
    for (let depth = 1; depth > 0;) {
      const { text, kind } = this.take();
      if (kind === 'sign' && text === '(') depth += 1;
      if (kind === 'sign' && text === ')') depth -= 1;
    }
  }

  skipRest(): void {
    this.at = this.tokens.length;
  }
}

export type Row = ReadonlyMap<string, SqlValue>;
export type Test = (row: Row) => boolean;

/** @param columnOf gives a column's full name, or throws -206 */
export function readCondition(reader: SqlReader, columnOf: (reader: SqlReader) => string): Test {
  let test = readAll(reader, columnOf);
  while (reader.takeIf('OR')) {
    const [left, right] = [test, readAll(reader, columnOf)];
    test = (row) => left(row) || right(row);
  }
  return test;
}

function readAll(reader: SqlReader, columnOf: (reader: SqlReader) => string): Test {
  let test = readOne(reader, columnOf);
  while (reader.takeIf('AND')) {
    const [left, right] = [test, readOne(reader, columnOf)];
    test = (row) => left(row) && right(row);
  }
  return test;
}

function readOne(reader: SqlReader, columnOf: (reader: SqlReader) => string): Test {
  if (reader.takeIf('NOT')) {
    const inner = readOne(reader, columnOf);
    return (row) => !inner(row);
  }
  if (reader.takeIf('(')) {
    const inner = readCondition(reader, columnOf);
    reader.expect(')');
    return inner;
  }
  const column = columnOf(reader);
  const of = (row: Row): SqlValue => row.get(column) ?? null;
  if (reader.takeIf('IS')) {
    const not = reader.takeIf('NOT');
    reader.expect('NULL');
    return (row) => (of(row) === null) !== not;
  }
  const not = reader.takeIf('NOT');
  const test = readComparison(reader, of);
  return not ? (row) => of(row) !== null && !test(row) : test;
}

function readComparison(reader: SqlReader, of: (row: Row) => SqlValue): Test {
  if (reader.takeIf('LIKE')) {
    const pattern = String(reader.value() ?? '');
    return (row) => fitsPattern(String(of(row) ?? '').trimEnd(), pattern);
  }
  if (reader.takeIf('IN')) {
    const values = reader.values();
    return (row) => values.some((value) => order(of(row), value) === 0);
  }
  if (reader.takeIf('BETWEEN')) {
    const low = reader.value();
    reader.expect('AND');
    const high = reader.value();
    return (row) => order(of(row), low) >= 0 && order(of(row), high) <= 0;
  }
  const sign = reader.take().text;
  const value = reader.value();
  switch (sign) {
    case '=':
      return (row) => order(of(row), value) === 0;
    case '<>':
      return (row) => of(row) !== null && order(of(row), value) !== 0;
    case '<':
      return (row) => order(of(row), value) < 0;
    case '>':
      return (row) => order(of(row), value) > 0;
    case '<=':
      return (row) => order(of(row), value) <= 0;
    case '>=':
      return (row) => order(of(row), value) >= 0;
    default:
      throw reader.illegal('= < > <> <= >= IN LIKE BETWEEN');
  }
}

/** NULL is neither before nor behind anything. */
export function order(left: SqlValue, right: SqlValue): number {
  if (left === null || right === null) return NaN;
  if (typeof left === 'number' && typeof right === 'number') return left - right;
  const [a, b] = [String(left).trimEnd(), String(right).trimEnd()];
  return a === b ? 0 : a < b ? -1 : 1;
}

/** LIKE: `%` for any text, `_` for one character; in steps of the lengths multiplied at most. */
function fitsPattern(text: string, pattern: string): boolean {
  let [at, place, star, mark] = [0, 0, -1, 0];
  while (at < text.length) {
    if (pattern[place] === '%') {
      star = place;
      mark = at;
      place += 1;
    } else if (place < pattern.length && (pattern[place] === '_' || pattern[place] === text[at])) {
      at += 1;
      place += 1;
    } else if (star >= 0) {
      place = star + 1;
      mark += 1;
      at = mark;
    } else return false;
  }
  return /^%*$/.test(pattern.slice(place));
}
