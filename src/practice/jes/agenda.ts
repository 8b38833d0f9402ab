import type { Clock } from '../../shared/clock.ts';

interface Entry {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly work: () => void;
}

/** Things to be done at a time of the system's clock: one sleeper for all of them. */
export class Agenda {
  private readonly entries: Entry[] = [];
  private nap = new AbortController();
  private sleeping = false;

  constructor(
    private readonly clock: Clock,
    private readonly stopped: AbortSignal,
  ) {
    stopped.addEventListener('abort', () => this.nap.abort(new Error('stopped')), { once: true });
  }

  add(at: number, work: () => void): void {
    let place = this.entries.length;
    while (place > 0 && (this.entries[place - 1]?.at ?? 0) > at) place -= 1;
    this.entries.splice(place, 0, { at, work });
    if (place === 0) this.nap.abort(new Error('an earlier entry'));
    if (!this.sleeping) void this.loop();
  }

  private async loop(): Promise<void> {
    this.sleeping = true;
    for (let next = this.entries[0]; next !== undefined; next = this.entries[0]) {
      this.nap = new AbortController();
      const wait = next.at - this.clock.now();
      if (wait > 0) await this.clock.sleep(wait, this.nap.signal).catch(() => undefined);
      if (this.stopped.aborted) break;
      this.due();
    }
    this.sleeping = false;
  }

  private due(): void {
    for (let next = this.entries[0]; next !== undefined && next.at <= this.clock.now(); next = this.entries[0]) {
      this.entries.shift();
      next.work();
    }
  }
}
