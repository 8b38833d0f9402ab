import type { Base } from './base.ts';
import { settle } from './aftermath.ts';
import { Instance } from './instance.ts';
import { type Call, Life, type Strike } from './life.ts';
import { reads } from './outcomes.ts';
import { People } from './people.ts';
import { seedOf } from './seeded.ts';
import { World } from './world.ts';

export interface Case {
  readonly base: Base;
  /** Instances that run from the start. */
  readonly instances: 1 | 2;
  /** Which of them is struck first, from 0. */
  readonly victim: number;
  /** The first strikes the victim, each further one an instance that came after. */
  readonly strikes: readonly Strike[];
  readonly seed: number;
  /** The book's clock runs so many times as fast as the machine's. */
  readonly speed: number;
}

interface Result {
  /** The calls that were struck, in order; fewer than were planned when an instance ended before. */
  readonly struck: readonly (Strike & Call)[];
  /** All calls of the victim. */
  readonly calls: readonly Call[];
  readonly outcome: string;
  readonly complaints: readonly string[];
  readonly pages: number;
  readonly jobs: number;
}

/** Longest that a night may take, in milliseconds of the book. */
const longestMs = 12 * 3_600_000;
/** A late effect lands so long after a successor began to drive; what is left over is swept within the rest. */
const lateMs = 20_000;
/** A slow call takes longer than the ledger lets its callers wait, in milliseconds of the machine. */
const slowMs = 12_000;
const afterwardsMs = 6 * 60_000;
/** Starts in one moment of the clock: one that is struck in its own start is followed at once, before time passes. */
const mostBirths = 4;

const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** One night from its start to its end, with strikes; everything that must hold is looked at. */
export async function struckNight(given: Case): Promise<Result> {
  const night = new StruckNight(given);
  const ended = await night.pass();
  return night.result(ended);
}

class StruckNight {
  readonly #world: World;
  readonly #people: People;
  readonly #instances: Instance[] = [];
  readonly #victims: Life[] = [];
  readonly #strikes: Strike[];
  readonly #late: (() => Promise<unknown>)[] = [];
  #lateDue: number | undefined;
  #seen = -1;
  #picture: Awaited<ReturnType<World['look']>>;

  constructor(given: Case) {
    this.#world = new World(given.base, seedOf(given.seed, 1), given.speed);
    this.#people = new People(this.#world);
    this.#strikes = [...given.strikes];
    for (let n = 0; n < given.instances; n += 1) this.#begin(n === given.victim);
  }

  /** @returns whether the run came to its end */
  async pass(): Promise<boolean> {
    const { clock } = this.#world;
    const ended = await clock.until(() => this.#turn(), longestMs);
    if (!ended) return false;
    for (const { life } of this.#instances) {
      life.spare();
      life.thaw();
    }
    await clock.until(async () => {
      await this.#turn();
      return false;
    }, afterwardsMs);
    const stopped = Promise.all(this.#instances.filter(({ life }) => life.alive).map((each) => each.stop()));
    let done = false;
    void stopped.then(() => (done = true));
    if (!(await clock.until(() => done, 2 * slowMs * this.#world.speed)))
      this.#world.witness.complain('an instance did not stop');
    return true;
  }

  async result(ended: boolean): Promise<Result> {
    const struck = this.#victims.flatMap((life) => (life.struck === undefined ? [] : [life.struck]));
    const names = this.#instances.filter(({ life }) => life.struck !== undefined).map(({ name }) => name);
    const outcome = await settle(this.#world, { ended, struck: names });
    return {
      ...{ struck, outcome, calls: this.#victims[0]?.calls ?? [], complaints: this.#world.witness.complaints },
      pages: await this.#world.head(),
      jobs: this.#world.zosmf.jobs.length,
    };
  }

  #begin(isVictim: boolean): void {
    const { clock } = this.#world;
    const strike = isVictim ? this.#strikes.shift() : undefined;
    const slow = slowMs * this.#world.speed;
    const late = (effect: () => Promise<unknown>) => void this.#late.push(effect);
    const life = new Life({ clock, strike, late, reads, slowMs: slow });
    if (isVictim) this.#victims.push(life);
    const instance = new Instance(`instance-${this.#instances.length + 1}`, life, this.#world);
    this.#instances.push(instance);
    instance.start().catch((error: unknown) => {
      // A service that cannot start ends, and is started again.
      life.end();
      if (life.struck === undefined)
        this.#world.witness.complain(`${instance.name} did not start: ${error instanceof Error ? error.message : '?'}`);
    });
  }

  /** What the outside does in one turn of the clock. @returns true once the run is over and nothing is on its way */
  async #turn(): Promise<boolean> {
    for (let births = 0; births < mostBirths && !this.#instances.some(({ life }) => life.alive); births += 1) {
      this.#begin(true);
      await nextTurn();
    }
    this.#landLate();
    const folded = await this.#world.folded();
    if (folded !== this.#seen) {
      this.#seen = folded;
      this.#picture = await this.#world.look();
    }
    this.#people.attend(this.#picture, this.#instances);
    return this.#picture?.run.endedAt !== undefined && this.#late.length === 0;
  }

  /** What waited for a successor happens when one has driven for a while: late effects land, who paused goes on. */
  #landLate(): void {
    const paused = this.#victims.filter(({ alive, struck }) => !alive && struck?.mode === 'paused');
    if (this.#late.length === 0 && paused.length === 0) return;
    const { clock } = this.#world;
    const driven = this.#instances.some(({ drives }) => drives) || this.#picture?.run.endedAt !== undefined;
    if (driven) this.#lateDue ??= clock.now() + lateMs;
    if (this.#lateDue === undefined || clock.now() < this.#lateDue) return;
    for (const effect of this.#late.splice(0)) void effect();
    for (const life of paused) life.thaw();
    this.#lateDue = undefined;
  }
}
