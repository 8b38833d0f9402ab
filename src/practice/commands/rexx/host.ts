import type { DataStack } from './stack.ts';
import type { Variables } from './variables.ts';

/** What commands and functions of TSO/E see of the exec that called them. */
export interface ExecView {
  readonly variables: Variables;
  readonly name: string;
}

/** What an exec needs of the place where it runs. */
export interface RexxHost {
  /** @default environment of commands: TSO, or MVS under IRXJCL */
  readonly environment: string;
  /** Words of PARSE SOURCE after the exec's name. */
  readonly source: { ddname: string; dsname: string };
  readonly user: string;
  readonly timeZone: string;
  say(text: string): void;
  knows(environment: string): boolean;
  /** @returns the return code; negative when the command was not found or abended */
  command(environment: string, text: string, exec: ExecView): Promise<number>;
  /** A function of the environment, or an exec of that name. @returns undefined when there is none */
  call(
    name: string,
    args: readonly (string | undefined)[],
    exec: ExecView,
  ): Promise<{ value: string | undefined } | undefined>;
  readonly stack: DataStack;
  /** Next line of the input that PULL reads when the stack is empty. */
  readLine(): string;
  now(): number;
  random(below: number): number;
  /** Lets others go on; rejects when the job was cancelled. */
  breathe(): Promise<void>;
}
