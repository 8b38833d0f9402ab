import { asPlanned, inDoubt, swept } from './aftermath.ts';
import type { Mode } from './life.ts';

const short: Readonly<Record<string, string>> = { [asPlanned]: 'ok', [inDoubt]: 'doubt', [swept]: 'swept' };
const shown = (outcome: string): string =>
  outcome
    .split(', ')
    .map((part) => short[part] ?? 'OTHER')
    .join('+');

/** Calls × modes × outcome. */
export class Tally {
  readonly #cells = new Map<string, Map<Mode, Map<string, number>>>();
  readonly #calls = new Map<string, number>();

  constructor(private readonly modes: readonly Mode[]) {}

  /** Calls of this kind that a night makes. */
  calls(kind: string, count: number): void {
    this.#calls.set(kind, (this.#calls.get(kind) ?? 0) + count);
  }

  note(kind: string, mode: Mode, outcome: string): void {
    const row = this.#cells.get(kind) ?? new Map<Mode, Map<string, number>>();
    const cell = row.get(mode) ?? new Map<string, number>();
    cell.set(shown(outcome), (cell.get(shown(outcome)) ?? 0) + 1);
    this.#cells.set(kind, row.set(mode, cell));
  }

  toString(): string {
    const kinds = [...new Set([...this.#calls.keys(), ...this.#cells.keys()])].sort();
    const rows = kinds.map((kind) => [
      kind,
      String(this.#calls.get(kind) ?? 0),
      ...this.modes.map((mode) => cellText(this.#cells.get(kind)?.get(mode))),
    ]);
    const table = [['call', 'calls', ...this.modes], ...rows];
    const widths = (table[0] ?? []).map((_, at) => Math.max(...table.map((row) => row[at]?.length ?? 0)));
    return table
      .map((row) =>
        row
          .map((cell, at) => cell.padEnd(widths[at] ?? 0))
          .join('  ')
          .trimEnd(),
      )
      .join('\n');
  }
}

const cellText = (cell: ReadonlyMap<string, number> | undefined): string =>
  cell === undefined
    ? '-'
    : [...cell]
        .sort()
        .map(([outcome, count]) => `${outcome} ${count}`)
        .join(', ');
