import { builtins } from './builtins.ts';
import { reasonOf } from './command.ts';
import type { ShellCommand, ShellSystem } from './command.ts';
import { Runner } from './run-script.ts';
import type { Streams } from './run-script.ts';
import type { ShellState, Variable } from './state.ts';
import { Collected, Input } from './streams.ts';
import { attributes } from './utilities/attributes.ts';
import { changing } from './utilities/changing.ts';
import { copying } from './utilities/copying.ts';
import { diff } from './utilities/diff.ts';
import { listing } from './utilities/listing.ts';
import { sed } from './utilities/sed.ts';
import { showing } from './utilities/showing.ts';
import { system } from './utilities/system.ts';
import { testing } from './utilities/testing.ts';
import { text } from './utilities/text.ts';
import { readFile } from './files.ts';
import { UnixError } from '../../unix/errno.ts';

const sh: ShellCommand = {
  name: 'sh',
  usage: 'sh [-c command] [file [argument ...]]',
  usageStatus: 1,
  run(call) {
    const isLogin = /^-[lL]$/.test(call.args[0] ?? '');
    const [first = '', ...rest] = isLogin ? call.args.slice(1) : call.args;
    if (first === '-c') return call.run('eval', [rest[0] ?? '']);
    if (first === '') return call.run('eval', [call.input.all()]);
    return call.run('.', [first.includes('/') ? first : `./${first}`, ...rest]);
  },
};

const external: ReadonlyMap<string, ShellCommand> = new Map(
  [...showing, ...testing, ...listing, ...changing, ...copying, ...attributes, ...text, diff, sed, ...system, sh].map(
    (command) => [command.name, command] as const,
  ),
);

/** Commands that stand in /bin. */
export const commandNames: readonly string[] = [...external.keys()];

const runner = new Runner({ external, builtin: builtins });

export interface ShellStart {
  readonly system: ShellSystem;
  readonly input?: string;
  readonly environment?: ReadonlyMap<string, string>;
  /** @default the user's home */
  readonly directory?: string;
  /** Runs /etc/profile and the user's .profile first. */
  readonly login?: boolean;
}

export interface ShellEnd {
  readonly status: number;
  readonly output: string;
  readonly errors: string;
}

/**
 * Runs a script in a shell of the user's own.
 *
 * @see z/OS UNIX System Services Command Reference: sh
 */
export const runShell = (script: string, start: ShellStart): Promise<ShellEnd> =>
  started(start, (state, streams) => runner.script(script, state, streams));

/** Runs one command with these arguments, without a shell between. */
export const runCommand = (name: string, args: readonly string[], start: ShellStart): Promise<ShellEnd> =>
  started(start, (state, streams) => runner.call(name, args, state, streams, new Set([name])));

/** Runs a script file as a program. */
export const runFile = (path: string, args: readonly string[], start: ShellStart): Promise<ShellEnd> =>
  started(start, (state, streams) => runner.call(path, args, state, streams));

async function started(
  start: ShellStart,
  act: (state: ShellState, streams: Streams) => Promise<number>,
): Promise<ShellEnd> {
  const output = new Collected();
  const errors = new Collected();
  const streams = { input: new Input(start.input ?? ''), output, errors };
  const state = newState(start);
  const status = await runner.apart(
    async (inner) => {
      if (start.login === true) await profiles(inner, streams);
      return act(inner, streams);
    },
    state,
    streams,
  );
  return { status, output: output.text(), errors: errors.text() };
}

async function profiles(state: ShellState, streams: Streams): Promise<void> {
  const { unix, user } = state.system;
  for (const path of ['/etc/profile', `${unix.identity(user).home}/.profile`])
    try {
      await runner.script(readFile(unix, path, user), state, streams);
    } catch (error) {
      if (!(error instanceof UnixError)) throw error;
      if (error.errno !== 'ENOENT') streams.errors.write(`${path}: ${reasonOf(error)}\n`);
    }
}

function newState({ system: around, environment, directory }: ShellStart): ShellState {
  const { unix, user } = around;
  const { home, program } = unix.identity(user);
  const at = directory ?? (unix.exists(home, user) ? home : '/');
  const variables = new Map<string, Variable>();
  const given = { HOME: home, LOGNAME: user, PATH: '/bin:/usr/bin', PWD: at, SHELL: program, TZ: around.timeZone };
  for (const [name, value] of [...Object.entries(given), ...(environment ?? [])])
    variables.set(name, { value, exported: true });
  return {
    ...{ system: around, variables, functions: new Map(), directory: at, umask: 0o022, name: 'sh', arguments: [] },
    ...{ status: 0, options: new Set<string>(), depth: 0 },
  };
}
