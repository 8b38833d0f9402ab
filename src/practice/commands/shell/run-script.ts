import { TooLong } from '../../../shared/time-bound.ts';
import { UnixError } from '../../unix/errno.ts';
import { reasonOf, UsageError } from './command.ts';
import type { Call, ShellCommand } from './command.ts';
import { expandPattern, expandWord, expandWords } from './expand.ts';
import { absolute, readFile } from './files.ts';
import { findCommand } from './find-command.ts';
import { parseScript } from './parser.rules.ts';
import { patternOf } from './patterns.rules.ts';
import { opened, written } from './redirected-files.ts';
import { assign, copyOf, Jump, ShellExit, ShellFailure } from './state.ts';
import type { ShellState } from './state.ts';
import { Collected, Input, nowhere } from './streams.ts';
import type { Output } from './streams.ts';
import { ShellSyntaxError } from './syntax.rules.ts';
import type { AndOr, Command, Compound, List, Pipeline, Redirection, SimpleCommand } from './syntax.rules.ts';

/** Standard streams; more descriptors are not imitated. */
export interface Streams {
  readonly input: Input;
  readonly output: Output;
  readonly errors: Output;
}

/** Commands by name, and builtins, which change the shell that runs them. */
export interface Commands {
  readonly external: ReadonlyMap<string, ShellCommand>;
  readonly builtin: ReadonlyMap<string, Builtin>;
}
export type Builtin = (call: Call, state: ShellState, runner: Runner) => number | Promise<number>;

/** Commands that the shell knows without PATH. */
const inTheShell = new Set(['echo', 'printf', 'test', '[', 'true', 'false', 'pwd']);
const mostNested = 100;
/** Processor time that a command is charged with, in seconds. */
const commandSeconds = 0.005;

/** Runs scripts (z/OS UNIX System Services Command Reference: sh). Every command gives the system a turn. */
export class Runner {
  constructor(private readonly commands: Commands) {}

  /** Runs a script to its end; what it does to variables stays in `state`. */
  async script(text: string, state: ShellState, streams: Streams): Promise<number> {
    let list: List;
    try {
      list = parseScript(text);
    } catch (error) {
      if (error instanceof RangeError) throw new ShellFailure(`${state.name}: FSUM7327 too many nested commands`, 1);
      if (!(error instanceof ShellSyntaxError)) throw error;
      streams.errors.write(`${state.name} ${String(error.line)}: ${error.message}\n`);
      return (state.status = 1);
    }
    if (state.depth > mostNested) throw new ShellFailure(`${state.name}: FSUM7327 too many nested commands`, 1);
    return this.list(list, state, streams);
  }

  /** Runs a script in a copy of the shell; exit ends only the copy. */
  async apart(act: (state: ShellState) => Promise<number>, state: ShellState, streams: Streams): Promise<number> {
    const inner = copyOf(state);
    try {
      return await act(inner);
    } catch (error) {
      if (error instanceof ShellExit) return error.status;
      if (error instanceof Jump) return inner.status;
      if (!(error instanceof ShellFailure)) throw error;
      streams.errors.write(`${error.message}\n`);
      return error.status;
    }
  }

  private async list(list: List, state: ShellState, streams: Streams): Promise<number> {
    for (const item of list) {
      state.status = await this.andOr(item, state, streams);
      const tested = item.rest.length > 0 || item.first.negated;
      if (state.status !== 0 && state.options.has('e') && !tested) throw new ShellExit(state.status);
    }
    return state.status;
  }

  private async andOr({ first, rest }: AndOr, state: ShellState, streams: Streams): Promise<number> {
    const guarded = state.options.has('e') && rest.length > 0;
    if (guarded) state.options.delete('e');
    state.status = await this.pipeline(first, state, streams);
    for (const { operator, pipeline } of rest)
      if ((state.status === 0) === (operator === '&&')) state.status = await this.pipeline(pipeline, state, streams);
    if (guarded) state.options.add('e');
    return state.status;
  }

  private async pipeline({ negated, commands }: Pipeline, state: ShellState, streams: Streams): Promise<number> {
    let { input } = streams;
    let status = 0;
    for (const [at, command] of commands.entries()) {
      const isLast = at === commands.length - 1;
      const between = new Collected();
      const own = { input, output: isLast ? streams.output : between, errors: streams.errors };
      status =
        commands.length === 1
          ? await this.command(command, state, own)
          : await this.apart((inner) => this.command(command, inner, own), state, own);
      input = new Input(between.text());
    }
    return negated ? Number(status === 0) : status;
  }

  private async command(command: Command, state: ShellState, streams: Streams): Promise<number> {
    await state.system.elapse(commandSeconds);
    state.system.signal.throwIfAborted();
    if (command.kind === 'function') {
      state.functions.set(command.name, command.body);
      return 0;
    }
    const close: (() => void)[] = [];
    try {
      const own = await this.redirected(command.redirections, state, streams, close);
      return await (command.kind === 'simple'
        ? this.simple(command, state, own)
        : this.compound(command.of, state, own));
    } catch (error) {
      if (!(error instanceof ShellFailure) || command.kind !== 'simple') throw error;
      streams.errors.write(`${error.message}\n`);
      return error.status;
    } finally {
      for (const end of close) end();
    }
  }

  private substitute(state: ShellState, streams: Streams) {
    return async (script: string): Promise<string> => {
      const output = new Collected();
      const own = { ...streams, output };
      state.status = await this.apart((inner) => this.script(script, inner, own), state, own);
      return output.text();
    };
  }

  private async redirected(
    redirections: readonly Redirection[],
    state: ShellState,
    streams: Streams,
    close: (() => void)[],
  ): Promise<Streams> {
    let { input, output, errors } = streams;
    for (const { descriptor, operator, target } of redirections) {
      const text = await expandWord(state, target, this.substitute(state, streams));
      if (descriptor > 2) throw new ShellFailure(`${String(descriptor)}: FSUM7336 bad file descriptor`, 1);
      if (operator === '<<') input = new Input(text);
      else if (operator === '<') input = opened(state, text);
      else if (operator === '>&' || operator === '<&') {
        const of = text === '1' ? output : text === '2' ? errors : text === '-' ? nowhere : undefined;
        if (of === undefined) throw new ShellFailure(`${text}: FSUM7336 bad file descriptor`, 1);
        if (descriptor === 2) errors = of;
        else if (descriptor === 1) output = of;
      } else {
        const file = written(state, text, operator === '>>', close);
        if (descriptor === 2) errors = file;
        else output = file;
      }
    }
    return { input, output, errors };
  }

  private async simple(command: SimpleCommand, state: ShellState, streams: Streams): Promise<number> {
    const substitute = this.substitute(state, streams);
    state.status = command.words.length === 0 ? 0 : state.status;
    const [name, ...args] = await expandWords(state, command.words, substitute);
    const given: [string, string][] = [];
    for (const { name: variable, value } of command.assignments)
      given.push([variable, await expandWord(state, value, substitute)]);
    if (name === undefined) {
      for (const [variable, value] of given) assign(state, variable, value);
      return command.words.length === 0 && given.length > 0 ? state.status : 0;
    }
    if (state.options.has('x')) streams.errors.write(`+ ${[name, ...args].join(' ')}\n`);
    if (given.length === 0) return this.call(name, args, state, streams);
    const before = given.map(([variable]) => [variable, state.variables.get(variable)] as const);
    for (const [variable, value] of given) state.variables.set(variable, { value, exported: true });
    try {
      return await this.call(name, args, state, streams);
    } finally {
      for (const [variable, old] of before)
        if (old === undefined) state.variables.delete(variable);
        else state.variables.set(variable, old);
    }
  }

  /** Runs a function, a builtin, a command, or a script file. */
  async call(
    name: string,
    args: readonly string[],
    state: ShellState,
    streams: Streams,
    known = inTheShell,
  ): Promise<number> {
    const body = state.functions.get(name);
    if (body !== undefined) return this.function(body, args, state, streams);
    const call = this.callOf(name, args, state, streams);
    const builtin = this.commands.builtin.get(name);
    try {
      if (builtin !== undefined) return await builtin(call, state, this);
      const path = findCommand(state, name) ?? (known.has(name) ? `/bin/${name}` : undefined);
      if (path === undefined) throw new ShellFailure(`${name}: FSUM7351 not found`, 127);
      const external = this.commands.external.get(path.replace(/^(\/usr)?\/bin\//, ''));
      return await (external === undefined || !/^(\/usr)?\/bin\//.test(path)
        ? this.file(path, name, args, state, streams)
        : external.run(call));
    } catch (error) {
      if (error instanceof UnixError) {
        call.error(`"${error.path}": ${reasonOf(error)}`);
        return 1;
      }
      if (error instanceof TooLong) {
        call.error('FSUM6005 the regular expression takes too long');
        return 2;
      }
      if (!(error instanceof UsageError)) throw error;
      const known = this.commands.external.get(name.slice(name.lastIndexOf('/') + 1));
      if (error.message !== '') call.error(error.message);
      if (known !== undefined) streams.errors.write(`Usage: ${known.usage}\n`);
      return known?.usageStatus ?? 2;
    }
  }

  private async function(body: Command, args: readonly string[], state: ShellState, streams: Streams): Promise<number> {
    const before = state.arguments;
    state.arguments = args;
    state.depth += 1;
    try {
      if (state.depth > mostNested) throw new ShellFailure(`${state.name}: FSUM7327 too many nested commands`, 1);
      return await this.command(body, state, streams);
    } catch (error) {
      if (error instanceof Jump && error.kind === 'return') return state.status;
      throw error;
    } finally {
      state.arguments = before;
      state.depth -= 1;
    }
  }

  /** A script in a file: a shell of its own, which sees the exported variables. */
  async file(
    path: string,
    name: string,
    args: readonly string[],
    state: ShellState,
    streams: Streams,
  ): Promise<number> {
    const { unix, user } = state.system;
    let text: string;
    try {
      if (unix.status(path, user).kind === 'directory' || !unix.allows(path, user, 1))
        throw new UnixError('EACCES', path);
      text = readFile(unix, path, user);
    } catch (error) {
      if (!(error instanceof UnixError)) throw error;
      throw new ShellFailure(
        `${name}: FSUM9209 cannot execute: reason code = ${error.errno2.toLowerCase()}: ${error.text}`,
        126,
      );
    }
    if (/^#!\s*(?!\/(usr\/)?bin\/(env )?sh\b)/.test(text) || text.includes('\0'))
      throw new ShellFailure(
        `${name}: FSUM9209 cannot execute: reason code = 00000000: EDC5130I Exec format error.`,
        126,
      );
    return this.apart(
      (inner) => {
        for (const [variable, { exported }] of inner.variables) if (!exported) inner.variables.delete(variable);
        inner.functions.clear();
        inner.options.clear();
        return this.script(text, Object.assign(inner, { name, arguments: args }), streams);
      },
      state,
      streams,
    );
  }

  private callOf(name: string, args: readonly string[], state: ShellState, streams: Streams): Call {
    const bare = name.slice(name.lastIndexOf('/') + 1);
    return {
      name: bare,
      args,
      input: streams.input,
      system: state.system,
      directory: state.directory,
      umask: state.umask,
      environment: exportedOf(state),
      out: (text) => streams.output.write(text),
      error: (text) => streams.errors.write(`${bare}: ${text}\n`),
      path: (operand) => absolute(state.directory, operand),
      run: (other, operands) => this.apart((inner) => this.call(other, operands, inner, streams), state, streams),
    };
  }

  private async compound(of: Compound, state: ShellState, streams: Streams): Promise<number> {
    switch (of.kind) {
      case 'group':
        if (!of.subshell) return this.list(of.body, state, streams);
        return this.apart((inner) => this.list(of.body, inner, streams), state, streams);
      case 'if':
        for (const { test, then } of of.arms)
          if ((await this.tested(test, state, streams)) === 0) return this.list(then, state, streams);
        return of.otherwise === undefined ? 0 : this.list(of.otherwise, state, streams);
      case 'loop':
        return this.loop(
          async () => ((await this.tested(of.test, state, streams)) === 0) !== of.until,
          of.body,
          state,
          streams,
        );
      case 'for': {
        const substitute = this.substitute(state, streams);
        const values = of.words === undefined ? [...state.arguments] : await expandWords(state, of.words, substitute);
        const step = () => {
          const value = values.shift();
          if (value !== undefined) assign(state, of.name, value);
          return Promise.resolve(value !== undefined);
        };
        return this.loop(step, of.body, state, streams);
      }
      case 'case':
        return this.choose(of, state, streams);
    }
  }

  /** A condition: its failure ends nothing. */
  private async tested(list: List, state: ShellState, streams: Streams): Promise<number> {
    const guarded = state.options.delete('e');
    try {
      return await this.list(list, state, streams);
    } finally {
      if (guarded) state.options.add('e');
    }
  }

  private async loop(more: () => Promise<boolean>, body: List, state: ShellState, streams: Streams): Promise<number> {
    let status = 0;
    for (;;) {
      try {
        if (!(await more())) return status;
        status = await this.list(body, state, streams);
      } catch (error) {
        if (!(error instanceof Jump) || error.kind === 'return') throw error;
        error.levels -= 1;
        if (error.levels > 0) throw error;
        if (error.kind === 'break') return 0;
      }
    }
  }

  private async choose(of: Extract<Compound, { kind: 'case' }>, state: ShellState, streams: Streams): Promise<number> {
    const substitute = this.substitute(state, streams);
    const value = await expandWord(state, of.word, substitute);
    for (const { patterns, body } of of.arms)
      for (const pattern of patterns)
        if (patternOf(await expandPattern(state, pattern, substitute)).test(value))
          return body.length === 0 ? 0 : this.list(body, state, streams);
    return 0;
  }
}

const exportedOf = (state: ShellState): ReadonlyMap<string, string> =>
  new Map([...state.variables].flatMap(([name, { value, exported }]) => (exported ? [[name, value] as const] : [])));
