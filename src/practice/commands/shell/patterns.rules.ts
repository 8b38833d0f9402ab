/** Patterns of the shell (z/OS UNIX System Services Command Reference: sh, File name generation). */

/** A pattern that is matched in time linear in pattern times text, whatever stars it has. */
export interface Pattern {
  test(text: string): boolean;
}

type Element = '*' | ((character: string) => boolean);

const any = (): boolean => true;

export function patternOf(pattern: string): Pattern {
  const elements = elementsOf(pattern);
  return { test: (text) => matches(elements, text) };
}

function elementsOf(pattern: string): Element[] {
  const elements: Element[] = [];
  for (let at = 0; at < pattern.length; at += 1) {
    const here = pattern.charAt(at);
    const end = here === '[' ? pattern.indexOf(']', at + (/^\[!?\]/.test(pattern.slice(at, at + 3)) ? 3 : 2)) : -1;
    if (here === '*') {
      if (elements.at(-1) !== '*') elements.push('*');
    } else if (here === '?') elements.push(any);
    else if (end >= 0) {
      elements.push(bracket(pattern.slice(at + 1, end)));
      at = end;
    } else {
      if (here === '\\') at += 1;
      const wanted = pattern.charAt(at);
      elements.push((character) => character === wanted);
    }
  }
  return elements;
}

function bracket(inside: string): (character: string) => boolean {
  const negated = inside.startsWith('!');
  const text = (negated ? inside.slice(1) : inside).replaceAll(/\\([^])/g, '$1');
  const ranges: (readonly [string, string])[] = [];
  for (let at = 0; at < text.length; at += 1) {
    const isRange = text.charAt(at + 1) === '-' && at + 2 < text.length;
    ranges.push([text.charAt(at), text.charAt(isRange ? at + 2 : at)]);
    if (isRange) at += 2;
  }
  return (character) => ranges.some(([from, to]) => character >= from && character <= to) !== negated;
}

/** Goes back to the last star alone when something does not fit. */
function matches(elements: readonly Element[], text: string): boolean {
  let [at, place, star, mark] = [0, 0, -1, 0];
  while (place < text.length) {
    const element = elements[at];
    if (element === '*') {
      star = at;
      mark = place;
      at += 1;
    } else if (element?.(text.charAt(place)) === true) {
      at += 1;
      place += 1;
    } else if (star >= 0) {
      at = star + 1;
      mark += 1;
      place = mark;
    } else return false;
  }
  while (elements[at] === '*') at += 1;
  return at === elements.length;
}

export const isPattern = (text: string): boolean => /(^|[^\\])(\\\\)*[*?[]/.test(text);

/** Text that a pattern takes as it is. */
export const asLiteral = (text: string): string => text.replaceAll(/[*?[\]\\]/g, '\\$&');
export const unescapedPattern = (text: string): string => text.replaceAll(/\\([^])/g, '$1');
