/** Symbols in in-stream data (z/OS MVS JCL Reference: Using symbols in JES in-stream data; EXPORT statement; SYMBOLS parameter). */

import { substitute } from './symbols.rules.ts';
import type { SymbolScope } from './symbols.rules.ts';

const recordLength = 80;

/** What data with SYMBOLS= may see: exported JCL symbols, the submitter's, and system symbols where it asks for them. */
export class DataSymbols {
  constructor(private readonly jesSymbols: ReadonlyMap<string, string> | undefined) {}

  /**
   * Data records with their symbols resolved. `kind` is the value of SYMBOLS=: JCLONLY, EXECSYS or CNVTSYS, perhaps in a
   * list with the DD that logs it. A record that grows over its length makes the job fail.
   */
  resolve(data: readonly string[], scope: SymbolScope, kind: string): { data: string[]; tooLong: boolean } {
    const system = /EXECSYS|CNVTSYS/.test(kind);
    const find = (symbol: string) => {
      const exported = scope.findExported(symbol);
      if (exported !== undefined) return exported;
      const jes = scope.exportsAll ? this.jesSymbols?.get(symbol) : undefined;
      if (jes !== undefined) return { value: jes, system: false };
      return system ? scope.findSystem(symbol) : undefined;
    };
    const resolved = data.map((line) => fitted(substitute(line.trimEnd(), { find }, 'everywhere')));
    const tooLong = resolved.some((line) => line.length > recordLength);
    return { data: resolved.map((line) => line.padEnd(recordLength)), tooLong };
  }
}

/** A record that grew gives up blanks from its last run of several, so that sequence numbers stay where they are. */
function fitted(line: string): string {
  const over = line.length - recordLength;
  if (over <= 0) return line;
  const run = Array.from(line.matchAll(/ {2,}/g)).at(-1);
  return run === undefined || run[0].length <= over ? line : line.slice(0, run.index) + line.slice(run.index + over);
}
