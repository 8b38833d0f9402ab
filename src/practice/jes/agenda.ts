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
    while (this.entries.length > 0 && !this.stopped.aborted) {
      this.nap = new AbortController();
      const wait = (this.entries[0]?.at ?? 0) - this.clock.now();
      if (wait > 0) await this.clock.sleep(wait, this.nap.signal).catch(() => undefined);
      while (!this.stopped.aborted && (this.entries[0]?.at ?? Infinity) <= this.clock.now())
        this.entries.shift()?.work();
    }
    this.sleeping = false;
  }
}
