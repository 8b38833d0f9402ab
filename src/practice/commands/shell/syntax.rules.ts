/** What a script is made of, once it is read. */

/** A piece of a word. What stands in quotes is neither split nor taken as a pattern. */
export type WordPart =
  | { kind: 'text'; text: string; quoted: boolean }
  | { kind: 'parameter'; name: string; operator?: string; word?: Word; quoted: boolean }
  | { kind: 'command'; script: string; quoted: boolean }
  | { kind: 'arithmetic'; expression: Word; quoted: boolean };
export type Word = readonly WordPart[];

export interface Redirection {
  /** File descriptor: 0 input, 1 output, 2 errors. */
  readonly descriptor: number;
  readonly operator: '<' | '>' | '>>' | '>|' | '<<' | '>&' | '<&';
  /** File, descriptor, or the text of a here-document. */
  readonly target: Word;
}

export interface SimpleCommand {
  readonly kind: 'simple';
  readonly assignments: readonly { name: string; value: Word }[];
  readonly words: readonly Word[];
  readonly redirections: readonly Redirection[];
}

export type Compound =
  | { kind: 'if'; arms: readonly { test: List; then: List }[]; otherwise: List | undefined }
  | { kind: 'for'; name: string; words: readonly Word[] | undefined; body: List }
  | { kind: 'loop'; until: boolean; test: List; body: List }
  | { kind: 'case'; word: Word; arms: readonly { patterns: readonly Word[]; body: List }[] }
  | { kind: 'group'; subshell: boolean; body: List };

export type Command =
  | SimpleCommand
  | { kind: 'compound'; of: Compound; redirections: readonly Redirection[] }
  | { kind: 'function'; name: string; body: Command };

export interface Pipeline {
  readonly negated: boolean;
  readonly commands: readonly Command[];
}

/** Pipelines joined by `&&` and `||`. */
export interface AndOr {
  readonly first: Pipeline;
  readonly rest: readonly { operator: '&&' | '||'; pipeline: Pipeline }[];
}

export type List = readonly AndOr[];

/** A script that is no script: `syntax error: got ), expecting Newline`. */
export class ShellSyntaxError extends Error {
  override readonly name = 'ShellSyntaxError';
  constructor(
    readonly got: string,
    readonly expected: string,
    readonly line: number,
  ) {
    super(`FSUM7332 syntax error: got ${got}, expecting ${expected}`);
  }
}
