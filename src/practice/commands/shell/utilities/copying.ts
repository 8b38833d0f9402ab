import { UnixError } from '../../../unix/errno.ts';
import { agreed, optionsOf, reasonOf, UsageError } from '../command.ts';
import type { Call, ShellCommand, ShellSystem } from '../command.ts';
import { attributesOf } from './new-data-set.ts';
import { absolute, baseName, isDirectory } from '../files.ts';
import { copyFromDataSet, copyIntoDataSet, dataSetOf, DataSetFailure, membersInto } from './data-set-operands.ts';

export interface CopyHow {
  recursive: boolean;
  /** Times and mode go with the content. */
  preserve: boolean;
  umask: number;
  /** A target that may not be written is removed first. */
  force?: boolean;
}

/** Copies a file, or a directory with all that is below it. @throws {UnixError} */
export function copyTree(system: ShellSystem, from: string, to: string, how: CopyHow): void {
  const { unix, user } = system;
  const status = unix.status(from, user, { follow: !how.recursive });
  if (status.kind === 'link') {
    if (unix.exists(to, user)) unix.remove(to, user);
    unix.symbolicLink(status.target ?? '', to, user);
    return;
  }
  if (status.kind === 'directory') {
    if (!how.recursive) throw new UnixError('EISDIR', from);
    if (`${unix.resolve(to.replace(/\/[^/]*$/, '') || '/', user)}/`.startsWith(`${unix.resolve(from, user)}/`))
      throw new UnixError('EINVAL', to);
    if (!isDirectory(unix, to, user))
      unix.makeDirectory(to, user, how.preserve ? status.mode : status.mode & ~how.umask);
    for (const { name } of unix.list(from, user)) copyTree(system, `${from}/${name}`, `${to}/${name}`, how);
  } else copyFile(system, from, to, { mode: status.mode, ...how });
  if (!how.preserve) return;
  unix.changeMode(to, user, status.mode);
  unix.touch(to, user, status.modified);
}

function copyFile({ unix, user }: ShellSystem, from: string, to: string, how: CopyHow & { mode: number }): void {
  const { tag } = unix.status(from, user);
  if (unix.exists(to, user) && unix.resolve(from, user) === unix.resolve(to, user)) throw new UnixError('EINVAL', to);
  const content = unix.read(from, user);
  const write = () => unix.write(to, user, content, { mode: how.mode & ~how.umask });
  const made = how.force === true ? removingFirst(write, () => unix.remove(to, user)) : write();
  if (made === 'created' || tag !== undefined) unix.tag(to, user, tag);
}

function removingFirst<Result>(write: () => Result, remove: () => void): Result {
  try {
    return write();
  } catch (error) {
    if (!(error instanceof UnixError) || error.errno !== 'EACCES') throw error;
    remove();
    return write();
  }
}

/** Forms of -F that are read; the others of z/OS (cr, lf, crlf, lfcr, crnl, rec) are not imitated. */
const formats = ['', 'binary', 'bin', 'nl'];

/** -i asks before it writes over a file; anything but `y` leaves it. */
function mayOverwrite(call: Call, target: string, source: string): boolean {
  const { unix, user } = call.system;
  const path = call.path(target);
  const to = isDirectory(unix, path, user) ? absolute(path, baseName(source)) : path;
  if (!unix.exists(to, user)) return true;
  return agreed(call, `overwrite "${to}"?`);
}

const cp: ShellCommand = {
  name: 'cp',
  usage: 'cp [-BTfipRrv] [-F format] [-P parameters] file ... target',
  usageStatus: 1,
  run(call) {
    const options = optionsOf(call.args, 'BTfipRrvF:P:');
    const format = options.value('F') ?? '';
    if (!formats.includes(format)) throw new UsageError(`Format "${format}" of option "-F" is not available`);
    const made = attributesOf(options.value('P'));
    const isBinary = options.has('B') || format === 'binary' || format === 'bin';
    const sources = options.operands.slice(0, -1);
    const target = options.operands.at(-1);
    if (target === undefined || sources.length === 0) throw new UsageError('');
    const { unix, user } = call.system;
    const into = dataSetOf(target, user);
    if (sources.length > 1 && into === undefined && !isDirectory(unix, call.path(target), user))
      throw new UsageError(`FSUM6184 "${target}" is not a directory`);
    let status = 0;
    for (const source of sources) {
      const from = dataSetOf(source, user);
      const act = () => {
        if (options.has('i') && into === undefined && !mayOverwrite(call, target, source)) return;
        if (into !== undefined)
          copyIntoDataSet(call.system, { text: source, path: call.path(source), from }, into, { isBinary, made });
        else if (from !== undefined) fromDataSet(call, from, target, isBinary);
        else fileToFile(call, source, target, options);
        if (options.has('v')) call.out(`${source} -> ${target}\n`);
      };
      status = Math.max(status, reported(call, source, act));
    }
    return status;
  },
};

function fromDataSet(
  call: Call,
  from: NonNullable<ReturnType<typeof dataSetOf>>,
  target: string,
  isBinary: boolean,
): void {
  const { unix, user } = call.system;
  const path = call.path(target);
  const mode = 0o666 & ~call.umask;
  const isInto = isDirectory(unix, path, user);
  if (isInto && from.member === undefined && membersInto(call.system, from, path, { isBinary, mode })) return;
  const name = from.member ?? from.dsname;
  copyFromDataSet(call.system, from, isInto ? absolute(path, name) : path, { isBinary, mode });
}

function fileToFile(call: Call, source: string, target: string, options: ReturnType<typeof optionsOf>): void {
  const { unix, user } = call.system;
  const path = call.path(target);
  const to = isDirectory(unix, path, user) ? absolute(path, baseName(source)) : path;
  copyTree(call.system, call.path(source), to, {
    recursive: options.has('R') || options.has('r'),
    preserve: options.has('p'),
    umask: call.umask,
    force: options.has('f'),
  });
}

function reported(call: Call, source: string, act: () => void): number {
  try {
    act();
    return 0;
  } catch (error) {
    if (error instanceof DataSetFailure) call.error(error.message);
    else if (error instanceof UnixError) {
      const what =
        error.errno === 'EISDIR'
          ? `FSUM6254 "${source}" is a directory (not copied)`
          : `FSUM6258 cannot open file "${source}": ${reasonOf(error)}`;
      call.error(what);
    } else throw error;
    return 1;
  }
}

export const copying: readonly ShellCommand[] = [cp];
