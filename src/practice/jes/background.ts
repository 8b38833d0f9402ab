import { setMaxListeners } from 'node:events';

/** Work that goes on after the call that started it, until the system stops. */
export class Background {
  private readonly running = new Set<Promise<void>>();
  private readonly stopping = new AbortController();

  constructor() {
    setMaxListeners(0, this.stopping.signal);
  }

  get signal(): AbortSignal {
    return this.stopping.signal;
  }

  /** @param failed is told of an error that is no stop of the system */
  run(work: Promise<void>, failed: (error: unknown) => void): void {
    const watched = work
      .catch((error: unknown) => {
        if (!this.signal.aborted) failed(error);
      })
      .finally(() => this.running.delete(watched));
    this.running.add(watched);
  }

  abort(): void {
    this.stopping.abort(new Error('stopped'));
  }

  async settled(): Promise<void> {
    while (this.running.size > 0) await Promise.allSettled(this.running);
  }
}
