import type { Store } from '../../src/store/ports.ts';
import { memoryStore } from '../../test/support/memory-store.ts';
import type { Proof, Proven, TimeBox } from '../proof.ts';
import { type Base, baseOf } from './base.ts';
import { type Call, doubts, modes } from './life.ts';
import { failedNight, hardNight, type NightPlan, shortNight } from './nights.ts';
import { reads } from './outcomes.ts';
import { doubleFault, doubtfulCall, largeNight, pairsOf, type Sample } from './sampled.ts';
import { seededChance } from '../../src/shared/seeded.ts';
import { callsOf, type Setting, settingOf, type SingleFault, singleFaults, strikeOnce } from './single-faults.ts';
import { Tally } from './tally.ts';

export interface Bounds {
  readonly nights: readonly NightPlan[];
  readonly stores: readonly Store['kind'][];
  /** Nights in which two instances work on a store that they share, and each of them is struck. */
  readonly pairs: readonly NightPlan[];
  /** Part of the time that is left after every case that is always run, by what is drawn by chance. */
  readonly shares: Readonly<Record<Drawn, number>>;
  /** Most nights of each, where time is not what ends them. */
  readonly most: Readonly<Record<Drawn, number>>;
  /** Jobs of the largest night. */
  readonly jobs: number;
}

type Drawn = 'stalled' | 'double' | 'doubtful' | 'large';

const all: Bounds = {
  ...{ nights: [shortNight, failedNight], stores: ['embedded', 'mongodb'], pairs: [shortNight], jobs: 300 },
  shares: { stalled: 0.25, double: 0.3, doubtful: 0.15, large: 0.3 },
  most: { stalled: Infinity, double: Infinity, doubtful: Infinity, large: Infinity },
};

/** Every call of a port, four ways. What stands still at a look, double faults and large nights are drawn by seed. */
export const proof: Proof = { prove: (box) => provePorts(box, all) };

export async function provePorts(box: TimeBox, bounds: Bounds): Promise<Proven> {
  const limit = Error.stackTraceLimit;
  // Nights end many waits by an error, and nobody reads where it was made.
  Error.stackTraceLimit = 0;
  try {
    return await new PortsProof(box, bounds).prove();
  } finally {
    Error.stackTraceLimit = limit;
  }
}

interface Planned {
  readonly setting: Setting;
  readonly calls: readonly Call[];
  readonly always: readonly SingleFault[];
  readonly stalled: readonly SingleFault[];
}

/** When nights that are drawn by chance end: after so many, or when no more time is left than this. */
interface Limit {
  readonly most: number;
  readonly until: number;
}

/** Failures after which no further night is struck: the first few tell what is wrong. */
const mostFailures = 20;

class PortsProof {
  readonly #tally = new Tally(modes);
  readonly #doubts = new Tally(doubts);
  readonly #doubles = new Tally(modes);
  readonly #failures: string[] = [];
  readonly #told: string[] = [];
  #cases = 0;

  constructor(
    private readonly box: TimeBox,
    private readonly bounds: Bounds,
  ) {}

  async prove(): Promise<Proven> {
    const planned = await this.#plan();
    await this.#runAlways(planned);
    const left = this.box.left();
    const limitOf = (drawn: Drawn): Limit => ({
      most: this.bounds.most[drawn],
      until: Math.max(0, this.box.left() - left * this.bounds.shares[drawn]),
    });
    await this.#runStalled(planned, limitOf('stalled'));
    await this.#runDoubles(planned, limitOf('double'));
    await this.#runDoubtful(planned, limitOf('doubtful'));
    await this.#runLarge(this.bounds.jobs, limitOf('large'));
    return {
      ...{ cases: this.#cases, covered: this.#told.join('; '), failures: this.#failures },
      detail: [
        ...['each call, in each way', String(this.#tally)],
        ...['', 'alive, without an answer', String(this.#doubts)],
        ...['', 'two and more strikes in one night', String(this.#doubles)],
      ].join('\n'),
    };
  }

  #goesOn(run: number, { most, until }: Limit = { most: Infinity, until: 0 }): boolean {
    return run < most && this.box.left() > until && this.#failures.length < mostFailures;
  }

  /** The calls of every kind of night, by a night that nothing strikes. */
  async #plan(): Promise<Planned[]> {
    const planned: Planned[] = [];
    for (const setting of await this.#settings()) {
      const { calls, failures } = await callsOf(setting, this.#tally);
      this.#failures.push(...failures);
      const struck = setting.base.book === '' ? calls.slice(0, birthEnds(calls)) : calls;
      const faults = singleFaults(struck);
      const isDrawn = ({ kind, mode, at }: SingleFault) =>
        (mode === 'stalled' || mode === 'paused') && reads(kind) && at > openingCalls;
      const always = faults.filter((fault) => !isDrawn(fault));
      planned.push({ setting, calls: struck, always, stalled: faults.filter(isDrawn) });
    }
    return planned;
  }

  async #settings(): Promise<Setting[]> {
    const settings: Setting[] = [];
    const { seed } = this.box;
    for (const kind of this.bounds.stores) {
      const unborn: Base = { night: { ...shortNight, name: 'first' }, store: memoryStore(kind), book: '' };
      const bases = [unborn, ...(await Promise.all(this.bounds.nights.map((night) => baseOf(night, kind, seed))))];
      for (const base of bases) {
        settings.push(settingOf(base, seed));
        if (kind === 'mongodb' && (base === unborn || this.bounds.pairs.includes(base.night)))
          settings.push(settingOf(base, seed, 2, 0), settingOf(base, seed, 2, 1));
      }
    }
    return settings;
  }

  async #runAlways(planned: readonly Planned[]): Promise<void> {
    const due = planned.reduce((sum, { always }) => sum + always.length, 0);
    let [run, same] = [0, 0];
    for (const { setting, always } of planned) {
      this.box.say(`${setting.name}: ${always.length} nights`);
      for (const fault of always) {
        if (!this.#goesOn(run)) break;
        this.#failures.push(...(await strikeOnce(setting, fault, this.#tally)));
        run += 1;
        same += fault.same.length;
      }
    }
    this.#cases += run;
    if (run < due) this.#failures.push(`time was over after ${run} of ${due} nights that are always struck`);
    this.#told.push(`${run} single faults (${same} more leave the same world)`);
  }

  async #runStalled(planned: readonly Planned[], limit: Limit): Promise<void> {
    const cases = planned.flatMap(({ setting, stalled }) => stalled.map((fault) => ({ setting, fault })));
    const chance = seededChance(this.box.seed);
    const order = cases.map((each) => ({ each, place: chance.below(2 ** 31) })).sort((a, b) => a.place - b.place);
    let run = 0;
    for (const { each } of order) {
      if (!this.#goesOn(run, limit)) break;
      this.#failures.push(...(await strikeOnce(each.setting, each.fault, this.#tally)));
      run += 1;
    }
    this.#cases += run;
    this.#told.push(`${run} of ${cases.length} stalled or paused at a look`);
  }

  /** Double faults in the nights above, in pairs over the failed one, and in one with a step of every kind. */
  async #runDoubles(planned: readonly Planned[], limit: Limit): Promise<void> {
    const places: Pick<Planned, 'setting' | 'calls'>[] = [...planned];
    for (const setting of await this.#furtherSettings()) {
      const { calls, failures } = await callsOf(setting, this.#doubles);
      this.#failures.push(...failures);
      places.push({ setting, calls });
    }
    const pairs = places.reduce((sum, { calls }) => sum + pairsOf(calls), 0);
    const run = await this.#draw(limit, places, this.#doubles, doubleFault);
    this.#told.push(`${run} double faults of about ${Math.round(pairs / 1e6)} million`);
  }

  async #furtherSettings(): Promise<Setting[]> {
    const settings: Setting[] = [];
    const { seed } = this.box;
    for (const kind of this.bounds.stores)
      for (const night of [failedNight, hardNight]) {
        const base = await baseOf(night, kind, seed);
        if (night === hardNight) settings.push(settingOf(base, seed));
        if (kind === 'mongodb') settings.push(settingOf(base, seed, 2, 0), settingOf(base, seed, 2, 1));
      }
    return settings;
  }

  async #runDoubtful(planned: readonly Planned[], limit: Limit): Promise<void> {
    const run = await this.#draw(limit, planned, this.#doubts, doubtfulCall);
    this.#told.push(`${run} calls without an answer`);
  }

  async #draw(
    limit: Limit,
    places: readonly Pick<Planned, 'setting' | 'calls'>[],
    tally: Tally,
    strike: (setting: Setting, calls: readonly Call[], n: number, tally: Tally) => Promise<Sample>,
  ): Promise<number> {
    let run = 0;
    while (this.#goesOn(run, limit)) {
      const place = places[run % places.length];
      if (place === undefined) break;
      this.#failures.push(...(await strike(place.setting, place.calls, run, tally)).failures);
      run += 1;
    }
    this.#cases += run;
    return run;
  }

  async #runLarge(most: number, limit: Limit): Promise<void> {
    let [nights, jobs, strikes] = [0, 0, 0];
    while (this.#goesOn(nights, limit)) {
      const size = Math.max(20, Math.round(most / 2 ** (nights % 3)));
      const large = await largeNight(size, this.box.seed + nights, this.#doubles);
      this.#failures.push(...large.failures);
      nights += 1;
      jobs += large.jobs;
      strikes += large.strikes;
    }
    this.#cases += nights;
    this.#told.push(`${jobs} jobs in ${nights} large nights with ${strikes} strikes`);
  }
}

/** Calls that an instance makes before it drives. */
const openingCalls = 12;

/** A book is born, and its first run begun, with its fourth page. */
function birthEnds(calls: readonly Call[]): number {
  const pages = calls.flatMap(({ kind }, at) => (kind === 'pages.append' ? [at + 1] : []));
  return pages[3] ?? calls.length;
}
