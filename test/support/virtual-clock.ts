import type { Clock } from '../../src/shared/clock.ts';

interface Sleeper {
  readonly until: number;
  readonly wake: () => void;
}

const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** A clock that stands still until the test lets time pass: it then jumps from one sleeper to the next. */
export class VirtualClock implements Clock {
  readonly #sleepers = new Set<Sleeper>();

  constructor(private time: number) {}

  now(): number {
    return this.time;
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const stopped = (): void => {
        this.#sleepers.delete(sleeper);
        reject(signal?.reason instanceof Error ? signal.reason : new Error('stopped'));
      };
      const sleeper: Sleeper = {
        until: this.time + Math.max(0, ms),
        wake: () => {
          signal?.removeEventListener('abort', stopped);
          resolve();
        },
      };
      if (signal?.aborted === true) {
        stopped();
        return;
      }
      signal?.addEventListener('abort', stopped, { once: true });
      this.#sleepers.add(sleeper);
    });
  }

  /** Lets time pass until `holds`, at most `ms`. @returns whether it came to hold */
  async until(holds: () => boolean | Promise<boolean>, ms = 12 * 3600_000): Promise<boolean> {
    const end = this.time + ms;
    for (;;) {
      await nextTurn();
      if (await holds()) return true;
      const [next] = [...this.#sleepers].sort((a, b) => a.until - b.until);
      if (next === undefined || next.until > end) {
        this.time = Math.max(this.time, end);
        return holds();
      }
      this.time = Math.max(this.time, next.until);
      for (const sleeper of this.#sleepers)
        if (sleeper.until <= this.time) {
          this.#sleepers.delete(sleeper);
          sleeper.wake();
        }
    }
  }

  async pass(ms: number): Promise<void> {
    await this.until(() => false, ms);
  }
}
