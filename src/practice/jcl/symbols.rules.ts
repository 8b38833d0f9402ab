/** JCL symbols (z/OS MVS JCL Reference: Using system symbols and JCL symbols). */

interface Found {
  value: string;
  /** A system symbol, of which a part may be asked. */
  system: boolean;
}

/** Symbols in force at a place: values of the call, of calls around it, SET, and the system's own. */
export class SymbolScope {
  private readonly values = new Map<string, string>();
  /** Names whose value was given after EXPORT named them. */
  private readonly out = new Set<string>();
  /** What EXPORT named so far; one for all calls of the job. */
  private readonly exports: Set<string>;
  /** Names that text of this scope or below asked for. */
  readonly used = new Set<string>();

  constructor(
    private readonly outer: SymbolScope | undefined,
    private readonly system: ReadonlyMap<string, string> = new Map<string, string>(),
  ) {
    this.exports = outer?.exports ?? new Set();
  }

  get exportsAll(): boolean {
    return this.exports.has('*');
  }

  /** EXPORT SYMLIST=: symbols that get their values from here on are seen by data. */
  export(names: readonly string[]): void {
    for (const name of names) this.exports.add(name);
  }

  /** Gives a value inside this scope alone, unless it has one: the first value wins. */
  define(name: string, value: string): void {
    if (!this.values.has(name)) this.give(name, value);
  }

  private give(name: string, value: string): void {
    this.values.set(name, value);
    if (this.exportsAll || this.exports.has(name)) this.out.add(name);
  }

  /** SET: from here on, also after the end of this call. */
  set(name: string, value: string): void {
    this.give(name, value);
    this.outer?.set(name, value);
  }

  find(name: string): Found | undefined {
    const value = this.values.get(name);
    if (value !== undefined) {
      this.used.add(name);
      return { value, system: false };
    }
    return this.outer === undefined ? this.findSystem(name) : this.outer.find(name);
  }

  /** A value that data may see. */
  findExported(name: string): Found | undefined {
    const value = this.values.get(name);
    if (value === undefined) return this.outer?.findExported(name);
    this.used.add(name);
    return this.out.has(name) ? { value, system: false } : undefined;
  }

  findSystem(name: string): Found | undefined {
    if (this.outer !== undefined) return this.outer.findSystem(name);
    const own = this.system.get(name);
    return own === undefined ? undefined : { value: own, system: true };
  }
}

const insideApostrophes = new Set(['AMP', 'PATH', 'SUBSYS', 'ACCT', 'PARM']);

/** How far symbols inside apostrophes are resolved: only in the keywords that JCL names, or everywhere (SET, PROC, calls). */
export type Reach = 'keywords' | 'everywhere';

/**
 * Resolves the symbols of an operand field, all at once and without looking at the result again. What is not defined
 * stays as typed; `&&` stays.
 */
export function substitute(text: string, scope: Pick<SymbolScope, 'find'>, reach: Reach = 'keywords'): string {
  let out = '';
  let depth = 0;
  let quoted = false;
  let key = '';
  let at = 0;
  while (at < text.length) {
    if (!quoted && depth === 0 && (at === 0 || text.charAt(at - 1) === ','))
      key = /^([A-Z0-9@#$]+)(?:\.[A-Z0-9@#$]+)?=/.exec(text.slice(at, at + 24))?.[1] ?? '';
    const character = text.charAt(at);
    if (character === "'") quoted = !quoted;
    if (!quoted && character === '(') depth += 1;
    if (!quoted && character === ')') depth -= 1;
    if (character === '&' && (!quoted || reach === 'everywhere' || insideApostrophes.has(key))) {
      const taken = oneSymbol(text, at, scope);
      out += taken.value;
      at = taken.next;
      continue;
    }
    out += character;
    at += 1;
  }
  return out;
}

function oneSymbol(text: string, at: number, scope: Pick<SymbolScope, 'find'>): { value: string; next: number } {
  if (text.charAt(at + 1) === '&') return { value: '&&', next: at + 2 };
  const name = /^&([A-Z@#$][A-Z0-9@#$]*)/.exec(text.slice(at, at + 16))?.[1] ?? '';
  const found = name === '' || name.length > 8 ? undefined : scope.find(name);
  if (found === undefined) return { value: '&', next: at + 1 };
  let next = at + 1 + name.length;
  let value = found.value;
  const part = found.system ? /^\((-?\d+):(-?\d+)\)/.exec(text.slice(next, next + 12)) : null;
  if (part !== null) {
    value = partOf(value, Number(part[1]), Number(part[2]));
    next += part[0].length;
  }
  if (text.charAt(next) === '.') next += 1;
  return { value, next };
}

/** `(start:length)` of a system symbol; a negative start counts from the end (z/OS MVS Initialization and Tuning Reference: substrings). */
function partOf(value: string, start: number, length: number): string {
  const from = start > 0 ? start - 1 : Math.max(0, value.length + start);
  return value.slice(from, from + Math.max(0, length));
}
