/** COBOL source in columns, with its copybooks put in. */

export interface SourceLine {
  /** All 80 columns. */
  text: string;
  /** Came from a copybook. */
  copied: boolean;
}

export type Severity = 'I' | 'W' | 'E' | 'S' | 'U';

export interface CompilerMessage {
  /** From 1, of the listing. */
  line: number;
  /** Such as `IGYLI0049-S`. */
  code: string;
  text: string;
}

export interface ExpandedSource {
  lines: readonly SourceLine[];
  copybooks: ReadonlyMap<string, readonly string[]>;
  messages: readonly CompilerMessage[];
}

/** Finds a copybook by name and library (the DD, SYSLIB unless OF says otherwise). */
export type Library = (name: string, ddname: string) => readonly string[] | undefined;

/**
 * Takes COPY statements (unless told not to) and, with SQL, EXEC SQL INCLUDE out and their texts in, as deep as they go. A member that is not
 * there is a message of severity S at its line; the number and wording of IGYLI0049-S were not looked up.
 *
 * @see Enterprise COBOL for z/OS Language Reference, COPY statement
 */
export function expanded(
  source: readonly string[],
  library: Library,
  options: { sql: boolean; copy?: false },
): ExpandedSource {
  const work: Expansion = { library, ...options, lines: [], messages: [], copybooks: new Map() };
  expand(work, source, { copied: false, within: [] });
  return work;
}

interface Expansion extends ExpandedSource {
  library: Library;
  sql: boolean;
  copy?: false;
  lines: SourceLine[];
  messages: CompilerMessage[];
  copybooks: Map<string, readonly string[]>;
}

interface Place {
  copied: boolean;
  within: readonly string[];
}

function expand(work: Expansion, source: readonly string[], place: Place): void {
  for (let at = 0; at < source.length; at += 1) {
    const text = (source[at] ?? '').padEnd(80).slice(0, 80);
    work.lines.push({ text, copied: place.copied });
    const code = codeIn(text);
    const start = /(^|[\s.])(COPY\s+|EXEC\s+SQL\s+INCLUDE\s+)/.exec(withoutLiterals(code));
    if (start === null || (work.copy === false && start[2]?.startsWith('COPY') === true)) continue;
    const { statement, used } = gathered(source, at, start.index);
    for (let more = 1; more < used; more += 1)
      work.lines.push({ text: (source[at + more] ?? '').padEnd(80).slice(0, 80), copied: place.copied });
    at += used - 1;
    take(work, statement, place);
  }
}

/** Columns 8 to 72 of a line that is no comment. */
export function codeIn(text: string): string {
  return /^.{6}[*/]/.test(text) ? '' : text.slice(7, 72);
}

export const withoutLiterals = (code: string): string =>
  code.replaceAll(/"[^"]*"|'[^']*'/g, (literal) => ' '.repeat(literal.length));

/** The statement from here to its period or END-EXEC, and how many lines it takes. */
function gathered(source: readonly string[], at: number, from: number): { statement: string; used: number } {
  let statement = '';
  for (let used = 1; used <= 40 && at + used - 1 < source.length; used += 1) {
    const code = codeIn((source[at + used - 1] ?? '').padEnd(80));
    statement += ` ${used === 1 ? code.slice(from).replace(/^\./, '') : code}`;
    const bare = statement.replaceAll(/==[\s\S]*?==/g, (pseudo) => 'x'.repeat(pseudo.length));
    const end = /^\s*EXEC/.test(bare) ? /END-EXEC\s*\.?/.exec(bare) : /\.(\s|$)/.exec(bare);
    if (end !== null) return { statement: statement.slice(0, end.index).trim(), used };
  }
  return { statement: statement.trim(), used: 1 };
}

function take(work: Expansion, statement: string, place: Place): void {
  const parts = /^(COPY|EXEC\s+SQL\s+INCLUDE)\s+["']?([A-Z0-9#@$-]+)["']?(?:\s+(?:OF|IN)\s+([A-Z0-9#@$]+))?/i.exec(
    statement,
  );
  if (parts === null) return;
  const [, verb = '', long = '', ddname = 'SYSLIB'] = parts;
  const included = !/^COPY/i.test(verb);
  const name = long.toUpperCase().slice(0, 8);
  if (included && (!work.sql || name === 'SQLCA' || name === 'SQLDA')) return;
  const line = work.lines.length;
  const text = work.library(name, ddname);
  if (text === undefined) {
    work.messages.push({
      line,
      code: 'IGYLI0049-S',
      text: `Copy member "${name}" was not found in library "${ddname}". The "COPY" statement was discarded.`,
    });
    return;
  }
  if (place.within.includes(name)) {
    work.messages.push({
      line,
      code: 'IGYLI0057-S',
      text: `The "COPY" statement for "${name}" is recursive. The "COPY" statement was discarded.`,
    });
    return;
  }
  work.copybooks.set(name, text);
  expand(work, replaced(text, replacements(statement)), { copied: true, within: [...place.within, name] });
}

interface Replacement {
  from: string;
  to: string;
  /** LEADING or TRAILING: a part of a word. */
  part: 'LEADING' | 'TRAILING' | undefined;
}

/** Pairs of REPLACING: `==pseudo-text==`, words and literals. */
function replacements(statement: string): Replacement[] {
  const operands = /\sREPLACING\s+([\s\S]*)$/i.exec(statement)?.[1] ?? '';
  const operand = String.raw`==([\s\S]*?)==|("[^"]*"|'[^']*'|[^\s]+)`;
  const pattern = new RegExp(`(?:(LEADING|TRAILING)\\s+)?(?:${operand})\\s+BY\\s+(?:${operand})`, 'gi');
  return [...operands.matchAll(pattern)].map(([, part, pseudo, word, byPseudo, byWord]) => ({
    from: (pseudo ?? word ?? '').trim(),
    to: (byPseudo ?? byWord ?? '').trim(),
    part: part === undefined ? undefined : part.toUpperCase() === 'LEADING' ? 'LEADING' : 'TRAILING',
  }));
}

function replaced(lines: readonly string[], pairs: readonly Replacement[]): readonly string[] {
  if (pairs.length === 0) return lines;
  return lines.map((line) => {
    if (codeIn(line) === '') return line;
    const code = pairs.reduce(
      (text, pair) => text.replaceAll(patternOf(pair), () => pair.to),
      line.slice(7, 72).trimEnd(),
    );
    return `${line.slice(0, 7).padEnd(7)}${code}`.slice(0, 72).padEnd(72) + line.slice(72);
  });
}

function patternOf({ from, part }: Replacement): RegExp {
  const text = from.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`).replaceAll(/\s+/g, String.raw`\s+`);
  const word = '[A-Za-z0-9-]';
  const isWord = /^[A-Za-z0-9-]+$/.test(from);
  const before = part === 'TRAILING' ? '' : isWord || part === 'LEADING' ? `(?<!${word})` : '';
  const after = part === 'LEADING' ? '' : isWord || part === 'TRAILING' ? `(?!${word})` : '';
  return new RegExp(`${before}${text}${after}`, 'g');
}
