/** Symbols in in-stream data (z/OS MVS JCL Reference: Using symbols in JES in-stream data; EXPORT statement; SYMBOLS parameter). */

import { substitute } from './symbols.rules.ts';
import type { SymbolScope } from './symbols.rules.ts';

/** JCL symbols that the job exported, and what data with SYMBOLS= may see. */
export class DataSymbols {
  private readonly exported = new Set<string>();

  constructor(private readonly jesSymbols: ReadonlyMap<string, string> | undefined) {}

  export(names: readonly string[]): void {
    for (const name of names) this.exported.add(name);
  }

  /** Data records with the symbols resolved that they may see. */
  resolve(data: readonly string[], scope: Pick<SymbolScope, 'find'>): string[] {
    const find = (symbol: string) => {
      if (!this.exported.has('*') && !this.exported.has(symbol)) return undefined;
      const jes = this.jesSymbols?.get(symbol);
      return scope.find(symbol) ?? (jes === undefined ? undefined : { value: jes, system: false });
    };
    return data.map((line) => substitute(line.trimEnd(), { find }, 'everywhere').padEnd(80));
  }
}
