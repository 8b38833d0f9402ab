import type { Actor } from '../../src/ledger/entry.schema.ts';
import type { Reading } from '../../src/ledger/ledger.schema.ts';
import type { BookLedger } from '../../src/ledger/book-ledger.ts';
import { followOtherInstances } from '../../src/ledger/follow-others.ts';
import { openLedger } from '../../src/ledger/open-ledger.ts';
import { systemClock, type Clock } from '../../src/shared/clock.ts';
import type { Store } from '../../src/store/ports.ts';
import { memoryStore } from '../../test/support/memory-store.ts';
import { seeded, type Seeded } from '../processes/seeded.ts';
import { checkHistory } from './check-history.ts';
import { servedAndFresh } from './comparisons.ts';
import { commandKinds, counterClient, type CounterClient } from './counter-clients.ts';
import { History } from './history.ts';
import { type AppendFault, mortalStore, type MortalStore } from './mortal-store.ts';
import { recordedLedger } from './recorded-ledger.ts';
import type { Complaint } from './rules.ts';
import { counterStream, raised, smallBook, smallBookFolds, termsView } from './small-book.ts';
import { Tally } from './tally.ts';

/** Machine time of instances under load: a tenth of what the ledger waits. */
const hasty: Clock = { now: () => systemClock.now(), sleep: (ms, signal) => systemClock.sleep(ms / 10, signal) };
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
const killed = Symbol('killed');

interface Life {
  readonly name: string;
  readonly ledger: BookLedger;
  readonly store: MortalStore;
  readonly over: AbortController;
  /** Resolves when it was killed: who waits for it then waits no longer. */
  readonly dead: Promise<typeof killed>;
  kill(): void;
}

export interface LoadBounds {
  readonly seed: number;
  /** Commands after which it ends. */
  readonly commands: number;
  readonly kind: Store['kind'];
  readonly clients?: number;
  /** The store says done of what it does not keep. */
  readonly lies?: boolean;
}

export interface LoadResult {
  readonly history: History;
  readonly pages: number;
  readonly tally: Tally;
  readonly complaints: readonly Complaint[];
  /** Why instances or the last look could not go on. */
  readonly troubles: readonly string[];
}

/**
 * Clients with every kind of command against two ledgers over one store in memory, while appends fail in every way and
 * one instance after another is killed and opened again; then history and book are checked.
 */
export async function memoryLoad({ seed, commands, kind, clients = 8, lies = false }: LoadBounds): Promise<LoadResult> {
  const store = memoryStore(kind);
  const history = new History(seed.toString(16).padStart(8, '0').slice(-8));
  const load = new MemoryLoad(store, history, seeded(seed), lies);
  const troubles: string[] = [];
  const noted = async <T>(work: Promise<T>) =>
    work.catch((error: unknown) => void troubles.push(error instanceof Error ? (error.stack ?? '') : String(error)));
  const isOver = () => troubles.length > 0 || load.tally.commands >= commands;
  (await openLedger({ ...smallBook, store, clock: systemClock })).stop();
  await load.open(0);
  await load.open(1);
  const people = Array.from({ length: clients }, (_, index) => counterClient(`p${index}`, seeded(seed * 31 + index)));
  const work = [...people.map((client) => load.client(client, isOver)), load.engines(isOver), load.killer(isOver)];
  await Promise.all(work.map(noted));
  await load.close();
  const documents = await noted(documentsAfter(store));
  const { page } = await store.pages.head();
  const pages = store.pages.pages(1, page);
  const complaints = await checkHistory(history.events, pages, documents === undefined ? {} : { documents });
  return { history, pages: page, tally: load.tally, complaints, troubles };
}

/** What is served once one more instance has read the book to its end, and the same anew. */
async function documentsAfter(store: Store) {
  await openLedger({ ...smallBook, store, clock: systemClock });
  return servedAndFresh(store, smallBookFolds);
}

class MemoryLoad {
  readonly tally = new Tally();
  readonly #lives: Life[] = [];
  readonly #landing = new Set<Promise<unknown>>();
  #births = 0;

  constructor(
    private readonly store: Store,
    private readonly history: History,
    private readonly random: Seeded,
    private readonly lies: boolean,
  ) {}

  async open(index: number): Promise<void> {
    const name = `i${(this.#births += 1)}`;
    this.history.restart(name);
    const store = mortalStore(this.store, this.random, {
      onFault: (fault: AppendFault) => this.tally.event(fault),
      later: (work) => this.#later(work),
      lies: this.lies,
    });
    const ledger = await openLedger({ ...smallBook, store, clock: systemClock, machine: hasty, answerWithinMs: 1500 });
    const over = new AbortController();
    let kill: () => void = () => undefined;
    const dead = new Promise<typeof killed>((resolve) => {
      kill = () => {
        store.kill();
        over.abort();
        resolve(killed);
      };
    });
    void followOtherInstances(ledger, { machine: hasty, everyMs: 20, signal: over.signal, onTrouble: () => undefined });
    this.#lives[index] = { name, ledger, store, over, dead, kill };
  }

  /** One person after another command, at whatever instance; it has seen the book up to `seen`. */
  async client(client: CounterClient, isOver: () => boolean): Promise<void> {
    let seen = 0;
    const names = Object.keys(commandKinds);
    while (!isOver()) {
      const life = this.#lives[this.random.below(2)];
      if (life === undefined || !(await this.#hasRead(life, seen))) continue;
      const what = names[client.random.below(names.length)] ?? '';
      const work = client.random.below(3) === 0 ? this.#read(client, life) : this.#commit(client, life, what);
      // What was told counts as seen, also where the instance dies in that moment.
      const told = work.then((page) => (seen = Math.max(seen, page)));
      if ((await Promise.race([told, life.dead])) === killed) this.tally.count('unanswered', what);
      await nextTurn();
    }
  }

  /** An instance takes the engine and acts for it; then the other does. One that was superseded is refused. */
  async engines(isOver: () => boolean): Promise<void> {
    while (!isOver()) {
      const life = this.#lives[this.random.below(2)];
      if (life === undefined) continue;
      const epoch = await Promise.race([this.#take(life), life.dead]);
      const acts = typeof epoch !== 'number' ? 0 : 1 + this.random.below(6);
      for (let act = 0; act < acts && !isOver(); act += 1) {
        await Promise.race([this.#act(life, Number(epoch)), life.dead]);
        if (this.random.below(4) === 0) await pause(2);
      }
    }
  }

  async killer(isOver: () => boolean): Promise<void> {
    while (!isOver()) {
      const due = this.tally.commands + 40 + this.random.below(120);
      while (this.tally.commands < due && !isOver()) await pause(2);
      const index = this.random.below(2);
      this.#lives[index]?.kill();
      this.tally.event('killed');
      await pause(this.random.below(20));
      await this.open(index);
    }
  }

  /** Ends both instances; appends that are late land. */
  async close(): Promise<void> {
    for (const { ledger, over } of this.#lives) {
      ledger.stop();
      over.abort();
    }
    await pause(60);
    await Promise.all(this.#landing);
    for (const life of this.#lives) life.kill();
  }

  #later(work: () => Promise<unknown>): void {
    const landed = pause(1 + this.random.below(40)).then(work);
    this.#landing.add(landed);
  }

  async #hasRead({ ledger, dead }: Life, page: number): Promise<boolean> {
    for (let wait = 0; wait < 50 && ledger.head() < page; wait += 1)
      if ((await Promise.race([pause(2), dead])) === killed) return false;
    if (ledger.head() < page) await nextTurn();
    return ledger.head() >= page;
  }

  /** @returns the page that it was told of, 0 where it was told of none */
  async #commit(client: CounterClient, life: Life, what: string): Promise<number> {
    const recorded = recordedLedger(life.ledger, this.history, client.person);
    const command = await commandKinds[what]?.(client, life.ledger);
    if (command === undefined) return 0;
    return recorded.commit(command).then(
      ({ page }) => (this.tally.count('acknowledged', what), page),
      (error: unknown) => (this.tally.failed(what, error), 0),
    );
  }

  async #read({ person, random }: CounterClient, { ledger }: Life): Promise<number> {
    const stream = counterStream(random.oneOf(['a', 'b', 'c', 'd', 'e']));
    const call = this.history.call({ session: person, what: 'read', reads: true });
    const page = ledger.head();
    const version = await ledger.version(stream);
    this.history.answer(call, { is: 'read', page, shows: { stream, version } });
    this.tally.count('acknowledged', 'read');
    return page;
  }

  async #take({ ledger, name }: Life): Promise<number | undefined> {
    const actor: Actor = { kind: 'engine', id: `${name}-${this.random.below(1000)}` };
    const decide = async (reading: Reading) => {
      const epoch = ((await reading.get(termsView, 'engine'))?.epoch ?? 0) + 1;
      return [{ stream: 'engine', type: 'engine.taken/1', data: { instance: actor.id, epoch } }];
    };
    return recordedLedger(ledger, this.history, `engine of ${name}`)
      .commit({ actor, decide })
      .then(
        ({ entries }) => (this.tally.count('acknowledged', 'engine taken'), Number(entries[0]?.data['epoch'])),
        (error: unknown) => (this.tally.failed('engine taken', error), undefined),
      );
  }

  async #act({ ledger, name }: Life, epoch: number): Promise<void> {
    const term = await ledger.get(termsView, 'engine');
    if (term?.epoch !== epoch) return;
    await recordedLedger(ledger, this.history, `engine of ${name}`)
      .commit({
        actor: { kind: 'engine', id: term.instance },
        decide: async (reading) => {
          if ((await reading.get(termsView, 'engine'))?.epoch !== epoch) return [];
          return [raised('engine')];
        },
      })
      .then(
        () => this.tally.count('acknowledged', 'engine act'),
        (error: unknown) => this.tally.failed('engine act', error),
      );
  }
}
