import { compareEbcdic } from '../../../codepages/code-page.ts';
import { optionsOf, UsageError } from '../command.ts';
import type { ShellCommand } from '../command.ts';
import { writeFile } from '../files.ts';
import { eachText, linesOf } from './reading.ts';

type Options = ReturnType<typeof optionsOf>;

export const sort: ShellCommand = {
  name: 'sort',
  usage: 'sort [-bcfnru] [-t char] [-k key ...] [-o file] [file ...]',
  usageStatus: 2,
  run(call) {
    const options = optionsOf(call.args, 'bcfnrut:k:o:');
    const order = orderOf(options);
    const lines: string[] = [];
    const status = eachText(call, options.operands, (text) => lines.push(...linesOf(text)), 2);
    if (status !== 0) return status;
    if (options.has('c')) return lines.every((line, at) => at === 0 || order(lines[at - 1] ?? '', line) <= 0) ? 0 : 1;
    lines.sort(order);
    const kept = options.has('u')
      ? lines.filter((line, at) => at === 0 || order(lines[at - 1] ?? '', line) !== 0)
      : lines;
    const text = kept.map((line) => `${line}\n`).join('');
    const into = options.value('o');
    const { unix, user } = call.system;
    if (into === undefined) call.out(text);
    else writeFile(unix, call.path(into), user, text, { append: false, mode: 0o666 & ~call.umask });
    return 0;
  },
};

interface Key {
  from: number;
  to: number;
  letters: string;
}

function keyOf(text: string): Key {
  const match = /^(\d+)(?:\.\d+)?([bfnr]*)(?:,(\d+)(?:\.\d+)?([bfnr]*))?$/.exec(text);
  if (match === null) throw new UsageError(`bad key "${text}"`);
  const [, from, first, to, second] = match as readonly (string | undefined)[];
  return { from: Number(from), to: Number(to ?? Infinity), letters: `${first ?? ''}${second ?? ''}` };
}

function orderOf(options: Options): (left: string, right: string) => number {
  const keys = options.values('k').map(keyOf);
  const separator = options.value('t');
  const fields = (line: string, { from, to }: Key) =>
    (separator === undefined ? (line.match(/\s*\S+/g) ?? []) : line.split(separator))
      .slice(from - 1, to)
      .join(separator ?? '');
  if (keys.length === 0) return (left, right) => compareTexts(left, right, options.has);
  return (left, right) => {
    for (const key of keys) {
      const has = (letter: string) => key.letters.includes(letter) || options.has(letter);
      const difference = compareTexts(fields(left, key), fields(right, key), has);
      if (difference !== 0) return difference;
    }
    return compareTexts(left, right, () => false);
  };
}

/** By bytes of code page 1047, so that letters stand before digits. */
function compareTexts(left: string, right: string, has: (letter: string) => boolean): number {
  const [a, b] = has('f') ? [left.toUpperCase(), right.toUpperCase()] : [left, right];
  const number = (text: string) => Number.parseFloat(text.trim()) || 0;
  const difference = has('n')
    ? number(a) - number(b)
    : compareEbcdic(has('b') ? a.trimStart() : a, has('b') ? b.trimStart() : b);
  return has('r') ? -difference : difference;
}
