import { LedgerReader } from '../../src/ledger/reader.ts';
import { type EngineSystem, runs, runSteps } from '../../src/runs/index.ts';
import type { Run, RunStep } from '../../src/runs/run.schema.ts';
import type { Clock } from '../../src/shared/clock.ts';
import type { Chance } from '../../src/shared/ids.ts';
import type { PageStore, Store } from '../../src/store/ports.ts';
import { runId } from '../../test/runs/small-night.ts';
import type { MemoryStore } from '../../test/support/memory-store.ts';
import { ModelZosmf } from '../../test/support/model-zosmf.ts';
import { VirtualClock } from '../../test/support/virtual-clock.ts';
import { History } from '../histories/history.ts';
import { attemptsOf, type Base, begins } from './base.ts';
import { attemptOf, type NightPlan } from './nights.ts';
import { seededChance } from '../../src/shared/seeded.ts';
import { Witness } from './witness.ts';

/** Generations that a night's starts can begin at most. */
const mostGenerations = 6;

/** What instances come and go in: one store, one system, one time, and somebody who sees everything. */
export class World {
  readonly clock = new VirtualClock(begins);
  readonly machine: Clock;
  readonly zosmf = new ModelZosmf(this.clock);
  readonly witness: Witness;
  readonly store: Store;
  readonly kept: MemoryStore;
  readonly night: NightPlan;
  readonly chance: Chance;
  readonly log: string[] = [];
  /** Every command that an instance was given, by people and by its engine, and what came of it. */
  readonly history: History;

  constructor(
    base: Base,
    seed: number,
    /** The book's clock runs so many times as fast as the machine's. */
    readonly speed: number,
  ) {
    const { clock, zosmf } = this;
    this.machine = { now: () => clock.now() / speed, sleep: (ms, signal) => clock.sleep(ms * speed, signal) };
    this.night = base.night;
    this.chance = seededChance(seed);
    this.history = new History(undefined, () => this.chance.uuid());
    this.kept = base.store.copy();
    this.witness = new Witness(zosmf);
    this.store = { ...this.kept, pages: this.#witnessed(this.kept.pages) };
    this.#script(attemptsOf(base.book, base.night));
    zosmf.add('//SVJEOD99 JOB (SAV)\n//EOD EXEC PGM=IEFBR14', { owner: 'SAVBATCH' });
  }

  system(): Omit<EngineSystem, 'zosmf'> {
    return {
      jobCard: { system: 'KSB1', accounting: 'SAV', programmer: '{{release}}', class: 'R', messageClass: 'Q' },
      sideBySide: new Map([['R', this.night.sideBySide]]),
      pollEverySeconds: 10,
    };
  }

  /** Pages that stand in the store. */
  async head(): Promise<number> {
    return (await this.kept.pages.head()).page;
  }

  /** The generation of the views that is kept up: a late `serve` can name another one, which the next start makes good. */
  async generation(): Promise<number> {
    const { views } = this.kept;
    let best = { generation: (await views.current())?.generation ?? 1, page: 0 };
    best.page = (await views.applied(best.generation)).page;
    for (let generation = 1; generation <= mostGenerations; generation += 1) {
      const { page } = await views.applied(generation);
      if (page > best.page) best = { generation, page };
    }
    return best.generation;
  }

  /** The page that the served views stand at: the last page may not be folded yet. */
  async folded(): Promise<number> {
    return (await this.kept.views.applied(await this.generation())).page;
  }

  /** The run as the views have it; undefined before it was started. */
  async look(): Promise<{ run: Run; steps: RunStep[] } | undefined> {
    const reader = new LedgerReader(this.kept, await this.generation());
    const run = await reader.get(runs, runId);
    if (run === undefined) return undefined;
    const steps: RunStep[] = [];
    for await (const step of reader.stream(runSteps, { index: 'run', eq: [runId] })) steps.push(step);
    return { run, steps };
  }

  #witnessed(pages: PageStore): PageStore {
    return {
      ...pages,
      append: async (writes, generation) => {
        const outcome = await pages.append(writes, generation);
        if (outcome.outcome === 'done') this.witness.landed(writes);
        return outcome;
      },
    };
  }

  #script(attempts: ReturnType<typeof attemptsOf>): void {
    const { zosmf, night } = this;
    zosmf.script = (job) => {
      const of = attempts.get(attemptOf(job));
      return of === undefined ? {} : night.script(of.step, of.attempt);
    };
    const left = new Set(night.purged);
    const asked = zosmf.fault;
    zosmf.fault = (call, argument) => {
      if (call === 'release') {
        const job = zosmf.jobs.find(({ correlator }) => correlator === argument);
        const step = job === undefined ? undefined : attempts.get(attemptOf(job))?.step;
        if (job !== undefined && step !== undefined && left.delete(step)) job.state = 'purged';
      }
      return asked(call, argument);
    };
  }
}
