import { followOtherInstances } from '../../src/ledger/follow-others.ts';
import type { Ledger } from '../../src/ledger/ledger.schema.ts';
import { openLedger } from '../../src/ledger/open-ledger.ts';
import type { BookLedger } from '../../src/ledger/book-ledger.ts';
import type { CheckResult } from '../../src/readiness/readiness.schema.ts';
import { Engine, type EngineNeeds, EngineWatch } from '../../src/runs/index.ts';
import type { Clock } from '../../src/shared/clock.ts';
import { release } from '../../test/runs/small-night.ts';
import { recordedLedger } from '../histories/recorded-ledger.ts';
import { bookOf } from './base.ts';
import type { Life } from './life.ts';
import type { World } from './world.ts';

/** Machine milliseconds between two beats, and without one until another instance takes the engine. */
const beats = { beatMs: 300, takeoverMs: 1200 };

const answers: Pick<EngineNeeds, 'answerChecks' | 'releaseOf' | 'releaseEnded'> = {
  answerChecks: (_system, checks) =>
    Promise.resolve(
      checks.map(({ question }): CheckResult => ({
        ...{ id: question, kind: 'system', question, verdict: 'pass', found: 'so' },
      })),
    ),
  releaseOf: () => Promise.resolve(release),
  releaseEnded: () => Promise.resolve([]),
};

/** One service process: a ledger, a watch and an engine of its own, everything outside of it under one life. */
export class Instance {
  #book: BookLedger | undefined;
  #watch: EngineWatch | undefined;
  readonly #over = new AbortController();

  constructor(
    readonly name: string,
    readonly life: Life,
    private readonly world: World,
  ) {}

  /** Where callers reach it; undefined while it starts, and where it does not go on. */
  get ledger(): Ledger | undefined {
    return this.life.alive && this.#watch !== undefined ? this.#book : undefined;
  }

  get drives(): boolean {
    return this.life.alive && this.#watch?.drives === true;
  }

  /** Opens the book, follows the others where there can be some, and drives when it may. */
  async start(): Promise<void> {
    const { life, world } = this;
    world.history.restart(this.name);
    const [clock, machine] = [life.roundClock(world.clock), life.roundClock(world.machine)];
    const { pages, views, blobs, cell } = world.store;
    const shared = world.store.kind === 'mongodb';
    const store = {
      ...{ kind: world.store.kind, close: () => Promise.resolve() },
      ...{ pages: life.round('pages', pages), views: life.round('views', views) },
      ...{ blobs: life.round('blobs', blobs), cell: life.round('cell', cell) },
    };
    const ledger = await openLedger(bookOf(store, clock, machine, world.chance));
    this.#book = recordedLedger(ledger, world.history, this.name);
    if (shared) void followOtherInstances(ledger, { machine, signal: this.#over.signal, onTrouble: () => undefined });
    const watch = new EngineWatch({
      ...{ machine, monotonic: () => machine.now(), chance: world.chance, log: this.#log(), ...beats },
      ...(shared ? { cell: store.cell } : {}),
      newEngine: () => new Engine(this.#needs(clock, machine, shared)),
    });
    this.#watch = watch;
    await watch.start(this.name);
  }

  async stop(): Promise<void> {
    await this.#watch?.stop();
    this.#over.abort(new Error('the instance stops'));
    this.#book?.stop();
  }

  #needs(clock: Clock, machine: Clock, shared: boolean): EngineNeeds {
    const { life, world } = this;
    const zosmf = life.round('zosmf', world.zosmf);
    if (this.#book === undefined) throw new Error('the book is not open');
    return {
      ...{ ledger: this.#book, shared, clock, machine, chance: world.chance, log: this.#log() },
      system: () => ({ ...world.system(), zosmf }),
      instantOf: (local) => Date.parse(`${local}:00.000Z`),
      ...life.round('', answers),
    };
  }

  #log(): EngineNeeds['log'] {
    const note = (facts: object, message: string) =>
      void this.world.log.push(`${this.name}: ${message} ${JSON.stringify(facts)}`);
    return { info: () => undefined, warn: note, error: note };
  }
}
