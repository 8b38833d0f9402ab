/** What the parts of the interpreter know of each other. */

import type { RexxHost } from './host.ts';
import type { Precision } from './numbers.rules.ts';
import type { Program } from './parser.rules.ts';
import type { Condition, Expression, Target } from './syntax.rules.ts';
import type { Variables } from './variables.ts';

export type Running<T> = Generator<Promise<unknown>, T, unknown>;

/** Waits for something outside the exec. */
export function* waitFor<T>(promise: Promise<T>): Running<T> {
  return (yield promise) as T;
}

export interface Trap {
  how: 'call' | 'signal';
  label: string;
}

/** One routine: its variables and what it inherited. */
export interface Frame {
  variables: Variables;
  readonly args: readonly (string | undefined)[];
  readonly how: 'COMMAND' | 'FUNCTION' | 'SUBROUTINE';
  environment: string;
  otherEnvironment: string;
  precision: Precision;
  traps: Map<Condition, Trap>;
  /** PROCEDURE may still come. */
  mayHide: boolean;
  condition: { name: Condition; how: 'call' | 'signal'; description: string } | undefined;
}

/** The running exec. */
export interface Exec {
  readonly frame: Frame;
  readonly host: RexxHost;
  readonly name: string;
  readonly program: Program;
  readonly line: number;
  /** Milliseconds when TIME('E') or TIME('R') was called first. */
  elapsedFrom: number | undefined;
  value(expression: Expression | undefined): Running<string>;
  evaluate(expression: Expression): Running<string>;
  /** The full name of a variable, values of its tail put in. */
  nameOf(target: Target): string;
  set(target: Target, value: string): void;
  /** @throws {RexxError} 26 */
  whole(text: string): number;
}
