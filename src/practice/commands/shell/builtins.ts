import { UnixError } from '../../unix/errno.ts';
import { reasonOf, UsageError } from './command.ts';
import type { Call } from './command.ts';
import { absolute, isDirectory, readFile } from './files.ts';
import { findCommand } from './find-command.ts';
import type { Builtin, Runner, Streams } from './run-script.ts';
import { assign, Jump, ShellExit, ShellFailure, valueOf } from './state.ts';
import type { ShellState } from './state.ts';

const streamsOf = (call: Call): Streams => ({
  input: call.input,
  output: { write: call.out },
  errors: { write: (text) => call.error(text.replace(/\n$/, '')) },
});

function numberOf({ args: [text] }: Call, otherwise: number): number {
  if (text === undefined) return otherwise;
  if (!/^\d+$/.test(text)) throw new ShellFailure(`${text}: FSUM7344 bad number`, 1);
  return Number(text);
}

function changeDirectory(call: Call, state: ShellState): number {
  const { unix, user } = state.system;
  const [given] = call.args;
  if (call.args.length > 1) throw new UsageError('too many arguments');
  const target = given === '-' ? valueOf(state, 'OLDPWD') : (given ?? valueOf(state, 'HOME'));
  try {
    const path = unix.resolve(absolute(state.directory, target), user);
    if (!isDirectory(unix, path, user)) throw new UnixError('ENOTDIR', path);
    if (!unix.allows(path, user, 1)) throw new UnixError('EACCES', path);
    assign(state, 'OLDPWD', state.directory);
    assign(state, 'PWD', path);
    state.directory = path;
  } catch (error) {
    call.error(`${target}: ${reasonOf(error)}`);
    return 1;
  }
  if (given === '-') call.out(`${state.directory}\n`);
  return 0;
}

function declare(call: Call, state: ShellState, how: 'export' | 'readonly'): number {
  if (call.args.length === 0 || call.args[0] === '-p') {
    for (const [name, variable] of state.variables)
      if (how === 'export' ? variable.exported : variable.readonly) call.out(`${how} ${name}="${variable.value}"\n`);
    return 0;
  }
  for (const arg of call.args) {
    const [, name, equals, value = ''] = /^([A-Za-z_]\w*)(=?)([^]*)$/.exec(arg) ?? [];
    if (name === undefined || (equals === '' && value !== ''))
      throw new ShellFailure(`${arg}: FSUM7328 not an identifier`, 1);
    if (equals === '=') assign(state, name, value);
    const variable = state.variables.get(name) ?? { value: '', exported: false };
    state.variables.set(name, how === 'export' ? { ...variable, exported: true } : { ...variable, readonly: true });
  }
  return 0;
}

const setOptions: Record<string, string> = { errexit: 'e', xtrace: 'x', nounset: 'u' };

function setShell(call: Call, state: ShellState): number {
  const args = [...call.args];
  if (args.length === 0) for (const [name, { value }] of [...state.variables].sort()) call.out(`${name}="${value}"\n`);
  while (args.length > 0) {
    const arg = args.shift() ?? '';
    if (arg === '--' || !/^[-+]./.test(arg)) {
      state.arguments = arg === '--' ? args : [arg, ...args];
      return 0;
    }
    const letters = /^[-+]o$/.test(arg) ? (setOptions[args.shift() ?? ''] ?? '?') : arg.slice(1);
    for (const letter of letters) {
      if (!'eux'.includes(letter)) throw new ShellFailure(`set: FSUM7345 unknown option ${arg}`, 1);
      if (arg.startsWith('-')) state.options.add(letter);
      else state.options.delete(letter);
    }
  }
  return 0;
}

function readVariables(call: Call, state: ShellState): number {
  const names = call.args.filter((arg) => arg !== '-r');
  const line = call.input.line();
  const words = (line ?? '').split(/[ \t]+/).filter((word) => word !== '');
  (names.length === 0 ? ['REPLY'] : names).forEach((name, at, all) => {
    const isLast = at === all.length - 1;
    assign(state, name, isLast ? words.slice(at).join(' ') : (words[at] ?? ''));
  });
  return line === undefined ? 1 : 0;
}

async function sourced(call: Call, state: ShellState, runner: Runner): Promise<number> {
  const [name, ...args] = call.args;
  if (name === undefined) throw new UsageError('a file is needed');
  const { unix, user } = state.system;
  const path = name.includes('/')
    ? absolute(state.directory, name)
    : (findCommand(state, name) ?? absolute(state.directory, name));
  const before = state.arguments;
  try {
    const text = readFile(unix, path, user);
    if (args.length > 0) state.arguments = args;
    return await runner.script(text, state, streamsOf(call));
  } catch (error) {
    if (error instanceof Jump && error.kind === 'return') return state.status;
    call.error(`${name}: ${reasonOf(error)}`);
    return 1;
  } finally {
    state.arguments = before;
  }
}

function describe(call: Call, state: ShellState, known: ReadonlySet<string>): number {
  let status = 0;
  for (const name of call.args.filter((arg) => !arg.startsWith('-'))) {
    const path = findCommand(state, name);
    if (state.functions.has(name)) call.out(`${name} is a function\n`);
    else if (known.has(name)) call.out(`${name} is a built-in command\n`);
    else if (path !== undefined) call.out(`${name} is ${path}\n`);
    else {
      call.error(`${name}: FSUM7351 not found`);
      status = 1;
    }
  }
  return status;
}

/** Commands that change the shell itself (z/OS UNIX System Services Command Reference: sh, Special built-in utilities). */
export const builtins: ReadonlyMap<string, Builtin> = new Map<string, Builtin>([
  [':', () => 0],
  ['.', sourced],
  ['cd', changeDirectory],
  ['export', (call, state) => declare(call, state, 'export')],
  ['readonly', (call, state) => declare(call, state, 'readonly')],
  ['set', setShell],
  ['read', readVariables],
  ['type', (call, state) => describe(call, state, new Set(builtins.keys()))],
  ['whence', (call, state) => describe(call, state, new Set(builtins.keys()))],
  ['wait', () => 0],
  ['eval', (call, state, runner) => runner.script(call.args.join(' '), state, streamsOf(call))],
  [
    'exec',
    async (call, state, runner) => {
      const [name, ...args] = call.args;
      if (name === undefined) return 0;
      throw new ShellExit(await runner.call(name, args, state, streamsOf(call)));
    },
  ],
  [
    'exit',
    (call, state) => {
      throw new ShellExit(numberOf(call, state.status) & 255);
    },
  ],
  [
    'return',
    (call, state) => {
      state.status = numberOf(call, state.status) & 255;
      throw new Jump('return', 1);
    },
  ],
  [
    'break',
    (call) => {
      throw new Jump('break', Math.max(1, numberOf(call, 1)));
    },
  ],
  [
    'continue',
    (call) => {
      throw new Jump('continue', Math.max(1, numberOf(call, 1)));
    },
  ],
  [
    'shift',
    (call, state) => {
      const by = numberOf(call, 1);
      if (by > state.arguments.length) throw new ShellFailure('shift: FSUM7346 bad shift count', 1);
      state.arguments = state.arguments.slice(by);
      return 0;
    },
  ],
  [
    'unset',
    (call, state) => {
      for (const name of call.args.filter((arg) => !arg.startsWith('-'))) {
        if (state.variables.get(name)?.readonly === true) throw new ShellFailure(`${name}: FSUM7330 is read only`, 1);
        state.variables.delete(name);
        state.functions.delete(name);
      }
      return 0;
    },
  ],
  [
    'umask',
    (call, state) => {
      const [text] = call.args;
      if (text === undefined) call.out(`${state.umask.toString(8).padStart(4, '0')}\n`);
      else if (/^[0-7]{1,4}$/.test(text)) state.umask = Number.parseInt(text, 8) & 0o777;
      else throw new ShellFailure(`umask: FSUM7344 bad mask "${text}"`, 1);
      return 0;
    },
  ],
  [
    'command',
    (call, state, runner) => {
      const [name, ...args] = call.args.filter((arg, at) => at > 0 || arg !== '-p');
      if (name === '-v' || name === '-V') {
        const found = args.map((one) => (builtins.has(one) ? one : findCommand(state, one)));
        for (const path of found) if (path !== undefined) call.out(`${path}\n`);
        return found.includes(undefined) ? 1 : 0;
      }
      return name === undefined ? 0 : runner.call(name, args, state, streamsOf(call));
    },
  ],
  [
    'trap',
    () => {
      throw new ShellFailure('trap: FSUM7345 traps are not imitated by the practice system', 1);
    },
  ],
]);
