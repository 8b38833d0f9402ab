/**
 * A command of the shell, and what it may see.
 *
 * Messages: texts behind these numbers were found in public recordings: FSUM6180, FSUM6258, FSUM6260, FSUM6404, FSUM6785,
 * FSUM7332, FSUM7343, FSUM7351, FSUM9195, FSUM9196, FSUM9209 (and what `submit` writes). All other numbers and wordings of
 * shell and commands are unverified; so is the text before `Usage:`.
 *
 * @see z/OS UNIX System Services Messages and Codes, FSUM messages
 */

import type { DataSets } from '../../datasets/data-sets.ts';
import { UnixError } from '../../unix/errno.ts';
import type { UnixFiles } from '../../unix/unix-files.ts';
import type { Input } from './streams.ts';

/** The system around a shell. No host file and no host process is in it. */
export interface ShellSystem {
  readonly unix: UnixFiles;
  readonly dataSets: DataSets;
  readonly user: string;
  readonly sysname: string;
  /** IANA name. */
  readonly timeZone: string;
  /** Milliseconds since 1970 on the system's clock. */
  now(): number;
  /** Lets time pass; rejects when whoever started the shell is cancelled. */
  elapse(seconds: number): Promise<void>;
  /** Lets time pass in which nothing is done. @default as `elapse` */
  wait?(seconds: number): Promise<void>;
  readonly signal: AbortSignal;
  readonly mayUse: (dsname: string, level: 'READ' | 'UPDATE') => boolean;
  /** The job id; undefined when the text is no job. */
  submit?: ((lines: readonly string[]) => string | undefined) | undefined;
  /** Runs a TSO command; its output and return code. */
  tso?: ((command: string) => Promise<{ lines: readonly string[]; code: number }>) | undefined;
}

/** One call of a command. */
export interface Call {
  readonly name: string;
  readonly args: readonly string[];
  readonly input: Input;
  readonly system: ShellSystem;
  /** Working directory. */
  readonly directory: string;
  readonly umask: number;
  readonly environment: ReadonlyMap<string, string>;
  readonly out: (text: string) => void;
  /** A message behind the command's name. */
  readonly error: (text: string) => void;
  /** The absolute path of an operand. */
  path(operand: string): string;
  /** Runs another command with the same streams. */
  run(name: string, args: readonly string[]): Promise<number>;
}

export interface ShellCommand {
  readonly name: string;
  /** What is printed behind `Usage:` when the operands are wrong. */
  readonly usage: string;
  /** Exit status of wrong operands. @default 2 */
  readonly usageStatus?: number;
  run(call: Call): number | Promise<number>;
}

/** Thrown by a command whose operands are not understood. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** `EDC5129I No such file or directory. (errno2=0x053B006C)`, as commands word it. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof UnixError)) throw error;
  return `${error.text} (errno2=0x${error.errno2})`;
}

/** Asks on standard error; only an answer on standard input that begins with y agrees. The wordings are not verified. */
export function agreed(call: Call, question: string): boolean {
  call.error(question);
  return /^y/i.test(call.input.line() ?? '');
}

/** Single-letter options, `x:` with a value. @throws {UsageError} */
export function optionsOf(args: readonly string[], letters: string) {
  const flags = new Set<string>();
  const values = new Map<string, string[]>();
  let at = 0;
  for (; at < args.length; at += 1) {
    const arg = args[at] ?? '';
    if (arg === '--') {
      at += 1;
      break;
    }
    if (!arg.startsWith('-') || arg === '-') break;
    for (let place = 1; place < arg.length; place += 1) {
      const letter = arg.charAt(place);
      const known = letters.indexOf(letter);
      if (known < 0 || letter === ':') throw new UsageError(`Unknown option "-${letter}"`);
      flags.add(letter);
      if (letters.charAt(known + 1) !== ':') continue;
      const value = place + 1 < arg.length ? arg.slice(place + 1) : args[(at += 1)];
      if (value === undefined) throw new UsageError(`Option "-${letter}" needs a value`);
      values.set(letter, [...(values.get(letter) ?? []), value]);
      break;
    }
  }
  return {
    has: (letter: string) => flags.has(letter),
    value: (letter: string) => values.get(letter)?.at(-1),
    values: (letter: string) => values.get(letter) ?? [],
    operands: args.slice(at),
  };
}
