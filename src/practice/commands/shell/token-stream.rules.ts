import type { Lexer, Token } from './lexer.rules.ts';
import type { ShellSyntaxError, Word } from './syntax.rules.ts';

const reserved = new Set([
  'if',
  'then',
  'elif',
  'else',
  'fi',
  'for',
  'in',
  'while',
  'until',
  'do',
  'done',
  'case',
  'esac',
  '{',
  '}',
  '!',
]);

/** The tokens of a script, one of them in view. */
export class TokenStream {
  token: Token;

  constructor(readonly lexer: Lexer) {
    this.token = lexer.next();
  }

  advance(): void {
    this.token = this.lexer.next();
  }

  /** The error that something else was expected here. */
  fault(expected: string): ShellSyntaxError {
    const { token } = this;
    const got = token.kind === 'end' ? 'EOF' : token.kind === 'newline' ? 'Newline' : (shown(token) ?? 'Word');
    return this.lexer.fault(got, expected);
  }

  isOperator(...texts: string[]): boolean {
    return this.token.kind === 'operator' && texts.includes(this.token.text);
  }

  /** The reserved word that stands here. */
  keyword(): string | undefined {
    const text = this.token.kind === 'word' ? literal(this.token.word) : undefined;
    return text !== undefined && reserved.has(text) ? text : undefined;
  }

  /** Takes a reserved word. @throws {ShellSyntaxError} for anything else */
  expect(keyword: string): void {
    if (this.keyword() !== keyword) throw this.fault(keyword);
    this.advance();
  }

  skipNewlines(): void {
    while (this.token.kind === 'newline') this.advance();
  }
}

/** The text of a word without quotes or expansions; undefined for any other. */
export function literal(word: Word): string | undefined {
  if (word.some((part) => part.kind !== 'text' || part.quoted)) return undefined;
  return word.map((part) => (part.kind === 'text' ? part.text : '')).join('');
}

const shown = (token: Token): string | undefined =>
  token.kind === 'operator' ? token.text : token.kind === 'word' ? literal(token.word) : undefined;
