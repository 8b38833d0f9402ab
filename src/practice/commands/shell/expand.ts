import { compareEbcdic } from '../../codepages/code-page.ts';
import { UnixError } from '../../unix/errno.ts';
import { ArithmeticError, evaluate } from './arithmetic.rules.ts';
import { absolute } from './files.ts';
import { asLiteral, isPattern, patternOf, unescapedPattern } from './patterns.rules.ts';
import { assign, longestValue, ShellFailure, valueOf } from './state.ts';
import type { ShellState } from './state.ts';
import type { Word, WordPart } from './syntax.rules.ts';

/** Runs a script and gives what it wrote. */
export type Substitute = (script: string) => Promise<string>;

/** A piece of a field: pattern text, where what is quoted stands behind a backslash. */
interface Piece {
  text: string;
  /** Blanks in it part fields. */
  splits: boolean;
  /** From here on a new field, as "$@" makes them. */
  breaks?: boolean;
  quoted: boolean;
}

/** All fields of a command's words: expanded, split, and file names generated. */
export async function expandWords(state: ShellState, words: readonly Word[], run: Substitute): Promise<string[]> {
  const fields: string[] = [];
  for (const word of words)
    for (const field of fieldsOf(await piecesOf(state, word, run), separators(state)))
      fields.push(...generated(state, field));
  return fields;
}

/** One word as one text: assignments, redirections, `case`. */
export async function expandWord(state: ShellState, word: Word, run: Substitute): Promise<string> {
  return unescapedPattern(await expandPattern(state, word, run));
}

/** One word as a pattern. */
export async function expandPattern(state: ShellState, word: Word, run: Substitute): Promise<string> {
  const pieces = await piecesOf(state, word, run);
  return pieces.map(({ text, breaks }, at) => (breaks === true && at > 0 ? ` ${text}` : text)).join('');
}

const separators = (state: ShellState) => state.variables.get('IFS')?.value ?? ' \t\n';

async function piecesOf(state: ShellState, word: Word, run: Substitute): Promise<Piece[]> {
  const pieces: Piece[] = [];
  for (const [at, part] of word.entries()) {
    if (pieces.reduce((sum, { text }) => sum + text.length, 0) > longestValue)
      throw new ShellFailure(`${state.name}: FSUM7327 word is too long`, 1);
    if (part.kind === 'text') pieces.push(plain(state, part, at === 0));
    else if (part.kind === 'parameter' && part.name === '@' && part.quoted && part.operator === undefined) {
      state.arguments.forEach((text, index) =>
        pieces.push({ text: asLiteral(text), splits: false, quoted: true, breaks: index > 0 }),
      );
    } else {
      const value = await valueOfPart(state, part, run);
      pieces.push({
        text: part.quoted ? asLiteral(value) : value.replaceAll('\\', '\\\\'),
        splits: !part.quoted,
        quoted: part.quoted,
      });
    }
  }
  return pieces;
}

function plain(state: ShellState, { text, quoted }: { text: string; quoted: boolean }, isFirst: boolean): Piece {
  const home = isFirst && !quoted && /^~(\/|$)/.test(text);
  const shown = home ? valueOf(state, 'HOME') + text.slice(1) : text;
  return { text: quoted ? asLiteral(shown) : shown, splits: false, quoted };
}

async function valueOfPart(
  state: ShellState,
  part: Exclude<WordPart, { kind: 'text' }>,
  run: Substitute,
): Promise<string> {
  if (part.kind === 'command') return (await run(part.script)).replace(/\n+$/, '');
  if (part.kind === 'parameter') return parameter(state, part, run);
  try {
    return String(evaluate(await expandWord(state, part.expression, run), (name) => valueOf(state, name)));
  } catch (error) {
    throw error instanceof ArithmeticError ? new ShellFailure(error.message, 1) : error;
  }
}

function special(state: ShellState, name: string): string | undefined {
  switch (name) {
    case '?':
      return String(state.status);
    case '#':
      return String(state.arguments.length);
    case '@':
    case '*':
      return state.arguments.length === 0 ? undefined : state.arguments.join(' ');
    case '$':
      return '65537';
    case '!':
      return undefined;
    case '-':
      return [...state.options].join('');
    case '0':
      return state.name;
    default:
      return /^\d+$/.test(name) ? state.arguments[Number(name) - 1] : state.variables.get(name)?.value;
  }
}

async function parameter(
  state: ShellState,
  part: Extract<WordPart, { kind: 'parameter' }>,
  run: Substitute,
): Promise<string> {
  const { name, operator, word = [] } = part;
  const value = special(state, name);
  if (operator === undefined) {
    if (value === undefined && state.options.has('u')) throw new ShellFailure(`${name}: FSUM7334 parameter not set`, 1);
    return value ?? '';
  }
  if (operator === 'length') return String((value ?? '').length);
  if (operator.startsWith('%') || operator.startsWith('#'))
    return trimmed(value ?? '', operator, await expandPattern(state, word, run));
  const isSet = value !== undefined && !(operator.startsWith(':') && value === '');
  switch (operator.at(-1)) {
    case '+':
      return isSet ? expandWord(state, word, run) : '';
    case '=':
      if (isSet) return value;
      assign(state, name, await expandWord(state, word, run));
      return valueOf(state, name);
    case '?':
      if (isSet) return value;
      throw new ShellFailure(`${name}: ${(await expandWord(state, word, run)) || 'FSUM7334 parameter not set'}`, 1);
    default:
      return isSet ? value : expandWord(state, word, run);
  }
}

/** Trimming tries each length in turn. */
const longestTrimmed = 20_000;

/** Takes the shortest (`%`, `#`) or longest (`%%`, `##`) match off the end or the beginning. */
function trimmed(value: string, operator: string, pattern: string): string {
  if (value.length > longestTrimmed) throw new ShellFailure('FSUM7327 value is too long to be trimmed', 1);
  const matches = patternOf(pattern);
  const atEnd = operator.startsWith('%');
  const lengths = Array.from({ length: value.length + 1 }, (_, length) => length);
  for (const length of operator.length === 2 ? lengths.reverse() : lengths) {
    const piece = atEnd ? value.slice(value.length - length) : value.slice(0, length);
    if (matches.test(piece)) return atEnd ? value.slice(0, value.length - length) : value.slice(length);
  }
  return value;
}

function fieldsOf(pieces: readonly Piece[], ifs: string): string[] {
  const fields: string[] = [];
  let field: string | undefined;
  for (const { text, splits, breaks, quoted } of pieces) {
    if (breaks === true) {
      fields.push(field ?? '');
      field = undefined;
    }
    if (!splits) {
      if (quoted || text !== '') field = (field ?? '') + text;
      continue;
    }
    for (const character of text) {
      if (!ifs.includes(character)) field = (field ?? '') + character;
      else if (field !== undefined) {
        fields.push(field);
        field = undefined;
      }
    }
  }
  if (field !== undefined) fields.push(field);
  return fields;
}

/** File names that a field stands for; itself when none fits. */
function generated(state: ShellState, field: string): string[] {
  if (!isPattern(field)) return [unescapedPattern(field)];
  const parts = field.split('/');
  let found = [parts[0] === '' ? '/' : ''];
  for (const [at, part] of parts.entries()) {
    if (part === '') continue;
    const isLast = at === parts.length - 1;
    found = found.flatMap((base) => (isPattern(part) ? matching(state, base, part) : [base + unescapedPattern(part)]));
    if (!isLast) found = found.map((base) => `${base}/`);
  }
  const { unix, user } = state.system;
  const there = found.filter((path) => unix.exists(absolute(state.directory, path), user));
  return there.length === 0 ? [unescapedPattern(field)] : there;
}

function matching(state: ShellState, base: string, part: string): string[] {
  const fits = patternOf(part);
  const { unix, user } = state.system;
  try {
    return unix
      .list(absolute(state.directory, base === '' ? '.' : base), user)
      .filter(({ name }) => fits.test(name) && (part.startsWith('.') || !name.startsWith('.')))
      .map(({ name }) => base + name)
      .sort(compareEbcdic);
  } catch (error) {
    if (error instanceof UnixError) return [];
    throw error;
  }
}
