import { UnixError } from '../../../unix/errno.ts';
import { changedMode } from '../../../unix/mode.rules.ts';
import { agreed, optionsOf, reasonOf, UsageError } from '../command.ts';
import type { Call, ShellCommand } from '../command.ts';
import { absolute, baseName, directoryName, isDirectory } from '../files.ts';
import { copyTree } from './copying.ts';

/** Does one thing for each operand; the status is 1 when one of them failed. */
export function each(
  call: Call,
  operands: readonly string[],
  act: (path: string, operand: string) => void,
  worded: (operand: string, error: UnixError) => string,
): number {
  if (operands.length === 0) throw new UsageError('');
  let status = 0;
  for (const operand of operands)
    try {
      act(call.path(operand), operand);
    } catch (error) {
      if (!(error instanceof UnixError)) throw error;
      call.error(worded(operand, error));
      status = 1;
    }
  return status;
}

export const fileMessage = (operand: string, error: UnixError): string =>
  `FSUM6180 file "${operand}": ${reasonOf(error)}`;
const directoryMessage = (operand: string, error: UnixError): string =>
  `FSUM6404 directory "${operand}": ${reasonOf(error)}`;

const mkdir: ShellCommand = {
  name: 'mkdir',
  usage: 'mkdir [-p] [-m mode] directory ...',
  usageStatus: 1,
  run(call) {
    const options = optionsOf(call.args, 'pm:');
    const { unix, user } = call.system;
    const text = options.value('m');
    const mode = text === undefined ? 0o777 & ~call.umask : changedMode(text, 0o777, true);
    if (mode === undefined) throw new UsageError(`FSUM6183 bad mode "${text ?? ''}"`);
    const make = (path: string) => {
      if (options.has('p')) {
        if (isDirectory(unix, path, user)) return;
        const parent = directoryName(path);
        if (!unix.exists(parent, user)) make(parent);
      }
      unix.makeDirectory(path, user, mode);
    };
    return each(call, options.operands, make, directoryMessage);
  },
};

const rmdir: ShellCommand = {
  name: 'rmdir',
  usage: 'rmdir [-p] directory ...',
  usageStatus: 1,
  run(call) {
    const options = optionsOf(call.args, 'p');
    const { unix, user } = call.system;
    const take = (_: string, operand: string) => {
      let rest = operand;
      do {
        unix.removeDirectory(call.path(rest), user);
        rest = directoryName(rest);
      } while (options.has('p') && rest !== '.' && rest !== '/');
    };
    return each(call, options.operands, take, directoryMessage);
  },
};

const rm: ShellCommand = {
  name: 'rm',
  usage: 'rm [-fiRrv] file ...',
  usageStatus: 1,
  run(call) {
    const options = optionsOf(call.args, 'fiRrv');
    if (options.has('f') && options.operands.length === 0) return 0;
    const { unix, user } = call.system;
    const recursive = options.has('R') || options.has('r');
    const take = (path: string, operand: string) => {
      if (['.', '..'].includes(baseName(operand))) throw new UnixError('EINVAL', operand);
      if (options.has('f') && gone(call, path)) return;
      if (options.has('i') && !agreed(call, `remove "${operand}"?`)) return;
      if (recursive) unix.removeTree(path, user);
      else unix.remove(path, user);
      if (options.has('v')) call.out(`${operand}\n`);
    };
    return each(call, options.operands, take, (operand, error) => {
      if (error.errno === 'EISDIR')
        return `FSUM9196 cannot remove directory "${operand}": EDC5123I Is a directory. (errno2=0x${error.errno2})`;
      return `FSUM9195 cannot unlink entry "${operand}": ${reasonOf(error)}`;
    });
  },
};

function gone({ system: { unix, user } }: Call, path: string): boolean {
  try {
    unix.status(path, user, { follow: false });
    return false;
  } catch (error) {
    if (error instanceof UnixError && error.errno === 'ENOENT') return true;
    throw error;
  }
}

/** Where a file goes: below a directory it keeps its name. */
export function targetOf({ system: { unix, user } }: Call, source: string, target: string): string {
  return isDirectory(unix, target, user) ? absolute(target, baseName(source)) : target;
}

function severalInto(call: Call, operands: readonly string[]): { sources: readonly string[]; target: string } {
  const target = operands.at(-1);
  const sources = operands.slice(0, -1);
  if (target === undefined || sources.length === 0) throw new UsageError('');
  const { unix, user } = call.system;
  if (sources.length > 1 && !isDirectory(unix, call.path(target), user))
    throw new UsageError(`FSUM6184 "${target}" is not a directory`);
  return { sources, target: call.path(target) };
}

const mv: ShellCommand = {
  name: 'mv',
  usage: 'mv [-fiv] file ... target',
  usageStatus: 1,
  run(call) {
    const options = optionsOf(call.args, 'fiv');
    const { sources, target } = severalInto(call, options.operands);
    const { unix, user } = call.system;
    const move = (path: string, operand: string) => {
      const to = targetOf(call, operand, target);
      if (options.has('i') && unix.exists(to, user) && !agreed(call, `overwrite "${to}"?`)) return;
      try {
        unix.rename(path, to, user);
      } catch (error) {
        if (!(error instanceof UnixError) || error.errno !== 'EXDEV') throw error;
        copyTree(call.system, path, to, { recursive: true, preserve: true, umask: 0 });
        unix.removeTree(path, user);
      }
      if (options.has('v')) call.out(`${operand} -> ${to}\n`);
    };
    return each(call, sources, move, (operand, error) => `FSUM6258 cannot open file "${operand}": ${reasonOf(error)}`);
  },
};

const ln: ShellCommand = {
  name: 'ln',
  usage: 'ln [-fsR] source ... target',
  usageStatus: 1,
  run(call) {
    const options = optionsOf(call.args, 'fse');
    if (options.has('e')) throw new UsageError('external links are not imitated by the practice system');
    const { sources, target } =
      options.operands.length === 1
        ? { sources: options.operands, target: call.path(baseName(options.operands[0] ?? '')) }
        : severalInto(call, options.operands);
    const { unix, user } = call.system;
    const link = (path: string, operand: string) => {
      const to = targetOf(call, operand, target);
      if (options.has('f') && !gone(call, to)) unix.remove(to, user);
      if (options.has('s')) unix.symbolicLink(operand, to, user);
      else unix.link(path, to, user);
    };
    return each(
      call,
      sources,
      link,
      (operand, error) => `FSUM6248 cannot create link "${operand}": ${reasonOf(error)}`,
    );
  },
};

const touch: ShellCommand = {
  name: 'touch',
  usage: 'touch [-cm] [-t [[cc]yy]mmddhhmm[.ss]] file ...',
  usageStatus: 1,
  run(call) {
    const options = optionsOf(call.args, 'cmt:');
    const { unix, user } = call.system;
    const at = options.value('t');
    const time = at === undefined ? undefined : timeOf(at);
    return each(
      call,
      options.operands,
      (path) => {
        if (unix.exists(path, user)) unix.touch(path, user, time);
        else if (!options.has('c')) {
          unix.write(path, user, Buffer.alloc(0), { mode: 0o666 & ~call.umask });
          if (time !== undefined) unix.touch(path, user, time);
        }
      },
      fileMessage,
    );
  },
};

function timeOf(text: string): number {
  const match = /^(\d{2})?(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})(?:\.(\d{2}))?$/.exec(text);
  if (match === null) throw new UsageError(`bad time "${text}"`);
  const [century, year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0] = match
    .slice(1)
    .map((part) => ((part as string | undefined) === undefined ? undefined : Number(part)));
  return Date.UTC((century ?? 20) * 100 + year, month - 1, day, hour, minute, second);
}

export const changing: readonly ShellCommand[] = [mkdir, rmdir, rm, mv, ln, touch];
