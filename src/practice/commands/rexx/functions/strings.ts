import { errorText } from '../errors.rules.ts';
import { checkLength } from '../values.rules.ts';
import { type Arguments, builtin, type Builtin, wrong } from './arguments.ts';

const fit = (text: string, length: number, pad: string): string => {
  checkLength(length);
  return text.slice(0, length).padEnd(length, pad);
};

function substr(args: Arguments): string {
  const text = args.text(0);
  const from = args.whole(1, undefined, 1) - 1;
  return fit(text.slice(from), args.whole(2, Math.max(0, text.length - from)), args.pad(3));
}

function right(args: Arguments): string {
  const [text, length, pad] = [args.text(0), args.whole(1), args.pad(2)];
  checkLength(length);
  return length === 0 ? '' : text.slice(-length).padStart(length, pad);
}

function centre(args: Arguments): string {
  const [text, length, pad] = [args.text(0), args.whole(1), args.pad(2)];
  checkLength(length);
  const over = text.length - length;
  if (over >= 0) return text.slice(Math.floor(over / 2), Math.floor(over / 2) + length);
  const left = Math.floor(-over / 2);
  return pad.repeat(left) + text + pad.repeat(-over - left);
}

function strip(args: Arguments): string {
  const side = args.option(1, 'BLT', 'B');
  const character = args.pad(2);
  let [from, to] = [0, args.text(0).length];
  const text = args.text(0);
  while (side !== 'T' && from < to && text[from] === character) from += 1;
  while (side !== 'L' && to > from && text[to - 1] === character) to -= 1;
  return text.slice(from, to);
}

function lastpos(args: Arguments): string {
  const [needle, text] = [args.text(0), args.text(1)];
  const from = args.whole(2, text.length, 1);
  if (needle === '' || text === '') return '0';
  return String(text.slice(0, from).lastIndexOf(needle) + 1);
}

const position = (needle: string, text: string, from: number): string =>
  needle === '' ? '0' : String(text.indexOf(needle, from - 1) + 1);

function overlay(args: Arguments): string {
  const [added, text] = [args.text(0), args.text(1)];
  const at = args.whole(2, 1, 1) - 1;
  const [length, pad] = [args.whole(3, added.length), args.pad(4)];
  checkLength(at + length);
  return text.slice(0, at).padEnd(at, pad) + fit(added, length, pad) + text.slice(at + length);
}

function insert(args: Arguments): string {
  const [added, text] = [args.text(0), args.text(1)];
  const [at, length, pad] = [args.whole(2, 0), args.whole(3, added.length), args.pad(4)];
  checkLength(at + length);
  return text.slice(0, at).padEnd(at, pad) + fit(added, length, pad) + text.slice(at);
}

function delstr(args: Arguments): string {
  const text = args.text(0);
  const from = args.whole(1, undefined, 1) - 1;
  const count = args.whole(2, text.length);
  return text.slice(0, from) + text.slice(from + count);
}

function translate(args: Arguments): string {
  const text = args.text(0);
  if (args.count === 1) return text.toUpperCase();
  const output = args.text(1, '');
  const pad = args.pad(3);
  const input = args.has(2) ? args.text(2) : undefined;
  return Array.from(text, (character) => {
    const at = input === undefined ? character.charCodeAt(0) : input.indexOf(character);
    return at < 0 ? character : (output[at] ?? pad);
  }).join('');
}

function verify(args: Arguments): string {
  const [text, set] = [args.text(0), args.text(1)];
  const match = args.option(2, 'NM', 'N') === 'M';
  const from = args.whole(3, 1, 1) - 1;
  for (let at = from; at < text.length; at += 1) if (set.includes(text[at] ?? '') === match) return String(at + 1);
  return '0';
}

function compare(args: Arguments): string {
  const pad = args.pad(2);
  const length = Math.max(args.text(0).length, args.text(1).length);
  const [left, other] = [args.text(0).padEnd(length, pad), args.text(1).padEnd(length, pad)];
  for (let at = 0; at < length; at += 1) if (left[at] !== other[at]) return String(at + 1);
  return '0';
}

function copies(args: Arguments): string {
  checkLength(args.text(0).length * args.whole(1));
  return args.text(0).repeat(args.whole(1));
}

function abbrev(args: Arguments): string {
  const [text, short] = [args.text(0), args.text(1)];
  return text.startsWith(short) && short.length >= args.whole(2, short.length) ? '1' : '0';
}

function justify(args: Arguments): string {
  const [length, pad] = [args.whole(1), args.pad(2)];
  checkLength(length);
  const words = args.text(0).split(/ +/).filter(Boolean);
  const gaps = words.length - 1;
  const room = length - words.join('').length;
  if (gaps <= 0 || room < gaps) return words.join(' ').slice(0, length).padEnd(length, pad);
  return words
    .map((word, at) =>
      at === gaps ? word : word + pad.repeat(Math.floor(((at + 1) * room) / gaps) - Math.floor((at * room) / gaps)),
    )
    .join('');
}

export const stringFunctions: Readonly<Record<string, Builtin>> = {
  SUBSTR: builtin(2, 4, substr),
  LEFT: builtin(2, 3, (args) => fit(args.text(0), args.whole(1), args.pad(2))),
  RIGHT: builtin(2, 3, right),
  CENTER: builtin(2, 3, centre),
  CENTRE: builtin(2, 3, centre),
  STRIP: builtin(1, 3, strip),
  POS: builtin(2, 3, (args) => position(args.text(0), args.text(1), args.whole(2, 1, 1))),
  INDEX: builtin(2, 3, (args) => position(args.text(1), args.text(0), args.whole(2, 1, 1))),
  LASTPOS: builtin(2, 3, lastpos),
  LENGTH: builtin(1, 1, (args) => String(args.text(0).length)),
  OVERLAY: builtin(2, 5, overlay),
  INSERT: builtin(2, 5, insert),
  DELSTR: builtin(2, 3, delstr),
  TRANSLATE: builtin(1, 4, translate),
  VERIFY: builtin(2, 4, verify),
  COMPARE: builtin(2, 3, compare),
  COPIES: builtin(2, 2, copies),
  REVERSE: builtin(1, 1, (args) => Array.from(args.text(0)).reverse().join('')),
  ABBREV: builtin(2, 3, abbrev),
  JUSTIFY: builtin(2, 3, justify),
  EXTERNALS: builtin(0, 0, () => '0'),
  LINESIZE: builtin(0, 0, () => '132'),
  ERRORTEXT: builtin(1, 1, errorLine),
};

function errorLine(args: Arguments): string {
  const number = args.whole(0);
  if (number > 99) wrong();
  return errorText(number);
}
