import type { Scheduler } from 'fast-check';
import type { CallFault } from './interleaving.schema.ts';

/** Turns that what is late, or stands still, lets go by. */
const aWhile = 250;

/** Who goes on next: fast-check's scheduler chooses, until the disorder is over. */
export class Turns {
  readonly #faults: CallFault[] = [];
  readonly #later: { readonly due: number; readonly wake: () => void }[] = [];
  #inOrder = false;
  made = 0;

  constructor(private readonly scheduler: Scheduler) {}

  /** True once the disorder is over. */
  get inOrder(): boolean {
    return this.#inOrder;
  }

  /** Resolves when it is the caller's turn. */
  async next(label: string): Promise<void> {
    if (!this.#inOrder) await this.scheduler.schedule(Promise.resolve(), label);
  }

  /** Resolves when many others had their turns. */
  aWhile(): Promise<void> {
    if (this.#inOrder) return Promise.resolve();
    return new Promise((wake) => this.#later.push({ due: this.made + aWhile, wake }));
  }

  /** The next call that changes something meets it. */
  arm(fault: CallFault): void {
    this.#faults.push(fault);
  }

  takeFault(): CallFault | undefined {
    return this.#faults.shift();
  }

  /** Gives one of those that wait its turn. @returns false when nobody waits */
  async choose(): Promise<boolean> {
    this.made += 1;
    while (this.#later[0] !== undefined && this.#later[0].due <= this.made) this.#later.shift()?.wake();
    if (this.scheduler.count() === 0) return false;
    await this.scheduler.waitNext(1);
    return true;
  }

  /** From now on nobody waits. */
  async end(): Promise<void> {
    this.#inOrder = true;
    this.#faults.length = 0;
    for (const { wake } of this.#later.splice(0)) wake();
    while (this.scheduler.count() > 0) await this.scheduler.waitNext(1);
  }

  /** The last turns that were taken, as they are told of a counterexample. */
  last(count: number): string[] {
    const taken = this.scheduler.report().filter(({ status }) => status !== 'pending');
    return taken.slice(-count).map(({ label }) => label);
  }
}
