/** Splits at blanks and commas outside parentheses; `KEY (X)` is taken as `KEY(X)`. */
export function wordsOf(text: string): string[] {
  const words: string[] = [];
  let word = '';
  let depth = 0;
  for (const character of `${text.replaceAll(/([A-Z]) \(/g, '$1(')} `) {
    if (character === '(') depth += 1;
    if (character === ')') depth -= 1;
    if (depth === 0 && (character === ' ' || character === ',')) {
      if (word !== '') words.push(word);
      word = '';
    } else word += character;
  }
  if (word !== '') words.push(word);
  return words;
}
