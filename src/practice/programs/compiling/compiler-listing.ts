import type { DateTime } from 'luxon';
import type { Dd } from '../program.ts';
import type { CobolOptions } from './cobol-options.rules.ts';
import type { CompilerMessage, SourceLine } from './cobol-source.rules.ts';

export interface CompiledListing {
  name: string;
  options: CobolOptions;
  lines: readonly SourceLine[];
  messages: readonly CompilerMessage[];
  severity: number;
  index: number;
}

const scale =
  '   LineID  PL SL  ----+-*A-1-B--+----2----+----3----+----4----+----5----+----6----+----7-|--+----8 Map and Cross Reference';
const columns = ['Informational', 'Warning', 'Error', 'Severe', 'Terminating'];

/** SYSPRINT of the compiler: options, source, messages at their lines and once more together, totals, return code. */
export function compilerListing(print: Dd, at: DateTime) {
  print.open({ recfm: 'FBA', lrecl: 133 });
  let page = 0;
  const write = (text: string) => print.writeLine(text.slice(0, 133));
  const heading = (name: string) => {
    page += 1;
    const when = at.toFormat("'Date' MM/dd/yyyy  'Time' HH:mm:ss");
    write(
      `1PP 5655-EC6 IBM Enterprise COBOL for z/OS  6.3.0 P220314       ${name.padEnd(8).slice(0, 8)}  ${when}   Page ${String(page).padStart(5)}`,
    );
  };
  return {
    program(one: CompiledListing) {
      heading('');
      write('0Options in effect:');
      for (const option of [...one.options.inEffect.values()])
        write(option.startsWith('NO') ? `  ${option}` : `    ${option}`);
      heading(one.name);
      write(scale);
      source(write, one);
      heading(one.name);
      messages(write, one);
      statistics(write, one);
    },
    end: (code: number) => write(`0Return code ${String(code)}`),
  };
}

function source(write: (text: string) => void, { lines, messages }: CompiledListing): void {
  lines.forEach(({ text, copied }, index) => {
    const line = index + 1;
    write(`${line === 1 ? '0' : ' '}  ${String(line).padStart(6, '0')}${copied ? 'C' : ' '}        ${text.trimEnd()}`);
    const own = messages.filter((message) => message.line === line);
    if (own.length > 0) write(' ');
    for (const { code, text: said } of own) write(` ==${String(line).padStart(6, '0')}==> ${code} ${said}`);
    if (own.length > 0) write(' ');
  });
}

function messages(write: (text: string) => void, { messages: all }: CompiledListing): void {
  if (all.length === 0) return;
  write('0LineID  Message code  Message text');
  for (const { line, code, text } of all) {
    write(' ');
    write(` ${(line === 0 ? '' : String(line)).padStart(6)}  ${code}   ${text}`);
  }
  const counts = ['I', 'W', 'E', 'S', 'U'].map((letter) => all.filter(({ code }) => code.endsWith(letter)).length);
  write(`-Messages    Total    ${columns.join('    ')}`);
  const cells = columns.map((name, at) =>
    ((counts[at] ?? 0) === 0 ? '' : String(counts[at])).padStart(name.length + (at === 0 ? 0 : 4)),
  );
  write(`0Printed:${String(all.length).padStart(8)}    ${cells.join('')}`.trimEnd());
}

function statistics(write: (text: string) => void, { name, lines, severity, index }: CompiledListing): void {
  write(`-* Statistics for COBOL program ${name}:`);
  write(` *    Source records = ${String(lines.length)}`);
  write(`0End of compilation ${String(index)},  program ${name},  highest severity ${String(severity)}.`);
}
