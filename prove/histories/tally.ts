import { LockstepError } from '../../src/shared/errors.ts';

export const outcomes = ['acknowledged', 'refused', 'unknown', 'unanswered'] as const;
export type Outcome = (typeof outcomes)[number];

/** How many commands of each kind there were, and what they came to; and how often what happened to instances. */
export class Tally {
  readonly #kinds = new Map<string, Record<Outcome, number>>();
  readonly #events = new Map<string, number>();

  count(outcome: Outcome, kind: string): void {
    const counts = this.#kinds.get(kind) ?? { acknowledged: 0, refused: 0, unknown: 0, unanswered: 0 };
    counts[outcome] += 1;
    this.#kinds.set(kind, counts);
  }

  failed(kind: string, error: unknown): void {
    const known = error instanceof LockstepError && error.code !== 'ledger.unknown-outcome';
    this.count(known ? 'refused' : 'unknown', kind);
  }

  event(name: string): void {
    this.#events.set(name, (this.#events.get(name) ?? 0) + 1);
  }

  of(name: string): number {
    return this.#events.get(name) ?? 0;
  }

  total(outcome: Outcome): number {
    return [...this.#kinds.values()].reduce((sum, counts) => sum + counts[outcome], 0);
  }

  get commands(): number {
    return outcomes.reduce((sum, outcome) => sum + this.total(outcome), 0);
  }

  /** Of these kinds, those that were never sent, or never once answered as `outcome` says. */
  missing(kinds: Iterable<string>, outcome?: Outcome): string[] {
    return [...kinds].filter((kind) => {
      const counts = this.#kinds.get(kind);
      return counts === undefined || (outcome !== undefined && counts[outcome] === 0);
    });
  }

  /** One line for the table of all parts. */
  line(): string {
    const told = outcomes.map((outcome) => `${this.total(outcome)} ${outcome}`).join(', ');
    const events = [...this.#events].map(([name, count]) => `${count} ${name}`).join(', ');
    return `${this.commands} commands of ${this.#kinds.size} kinds: ${told}; ${events}`;
  }

  /** A line for each kind. */
  table(): string {
    const width = Math.max(...[...this.#kinds.keys()].map(({ length }) => length));
    const head = `${'command'.padEnd(width)}  ${outcomes.map((outcome) => outcome.padStart(12)).join('')}`;
    const lines = [...this.#kinds]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([kind, counts]) => {
        return `${kind.padEnd(width)}  ${outcomes.map((outcome) => String(counts[outcome]).padStart(12)).join('')}`;
      });
    return [head, ...lines].join('\n');
  }
}
