/** Patterns of the shell (z/OS UNIX System Services Command Reference: sh, File name generation). */

/** A pattern as a regular expression; characters before which `quoted` says so stand for themselves. */
export function patternOf(pattern: string): RegExp {
  let source = '';
  for (let at = 0; at < pattern.length; at += 1) {
    const here = pattern.charAt(at);
    if (here === '\\') {
      at += 1;
      source += escaped(pattern.charAt(at));
    } else if (here === '*') {
      source = source.endsWith('[^]*') ? source : `${source}[^]*`;
    } else if (here === '?') source += '[^]';
    else if (here === '[') {
      const end = pattern.indexOf(']', at + (/^\[!?\]/.test(pattern.slice(at)) ? 3 : 2));
      const inside = end < 0 ? undefined : bracket(pattern.slice(at + 1, end));
      source += inside ?? '\\[';
      if (inside !== undefined) at = end;
    } else source += escaped(here);
  }
  return new RegExp(`^${source}$`);
}

const escaped = (character: string): string => character.replaceAll(/[.*+?^${}()|[\]\\/-]/g, '\\$&');

function bracket(inside: string): string | undefined {
  const negated = inside.startsWith('!');
  const text = (negated ? inside.slice(1) : inside).replaceAll(/[\\\]^[]/g, '\\$&');
  const source = `[${negated ? '^' : ''}${text}]`;
  try {
    return new RegExp(source).source;
  } catch {
    return undefined;
  }
}

export const isPattern = (text: string): boolean => /(^|[^\\])(\\\\)*[*?[]/.test(text);

/** Text that a pattern takes as it is. */
export const asLiteral = (text: string): string => text.replaceAll(/[*?[\]\\]/g, '\\$&');
export const unescapedPattern = (text: string): string => text.replaceAll(/\\([^])/g, '$1');
