/** The tree of an exec (z/OS TSO/E REXX Reference, Keyword Instructions). */

export type Expression =
  | { kind: 'text'; value: string }
  | { kind: 'variable'; name: string }
  | { kind: 'compound'; stem: string; tail: readonly string[] }
  | { kind: 'call'; name: string; literal: boolean; args: readonly (Expression | undefined)[] }
  | { kind: 'unary'; operator: string; of: Expression }
  | { kind: 'binary'; operator: string; left: Expression; right: Expression };

/** A variable as written; tails in parts. */
export type Target = Extract<Expression, { kind: 'variable' | 'compound' }>;

export type TemplatePart =
  | { kind: 'target'; target: Target | undefined }
  | { kind: 'literal'; value: Expression }
  | { kind: 'absolute'; column: Expression }
  | { kind: 'relative'; sign: 1 | -1; columns: Expression };

export type ParseSource =
  | { kind: 'arg' | 'pull' | 'external' | 'numeric' | 'source' | 'version' }
  | { kind: 'value'; value: Expression | undefined }
  | { kind: 'var'; target: Target };

export interface Loop {
  target?: Target;
  from?: Expression;
  to?: Expression;
  by?: Expression;
  for?: Expression;
  times?: Expression;
  forever?: boolean;
  while?: Expression;
  until?: Expression;
  /** A plain DO … END. */
  simple: boolean;
}

export type Condition = 'ERROR' | 'FAILURE' | 'HALT' | 'NOVALUE' | 'SYNTAX';

type Body =
  | { kind: 'label'; name: string }
  | { kind: 'assign'; target: Target; value: Expression | undefined }
  | { kind: 'command'; value: Expression }
  | { kind: 'say' | 'push' | 'queue' | 'return' | 'exit' | 'interpret'; value: Expression | undefined }
  | { kind: 'if'; test: Expression; then: Statement; otherwise: Statement | undefined }
  | { kind: 'do'; loop: Loop; body: readonly Statement[] }
  | {
      kind: 'select';
      whens: readonly { test: Expression; then: Statement }[];
      otherwise: readonly Statement[] | undefined;
    }
  | { kind: 'call'; name: string; literal: boolean; args: readonly (Expression | undefined)[] }
  | { kind: 'trap'; how: 'call' | 'signal'; on: boolean; condition: Condition; name: string }
  | { kind: 'signal'; name: string | undefined; value: Expression | undefined }
  | { kind: 'parse'; upper: boolean; from: ParseSource; templates: readonly (readonly TemplatePart[])[] }
  | { kind: 'leave' | 'iterate'; name: string | undefined }
  | { kind: 'numeric'; what: 'DIGITS' | 'FUZZ' | 'FORM'; value: Expression | undefined; word?: string }
  | { kind: 'address'; environment: string | undefined; value: Expression | undefined; command: Expression | undefined }
  | { kind: 'drop' | 'procedure' | 'upper'; targets: readonly (Target | { kind: 'list'; name: string })[] }
  | { kind: 'trace'; value: string | undefined; of: Expression | undefined }
  | { kind: 'nop' | 'options' }
  | { kind: 'bad'; error: number };

export type Statement = Body & {
  readonly line: number;
  /** The clause as written, for traces. */ readonly source: string;
};
