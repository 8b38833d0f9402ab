import { optionsOf, reasonOf, UsageError } from '../command.ts';
import type { Call, ShellCommand } from '../command.ts';
import { writeFile } from '../files.ts';

const escapes: Record<string, string> = { a: '\x07', b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v', '\\': '\\' };

/** Escapes of echo and printf; `\c` ends all output. */
function unescaped(text: string): { text: string; ends: boolean } {
  let result = '';
  for (let at = 0; at < text.length; at += 1) {
    const next = text.charAt(at + 1);
    if (text.charAt(at) !== '\\' || next === '') {
      result += text.charAt(at);
      continue;
    }
    const octal = /^\\0?([0-7]{1,3})/.exec(text.slice(at))?.[0];
    if (next === 'c') return { text: result, ends: true };
    if (octal !== undefined) {
      result += String.fromCharCode(Number.parseInt(octal.slice(1), 8) & 255);
      at += octal.length - 1;
    } else {
      result += escapes[next] ?? `\\${next}`;
      at += 1;
    }
  }
  return { text: result, ends: false };
}

/** echo of the z/OS shell takes escapes and no option. */
const echo: ShellCommand = {
  name: 'echo',
  usage: 'echo [argument ...]',
  run({ args, out }) {
    const { text, ends } = unescaped(args.join(' '));
    out(ends ? text : `${text}\n`);
    return 0;
  },
};

function formatted(format: string, args: string[], error: (text: string) => void): { text: string; bad: boolean } {
  let bad = false;
  const text = format.replaceAll(
    /%%|%([-+ 0#]*)(\d+)?(?:\.(\d+))?([a-zA-Z])/g,
    (all, flags: string, width: string, precision: string | undefined, letter: string) => {
      if (all === '%%') return '%';
      const arg = args.shift() ?? '';
      let shown: string;
      if (letter === 's' || letter === 'b')
        shown = (letter === 'b' ? unescaped(arg).text : arg).slice(
          0,
          precision === undefined ? undefined : Number(precision),
        );
      else if (letter === 'c') shown = arg.charAt(0);
      else if ('dioxXu'.includes(letter)) {
        const value = /^['"]/.test(arg) ? arg.charCodeAt(1) : Number(arg === '' ? 0 : arg);
        if (!Number.isInteger(value)) {
          error(`FSUM7344 bad number "${arg}"`);
          bad = true;
        }
        const whole = Number.isInteger(value) ? value : 0;
        const based =
          letter === 'o' ? whole.toString(8) : letter.toLowerCase() === 'x' ? whole.toString(16) : String(whole);
        shown = letter === 'X' ? based.toUpperCase() : based;
        if (flags.includes('0') && !flags.includes('-'))
          shown = shown.padStart(Math.min(Number(width || 0), 10_000), '0');
      } else {
        error(`FSUM7345 unknown conversion "${all}"`);
        bad = true;
        return '';
      }
      const wide = Math.min(Number(width || 0), 10_000);
      return flags.includes('-') ? shown.padEnd(wide) : shown.padStart(wide);
    },
  );
  return { text, bad };
}

const printf: ShellCommand = {
  name: 'printf',
  usage: 'printf format [argument ...]',
  run({ args, out, error }) {
    const [format, ...rest] = args;
    if (format === undefined) throw new UsageError('');
    const shown = unescaped(format).text;
    let bad = false;
    do {
      const before = rest.length;
      const result = formatted(shown, rest, error);
      bad ||= result.bad;
      out(result.text);
      if (rest.length === before) break;
    } while (rest.length > 0);
    return bad ? 1 : 0;
  },
};

const always = (name: string, status: number): ShellCommand => ({ name, usage: name, run: () => status });

const tee: ShellCommand = {
  name: 'tee',
  usage: 'tee [-ai] [file ...]',
  run(call: Call) {
    const options = optionsOf(call.args, 'ai');
    const text = call.input.all();
    call.out(text);
    return writeAll(call, options.operands, text, options.has('a'));
  },
};

function writeAll(call: Call, files: readonly string[], text: string, append: boolean): number {
  const { unix, user } = call.system;
  let status = 0;
  for (const file of files)
    try {
      writeFile(unix, call.path(file), user, text, { append, mode: 0o666 & ~call.umask });
    } catch (failure) {
      call.error(`FSUM6258 cannot open file "${file}": ${reasonOf(failure)}`);
      status = 1;
    }
  return status;
}

export const showing: readonly ShellCommand[] = [echo, printf, tee, always('true', 0), always('false', 1)];
