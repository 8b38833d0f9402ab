import { ebcdic } from '../../../codepages/code-page.ts';
import { optionsOf, UsageError } from '../command.ts';
import type { Call, ShellCommand } from '../command.ts';
import { cut, tr } from './characters.ts';
import { grep } from './grep.ts';
import { eachText, linesOf, textOf } from './reading.ts';
import { sort } from './sort.ts';

const cat: ShellCommand = {
  name: 'cat',
  usage: 'cat [-nu] [file ...]',
  usageStatus: 1,
  run(call) {
    const options = optionsOf(call.args, 'nu');
    let number = 0;
    return eachText(call, options.operands, (text) => {
      if (!options.has('n')) call.out(text);
      else for (const line of linesOf(text)) call.out(`${String((number += 1)).padStart(6)}\t${line}\n`);
    });
  },
};

function countOf(text: string | undefined, otherwise: number): { count: number; fromStart: boolean } {
  if (text === undefined) return { count: otherwise, fromStart: false };
  if (!/^[-+]?\d+$/.test(text)) throw new UsageError(`bad number "${text}"`);
  return { count: Math.abs(Number(text)), fromStart: text.startsWith('+') };
}

/** `-20` as `-n 20`. */
const withCount = (args: readonly string[]) =>
  /^[-+]\d+$/.test(args[0] ?? '') ? ['-n', (args[0] ?? '').replace(/^-/, ''), ...args.slice(1)] : args;

const ends = (name: 'head' | 'tail'): ShellCommand => ({
  name,
  usage: `${name} [-c bytes] [-n lines] [file ...]`,
  usageStatus: 1,
  run(call) {
    const options = optionsOf(withCount(call.args), 'c:n:');
    const bytes = options.value('c');
    const { count, fromStart } = countOf(bytes ?? options.value('n'), 10);
    const take = <Item>(items: readonly Item[]): readonly Item[] => {
      if (name === 'head') return items.slice(0, count);
      if (fromStart) return items.slice(Math.max(0, count - 1));
      return count === 0 ? [] : items.slice(-count);
    };
    return eachText(call, options.operands, (text, file) => {
      if (options.operands.length > 1) call.out(`==> ${file} <==\n`);
      if (bytes !== undefined) call.out(take(text.split('')).join(''));
      else for (const line of take(linesOf(text))) call.out(`${line}\n`);
    });
  },
});

const wc: ShellCommand = {
  name: 'wc',
  usage: 'wc [-c|-m] [-lw] [file ...]',
  usageStatus: 1,
  run(call) {
    const options = optionsOf(call.args, 'clmw');
    const all = !['c', 'l', 'm', 'w'].some(options.has);
    const total = [0, 0, 0];
    const show = (counts: readonly number[], name: string) => {
      const shown = counts.filter((_, at) => all || options.has('lwc'.charAt(at)) || (at === 2 && options.has('m')));
      call.out(`${shown.map((count) => String(count).padStart(8)).join('')}${name === '-' ? '' : ` ${name}`}\n`);
    };
    const status = eachText(call, options.operands, (text, name) => {
      const counts = [text.split('\n').length - 1, text.split(/\s+/).filter((word) => word !== '').length, text.length];
      counts.forEach((count, at) => (total[at] = (total[at] ?? 0) + count));
      show(counts, name);
    });
    if (options.operands.length > 1) show(total, 'total');
    return status;
  },
};

const uniq: ShellCommand = {
  name: 'uniq',
  usage: 'uniq [-cdu] [file]',
  usageStatus: 1,
  run(call) {
    const options = optionsOf(call.args, 'cdu');
    return eachText(call, options.operands.slice(0, 1), (text) => {
      const runs: { line: string; count: number }[] = [];
      for (const line of linesOf(text)) {
        const last = runs.at(-1);
        if (last?.line === line) last.count += 1;
        else runs.push({ line, count: 1 });
      }
      for (const { line, count } of runs)
        if (!(options.has('d') && count === 1) && !(options.has('u') && count > 1))
          call.out(`${options.has('c') ? `${String(count).padStart(4)} ` : ''}${line}\n`);
    });
  },
};

function twoTexts(call: Call, operands: readonly string[]): [string, string, string, string] {
  const [left, right] = operands;
  if (left === undefined || right === undefined || operands.length > 2) throw new UsageError('');
  return [left, right, textOf(call, left), textOf(call, right)];
}

/** Each byte that differs: its place from 1, and both in octal. */
function differences(a: string, b: string): string {
  const [left, right] = [ebcdic.encode(a), ebcdic.encode(b)];
  const rows: string[] = [];
  for (let at = 0; at < Math.min(a.length, b.length); at += 1)
    if (left[at] !== right[at])
      rows.push(`${String(at + 1)} ${(left[at] ?? 0).toString(8)} ${(right[at] ?? 0).toString(8)}\n`);
  return rows.join('');
}

const cmp: ShellCommand = {
  name: 'cmp',
  usage: 'cmp [-ls] file1 file2',
  usageStatus: 2,
  run(call) {
    const options = optionsOf(call.args, 'ls');
    const [left, right, a, b] = twoTexts(call, options.operands);
    if (a === b) return 0;
    const length = Math.min(a.length, b.length);
    let at = 0;
    while (at < length && a.charAt(at) === b.charAt(at)) at += 1;
    if (options.has('s')) return 1;
    if (options.has('l')) {
      call.out(differences(a, b));
      if (a.length === b.length) return 1;
    }
    if (at === length || options.has('l')) call.error(`EOF on ${a.length < b.length ? left : right}`);
    else
      call.out(`${left} ${right} differ: char ${String(at + 1)}, line ${String(a.slice(0, at).split('\n').length)}\n`);
    return 1;
  },
};

export const text: readonly ShellCommand[] = [
  ...[cat, ends('head'), ends('tail'), wc, grep('grep'), grep('egrep'), grep('fgrep'), sort, uniq, cut, tr, cmp],
];
