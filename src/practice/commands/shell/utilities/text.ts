import { timeBound } from '../../../../shared/time-bound.ts';
import { optionsOf, UsageError } from '../command.ts';
import type { Call, ShellCommand } from '../command.ts';
import { compareEbcdic } from '../../../codepages/code-page.ts';
import { writeFile } from '../files.ts';
import { eachText, expressionOf, linesOf, textOf } from './reading.ts';

const cat: ShellCommand = {
  name: 'cat',
  usage: 'cat [-nsu] [file ...]',
  usageStatus: 1,
  run(call) {
    const options = optionsOf(call.args, 'nsu');
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

/** An expression that looks for longer is given up, in milliseconds of the machine. */
export const searchMs = 2000;

const grep = (name: 'grep' | 'egrep' | 'fgrep'): ShellCommand => ({
  name,
  usage: `${name} [-E|-F] [-c|-l|-q] [-hinsvx] pattern|-e pattern ... [file ...]`,
  usageStatus: 2,
  run(call) {
    const options = optionsOf(call.args, 'EFHchilnqsvwxe:');
    const given = options.values('e');
    const patterns = (given.length > 0 ? given : options.operands.slice(0, 1)).flatMap((text) => text.split('\n'));
    if (patterns.length === 0) throw new UsageError('');
    const files = given.length > 0 ? options.operands : options.operands.slice(1);
    const kind =
      options.has('F') || name === 'fgrep' ? 'fixed' : options.has('E') || name === 'egrep' ? 'extended' : 'basic';
    const expressions = patterns.map((pattern) => expressionOf(pattern, kind, options.has('i') ? 'i' : ''));
    if (expressions.includes(undefined)) throw new UsageError('FSUM6004 the regular expression is not valid');
    const hits = (line: string) =>
      expressions.some((one) => {
        if (!options.has('x') && !options.has('w')) return one?.test(line) === true;
        const whole = options.has('x') ? `^(?:${one?.source ?? ''})$` : `(^|\\W)(?:${one?.source ?? ''})(\\W|$)`;
        return new RegExp(whole, one?.flags).test(line);
      }) !== options.has('v');
    const found = { lines: 0 };
    const status = eachText(
      call,
      files,
      (text, file) => {
        const prefix = (files.length > 1 || options.has('H')) && !options.has('h') ? `${file}:` : '';
        const matching = timeBound(searchMs, () =>
          linesOf(text).flatMap((line, at) => (hits(line) ? [{ line, at }] : [])),
        );
        found.lines += matching.length;
        if (options.has('q')) return;
        if (options.has('l')) call.out(matching.length > 0 ? `${file === '-' ? '(standard input)' : file}\n` : '');
        else if (options.has('c')) call.out(`${prefix}${String(matching.length)}\n`);
        else
          for (const { line, at } of matching)
            call.out(`${prefix}${options.has('n') ? `${String(at + 1)}:` : ''}${line}\n`);
      },
      2,
    );
    return status !== 0 ? status : found.lines > 0 ? 0 : 1;
  },
});

const sort: ShellCommand = {
  name: 'sort',
  usage: 'sort [-cfnru] [-t char] [-k key ...] [-o file] [file ...]',
  usageStatus: 2,
  run(call) {
    const options = optionsOf(call.args, 'bcfnrut:k:o:');
    const keys = options
      .values('k')
      .map((text) => /^(\d+)(?:\.\d+)?([bfnr]*)(?:,(\d+)(?:\.\d+)?([bfnr]*))?$/.exec(text));
    if (keys.includes(null)) throw new UsageError('bad key');
    const lines: string[] = [];
    const status = eachText(call, options.operands, (text) => lines.push(...linesOf(text)), 2);
    if (status !== 0) return status;
    const separator = options.value('t');
    const fieldsOf = (line: string, from: number, to: number) =>
      (separator === undefined ? (line.match(/\s*\S+/g) ?? []) : line.split(separator))
        .slice(from - 1, to)
        .join(separator ?? '');
    const order = (left: string, right: string) => {
      for (const key of keys) {
        const letters = `${key?.[2] ?? ''}${key?.[4] ?? ''}`;
        const [from, to] = [Number(key?.[1]), Number(key?.[3] ?? Infinity)];
        const of = (line: string) => fieldsOf(line, from, to);
        const difference = compareTexts(
          of(left),
          of(right),
          (letter) => letters.includes(letter) || options.has(letter),
        );
        if (difference !== 0) return difference;
      }
      return keys.length > 0 ? compareTexts(left, right, () => false) : compareTexts(left, right, options.has);
    };
    if (options.has('c')) return lines.every((line, at) => at === 0 || order(lines[at - 1] ?? '', line) <= 0) ? 0 : 1;
    lines.sort(order);
    const kept = options.has('u')
      ? lines.filter((line, at) => at === 0 || order(lines[at - 1] ?? '', line) !== 0)
      : lines;
    const text = kept.map((line) => `${line}\n`).join('');
    const into = options.value('o');
    if (into === undefined) call.out(text);
    else
      writeFile(call.system.unix, call.path(into), call.system.user, text, {
        append: false,
        mode: 0o666 & ~call.umask,
      });
    return 0;
  },
};

/** By bytes of code page 1047, so that letters stand before digits. */
function compareTexts(left: string, right: string, has: (letter: string) => boolean): number {
  const [a, b] = has('f') ? [left.toUpperCase(), right.toUpperCase()] : [left, right];
  const number = (text: string) => Number.parseFloat(text.trim()) || 0;
  const difference = has('n')
    ? number(a) - number(b)
    : compareEbcdic(has('b') ? a.trimStart() : a, has('b') ? b.trimStart() : b);
  return has('r') ? -difference : difference;
}

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

/** `1,3-5,7-` as a test of positions from 1 on. */
function positions(list: string): (at: number) => boolean {
  const ranges = list.split(',').map((part) => /^(\d*)(-?)(\d*)$/.exec(part));
  if (ranges.some((range) => range === null || range[0] === '' || range[0] === '-'))
    throw new UsageError(`bad list "${list}"`);
  return (at) =>
    ranges.some((range) => {
      const [, from = '', dash = '', to = ''] = range ?? [];
      const first = from === '' ? 1 : Number(from);
      return at >= first && at <= (dash === '' ? first : to === '' ? Infinity : Number(to));
    });
}

const cut: ShellCommand = {
  name: 'cut',
  usage: 'cut -b list|-c list|-f list [-d char] [-s] [file ...]',
  usageStatus: 1,
  run(call) {
    const options = optionsOf(call.args, 'b:c:f:d:s');
    const characters = options.value('c') ?? options.value('b');
    const list = characters ?? options.value('f');
    if (list === undefined) throw new UsageError('');
    const wanted = positions(list);
    const delimiter = options.value('d') ?? '\t';
    return eachText(call, options.operands, (text) => {
      for (const line of linesOf(text)) {
        if (characters !== undefined)
          call.out(
            `${line
              .split('')
              .filter((_, at) => wanted(at + 1))
              .join('')}\n`,
          );
        else if (line.includes(delimiter))
          call.out(
            `${line
              .split(delimiter)
              .filter((_, at) => wanted(at + 1))
              .join(delimiter)}\n`,
          );
        else if (!options.has('s')) call.out(`${line}\n`);
      }
    });
  },
};

const trClasses: Record<string, string> = {
  upper: 'ABCDEFGHIJKLMNOPQRSTUVWXYZ',
  lower: 'abcdefghijklmnopqrstuvwxyz',
  digit: '0123456789',
  space: ' \t\n\v\f\r',
  blank: ' \t',
};

function characterSet(text: string): string[] {
  const named = text
    .replaceAll(/\[:(\w+):\]/g, (all, name: string) =>
      name === 'alpha' ? (trClasses.upper ?? '') + (trClasses.lower ?? '') : (trClasses[name] ?? all),
    )
    .replaceAll(/\\([nrt\\])/g, (_, letter: string) => ({ n: '\n', r: '\r', t: '\t' })[letter] ?? '\\')
    .replaceAll(/\\([0-7]{1,3})/g, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 8)));
  const set: string[] = [];
  for (let at = 0; at < named.length; at += 1) {
    const [from, to] = [named.charCodeAt(at), named.charCodeAt(at + 2)];
    if (named.charAt(at + 1) === '-' && to >= from) {
      for (let code = from; code <= to; code += 1) set.push(String.fromCharCode(code));
      at += 2;
    } else set.push(named.charAt(at));
  }
  return set;
}

const tr: ShellCommand = {
  name: 'tr',
  usage: 'tr [-cds] string1 [string2]',
  usageStatus: 1,
  run(call) {
    const options = optionsOf(call.args, 'cds');
    const [first, second] = options.operands;
    if (first === undefined || (second === undefined && !options.has('d') && !options.has('s')))
      throw new UsageError('');
    const from = characterSet(first);
    const to = second === undefined ? [] : characterSet(second);
    const inFirst = new Set(from);
    const isMeant = (character: string) => inFirst.has(character) !== options.has('c');
    const squeezed = new Set(second === undefined ? from : to);
    let last = '';
    let text = '';
    for (const character of call.input.all()) {
      const meant = isMeant(character);
      if (options.has('d') && meant) continue;
      const place = options.has('c') ? to.length - 1 : Math.min(from.indexOf(character), to.length - 1);
      const shown = meant && !options.has('d') && to.length > 0 ? (to[place] ?? character) : character;
      if (options.has('s') && shown === last && squeezed.has(shown)) continue;
      text += shown;
      last = shown;
    }
    call.out(text);
    return 0;
  },
};

function twoTexts(call: Call, operands: readonly string[]): [string, string, string, string] {
  const [left, right] = operands;
  if (left === undefined || right === undefined || operands.length > 2) throw new UsageError('');
  return [left, right, textOf(call, left), textOf(call, right)];
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
    if (at === length) call.error(`EOF on ${a.length < b.length ? left : right}`);
    else
      call.out(`${left} ${right} differ: char ${String(at + 1)}, line ${String(a.slice(0, at).split('\n').length)}\n`);
    return 1;
  },
};

export const text: readonly ShellCommand[] = [
  ...[cat, ends('head'), ends('tail'), wc, grep('grep'), grep('egrep'), grep('fgrep'), sort, uniq, cut, tr, cmp],
];
