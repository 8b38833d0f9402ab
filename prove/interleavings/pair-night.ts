import fc from 'fast-check';
import { asPlanned, inDoubt, settle, swept } from '../ports/aftermath.ts';
import type { Base } from '../ports/base.ts';
import { Instance } from '../ports/instance.ts';
import { People } from '../ports/people.ts';
import { World } from '../ports/world.ts';
import { type Interleaving, isOfCall } from './interleaving.schema.ts';
import { ScheduledLife } from './scheduled-life.ts';
import { Turns } from './turns.ts';

export interface PairResult {
  /** What does not hold; empty when all does. */
  readonly complaints: readonly string[];
  readonly outcome: string;
  /** Turns that were chosen. */
  readonly turns: number;
  /** The last of them. */
  readonly last: readonly string[];
  readonly instances: number;
}

/** Longest that a night may take once nothing waits any more, in milliseconds of the book. */
const longestMs = 12 * 3_600_000;
const afterwardsMs = 6 * 60_000;
const mostInstances = 7;
/** Longest that time passes in one turn, in milliseconds of the machine. */
const longestStepMs = 150;

const permitted = new Set([asPlanned, inDoubt, swept]);
const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** Two instances over one book and one system, from the start of a run to its end. */
export async function pairNight(base: Base, given: Interleaving): Promise<PairResult> {
  return new PairNight(base, given).pass();
}

class PairNight {
  readonly #world: World;
  readonly #people: People;
  readonly #turns: Turns;
  readonly #instances: { instance: Instance; life: ScheduledLife }[] = [];
  #generation = 0;
  #seen = -1;
  #picture: Awaited<ReturnType<World['look']>>;

  constructor(
    base: Base,
    private readonly given: Interleaving,
  ) {
    this.#world = new World(base, given.schedule, given.speed);
    this.#world.zosmf.lagMs = given.lagMs;
    this.#people = new People(this.#world);
    const [scheduler] = fc.sample(fc.scheduler(), { seed: given.schedule, numRuns: 1 });
    this.#turns = new Turns(scheduler!);
  }

  async pass(): Promise<PairResult> {
    this.#generation = await this.#world.generation();
    this.#begin();
    this.#begin();
    void this.#time();
    await this.#disorder();
    const { clock, witness } = this.#world;
    await this.#turns.end();
    const ended = await clock.until(() => this.#look(), longestMs);
    if (ended) {
      await clock.until(async () => {
        await this.#look();
        return false;
      }, afterwardsMs);
      await this.#stop();
    }
    const all = this.#instances.map(({ instance }) => instance);
    const outcome = await settle(this.#world, { ended, struck: all.map(({ name }) => name) });
    const odd = outcome.split(', ').filter((part) => !permitted.has(part));
    return {
      ...{ outcome, turns: this.#turns.made, last: this.#turns.last(30), instances: all.length },
      complaints: [...witness.complaints, ...(odd.length > 0 ? [`«${outcome}» is not permitted`] : [])],
    };
  }

  /** One of those that wait goes on, and whatever follows from it, before the next is chosen. */
  async #disorder(): Promise<void> {
    for (let made = 0; made < this.given.choices; made += 1) {
      for (const fault of this.given.faults) if (fault.after === made) this.#strike(fault);
      await this.#turns.choose();
      await nextTurn();
      if (await this.#look()) return;
    }
  }

  /** Time passes when its turn comes: until the next of those that sleep wakes, or a little. */
  async #time(): Promise<void> {
    for (;;) {
      await this.#turns.next('time passes');
      if (this.#turns.inOrder) return;
      let looks = 0;
      await this.#world.clock.until(() => looks++ > 0, longestStepMs * this.given.speed);
    }
  }

  #strike({ kind, who }: Interleaving['faults'][number]): void {
    if (isOfCall(kind)) {
      this.#turns.arm(kind);
      return;
    }
    const living = this.#instances.filter(({ life }) => life.alive);
    const life = living[who % Math.max(1, living.length)]?.life;
    if (kind === 'stands still') life?.standStill();
    else {
      life?.crash(kind === 'crash, its requests lost');
      this.#begin();
    }
  }

  #begin(): void {
    if (this.#instances.length >= mostInstances) return;
    const name = `instance-${this.#instances.length + 1}`;
    const life = new ScheduledLife(name, this.#turns, this.#world.clock);
    const instance = new Instance(name, life, this.#world);
    this.#instances.push({ instance, life });
    // A service that cannot start ends, and is started again.
    instance.start().catch(() => {
      life.end();
      this.#begin();
    });
  }

  /** @returns true once the run is over */
  async #look(): Promise<boolean> {
    const { page } = await this.#world.kept.views.applied(this.#generation);
    if (page !== this.#seen) {
      this.#seen = page;
      this.#picture = await this.#world.look();
    }
    const desks = this.#instances.map(({ instance }) => instance);
    this.#people.attend(this.#picture, desks);
    return this.#picture?.run.endedAt !== undefined;
  }

  async #stop(): Promise<void> {
    const { clock, witness } = this.#world;
    const living = this.#instances.filter(({ life }) => life.alive);
    let done = false;
    void Promise.all(living.map(({ instance }) => instance.stop())).then(() => (done = true));
    if (!(await clock.until(() => done, 600_000))) witness.complain('an instance did not stop');
  }
}
