/** Permission bits as people write them (z/OS UNIX System Services Command Reference: chmod, ls). */

import type { FileKind } from './unix-files.ts';

const letters: Record<FileKind, string> = { file: '-', directory: 'd', link: 'l', character: 'c' };

/** `drwxr-xr-x`, with set-id and sticky bits as ls shows them. */
export function modeText(kind: FileKind, mode: number): string {
  const triple = (bits: number, special: boolean, letter: string) => {
    const execute = (bits & 1) !== 0;
    const last = special ? (execute ? letter : letter.toUpperCase()) : execute ? 'x' : '-';
    return `${(bits & 4) === 0 ? '-' : 'r'}${(bits & 2) === 0 ? '-' : 'w'}${last}`;
  };
  const owner = triple(mode >> 6, (mode & 0o4000) !== 0, 's');
  const group = triple(mode >> 3, (mode & 0o2000) !== 0, 's');
  return letters[kind] + owner + group + triple(mode, (mode & 0o1000) !== 0, 't');
}

/** Reads `rwxr-x---` in either case; undefined when it is none. */
export function permissionBits(text: string): number | undefined {
  if (!/^([r-][w-][xs-]){2}[r-][w-][xt-]$/i.test(text)) return undefined;
  return Array.from(text).reduce((bits, letter) => bits * 2 + (letter === '-' ? 0 : 1), 0);
}

/** Applies `755`, `u+x,go-w`, `=r` … to the bits of a file; undefined when the text is not understood. */
export function changedMode(text: string, mode: number, isDirectory: boolean): number | undefined {
  if (/^[0-7]{1,4}$/.test(text)) return Number.parseInt(text, 8);
  let result = mode;
  for (const clause of text.split(',')) {
    const match = /^([ugoa]*)((?:[-+=][rwxXst]*)+)$/.exec(clause);
    if (match === null) return undefined;
    const who = match[1] === '' || match[1]?.includes('a') === true ? 'ugo' : (match[1] ?? '');
    for (const [, operator = '', what = ''] of (match[2] ?? '').matchAll(/([-+=])([rwxXst]*)/g))
      result = applied(result, who, operator, bitsOf(what, isDirectory || (mode & 0o111) !== 0));
  }
  return result;
}

function bitsOf(what: string, mayExecute: boolean) {
  const has = (letter: string) => what.includes(letter);
  const execute = has('x') || (has('X') && mayExecute);
  return { rwx: (has('r') ? 4 : 0) + (has('w') ? 2 : 0) + (execute ? 1 : 0), setId: has('s'), sticky: has('t') };
}

function applied(mode: number, who: string, operator: string, bits: ReturnType<typeof bitsOf>): number {
  let mask = 0;
  let wanted = bits.sticky ? 0o1000 : 0;
  for (const [letter, shift, setId] of [
    ['u', 6, 0o4000],
    ['g', 3, 0o2000],
    ['o', 0, 0],
  ] as const) {
    if (!who.includes(letter)) continue;
    mask |= 7 << shift;
    wanted |= (bits.rwx << shift) | (bits.setId ? setId : 0);
  }
  if (operator === '+') return mode | wanted;
  if (operator === '-') return mode & ~wanted;
  return (mode & ~mask) | wanted;
}
