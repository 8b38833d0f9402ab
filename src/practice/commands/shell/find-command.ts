import { absolute } from './files.ts';
import { valueOf } from './state.ts';
import type { ShellState } from './state.ts';

/** The path of a command: as it is named, or in the directories of PATH. */
export function findCommand(state: ShellState, name: string): string | undefined {
  const { unix, user } = state.system;
  if (name.includes('/'))
    return unix.exists(absolute(state.directory, name), user) ? absolute(state.directory, name) : undefined;
  return valueOf(state, 'PATH')
    .split(':')
    .map((directory) => absolute(state.directory, `${directory === '' ? '.' : directory}/${name}`))
    .find((path) => unix.exists(path, user) && unix.status(path, user).kind !== 'directory');
}
