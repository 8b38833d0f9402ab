/**
 * Data set name masks: `%` stands for one character, `*` for characters within a qualifier (alone: one qualifier), `**`
 * for any number of qualifiers.
 *
 * @see z/OS ISPF User's Guide Volume II, Data Set List Utility, Dsname Level
 */
export function matchesMask(mask: string): (name: string) => boolean {
  const qualifiers = mask.split('.').filter((text, at, all) => text !== '**' || all[at - 1] !== '**');
  const whole = new RegExp(`^${qualifiers.map(qualifier).join('')}$`);
  return (name) => whole.test(`.${name}`);
}

/** A level as z/OSMF's `dslevel` takes it: what the mask names and everything below. */
export function matchesLevel(level: string): (name: string) => boolean {
  return matchesMask(level.endsWith('**') ? level : `${level}.**`);
}

/**
 * A mask over one name: `*` stands for any characters, each character of `one` for a single one, all else for itself.
 * Who takes such masks says in its manual which character that is: `%`, `?` or `+`.
 */
export function nameMask(mask: string, one = ''): (name: string) => boolean {
  const body = Array.from(mask.replaceAll(/\*+/g, '*'), (character) => {
    if (character === '*') return '.*';
    return one.includes(character) ? '.' : character.replace(/[.*+?^${}()|[\]\\/]/, String.raw`\$&`);
  });
  const whole = new RegExp(`^${body.join('')}$`);
  return (name) => whole.test(name);
}

function qualifier(text: string): string {
  if (text === '**') return '(\\.[^.]+)*';
  const body = text === '*' ? '[^.]+' : text.replaceAll('$', '\\$').replaceAll('*', '[^.]*').replaceAll('%', '[^.]');
  return `\\.${body}`;
}

/** What every name that the mask takes starts with. */
export const literalPrefix = (mask: string): string => /^[^*%]*/.exec(mask)?.[0].replace(/\.$/, '') ?? '';
