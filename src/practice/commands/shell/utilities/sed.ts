import { timeBound } from '../../../../shared/time-bound.ts';
import { optionsOf, UsageError } from '../command.ts';
import type { ShellCommand } from '../command.ts';
import { searchMs } from './grep.ts';
import { eachText, expressionOf, linesOf } from './reading.ts';

type Address = { kind: 'line'; number: number } | { kind: 'last' } | { kind: 'pattern'; pattern: RegExp };

interface Instruction {
  from?: Address;
  to?: Address;
  negated: boolean;
  letter: string;
  /** Of `s` and `y`; the texts of a, i and c are in `text`. */
  pattern?: RegExp;
  text: string;
  global: boolean;
  prints: boolean;
  occurrence: number;
  isActive: boolean;
}

/** Reads a script of the subset: addresses, s, y, p, d, q, a, i, c, = and n. @throws {UsageError} for the rest */
function instructionsOf(script: string): Instruction[] {
  const reader = new Reader(script);
  const instructions: Instruction[] = [];
  reader.skip();
  while (!reader.isEnd) {
    instructions.push(reader.instruction());
    reader.skip();
  }
  return instructions;
}

class Reader {
  private at = 0;
  constructor(private readonly text: string) {}

  get isEnd(): boolean {
    return this.at >= this.text.length;
  }

  skip(): void {
    while (!this.isEnd && /[\s;]/.test(this.text.charAt(this.at))) this.at += 1;
  }

  private fault(): UsageError {
    return new UsageError(
      `FSUM6187 command "${this.text.slice(this.at, this.at + 20)}" is not imitated or not understood`,
    );
  }

  private take(expression: RegExp): string | undefined {
    const found = expression.exec(this.text.slice(this.at))?.[0];
    if (found !== undefined) this.at += found.length;
    return found;
  }

  private delimited(delimiter: string): string {
    let inside = '';
    for (; this.text.charAt(this.at) !== delimiter; this.at += 1) {
      if (this.isEnd || this.text.charAt(this.at) === '\n') throw this.fault();
      if (this.text.charAt(this.at) === '\\') {
        const next = this.text.charAt(this.at + 1);
        inside += next === delimiter ? next : `\\${next}`;
        this.at += 1;
      } else inside += this.text.charAt(this.at);
    }
    this.at += 1;
    return inside;
  }

  private pattern(source: string, flags = ''): RegExp {
    const expression = expressionOf(source.replaceAll('\\n', '\n'), 'basic', flags);
    if (expression === undefined) throw this.fault();
    return expression;
  }

  private address(): Address | undefined {
    const number = this.take(/^\d+/);
    if (number !== undefined) return { kind: 'line', number: Number(number) };
    if (this.take(/^\$/) !== undefined) return { kind: 'last' };
    if (this.take(/^\//) !== undefined) return { kind: 'pattern', pattern: this.pattern(this.delimited('/')) };
    return undefined;
  }

  instruction(): Instruction {
    const from = this.address();
    const to = from !== undefined && this.take(/^\s*,\s*/) !== undefined ? this.address() : undefined;
    const negated = this.take(/^\s*!\s*/) !== undefined;
    this.take(/^[ \t]+/);
    const letter = this.text.charAt(this.at);
    const plain = { negated, letter, text: '', global: false, prints: false, occurrence: 1, isActive: false };
    const made = { ...plain, ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) };
    if (letter === '' || !'sypdqaic=n'.includes(letter)) throw this.fault();
    this.at += 1;
    if (letter === 's' || letter === 'y') return this.replacing(made);
    if ('aic'.includes(letter))
      return {
        ...made,
        text: (this.take(/^(?:[^\\\n]|\\[^])*/) ?? '').replace(/^\s*\\?\n?/, '').replaceAll(/\\([^])/g, '$1'),
      };
    this.take(/^[ \t]+/);
    if (this.take(/^(;|\n|$)/) === undefined) throw this.fault();
    return made;
  }

  private replacing(made: Instruction): Instruction {
    const delimiter = this.text.charAt(this.at);
    this.at += 1;
    const [source, text] = [this.delimited(delimiter), this.delimited(delimiter)];
    const flags = made.letter === 's' ? (this.take(/^[gpi\d]*/) ?? '') : '';
    if (this.take(/^[ \t]*(;|\n|$)/) === undefined) throw this.fault();
    if (made.letter === 'y') return { ...made, pattern: /(?:)/, text: `${source}\0${text}` };
    return {
      ...made,
      pattern: this.pattern(source, flags.includes('i') ? 'gi' : 'g'),
      text,
      global: flags.includes('g'),
      prints: flags.includes('p'),
      occurrence: Number(/\d+/.exec(flags)?.[0] ?? 1),
    };
  }
}

interface LineAt {
  text: string;
  number: number;
  isLast: boolean;
}

const hits = (address: Address, line: LineAt): boolean =>
  address.kind === 'line'
    ? address.number === line.number
    : address.kind === 'last'
      ? line.isLast
      : address.pattern.test(line.text);

function selects(instruction: Instruction, line: LineAt): boolean {
  const { from, to } = instruction;
  if (from === undefined) return true;
  if (to === undefined) return hits(from, line);
  if (instruction.isActive) {
    if (hits(to, line) || (to.kind === 'line' && to.number <= line.number)) instruction.isActive = false;
    return to.kind !== 'line' || line.number <= to.number;
  }
  if (!hits(from, line)) return false;
  instruction.isActive = to.kind !== 'line' || to.number > line.number;
  return true;
}

function substituted({ pattern, text, global, occurrence }: Instruction, line: string): string {
  let count = 0;
  return line.replaceAll(pattern ?? /(?:)/g, (...found: unknown[]) => {
    count += 1;
    const all = String(found[0]);
    if (count < occurrence || (!global && count > occurrence)) return all;
    return text.replaceAll(
      /\\([\d&n\\])|\\(.)|&/g,
      (token: string, meant: string | undefined, other: string | undefined) => {
        if (token === '&') return all;
        if (meant === undefined) return other ?? '';
        if (/\d/.test(meant))
          return meant === '0' ? all : typeof found[Number(meant)] === 'string' ? String(found[Number(meant)]) : '';
        return meant === 'n' ? '\n' : meant;
      },
    );
  });
}

function transliterated({ text }: Instruction, line: string): string {
  const [from = '', to = ''] = text.split('\0');
  return line.replaceAll(/[^]/g, (character) =>
    from.includes(character) ? to.charAt(from.indexOf(character)) : character,
  );
}

/**
 * Runs all instructions on one line; says what is printed, and whether sed ends. `n` prints the line and goes on with
 * the next one, which `next` puts in its place; without one sed ends.
 */
function edited(
  instructions: readonly Instruction[],
  line: LineAt,
  quiet: boolean,
  next: () => void,
): { out: string[]; quits: boolean } {
  const out: string[] = [];
  const after: string[] = [];
  let isKept = true;
  let quits = false;
  for (const instruction of instructions) {
    if (selects(instruction, line) === instruction.negated) continue;
    const { letter } = instruction;
    if (letter === 's') {
      const before = line.text;
      line.text = substituted(instruction, before);
      if (instruction.prints && line.text !== before) out.push(line.text);
    } else if (letter === 'y') line.text = transliterated(instruction, line.text);
    else if (letter === 'p') out.push(line.text);
    else if (letter === '=') out.push(String(line.number));
    else if (letter === 'i') out.push(instruction.text);
    else if (letter === 'a') after.push(instruction.text);
    else if (letter === 'c') out.push(instruction.text);
    if (letter === 'd' || letter === 'c') {
      isKept = false;
      break;
    }
    if (letter === 'n' && !line.isLast) {
      out.push(...(quiet ? [] : [line.text]), ...after.splice(0));
      next();
    } else if (letter === 'q' || letter === 'n') {
      quits = true;
      break;
    }
  }
  return { out: [...out, ...(isKept && !quiet ? [line.text] : []), ...after], quits };
}

/** A subset of sed: s, y, p, d, q, a, i, c, = and n with addresses; the hold space, branches and files are refused. */
export const sed: ShellCommand = {
  name: 'sed',
  usage: 'sed [-n] [-e script ...] [script] [file ...]',
  usageStatus: 1,
  run(call) {
    const options = optionsOf(call.args, 'ne:');
    const scripts = options.values('e');
    const script = scripts.length > 0 ? scripts.join('\n') : options.operands[0];
    if (script === undefined) throw new UsageError('');
    const instructions = instructionsOf(script);
    const lines: string[] = [];
    const files = scripts.length > 0 ? options.operands : options.operands.slice(1);
    const status = eachText(call, files, (text) => lines.push(...linesOf(text)));
    timeBound(searchMs, () => {
      const line = { text: '', number: 0, isLast: lines.length === 0 };
      const next = () => {
        line.text = lines[line.number] ?? '';
        line.number += 1;
        line.isLast = line.number >= lines.length;
      };
      while (!line.isLast) {
        next();
        const { out, quits } = edited(instructions, line, options.has('n'), next);
        for (const one of out) call.out(`${one}\n`);
        if (quits) break;
      }
    });
    return status;
  },
};
