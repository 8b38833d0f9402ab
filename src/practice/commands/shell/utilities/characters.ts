import { optionsOf, UsageError } from '../command.ts';
import type { ShellCommand } from '../command.ts';
import { eachText, linesOf } from './reading.ts';

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

export const cut: ShellCommand = {
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

export const tr: ShellCommand = {
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
