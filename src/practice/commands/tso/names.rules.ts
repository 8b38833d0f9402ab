/** Data set names as TSO commands take them (z/OS TSO/E Command Reference, Data set naming conventions). */

export interface NamedDataSet {
  dsname: string;
  member?: string;
}

const qualifier = /^[A-Z#@$][A-Z0-9#@$-]{0,7}$/;
const memberName = /^[A-Z#@$][A-Z0-9#@$]{0,7}$/;

export const validDataSetName = (dsname: string): boolean =>
  dsname.length <= 44 && dsname.split('.').every((part) => qualifier.test(part));

/** A name in apostrophes stands as it is; another gets the prefix. @returns undefined for what is no name */
export function dataSetNamed(text: string, prefix: string): NamedDataSet | undefined {
  const trimmed = text.trim().toUpperCase();
  const quoted = /^'([^']*)'?$/.exec(trimmed);
  const parts = /^([^()]+)(?:\(([^()]*)\)?)?$/.exec(quoted?.[1] ?? trimmed);
  if (parts === null) return undefined;
  const [, name = '', inside] = parts;
  const dsname = quoted === null && prefix !== '' ? `${prefix}.${name.trim()}` : name.trim();
  if (!validDataSetName(dsname)) return undefined;
  if (inside === undefined) return { dsname };
  const member = inside.trim();
  return memberName.test(member) || /^[+-]?\d+$/.test(member) ? { dsname, member } : undefined;
}

/** Words of a command outside parentheses and apostrophes; `KEY (X)` counts as `KEY(X)`. */
export function wordsOfCommand(text: string): string[] {
  const words: string[] = [];
  let word = '';
  let depth = 0;
  let quoted = false;
  for (const character of `${text} `) {
    if (character === "'") quoted = !quoted;
    if (!quoted && character === '(') depth += 1;
    if (!quoted && character === ')') depth = Math.max(0, depth - 1);
    if (!quoted && depth === 0 && (character === ' ' || character === ',')) {
      if (word !== '') words.push(word);
      word = '';
    } else if (!quoted && character === '(' && word === '' && words.length > 0 && /^[A-Z]+$/i.test(words.at(-1) ?? ''))
      word = `${words.pop() ?? ''}(`;
    else word += character;
  }
  if (quoted && word.trim() !== '') words.push(word.trim());
  return words;
}

/** `KEY(value)`, value without its parentheses. */
export function keyedWord(word: string): { key: string; value: string | undefined } {
  const at = word.indexOf('(');
  if (at <= 0 || word.startsWith("'")) return { key: word.toUpperCase(), value: undefined };
  return {
    key: word.slice(0, at).toUpperCase(),
    value: word
      .slice(at + 1)
      .replace(/\)$/, '')
      .trim(),
  };
}

/** A value that must be among these, or may be shortened as far as it stays clear. */
export function fullKeyword(key: string, all: readonly string[]): string | undefined {
  if (all.includes(key)) return key;
  const found = all.filter((one) => one.startsWith(key));
  return found.length >= 1 ? found[0] : undefined;
}
