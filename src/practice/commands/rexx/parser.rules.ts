/** Reads the clauses of an exec into statements. What cannot be read becomes an error at the place where it stands. */

import type { ClauseBody, Clauses } from './clauses.rules.ts';
import { RexxError } from './errors.rules.ts';
import { Cursor } from './expressions.rules.ts';
import { keywords } from './keywords.rules.ts';
import { readTargetToken } from './targets.rules.ts';
import type { Statement } from './syntax.rules.ts';
import { tokensOf } from './tokens.rules.ts';

export interface Program {
  readonly statements: readonly Statement[];
  /** Position in the statements by label; the first of a name counts. */
  readonly labels: ReadonlyMap<string, number>;
  readonly lines: readonly string[];
}

const deepest = 100;

export function readProgram(lines: readonly string[], decodeHex: (digits: string) => string): Program {
  const reader = new ProgramReader(new Cursor(tokensOf(lines, decodeHex)));
  const statements = reader.all();
  const labels = new Map<string, number>();
  for (const [at, statement] of statements.entries())
    if (statement.kind === 'label' && !labels.has(statement.name)) labels.set(statement.name, at);
  return { statements, labels, lines };
}

export class ProgramReader implements Clauses {
  private depth = 0;

  constructor(readonly cursor: Cursor) {}

  all(): Statement[] {
    const statements: Statement[] = [];
    while (this.cursor.at < this.cursor.tokens.length) {
      const read = this.guarded(() => {
        if (this.cursor.isWord('END') && !this.assigns()) throw new RexxError(10);
        return this.statement();
      });
      if (read !== undefined) statements.push(read);
    }
    return statements;
  }

  /** A clause that cannot be read fails when it is reached; what follows it is read on. */
  private guarded(read: () => Statement | undefined): Statement | undefined {
    const from = this.cursor.at;
    const { depth } = this;
    try {
      return read();
    } catch (error) {
      if (!(error instanceof RexxError)) throw error;
      this.depth = depth;
      const line = error.line ?? this.cursor.tokens[Math.min(this.cursor.at, this.cursor.tokens.length - 1)]?.line ?? 1;
      this.cursor.at = Math.max(from + 1, this.cursor.at);
      this.skipClause();
      return { kind: 'bad', error: error.code, line, source: this.written(from) };
    }
  }

  private skipClause(): void {
    const { tokens } = this.cursor;
    while (this.cursor.at < tokens.length && tokens[this.cursor.at]?.kind !== 'end') this.cursor.at += 1;
  }

  /** Text of the clause that starts at a token. */
  written(from: number): string {
    const { tokens } = this.cursor;
    let text = '';
    for (let at = from; at < tokens.length && at < this.cursor.at; at += 1) {
      const token = tokens[at];
      if (token === undefined || token.kind === 'end') break;
      text += `${token.blankBefore && text !== '' ? ' ' : ''}${token.written}`;
    }
    return text;
  }

  skipEnds(): void {
    while (this.cursor.peek()?.kind === 'end') this.cursor.take();
  }

  assigns(): boolean {
    const next = this.cursor.tokens[this.cursor.at + 1];
    return next?.kind === 'operator' && next.text === '=';
  }

  /** @returns undefined at the end of the program */
  statement(): Statement | undefined {
    this.skipEnds();
    const { cursor } = this;
    const token = cursor.peek();
    if (token === undefined) return undefined;
    const from = cursor.at;
    const { line } = token;
    this.depth += 1;
    if (this.depth > deepest) throw new RexxError(11);
    const body = this.body(token.kind === 'symbol' ? token.text : '');
    this.depth -= 1;
    return { ...body, line, source: this.written(from) };
  }

  private body(word: string): ClauseBody {
    const { cursor } = this;
    const next = cursor.tokens[cursor.at + 1];
    const first = cursor.peek();
    if (next?.kind === ':' && (first?.kind === 'symbol' || first?.kind === 'string')) {
      cursor.at += 2;
      return { kind: 'label', name: first.text };
    }
    if (first?.kind === 'symbol' && this.assigns()) return this.assignment();
    const keyword = keywords[word];
    if (keyword === undefined || first?.kind !== 'symbol') {
      const value = cursor.expression();
      this.endOfClause();
      return { kind: 'command', value };
    }
    cursor.take();
    return keyword(this);
  }

  private assignment(): ClauseBody {
    const target = readTargetToken(this.cursor);
    this.cursor.take();
    const value = this.cursor.optional();
    this.endOfClause();
    return { kind: 'assign', target, value };
  }

  /** @throws {RexxError} 21 something stands after the clause */
  endOfClause(code = 21): void {
    const token = this.cursor.peek();
    if (token?.kind === ')') throw new RexxError(37);
    if (token?.kind === ',' && code === 21) throw new RexxError(37);
    if (!this.cursor.atEnd) throw new RexxError(code);
  }

  /** THEN, then one statement. */
  then(): Statement {
    if (this.cursor.peek()?.kind === 'end') this.skipEnds();
    if (this.cursor.takeWord('THEN') === undefined) throw new RexxError(18);
    return this.needed();
  }

  needed(): Statement {
    this.skipEnds();
    if (this.cursor.isWord('END', 'ELSE', 'WHEN', 'OTHERWISE') && !this.assigns()) throw new RexxError(14);
    const statement = this.statement();
    if (statement === undefined) throw new RexxError(14);
    return statement;
  }

  /** Statements up to one of the words, which stays. @throws {RexxError} 14 the program ends first */
  until(...words: readonly string[]): Statement[] {
    const statements: Statement[] = [];
    for (;;) {
      this.skipEnds();
      if (this.cursor.peek() === undefined) throw new RexxError(14);
      if (this.cursor.isWord(...words) && !this.assigns()) return statements;
      const read = this.guarded(() => this.statement());
      if (read !== undefined) statements.push(read);
    }
  }
}
