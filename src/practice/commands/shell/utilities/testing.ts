import { UnixError } from '../../../unix/errno.ts';
import type { FileStatus } from '../../../unix/unix-files.ts';
import { UsageError } from '../command.ts';
import type { Call, ShellCommand } from '../command.ts';

/** test and [ (z/OS UNIX System Services Command Reference: test). */
function tested(call: Call, args: readonly string[]): number {
  const words = [...args];
  const either = (): boolean => {
    let value = both();
    while (words[0] === '-o') {
      words.shift();
      value = both() || value;
    }
    return value;
  };
  const both = (): boolean => {
    let value = negated();
    while (words[0] === '-a') {
      words.shift();
      value = negated() && value;
    }
    return value;
  };
  const negated = (): boolean => {
    if (words[0] !== '!' || words.length === 1) return primary(call, words, either);
    words.shift();
    return !negated();
  };
  if (words.length === 0) return 1;
  const value = either();
  if (words.length > 0) throw new UsageError(`FSUM7340 unknown test operator "${words[0] ?? ''}"`);
  return value ? 0 : 1;
}

function primary(call: Call, words: string[], either: () => boolean): boolean {
  const [first = '', second = '', third] = words;
  const compare = third === undefined ? undefined : comparisons[second];
  if (compare !== undefined && third !== undefined) {
    words.splice(0, 3);
    return compare(first, third);
  }
  if (first === '(' && words.length > 2) {
    words.shift();
    const value = either();
    if (words.shift() !== ')') throw new UsageError('FSUM7340 missing )');
    return value;
  }
  if (/^-[a-zA-Z]$/.test(first) && words.length > 1) {
    words.splice(0, 2);
    if (first === '-n') return second !== '';
    if (first === '-z') return second === '';
    return fileTest(call, first, second);
  }
  words.shift();
  return first !== '';
}

const integer = (text: string): number => {
  if (!/^\s*[-+]?\d+\s*$/.test(text)) throw new UsageError(`FSUM7344 bad number "${text}"`);
  return Number(text);
};

const comparisons: Record<string, ((left: string, right: string) => boolean) | undefined> = {
  '=': (left, right) => left === right,
  '==': (left, right) => left === right,
  '!=': (left, right) => left !== right,
  '-eq': (left, right) => integer(left) === integer(right),
  '-ne': (left, right) => integer(left) !== integer(right),
  '-lt': (left, right) => integer(left) < integer(right),
  '-le': (left, right) => integer(left) <= integer(right),
  '-gt': (left, right) => integer(left) > integer(right),
  '-ge': (left, right) => integer(left) >= integer(right),
};

function fileTest(call: Call, operator: string, operand: string): boolean {
  if (operator === '-t') return false;
  const tests = fileTests[operator];
  if (tests === undefined) throw new UsageError(`FSUM7340 unknown test operator "${operator}"`);
  const { unix, user } = call.system;
  const path = call.path(operand);
  try {
    const status = unix.status(path, user, { follow: operator !== '-h' && operator !== '-L' });
    return tests(status, (bits) => unix.allows(path, user, bits));
  } catch (error) {
    if (error instanceof UnixError) return false;
    throw error;
  }
}

type FileTest = (status: FileStatus, allows: (bits: number) => boolean) => boolean;
const fileTests: Record<string, FileTest | undefined> = {
  '-e': () => true,
  '-f': ({ kind }) => kind === 'file',
  '-d': ({ kind }) => kind === 'directory',
  '-h': ({ kind }) => kind === 'link',
  '-L': ({ kind }) => kind === 'link',
  '-c': ({ kind }) => kind === 'character',
  '-s': ({ size }) => size > 0,
  '-r': (_, allows) => allows(4),
  '-w': (_, allows) => allows(2),
  '-x': (_, allows) => allows(1),
  '-u': ({ mode }) => (mode & 0o4000) !== 0,
  '-g': ({ mode }) => (mode & 0o2000) !== 0,
  '-k': ({ mode }) => (mode & 0o1000) !== 0,
};

export const testing: readonly ShellCommand[] = [
  { name: 'test', usage: 'test expression', run: (call) => tested(call, call.args) },
  {
    name: '[',
    usage: '[ expression ]',
    run(call) {
      if (call.args.at(-1) !== ']') throw new UsageError('FSUM7340 missing ]');
      return tested(call, call.args.slice(0, -1));
    },
  },
];
