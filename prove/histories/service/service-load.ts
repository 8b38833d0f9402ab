import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildGeneration } from '../../../src/ledger/generations.ts';
import { ledgerEntries } from '../../../src/ledger/own-entries.schema.ts';
import { ownViews } from '../../../src/ledger/own.views.ts';
import { allEntryTypes, allViews } from '../../../src/service/book-definition.ts';
import { openMongoStore } from '../../../src/store/mongo/mongo-store.ts';
import { startReplicaSetProcess } from '../../../test/support/replica-set/process.ts';
import { buildService } from '../../processes/built-service.ts';
import { seeded, type Seeded } from '../../processes/seeded.ts';
import { openWorld, type World } from '../../processes/world.ts';
import { checkHistory } from '../check-history.ts';
import { servedAndFresh } from '../comparisons.ts';
import { History } from '../history.ts';
import type { Complaint } from '../rules.ts';
import { Tally } from '../tally.ts';
import { Persistence } from './persistence.ts';
import { RecordedClient } from './recorded-client.ts';
import { type Known, releaseNights } from './stories.ts';
import { neverGood, requestOf, visits } from './visits.ts';

export interface ServiceLoad {
  readonly history: History;
  readonly tally: Tally;
  readonly pages: number;
  readonly complaints: readonly Complaint[];
  /** What no answer may be, and what did not come about: operations that were never sent, runs that never ended. */
  readonly wrong: readonly string[];
  readonly notes: readonly string[];
}

export interface ServiceLoadBounds {
  readonly seed: number;
  readonly milliseconds: number;
  readonly clients?: number;
  readonly say: (line: string) => void;
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
const folds = { views: [...ownViews, ...allViews], entryTypes: { ...ledgerEntries, ...allEntryTypes } };
const database = 'histories';

/**
 * Clients with every operation of the API against two instances of the service over one replica set, while one after
 * the other is killed and started again. One client sees releases through; then history and book are checked.
 */
export async function serviceLoad({ seed, milliseconds, clients = 8, say }: ServiceLoadBounds): Promise<ServiceLoad> {
  const folder = mkdtempSync(join(tmpdir(), 'lockstep-histories-'));
  await using replicaSet = await startReplicaSetProcess();
  try {
    const main = await buildService(folder);
    const mongodbUrl = replicaSet.url(database);
    const book = { kind: 'rehearsal', begins: '2026-09-14T20:00' } as const;
    const load = new Load(seed, performance.now() + milliseconds, say);
    {
      await using world = await openWorld({ main, book, instances: 2, mongodbUrl });
      say('two instances listen');
      load.begin(performance.now() + milliseconds);
      const known = load.known(world);
      await Promise.all([load.kills(world), ...load.clients(world, known, clients)]);
      await load.askFor(world, known);
      await Promise.all(world.instances.map((instance) => instance.stop()));
    }
    say('the load is over; its history is checked');
    return await load.checked(mongodbUrl);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

class Load {
  readonly #history: History;
  readonly #tally = new Tally();
  readonly #wrong: string[] = [];
  readonly #notes: string[] = [];
  #ended = 0;

  constructor(
    private readonly seed: number,
    private ends: number,
    private readonly say: (line: string) => void,
  ) {
    this.#history = new History(seed.toString(16).padStart(8, '0').slice(-8));
  }

  readonly isOver = (): boolean => performance.now() >= this.ends;

  begin(ends: number): void {
    this.ends = ends;
  }

  known(world: World): Known {
    return knownIn(world, this.isOver, (note) => this.#notes.push(note));
  }

  clients(world: World, known: Known, count: number): Promise<void>[] {
    return Array.from({ length: count }, async (_, index) => {
      const random = seeded(this.seed * 31 + index);
      const by = new Persistence(this.#client(world, `c${index}`, random), random, this.isOver);
      if (index === 0) this.#ended += await releaseNights(by, known);
      else await visits(by, known);
    });
  }

  #client(world: World, session: string, random: Seeded): RecordedClient {
    return new RecordedClient(session, {
      ...{ history: this.#history, tally: this.#tally, tokenOf: world.tokenOf },
      address: () => addressIn(world, random.below(2)),
      onWrong: (says) => this.#wrong.push(says),
    });
  }

  /** Kills one instance every few seconds, and starts it again at once. */
  async kills({ instances }: World): Promise<void> {
    const random = seeded(this.seed + 1);
    while (!this.isOver()) {
      await pause(3000 + random.below(3000));
      if (this.isOver()) return;
      const instance = instances[random.below(instances.length)]!;
      await instance.kill();
      this.#tally.event('killed');
      this.say(`${instance.name} killed: ${this.#tally.line()}`);
      await instance
        .start()
        .catch((error: unknown) => this.#wrong.push(`${instance.name} did not start: ${String(error)}`));
      this.#history.restart(instance.name);
    }
  }

  /** Every operation that the service has must have been sent, and but for a few answered well; what is left is sent now. */
  async askFor(world: World, known: Known): Promise<void> {
    const answer = await fetch(`${addressIn(world, 0)}/openapi.json`);
    const { paths } = (await answer.json()) as { paths: Record<string, Record<string, { operationId?: string }>> };
    const operations = Object.values(paths).flatMap((path) =>
      Object.values(path).flatMap(({ operationId }) => operationId ?? []),
    );
    const good = operations.filter((name) => !neverGood.has(name));
    const random = seeded(this.seed + 2);
    const client = this.#client(world, 'tour', random);
    for (let round = 0; round < 4; round += 1)
      for (const name of new Set([...this.#tally.missing(operations), ...this.#tally.missing(good, 'acknowledged')])) {
        const request = requestOf(name, known, random);
        if (request !== undefined) await client.send(request);
      }
    for (const name of this.#tally.missing(operations)) this.#wrong.push(`${name} was never sent`);
    for (const name of this.#tally.missing(good, 'acknowledged')) this.#wrong.push(`${name} was never answered well`);
    if (this.#ended === 0) this.#wrong.push('no run came to its end');
  }

  async checked(mongodbUrl: string): Promise<ServiceLoad> {
    const store = openMongoStore(mongodbUrl);
    try {
      await store.views.declare(folds.views.map(({ name, indexes }) => ({ name, indexes })));
      const head = await store.pages.head();
      const serving = await store.views.current();
      if (serving !== undefined) await buildGeneration(store, serving.generation, { ...folds, head });
      const documents = await servedAndFresh(store, folds);
      const pages = store.pages.pages(1, head.page);
      const complaints = await checkHistory(this.#history.events, pages, { documents });
      const { size } = new Set(this.#wrong);
      this.say(`${head.page} pages, ${this.#ended} runs ended, ${size} wrong, ${complaints.length} complaints`);
      return {
        ...{ history: this.#history, tally: this.#tally, pages: head.page, complaints },
        ...{ wrong: [...new Set(this.#wrong)], notes: [...this.#notes, `${this.#ended} runs ended`] },
      };
    } finally {
      await store.close();
    }
  }
}

/** The instance that is wanted, or the other while it does not answer. */
function addressIn({ instances }: World, wanted: number): string {
  const instance = instances[wanted];
  return (
    (instance?.answers === true ? instance : instances.find(({ answers }) => answers))?.url ?? 'http://127.0.0.1:9'
  );
}

function knownIn({ clock, timeZone }: World, isOver: () => boolean, note: (says: string) => void): Known {
  const format = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short' });
  return {
    ...{ changes: [], releases: [], runs: [], steps: [], jobs: [], spools: [], words: [], isOver, note },
    instant: (seconds) => new Date(clock.now() + seconds * 1000).toISOString(),
    local: (minutes) => format.format(clock.now() + minutes * 60_000).replace(' ', 'T'),
  };
}
