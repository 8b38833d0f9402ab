import type { Logger } from '../http/log.ts';
import type { Ledger } from '../ledger/ledger.schema.ts';
import type { Clock } from '../shared/clock.ts';

/** What drives runs while this instance may decide. */
export interface Driver {
  start(): Promise<void>;
  stop(): Promise<void>;
}

export interface DrivingNeeds<D extends Driver> {
  readonly ledger: Pick<Ledger, 'refusal'>;
  /** A new driver each time: one that was stopped is not started again. */
  readonly driver: () => D;
  /** The machine's clock. */
  readonly machine: Clock;
  readonly log: Logger;
}

/** Machine milliseconds between two looks whether the book may be decided on here. */
const lookEveryMs = 250;

/**
 * Lets the driver drive exactly while the book may be decided on: it begins once a copy was moved here, and stops when
 * the book moved away, or when nothing can be recorded any more.
 */
export class Driving<D extends Driver> {
  readonly #stopping = new AbortController();
  #driver: D | undefined;
  #watching: Promise<void> | undefined;

  constructor(private readonly needs: DrivingNeeds<D>) {}

  /** What drives at present; undefined in a book that is read only. */
  get current(): D | undefined {
    return this.#driver;
  }

  /** @throws what the driver's first start throws, where the book may be decided on at once */
  async start(): Promise<void> {
    await this.#look();
    this.#watching = this.#watch();
  }

  async stop(): Promise<void> {
    this.#stopping.abort(new Error('the service stops'));
    await this.#watching;
    await this.#driver?.stop();
  }

  async #watch(): Promise<void> {
    const { signal } = this.#stopping;
    for (;;) {
      await this.needs.machine.sleep(lookEveryMs, signal).catch(() => undefined);
      if (signal.aborted) return;
      await this.#look().catch((error: unknown) => {
        const said = error instanceof Error ? error.message : String(error);
        this.needs.log.error({ error: said }, 'the engine could not be started or stopped; it is tried again');
      });
    }
  }

  async #look(): Promise<void> {
    const refusal = this.needs.ledger.refusal();
    const driver = this.#driver;
    if (refusal !== undefined && driver !== undefined) {
      this.needs.log.error({ because: refusal.message }, 'nothing is driven here any more');
      this.#driver = undefined;
      await driver.stop();
    } else if (refusal === undefined && driver === undefined) {
      const fresh = this.needs.driver();
      await fresh.start();
      this.#driver = fresh;
    }
  }
}
