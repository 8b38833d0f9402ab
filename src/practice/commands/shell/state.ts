import type { Command } from './syntax.rules.ts';
import type { ShellSystem } from './command.ts';

export interface Variable {
  value: string;
  exported: boolean;
  readonly?: boolean;
}

/** What a shell knows while it runs; a subshell has a copy. */
export interface ShellState {
  readonly system: ShellSystem;
  readonly variables: Map<string, Variable>;
  readonly functions: Map<string, Command>;
  directory: string;
  umask: number;
  /** `$0`. */
  name: string;
  /** `$1` and so on. */
  arguments: readonly string[];
  /** `$?` */
  status: number;
  /** set -e, -u, -x. */
  readonly options: Set<string>;
  /** Command substitutions and functions within one another. */
  depth: number;
}

export const copyOf = (state: ShellState): ShellState => ({
  ...state,
  variables: new Map([...state.variables].map(([name, variable]) => [name, { ...variable }])),
  functions: new Map(state.functions),
  options: new Set(state.options),
  depth: state.depth + 1,
});

export const valueOf = (state: ShellState, name: string): string => state.variables.get(name)?.value ?? '';

/** Characters that one value may have. */
export const longestValue = 4 * 1024 * 1024;

export function assign(state: ShellState, name: string, value: string): void {
  if (value.length > longestValue) throw new ShellFailure(`${name}: FSUM7327 value is too long`, 1);
  const known = state.variables.get(name);
  if (known?.readonly === true) throw new ShellFailure(`${name}: FSUM7330 is read only`, 1);
  state.variables.set(name, { value, exported: known?.exported ?? false });
}

/** Ends the whole shell. */
export class ShellExit extends Error {
  override readonly name = 'ShellExit';
  constructor(readonly status: number) {
    super(`exit ${String(status)}`);
  }
}

/** Ends the command that is running, with a message. */
export class ShellFailure extends Error {
  override readonly name = 'ShellFailure';
  constructor(
    message: string,
    readonly status: number,
  ) {
    super(message);
  }
}

/** break, continue and return. */
export class Jump extends Error {
  override readonly name = 'Jump';
  constructor(
    readonly kind: 'break' | 'continue' | 'return',
    public levels: number,
  ) {
    super(kind);
  }
}
