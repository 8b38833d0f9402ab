import { type Arguments, builtin, type Builtin } from './arguments.ts';

const wordsOf = (text: string): string[] => text.split(/ +/).filter((word) => word !== '');

/** Where each word starts and ends. */
const placesOf = (text: string) =>
  Array.from(text.matchAll(/[^ ]+/g), (found) => ({ from: found.index, to: found.index + found[0].length }));

function subword(args: Arguments): string {
  const text = args.text(0);
  const places = placesOf(text);
  const first = args.whole(1, undefined, 1) - 1;
  const count = args.whole(2, places.length);
  const [from, to] = [places[first], places[Math.min(places.length, first + count) - 1]];
  return from === undefined || to === undefined || count === 0 ? '' : text.slice(from.from, to.to);
}

function delword(args: Arguments): string {
  const text = args.text(0);
  const places = placesOf(text);
  const first = args.whole(1, undefined, 1) - 1;
  const count = args.whole(2, places.length);
  const from = places[first];
  if (from === undefined || count === 0) return text;
  const next = places[first + count];
  return text.slice(0, from.from) + (next === undefined ? '' : text.slice(next.from));
}

function wordpos(args: Arguments): string {
  const wanted = wordsOf(args.text(0));
  const words = wordsOf(args.text(1));
  const from = args.whole(2, 1, 1) - 1;
  if (wanted.length === 0) return '0';
  const at = words.findIndex((_, place) => place >= from && wanted.every((word, next) => words[place + next] === word));
  return String(at + 1);
}

function space(args: Arguments): string {
  const count = args.whole(1, 1);
  return wordsOf(args.text(0)).join(args.pad(2).repeat(count));
}

export const wordFunctions: Readonly<Record<string, Builtin>> = {
  WORD: builtin(2, 2, (args) => wordsOf(args.text(0))[args.whole(1, undefined, 1) - 1] ?? ''),
  WORDS: builtin(1, 1, (args) => String(wordsOf(args.text(0)).length)),
  WORDINDEX: builtin(2, 2, (args) => String((placesOf(args.text(0))[args.whole(1, undefined, 1) - 1]?.from ?? -1) + 1)),
  WORDLENGTH: builtin(2, 2, (args) => String((wordsOf(args.text(0))[args.whole(1, undefined, 1) - 1] ?? '').length)),
  SUBWORD: builtin(2, 3, subword),
  DELWORD: builtin(2, 3, delword),
  WORDPOS: builtin(2, 3, wordpos),
  FIND: builtin(2, 2, (args) => {
    const [wanted, words] = [wordsOf(args.text(1)), wordsOf(args.text(0))];
    if (wanted.length === 0) return '0';
    return String(words.findIndex((_, place) => wanted.every((word, next) => words[place + next] === word)) + 1);
  }),
  SPACE: builtin(1, 3, space),
};
