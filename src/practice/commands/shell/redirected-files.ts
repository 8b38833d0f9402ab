import { reasonOf } from './command.ts';
import { absolute, readFile, writeFile } from './files.ts';
import { ShellFailure } from './state.ts';
import type { ShellState } from './state.ts';
import { Collected, Input } from './streams.ts';
import type { Output } from './streams.ts';

/** A file as standard input. @throws {ShellFailure} */
export function opened(state: ShellState, target: string): Input {
  const { unix, user } = state.system;
  try {
    return new Input(readFile(unix, absolute(state.directory, target), user));
  } catch (error) {
    throw new ShellFailure(`${target}: FSUM7343 cannot open "${target}" for input: ${reasonOf(error)}`, 1);
  }
}

/** A file is made or emptied at once; what is written goes into it when the command has ended. */
export function written(state: ShellState, target: string, append: boolean, close: (() => void)[]): Output {
  const { unix, user } = state.system;
  const path = absolute(state.directory, target);
  const mode = 0o666 & ~state.umask;
  const failed = (error: unknown) =>
    new ShellFailure(`${target}: FSUM7343 cannot open "${target}" for output: ${reasonOf(error)}`, 1);
  try {
    writeFile(unix, path, user, '', { append, mode });
  } catch (error) {
    throw failed(error);
  }
  const collected = new Collected();
  close.push(() => {
    try {
      writeFile(unix, path, user, collected.text(), { append: true, mode });
    } catch (error) {
      throw failed(error);
    }
  });
  return collected;
}
