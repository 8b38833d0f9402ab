import { closing } from './closing.rules.ts';
import { ShellSyntaxError } from './syntax.rules.ts';
import type { Word, WordPart } from './syntax.rules.ts';

export type Token =
  | { kind: 'word'; word: Word }
  | { kind: 'operator'; text: string }
  | { kind: 'descriptor'; number: number }
  | { kind: 'newline' }
  | { kind: 'end' };

const operators = ['<<-', '&&', '||', ';;', '<<', '>>', '>&', '<&', '>|', ';', '&', '|', '(', ')', '<', '>'];
const ends = new Set([' ', '\t', '\n', ';', '&', '|', '(', ')', '<', '>']);
const specials = '?$#@*!-0123456789';

interface Awaited {
  delimiter: string;
  literal: boolean;
  stripTabs: boolean;
  fill: (word: Word) => void;
}

/** Cuts a script into tokens (z/OS UNIX System Services Command Reference: sh, Quoting; Tokens). */
export class Lexer {
  private at = 0;
  private line = 1;
  private readonly awaited: Awaited[] = [];

  constructor(private readonly text: string) {}

  next(): Token {
    this.skipBlanks();
    const here = this.text.charAt(this.at);
    if (here === '') return { kind: 'end' };
    if (here === '\n') {
      this.at += 1;
      this.line += 1;
      this.readHereDocuments();
      return { kind: 'newline' };
    }
    const operator = operators.find((one) => this.text.startsWith(one, this.at));
    if (operator !== undefined) {
      this.at += operator.length;
      return { kind: 'operator', text: operator };
    }
    const descriptor = /^\d+(?=[<>])/.exec(this.text.slice(this.at, this.at + 4))?.[0];
    if (descriptor !== undefined) {
      this.at += descriptor.length;
      return { kind: 'descriptor', number: Number(descriptor) };
    }
    return { kind: 'word', word: this.readWord() };
  }

  fault(got: string, expected: string): ShellSyntaxError {
    return new ShellSyntaxError(got, expected, this.line);
  }

  /** The body of a here-document is read after the end of the line. */
  awaitHereDocument(delimiter: Word, stripTabs: boolean, fill: (word: Word) => void): void {
    const text = delimiter.map((part) => (part.kind === 'text' ? part.text : '')).join('');
    const literal = delimiter.some((part) => part.quoted);
    this.awaited.push({ delimiter: text, literal, stripTabs, fill });
  }

  private skipBlanks(): void {
    for (;;) {
      const here = this.text.charAt(this.at);
      if (here === '\\' && this.text.charAt(this.at + 1) === '\n') this.at += 2;
      else if (here === ' ' || here === '\t' || here === '\r') this.at += 1;
      else if (here === '#') while (this.at < this.text.length && this.text.charAt(this.at) !== '\n') this.at += 1;
      else return;
    }
  }

  private readHereDocuments(): void {
    for (let next = this.awaited.shift(); next !== undefined; next = this.awaited.shift()) {
      const lines: string[] = [];
      while (this.at < this.text.length) {
        const end = this.text.indexOf('\n', this.at);
        const raw = this.text.slice(this.at, end < 0 ? undefined : end);
        this.at = end < 0 ? this.text.length : end + 1;
        this.line += 1;
        const line = next.stripTabs ? raw.replace(/^\t+/, '') : raw;
        if (line === next.delimiter) break;
        lines.push(`${line}\n`);
      }
      const body = lines.join('');
      next.fill(next.literal ? [{ kind: 'text', text: body, quoted: true }] : quotedText(body));
    }
  }

  private readWord(): Word {
    const parts: WordPart[] = [];
    while (this.at < this.text.length) {
      const here = this.text.charAt(this.at);
      if (ends.has(here)) break;
      parts.push(...this.readPart(here));
    }
    return parts;
  }

  private readPart(here: string): WordPart[] {
    if (here === "'") return [{ kind: 'text', text: this.between("'"), quoted: true }];
    if (here === '"') return this.readDoubleQuoted();
    if (here === '\\') {
      this.at += 2;
      const next = this.text.charAt(this.at - 1);
      return next === '\n' ? [] : [{ kind: 'text', text: next === '' ? '\\' : next, quoted: true }];
    }
    if (here === '$' || here === '`') return [this.readExpansion(false)];
    const run = /^[^\s;&|()<>'"\\$`]+/.exec(this.text.slice(this.at))?.[0] ?? here;
    this.at += run.length;
    return [{ kind: 'text', text: run, quoted: false }];
  }

  private between(quote: string): string {
    const end = this.text.indexOf(quote, this.at + 1);
    if (end < 0) throw this.fault('EOF', quote);
    const inside = this.text.slice(this.at + 1, end);
    this.at = end + 1;
    return inside;
  }

  private readDoubleQuoted(): WordPart[] {
    const from = this.at + 1;
    const end = closing(this.text, from, '"');
    if (end < 0) throw this.fault('EOF', '"');
    this.at = end + 1;
    return quotedText(this.text.slice(from, end));
  }

  /** Reads what `$` or a back quote begins. */
  readExpansion(quoted: boolean): WordPart {
    const { text } = this;
    if (text.charAt(this.at) === '`') {
      const end = closing(text, this.at + 1, '`');
      if (end < 0) throw this.fault('EOF', '`');
      const script = text.slice(this.at + 1, end).replaceAll(/\\([`$\\])/g, '$1');
      this.at = end + 1;
      return { kind: 'command', script, quoted };
    }
    if (text.startsWith('$((', this.at)) {
      const end = closing(text, this.at + 3, ')');
      if (text.charAt(end + 1) === ')') {
        const expression = quotedText(text.slice(this.at + 3, end));
        this.at = end + 2;
        return { kind: 'arithmetic', expression, quoted };
      }
    }
    if (text.startsWith('$(', this.at)) {
      const end = closing(text, this.at + 2, ')');
      if (end < 0) throw this.fault('EOF', ')');
      const script = text.slice(this.at + 2, end);
      this.at = end + 1;
      return { kind: 'command', script, quoted };
    }
    return this.readParameter(quoted);
  }

  private readParameter(quoted: boolean): WordPart {
    const { text } = this;
    if (text.startsWith('${', this.at)) {
      const end = closing(text, this.at + 2, '}');
      if (end < 0) throw this.fault('EOF', '}');
      const inside = text.slice(this.at + 2, end);
      this.at = end + 1;
      return bracedParameter(inside, quoted) ?? { kind: 'text', text: `\${${inside}}`, quoted: true };
    }
    const name = /^[A-Za-z_]\w*/.exec(text.slice(this.at + 1, this.at + 256))?.[0];
    const special = text.charAt(this.at + 1);
    if (name === undefined && (special === '' || !specials.includes(special))) {
      this.at += 1;
      return { kind: 'text', text: '$', quoted };
    }
    this.at += 1 + (name ?? special).length;
    return { kind: 'parameter', name: name ?? special, quoted };
  }

  get position(): number {
    return this.at;
  }

  set position(at: number) {
    this.at = at;
  }
}

function bracedParameter(inside: string, quoted: boolean): WordPart | undefined {
  const length = /^#([A-Za-z_]\w*|[?$#@*!\d])$/.exec(inside);
  if (length !== null) return { kind: 'parameter', name: length[1] ?? '', operator: 'length', quoted };
  const match = /^([A-Za-z_]\w*|\d+|[?$#@*!-])(?:(:?[-=?+]|%%?|##?)([^]*))?$/.exec(inside);
  if (match === null) return undefined;
  const [, name = '', operator, word = ''] = match;
  if (operator === undefined) return { kind: 'parameter', name, quoted };
  return { kind: 'parameter', name, operator, word: wordOf(word, quoted), quoted };
}

/** The parts of a text that stands as one word, blanks and all. */
function wordOf(text: string, quoted: boolean): Word {
  if (quoted) return quotedText(text);
  const lexer = new Lexer(
    text.replaceAll(/[ \t\n;&|()<>]/g, (character) => `\\${character === '\n' ? ' ' : character}`),
  );
  const token = lexer.next();
  return token.kind === 'word' ? token.word : [];
}

/** Text as between double quotes: expansions and a few escapes. */
export function quotedText(text: string): WordPart[] {
  const parts: WordPart[] = [];
  const lexer = new Lexer(text);
  let plain = '';
  for (let at = 0; at < text.length;) {
    const here = text.charAt(at);
    const next = text.charAt(at + 1);
    if (here === '\\' && '$`"\\\n'.includes(next) && next !== '') {
      plain += next === '\n' ? '' : next;
      at += 2;
    } else if (here === '$' || here === '`') {
      if (plain !== '') parts.push({ kind: 'text', text: plain, quoted: true });
      plain = '';
      lexer.position = at;
      parts.push(lexer.readExpansion(true));
      at = lexer.position;
    } else {
      plain += here;
      at += 1;
    }
  }
  return plain !== '' || parts.length === 0 ? [...parts, { kind: 'text', text: plain, quoted: true }] : parts;
}
