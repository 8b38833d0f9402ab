import { UnixError } from '../../../unix/errno.ts';
import { reasonOf } from '../command.ts';
import type { Call } from '../command.ts';
import { readFile } from '../files.ts';

/** An operand's text: a file's, or standard input for `-`. @throws {UnixError} */
export const textOf = (call: Call, operand: string): string =>
  operand === '-' ? call.input.all() : readFile(call.system.unix, call.path(operand), call.system.user);

/** Does one thing with the text of each file operand, or of standard input; 1 (or `failed`) when one cannot be read. */
export function eachText(
  call: Call,
  operands: readonly string[],
  act: (text: string, name: string) => void,
  failed = 1,
): number {
  let status = 0;
  for (const operand of operands.length === 0 ? ['-'] : operands) {
    let text: string;
    try {
      text = textOf(call, operand);
    } catch (error) {
      if (!(error instanceof UnixError)) throw error;
      call.error(`FSUM6003 input file "${operand}": ${reasonOf(error)}`);
      status = failed;
      continue;
    }
    act(text, operand);
  }
  return status;
}

/** Lines without their ends. */
export const linesOf = (text: string): string[] => (text === '' ? [] : text.replace(/\n$/, '').split('\n'));

/** A basic or extended regular expression as JavaScript has it; undefined when it is none. */
export function expressionOf(pattern: string, kind: 'basic' | 'extended' | 'fixed', flags = ''): RegExp | undefined {
  try {
    return new RegExp(
      kind === 'fixed' ? pattern.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&') : converted(pattern, kind),
      flags,
    );
  } catch {
    return undefined;
  }
}

const classes: Record<string, string> = {
  alpha: 'A-Za-z',
  digit: '0-9',
  alnum: 'A-Za-z0-9',
  upper: 'A-Z',
  lower: 'a-z',
  space: '\\s',
  blank: ' \\t',
  punct: '!-\\/:-@\\[-`{-~',
  xdigit: '0-9A-Fa-f',
};

function converted(pattern: string, kind: 'basic' | 'extended'): string {
  let source = '';
  for (let at = 0; at < pattern.length; at += 1) {
    const here = pattern.charAt(at);
    const next = pattern.charAt(at + 1);
    if (here === '[') {
      const end = bracketEnd(pattern, at);
      if (end < 0) throw new SyntaxError('[ without ]');
      source += bracket(pattern.slice(at + 1, end));
      at = end;
    } else if (here === '\\') {
      at += 1;
      if (kind === 'basic' && '(){}'.includes(next)) source += next;
      else if (/[1-9]/.test(next)) source += `\\${next}`;
      else source += /[.*+?^${}()|[\]\\/]/.test(next) ? `\\${next}` : next;
    } else if (kind === 'basic' && '+?|(){}'.includes(here)) source += `\\${here}`;
    else if (kind === 'basic' && here === '*' && /(^|\()$/.test(source)) source += '\\*';
    else if (kind === 'basic' && here === '^' && source !== '' && !source.endsWith('(')) source += '\\^';
    else if (kind === 'basic' && here === '$' && next !== '' && !pattern.startsWith('\\)', at + 1)) source += '\\$';
    else source += here;
  }
  return source;
}

function bracketEnd(pattern: string, at: number): number {
  let end = at + 1;
  if (pattern.charAt(end) === '^') end += 1;
  if (pattern.charAt(end) === ']') end += 1;
  for (; end < pattern.length; end += 1) {
    if (pattern.startsWith('[:', end)) end = Math.max(end, pattern.indexOf(':]', end) + 1);
    else if (pattern.charAt(end) === ']') return end;
  }
  return -1;
}

function bracket(inside: string): string {
  const negated = inside.startsWith('^');
  const text = (negated ? inside.slice(1) : inside)
    .replaceAll(/[\\\][]/g, '\\$&')
    .replaceAll(/\\\[:([a-z]+):\\\]/g, (_, name: string) => classes[name] ?? '');
  return `[${negated ? '^' : ''}${text}]`;
}
