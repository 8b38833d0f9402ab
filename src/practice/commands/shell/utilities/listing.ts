import { DateTime } from 'luxon';
import { compareEbcdic } from '../../../codepages/code-page.ts';
import { UnixError } from '../../../unix/errno.ts';
import { modeText } from '../../../unix/mode.rules.ts';
import type { FileStatus } from '../../../unix/unix-files.ts';
import { optionsOf, reasonOf, UsageError } from '../command.ts';
import type { Call, ShellCommand } from '../command.ts';
import { patternOf } from '../patterns.rules.ts';

type Options = ReturnType<typeof optionsOf>;
interface Row {
  name: string;
  status: FileStatus;
}

const tagColumn = ({ tag }: FileStatus): string => {
  const kind = tag === undefined ? '-' : tag.type === 'text' ? 't' : tag.type === 'binary' ? 'b' : 'm';
  const codeset = tag === undefined ? 'untagged' : tag.type === 'binary' ? 'binary' : (tag.codeset ?? '');
  return `${kind} ${codeset.padEnd(12)}T=${tag?.type === 'text' ? 'on ' : 'off'} `;
};

const typeMark: Record<string, string> = { directory: '/', link: '@' };

function line(call: Call, { name, status }: Row, options: Options): string {
  const mark = options.has('F') ? (typeMark[status.kind] ?? ((status.mode & 0o111) !== 0 ? '*' : '')) : '';
  const inode = options.has('i') ? `${String(status.inode)} ` : '';
  const tag = options.has('T') ? tagColumn(status) : '';
  if (!options.has('l') && !options.has('E') && !options.has('n')) return `${inode}${tag}${name}${mark}`;
  const at = DateTime.fromMillis(status.modified, { zone: call.system.timeZone });
  const old = call.system.now() - status.modified > 15_552_000_000;
  const owner = options.has('n') ? String(status.uid) : status.user;
  const group = options.has('n') ? String(status.gid) : status.group;
  const attributes = options.has('E')
    ? ` ${'apsl'.replaceAll(/[apsl]/g, (one) => (status.attributes.includes(one as 'a') ? one : '-'))} `
    : '';
  const target = status.target === undefined ? '' : ` -> ${status.target}`;
  return (
    `${inode}${tag}${modeText(status.kind, status.mode)} ${attributes}${String(status.links).padStart(3)} ` +
    `${owner.padEnd(8)} ${group.padEnd(8)} ${String(status.size).padStart(7)} ` +
    `${at.toFormat(old ? 'LLL dd  yyyy' : 'LLL dd HH:mm')} ${name}${mark}${target}`
  );
}

function ordered(rows: Row[], options: Options): Row[] {
  if (options.has('t')) rows.sort((a, b) => b.status.modified - a.status.modified);
  return options.has('r') ? rows.reverse() : rows;
}

function listDirectory(call: Call, path: string, shown: string, options: Options): number {
  const { unix, user } = call.system;
  const inOrder = unix.list(path, user).toSorted((a, b) => compareEbcdic(a.name, b.name));
  const rows: Row[] = inOrder.map(({ name }) => ({
    name,
    status: unix.status(`${path}/${name}`, user, {
      follow: options.has('L') && unix.exists(`${path}/${name}`, user),
    }),
  }));
  const dots = options.has('a')
    ? ['.', '..'].map((name) => ({ name, status: unix.status(`${path}/${name}`, user) }))
    : [];
  const visible = rows.filter(({ name }) => !name.startsWith('.') || options.has('a') || options.has('A'));
  const list = ordered([...dots, ...visible], options);
  if (options.has('l'))
    call.out(`total ${String(list.reduce((sum, { status }) => sum + Math.ceil(status.size / 8192) * 16, 0))}\n`);
  for (const row of list) call.out(`${line(call, row, options)}\n`);
  if (!options.has('R')) return 0;
  let status = 0;
  for (const {
    name,
    status: { kind },
  } of visible)
    if (kind === 'directory') {
      call.out(`\n${shown}/${name}:\n`);
      status = Math.max(
        status,
        guarded(call, `${shown}/${name}`, () => listDirectory(call, `${path}/${name}`, `${shown}/${name}`, options)),
      );
    }
  return status;
}

function guarded(call: Call, operand: string, act: () => number): number {
  try {
    return act();
  } catch (error) {
    if (!(error instanceof UnixError)) throw error;
    call.error(
      error.errno === 'ENOENT'
        ? `FSUM6785 File or directory "${operand}" is not found`
        : `FSUM6227 cannot open directory "${operand}": ${reasonOf(error)}`,
    );
    return 1;
  }
}

const ls: ShellCommand = {
  name: 'ls',
  usage: 'ls [-1AaEdFilLnrRtT] [pathname ...]',
  usageStatus: 2,
  run(call) {
    const options = optionsOf(call.args, '1AaEdFilLnrRtT');
    const { unix, user } = call.system;
    const operands = options.operands.length === 0 ? ['.'] : options.operands;
    const files: Row[] = [];
    const directories: string[] = [];
    let status = 0;
    for (const operand of operands)
      status = Math.max(
        status,
        guarded(call, operand, () => {
          const follow = unix.exists(call.path(operand), user) && !options.has('l');
          const found = unix.status(call.path(operand), user, { follow });
          if (found.kind === 'directory' && !options.has('d')) directories.push(operand);
          else files.push({ name: operand, status: found });
          return 0;
        }),
      );
    for (const row of ordered(files, options)) call.out(`${line(call, row, options)}\n`);
    for (const [at, directory] of directories.entries()) {
      if (operands.length > 1) call.out(`${at > 0 || files.length > 0 ? '\n' : ''}${directory}:\n`);
      status = Math.max(
        status,
        guarded(call, directory, () => listDirectory(call, call.path(directory), directory, options)),
      );
    }
    return status;
  },
};

type Test = (path: string, name: string, status: FileStatus) => boolean;
const findKinds: Record<string, FileStatus['kind'] | undefined> = {
  f: 'file',
  d: 'directory',
  l: 'link',
  c: 'character',
};

function findTests(
  call: Call,
  args: string[],
): { tests: Test[]; act: ((path: string) => void) | undefined; depth: number } {
  const tests: Test[] = [];
  let depth = Infinity;
  let act: ((path: string) => void) | undefined;
  while (args.length > 0) {
    const primary = args.shift();
    const value = primary === '-print' || primary === '!' ? '' : (args.shift() ?? '');
    if (primary === '-print') act = (path) => call.out(`${path}\n`);
    else if (primary === '-name') {
      const pattern = patternOf(value);
      tests.push((_, name) => pattern.test(name));
    } else if (primary === '-type') {
      const kind = findKinds[value];
      if (kind === undefined) throw new UsageError(`FSUM6182 bad file type "${value}"`);
      tests.push((_, __, status) => status.kind === kind);
    } else if (primary === '-user')
      tests.push((_, __, status) => status.user === value.toUpperCase() || String(status.uid) === value);
    else if (primary === '-mtime' && /^[-+]?\d+$/.test(value))
      tests.push((_, __, status) => compared(value, Math.floor((call.system.now() - status.modified) / 86_400_000)));
    else if (primary === '-size' && /^[-+]?\d+c?$/.test(value))
      tests.push((_, __, { size }) =>
        compared(value.replace('c', ''), value.endsWith('c') ? size : Math.ceil(size / 512)),
      );
    else if (primary === '-maxdepth' && /^\d+$/.test(value)) depth = Number(value);
    else throw new UsageError(`FSUM6181 unknown primary "${primary ?? ''}"`);
  }
  return { tests, act, depth };
}

/** `+n` more than n, `-n` less, `n` just so many. */
export function compared(text: string, value: number): boolean {
  const wanted = Number(text.replace(/^[-+]/, ''));
  return text.startsWith('+') ? value > wanted : text.startsWith('-') ? value < wanted : value === wanted;
}

const find: ShellCommand = {
  name: 'find',
  usage: 'find path ... [-name pattern] [-type f|d|l|c] [-user name] [-mtime n] [-size n[c]] [-maxdepth n] [-print]',
  usageStatus: 1,
  run(call) {
    const first = call.args.findIndex((arg) => arg.startsWith('-') || arg === '!');
    const starts = call.args.slice(0, first < 0 ? undefined : first);
    const { tests, act, depth } = findTests(call, first < 0 ? [] : call.args.slice(first));
    const { unix, user } = call.system;
    let status = 0;
    const visit = (shown: string, level: number): void => {
      call.system.signal.throwIfAborted();
      status = Math.max(
        status,
        guarded(call, shown, () => {
          const path = call.path(shown);
          const about = unix.status(path, user, { follow: false });
          const name = shown.slice(shown.replace(/\/+$/, '').lastIndexOf('/') + 1);
          if (tests.every((test) => test(shown, name, about))) (act ?? ((found) => call.out(`${found}\n`)))(shown);
          if (about.kind === 'directory' && level < depth)
            for (const entry of unix.list(path, user)) visit(`${shown.replace(/\/$/, '')}/${entry.name}`, level + 1);
          return 0;
        }),
      );
    };
    for (const start of starts.length === 0 ? ['.'] : starts) visit(start, 0);
    return status;
  },
};

export const listing: readonly ShellCommand[] = [ls, find];
