/** Reads expressions (z/OS TSO/E REXX Reference, Expressions and Operators). */

import { RexxError } from './errors.rules.ts';
import type { Expression, Target } from './syntax.rules.ts';
import { good, type Token } from './tokens.rules.ts';

const deepest = 200;
/** Lowest first; concatenation stands between comparison and addition. */
const levels: readonly (readonly string[])[] = [
  ['|', '&&'],
  ['&'],
  ['=', '\\=', '<>', '>', '<', '>=', '<=', '\\>', '\\<', '==', '\\==', '>>', '<<', '>>=', '<<=', '\\>>', '\\<<'],
  ['||'],
  ['+', '-'],
  ['*', '/', '%', '//'],
  ['**'],
];
const comparison = 2;
const concatenation = 3;

/** A place in the tokens of a program. */
export class Cursor {
  at = 0;
  /** Symbols that end an expression where they stand alone, such as THEN or TO. */
  stops: readonly string[] = [];
  private depth = 0;

  constructor(readonly tokens: readonly Token[]) {}

  peek(ahead = 0): Token | undefined {
    return good(this.tokens[this.at + ahead]);
  }

  take(): Token | undefined {
    const token = this.peek();
    this.at += 1;
    return token;
  }

  get atEnd(): boolean {
    const token = this.peek();
    return token === undefined || token.kind === 'end';
  }

  isWord(...words: readonly string[]): boolean {
    const token = this.peek();
    return token?.kind === 'symbol' && words.includes(token.text);
  }

  takeWord(...words: readonly string[]): string | undefined {
    return this.isWord(...words) ? this.take()?.text : undefined;
  }

  /** @throws {RexxError} 35 and others */
  expression(stops: readonly string[] = []): Expression {
    const before = this.stops;
    this.stops = stops;
    try {
      return this.level(0);
    } finally {
      this.stops = before;
    }
  }

  optional(stops: readonly string[] = []): Expression | undefined {
    const token = this.peek();
    if (this.atEnd || (token?.kind === 'symbol' && stops.includes(token.text))) return undefined;
    return this.expression(stops);
  }

  private level(depth: number): Expression {
    const known = levels[depth];
    if (known === undefined) return this.prefixed();
    let left = this.level(depth + 1);
    for (;;) {
      const operator = this.operatorAt(depth, known);
      if (operator === undefined) return left;
      left = { kind: 'binary', operator, left, right: this.level(depth + 1) };
      if (depth === comparison) continue;
    }
  }

  private operatorAt(depth: number, known: readonly string[]): string | undefined {
    const token = this.peek();
    if (token === undefined) return undefined;
    if (token.kind === 'operator') {
      if (!known.includes(token.text))
        return depth === concatenation && token.text === '\\' ? this.abuttal(token) : undefined;
      this.take();
      return token.text;
    }
    if (depth !== concatenation || !this.startsTerm(token)) return undefined;
    return this.abuttal(token);
  }

  private abuttal(token: Token): string {
    return token.blankBefore ? ' ' : '||';
  }

  private startsTerm(token: Token): boolean {
    if (token.kind === 'symbol') return !this.stops.includes(token.text);
    return token.kind === 'string' || token.kind === '(';
  }

  private prefixed(): Expression {
    const token = this.peek();
    if (token?.kind === 'operator' && ['+', '-', '\\'].includes(token.text)) {
      this.take();
      this.deeper();
      const of = this.prefixed();
      this.depth -= 1;
      return { kind: 'unary', operator: token.text, of };
    }
    return this.term();
  }

  private deeper(): void {
    this.depth += 1;
    if (this.depth > deepest) throw new RexxError(11);
  }

  private term(): Expression {
    const token = this.take();
    if (token === undefined || token.kind === 'end') throw new RexxError(35);
    if (token.kind === '(') return this.parenthesised();
    if (token.kind === ')' || token.kind === ',') throw new RexxError(37);
    if (token.kind !== 'symbol' && token.kind !== 'string') throw new RexxError(35);
    if (token.kind === 'symbol' && this.stops.includes(token.text)) throw new RexxError(35);
    const next = this.tokens[this.at];
    if (next?.kind === '(' && !next.blankBefore) {
      this.take();
      return { kind: 'call', name: token.text, literal: token.kind === 'string', args: this.arguments(true) };
    }
    return token.kind === 'string' ? { kind: 'text', value: token.text } : symbol(token.text);
  }

  private parenthesised(): Expression {
    this.deeper();
    const before = this.stops;
    this.stops = [];
    const inner = this.level(0);
    this.stops = before;
    this.depth -= 1;
    if (this.peek()?.kind !== ')') throw new RexxError(36);
    this.take();
    return inner;
  }

  /** Arguments up to `)` or, of CALL, up to the end of the clause. */
  arguments(closed: boolean): (Expression | undefined)[] {
    const args: (Expression | undefined)[] = [];
    const before = this.stops;
    this.stops = [];
    this.deeper();
    for (;;) {
      const token = this.peek();
      const over = closed ? token?.kind === ')' : this.atEnd;
      if (closed && this.atEnd) throw new RexxError(36);
      if (over || token?.kind === ',') args.push(undefined);
      else args.push(this.level(0));
      if (this.peek()?.kind === ',') this.take();
      else break;
    }
    this.depth -= 1;
    this.stops = before;
    if (closed) {
      if (this.peek()?.kind !== ')') throw new RexxError(36);
      this.take();
    }
    while (args.length > 0 && args.at(-1) === undefined) args.pop();
    return args;
  }
}

/** A constant, a simple variable, a stem or a compound variable. */
export function symbol(text: string): Expression {
  return /^[0-9.]/.test(text) ? { kind: 'text', value: text } : variable(text);
}

export function variable(text: string): Target {
  const dot = text.indexOf('.');
  if (dot < 0) return { kind: 'variable', name: text };
  if (dot === text.length - 1) return { kind: 'variable', name: text };
  return { kind: 'compound', stem: text.slice(0, dot + 1), tail: text.slice(dot + 1).split('.') };
}
