/** Splits the text of an exec into tokens (z/OS TSO/E REXX Reference, Structure and General Syntax). */

import { RexxError } from './errors.rules.ts';

export interface Token {
  readonly kind: 'symbol' | 'string' | 'operator' | '(' | ')' | ',' | ':' | 'end' | 'bad';
  /** Symbols in upper case, strings without quotes, hexadecimal and binary strings as characters. */
  readonly text: string;
  /** As written, for messages and for PARSE VALUE … WITH. */
  readonly written: string;
  /** A blank, a comment or a continuation stands before it. */
  readonly blankBefore: boolean;
  readonly line: number;
  readonly error?: number;
}

const operators = [
  ...['\\>>', '\\<<', '>>=', '<<=', '\\=='],
  ...['&&', '||', '**', '//', '==', '\\=', '<>', '><', '>=', '<=', '\\>', '\\<', '>>', '<<'],
  ...['+', '-', '*', '/', '%', '|', '&', '=', '\\', '>', '<'],
];
const symbolCharacter = /[A-Za-z0-9@#$¢.!?_]/;

export function tokensOf(lines: readonly string[], decodeHex: (digits: string) => string): Token[] {
  return new Reader(lines, decodeHex).all();
}

class Reader {
  private readonly tokens: Token[] = [];
  private at = 0;
  private line = 1;
  private blank = false;
  private readonly text: string;

  constructor(
    lines: readonly string[],
    private readonly decodeHex: (digits: string) => string,
  ) {
    this.text = `${lines.map((line) => line.trimEnd()).join('\n')}\n`;
  }

  all(): Token[] {
    while (this.at < this.text.length) this.one();
    return this.tokens;
  }

  private push(kind: Token['kind'], text: string, written = text, error?: number): void {
    this.tokens.push({
      ...{ kind, text, written, blankBefore: this.blank, line: this.line },
      ...(error === undefined ? {} : { error }),
    });
    this.blank = false;
  }

  private one(): void {
    const here = this.text[this.at] ?? '';
    if (here === '\n') this.endOfLine();
    else if (here === ' ' || here === '\t') {
      this.blank = true;
      this.at += 1;
    } else if (this.text.startsWith('/*', this.at)) this.comment();
    else if (here === "'" || here === '"') this.string(here);
    else if (symbolCharacter.test(here)) this.symbol();
    else if (here === ';') this.single('end');
    else if (here === '(' || here === ')' || here === ',' || here === ':') this.single(here);
    else this.operator();
  }

  private single(kind: Token['kind']): void {
    this.push(kind, this.text[this.at] ?? '');
    this.at += 1;
  }

  private endOfLine(): void {
    const last = this.tokens.at(-1);
    this.at += 1;
    if (last?.kind === ',') {
      this.tokens.pop();
      this.blank = true;
    } else if (last !== undefined && last.kind !== 'end') this.push('end', '\n');
    this.line += 1;
  }

  private comment(): void {
    let depth = 0;
    const from = this.line;
    do {
      if (this.text.startsWith('/*', this.at)) depth += 1;
      else if (this.text.startsWith('*/', this.at)) depth -= 1;
      else {
        if (this.text[this.at] === '\n') this.line += 1;
        this.at -= 1;
      }
      this.at += 2;
    } while (depth > 0 && this.at < this.text.length);
    this.blank = true;
    if (depth > 0) this.tokens.push({ kind: 'bad', text: '', written: '/*', blankBefore: true, line: from, error: 6 });
  }

  private string(quote: string): void {
    let value = '';
    let at = this.at + 1;
    for (;;) {
      const character = this.text[at];
      if (character === undefined || character === '\n') {
        this.push('bad', '', value, 6);
        this.at = at;
        return;
      }
      if (character === quote && this.text[at + 1] !== quote) break;
      value += character;
      at += character === quote ? 2 : 1;
    }
    const suffix = (this.text[at + 1] ?? '').toUpperCase();
    const written = this.text.slice(this.at, at + 1);
    const radix = (suffix === 'X' || suffix === 'B') && !symbolCharacter.test(this.text[at + 2] ?? ' ');
    this.at = at + (radix ? 2 : 1);
    const converted = radix ? this.converted(value, suffix) : value;
    if (converted === undefined) this.push('bad', '', written, 15);
    else this.push('string', converted, written);
  }

  private converted(value: string, suffix: string): string | undefined {
    const packed = value.replaceAll(/\s/g, '');
    const hex = suffix === 'X' ? /^[0-9A-Fa-f]*$/.test(packed) : /^[01]*$/.test(packed);
    if (!hex) return undefined;
    return this.decodeHex(suffix === 'X' ? packed : binaryToHex(packed));
  }

  private symbol(): void {
    const from = this.at;
    while (symbolCharacter.test(this.text[this.at] ?? ' ')) {
      this.at += 1;
      const sofar = this.text.slice(from, this.at);
      if (/^[0-9.][0-9.]*[eE]$/.test(sofar) && /^[+-][0-9]/.test(this.text.slice(this.at, this.at + 2))) this.at += 1;
    }
    const written = this.text.slice(from, this.at);
    this.push('symbol', written.toUpperCase(), written);
  }

  private operator(): void {
    const rest = this.text.slice(this.at, this.at + 3).replaceAll(/[¬^]/g, '\\');
    const found = operators.find((one) => rest.startsWith(one));
    if (found === undefined) this.push('bad', '', this.text[this.at] ?? '', 13);
    else this.push('operator', found === '><' ? '<>' : found);
    this.at += found?.length ?? 1;
  }
}

export function binaryToHex(bits: string): string {
  const full = bits.padStart(Math.ceil(bits.length / 4) * 4, '0');
  return (full.match(/.{4}/g) ?? []).map((four) => parseInt(four, 2).toString(16)).join('');
}

/** @throws {RexxError} the one that a bad token carries */
export function good(token: Token | undefined): Token | undefined {
  if (token?.kind !== 'bad') return token;
  const error = new RexxError(token.error ?? 13);
  error.line = token.line;
  throw error;
}
