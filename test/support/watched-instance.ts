import { followOtherInstances } from '../../src/ledger/follow-others.ts';
import { openLedger } from '../../src/ledger/open-ledger.ts';
import { Engine, EngineWatch } from '../../src/runs/index.ts';
import { allEntryTypes, allViews } from '../../src/service/book-definition.ts';
import type { Clock } from '../../src/shared/clock.ts';
import { LockstepError } from '../../src/shared/errors.ts';
import { chance, type Chance } from '../../src/shared/ids.ts';
import type { Store } from '../../src/store/ports.ts';

/** Everybody draws the shortest wait. */
const unlucky: Chance = { ...chance, below: () => 0 };

/** One process over the shared store: its own ledger, its own watch, and ways to make it fail. */
export class Instance {
  watch!: EngineWatch;
  log: string[] = [];
  engines: Engine[] = [];
  /** While set, nothing of this process goes on: every call of the store waits. */
  frozen: Promise<void> | undefined;
  #thaw: () => void = () => undefined;
  /** While true, its views cannot be read: what it could decide on is not known. */
  blind = false;
  readonly #over = new AbortController();

  constructor(
    readonly name: string,
    readonly clock: Clock,
    readonly store: Store,
    private readonly times: { readonly beatMs: number; readonly takeoverMs: number },
  ) {}

  async start({ alone = false, cell = this.store.cell } = {}): Promise<this> {
    const { clock, name } = this;
    const through = this.#stopped.bind(this);
    const ledger = await openLedger({
      store: { ...this.store, pages: over(this.store.pages, through), views: over(this.store.views, this.#sees) },
      ...{ views: allViews, entryTypes: allEntryTypes, clock, machine: clock },
      ...{ estate: 'test', kind: 'rehearsal', home: 'here' },
      guard: () => undefined,
    });
    void followOtherInstances(ledger, { machine: clock, signal: this.#over.signal, onTrouble: () => undefined });
    const note = (facts: object, message: string) => void this.log.push(`${message} ${JSON.stringify(facts)}`);
    const log = { info: note, warn: note, error: note };
    this.watch = new EngineWatch({
      ...{ machine: clock, monotonic: () => clock.now(), chance: unlucky, log, ...this.times },
      ...(alone ? {} : { cell: over(cell, through) }),
      newEngine: () => {
        const never = () => Promise.reject(new Error('there is nothing to do'));
        const needs = { ledger, clock, machine: clock, chance: unlucky, log, shared: true };
        const engine = new Engine({
          ...{ ...needs, instantOf: () => 0, answerChecks: never, releaseOf: never, releaseEnded: never },
          system: () => {
            throw new Error('there is no system');
          },
        });
        this.engines.push(engine);
        return engine;
      },
    });
    await this.watch.start(name);
    return this;
  }

  freeze(): void {
    this.frozen = new Promise((resolve) => (this.#thaw = resolve));
  }

  thaw(): void {
    this.frozen = undefined;
    this.#thaw();
  }

  /** Lets its ledger read no more; for when its watch was stopped. */
  leave(): void {
    this.#over.abort();
  }

  readonly #sees = async (): Promise<void> => {
    await this.frozen;
    if (this.blind) throw new LockstepError('ledger.unavailable', 'the views cannot be read');
  };

  async #stopped(): Promise<void> {
    await this.frozen;
  }
}

/** The same object, each call of which first waits for `first`. */
function over<T extends object>(target: T, first: () => Promise<void>): T {
  return new Proxy(target, {
    get(_, name) {
      const value = Reflect.get(target, name, target) as unknown;
      if (typeof value !== 'function' || name === 'pages' || name === 'pagesOf') return value;
      return async (...args: unknown[]) => {
        await first();
        return Reflect.apply(value, target, args) as unknown;
      };
    },
  });
}
