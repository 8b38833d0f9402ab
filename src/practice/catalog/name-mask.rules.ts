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

function qualifier(text: string): string {
  if (text === '**') return '(\\.[^.]+)*';
  const body = text === '*' ? '[^.]+' : text.replaceAll('$', '\\$').replaceAll('*', '[^.]*').replaceAll('%', '[^.]');
  return `\\.${body}`;
}

/** What every name that the mask takes starts with. */
export const literalPrefix = (mask: string): string => /^[^*%]*/.exec(mask)?.[0].replace(/\.$/, '') ?? '';
