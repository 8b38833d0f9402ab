/** ADDRESS SYSCALL (Using REXX and z/OS UNIX System Services): sleep and the everyday file calls. */

import { UnixError } from '../../unix/errno.ts';
import type { TsoSession } from '../../programs/tso.ts';
import type { ExecView } from './host.ts';

type Words = readonly string[];
type Call = (words: Words, session: TsoSession, exec: ExecView) => number | Promise<number>;

const mode = (text: string | undefined): number => parseInt(text ?? '755', 8) || 0o755;

function readFile([, path = '', stem = '']: Words, { step }: TsoSession, { variables }: ExecView): number {
  const text = step.unix.readText(path, step.user);
  const lines = text === '' ? [] : text.replace(/\n$/, '').split('\n');
  for (const [at, line] of lines.entries()) variables.set(`${stem.toUpperCase()}${String(at + 1)}`, line);
  variables.set(`${stem.toUpperCase()}0`, String(lines.length));
  return lines.length;
}

function writeFile(
  [, path = '', bits, stem = '', append]: Words,
  { step }: TsoSession,
  { variables }: ExecView,
): number {
  const name = stem.toUpperCase();
  const count = Number(variables.get(`${name}0`) ?? '0');
  const lines = Array.from(
    { length: Math.min(count, 100_000) },
    (_, at) => variables.get(`${name}${String(at + 1)}`) ?? '',
  );
  step.unix.writeText(path, step.user, lines.map((line) => `${line}\n`).join(''), {
    mode: mode(bits),
    append: append === '1',
  });
  return lines.length;
}

function stat([, path = '', stem = '']: Words, { step }: TsoSession, { variables }: ExecView): number {
  const status = step.unix.status(path, step.user);
  const kinds = { directory: 1, character: 2, file: 3, link: 5 };
  const values: Record<string, string | number> = {
    '1': kinds[status.kind],
    '2': (status.mode & 0o7777).toString(8),
    '3': status.inode,
    '4': status.device,
    '5': status.links,
    '6': status.uid,
    '7': status.gid,
    '8': status.size,
    '9': Math.floor(status.accessed / 1000),
    '10': Math.floor(status.modified / 1000),
    '11': Math.floor(status.changed / 1000),
    '0': 24,
  };
  for (const [key, value] of Object.entries(values)) variables.set(`${stem.toUpperCase()}${key}`, String(value));
  return 0;
}

function readDirectory([, path = '', stem = '']: Words, { step }: TsoSession, { variables }: ExecView): number {
  const names = ['.', '..', ...step.unix.list(path, step.user).map(({ name }) => name)];
  for (const [at, name] of names.entries()) variables.set(`${stem.toUpperCase()}${String(at + 1)}`, name);
  variables.set(`${stem.toUpperCase()}0`, String(names.length));
  return names.length;
}

const calls: Readonly<Record<string, Call>> = {
  async sleep([, seconds = '0'], { step }) {
    await step.wait(Math.max(0, Math.min(Number(seconds) || 0, 86_400)));
    return 0;
  },
  readfile: readFile,
  writefile: writeFile,
  stat,
  lstat: stat,
  readdir: readDirectory,
  mkdir: ([, path = '', bits], { step }) => done(() => step.unix.makeDirectory(path, step.user, mode(bits))),
  rmdir: ([, path = ''], { step }) => done(() => step.unix.removeDirectory(path, step.user)),
  unlink: ([, path = ''], { step }) => done(() => step.unix.remove(path, step.user)),
  rename: ([, from = '', to = ''], { step }) => done(() => step.unix.rename(from, to, step.user)),
  link: ([, from = '', to = ''], { step }) => done(() => step.unix.link(from, to, step.user)),
  symlink: ([, target = '', path = ''], { step }) => done(() => step.unix.symbolicLink(target, path, step.user)),
  chmod: ([, path = '', bits], { step }) => done(() => step.unix.changeMode(path, step.user, mode(bits))),
  access: ([, path = '', bits = '0'], { step }) => (step.unix.allows(path, step.user, Number(bits) || 0) ? 0 : -1),
  getpid: () => 50_331_700,
  getuid: (_, { step }) => step.unix.identity(step.user).uid,
  time: (_, { step }) => Math.floor(step.now() / 1000),
};

function done(act: () => void): number {
  act();
  return 0;
}

/** RC is 0, or -20 for an unknown call; RETVAL -1 with ERRNO and ERRNOJR for a call that failed. */
export async function syscall(text: string, session: TsoSession, exec: ExecView): Promise<number> {
  const { variables } = exec;
  const words = Array.from(
    text.trim().matchAll(/'([^']*)'|"([^"]*)"|\(([^)]*)\)|(\S+)/g),
    ([, a, b, variable, plain]) =>
      variable === undefined ? (a ?? b ?? plain ?? '') : (variables.get(variable.trim().toUpperCase()) ?? ''),
  );
  const call = calls[(words[0] ?? '').toLowerCase()];
  if (call === undefined) return -20;
  const set = (value: number, errno: string, junior: string) => {
    for (const [key, one] of [
      ['RETVAL', String(value)],
      ['ERRNO', errno],
      ['ERRNOJR', junior],
    ] as const)
      variables.set(key, one);
  };
  try {
    set(await call(words, session, exec), '0', '0');
  } catch (error) {
    if (!(error instanceof UnixError)) throw error;
    set(-1, error.number.toString(16).toUpperCase(), error.errno2);
  }
  return 0;
}
