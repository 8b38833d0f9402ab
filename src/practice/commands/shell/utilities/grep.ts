import { timeBound } from '../../../../shared/time-bound.ts';
import { optionsOf, UsageError } from '../command.ts';
import type { ShellCommand } from '../command.ts';
import { eachText, expressionOf, linesOf } from './reading.ts';

/** An expression that looks for longer is given up, in milliseconds of the machine. */
export const searchMs = 2000;

type Options = ReturnType<typeof optionsOf>;

export const grep = (name: 'grep' | 'egrep' | 'fgrep'): ShellCommand => ({
  name,
  usage: `${name} [-E|-F] [-c|-l|-q] [-hinsvx] pattern|-e pattern ... [file ...]`,
  usageStatus: 2,
  run(call) {
    const options = optionsOf(call.args, 'EFHchilnqsvwxe:');
    const given = options.values('e');
    const patterns = given.length > 0 ? given : options.operands.slice(0, 1);
    if (patterns.length === 0) throw new UsageError('');
    const files = given.length > 0 ? options.operands : options.operands.slice(1);
    const kind =
      options.has('F') || name === 'fgrep' ? 'fixed' : options.has('E') || name === 'egrep' ? 'extended' : 'basic';
    const hits = matcher(
      patterns.flatMap((text) => text.split('\n')),
      kind,
      options,
    );
    const found = { lines: 0 };
    const act = (text: string, file: string) => {
      const matching = timeBound(searchMs, () =>
        linesOf(text).flatMap((line, at) => (hits(line) ? [{ line, number: at + 1 }] : [])),
      );
      found.lines += matching.length;
      call.out(shown(matching, file, files.length > 1, options));
    };
    const status = eachText(call, files, act, 2);
    return status !== 0 ? status : found.lines > 0 ? 0 : 1;
  },
});

function matcher(patterns: readonly string[], kind: 'basic' | 'extended' | 'fixed', options: Options) {
  const expressions = patterns.map((pattern) => {
    const expression = expressionOf(pattern, kind, options.has('i') ? 'i' : '');
    if (expression === undefined) throw new UsageError('FSUM6004 the regular expression is not valid');
    if (options.has('x')) return new RegExp(`^(?:${expression.source})$`, expression.flags);
    return options.has('w') ? new RegExp(`(^|\\W)(?:${expression.source})(\\W|$)`, expression.flags) : expression;
  });
  return (line: string) => expressions.some((one) => one.test(line)) !== options.has('v');
}

function shown(
  matching: readonly { line: string; number: number }[],
  file: string,
  isOneOfSeveral: boolean,
  options: Options,
): string {
  if (options.has('q')) return '';
  if (options.has('l')) return matching.length > 0 ? `${file === '-' ? '(standard input)' : file}\n` : '';
  const prefix = (isOneOfSeveral || options.has('H')) && !options.has('h') ? `${file}:` : '';
  if (options.has('c')) return `${prefix}${String(matching.length)}\n`;
  return matching
    .map(({ line, number }) => `${prefix}${options.has('n') ? `${String(number)}:` : ''}${line}\n`)
    .join('');
}
