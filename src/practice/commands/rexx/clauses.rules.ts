import type { Cursor } from './expressions.rules.ts';
import type { Statement } from './syntax.rules.ts';

type WithoutPlace<T> = T extends unknown ? Omit<T, 'line' | 'source'> : never;
export type ClauseBody = WithoutPlace<Statement>;

/** What the reader of a keyword instruction may ask of the reader of the program. */
export interface Clauses {
  readonly cursor: Cursor;
  assigns(): boolean;
  skipEnds(): void;
  /** @throws {RexxError} something stands after the clause */
  endOfClause(code?: number): void;
  then(): Statement;
  needed(): Statement;
  until(...words: readonly string[]): Statement[];
}
