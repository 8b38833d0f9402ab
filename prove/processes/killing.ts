import { pause } from '../../test/support/sample-night.ts';
import { wrongWithTheBook, wrongWithTheEvidence, wrongWithTheJobs } from './afterwards.ts';
import { begin, type Night } from './nights.ts';
import { stopAndGoOn, timeouts } from './pairs.ts';
import { type Lived, live } from './people.ts';
import { type Seeded, seeded } from './seeded.ts';
import { underWay } from './under-way.ts';
import { Witness } from './witness.ts';
import { openWorld, type World } from './world.ts';

/** When a process is killed: after it showed so many more pages, and so long after that; or while it starts. */
export type Point = { readonly pages: number; readonly afterMs: number } | { readonly startingMs: number };

/** What a kill met: the moment, or that the process was still starting. */
export interface Kill {
  readonly night: string;
  readonly met: string;
}

export interface Told {
  readonly kills: readonly Kill[];
  readonly failures: readonly string[];
  readonly nights: number;
  readonly doubted: number;
}

/** A point of the seed: one in six while it starts. */
export function pointFrom(random: Seeded, pages: number): Point {
  if (random.below(6) === 0) return { startingMs: random.below(1500) };
  return { pages: 1 + random.below(pages), afterMs: random.below(160) };
}

export interface KillingOptions {
  readonly main: string;
  readonly seed: number;
  readonly night: Night;
  /** Kills after which the night is left in peace. */
  readonly most: number;
  /** Most pages between two kills. */
  readonly pages: number;
  /** Number of the point at which the process is not killed but stopped for longer than every time-out. */
  readonly stopAt?: number;
  readonly seconds: number;
}

/** One night of one service on the embedded store, killed at seeded points until the night or the points are over. */
export async function killedNight(options: KillingOptions): Promise<Told> {
  const { main, night, seconds } = options;
  const kills: Kill[] = [];
  try {
    const book = { kind: 'rehearsal', begins: '2026-08-31T09:00' } as const;
    await using world = await openWorld({
      main,
      book,
      ...(options.stopAt === undefined ? {} : { settings: timeouts }),
    });
    const run = await begin(world, night);
    const witness = new Witness(world.tokenOf('auditor'), world.recording);
    await witness.followAll(world.instances);
    const living = live(world, run, seconds);
    await killUntil(living.isOver, { world, witness, options, kills });
    const lived = await living.done;
    const failures = await afterwards(world, witness, { night, lived });
    const { doubted } = lived;
    return { kills, failures: failures.map((text) => told(text, options, kills)), nights: 1, doubted };
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error);
    return { kills, failures: [told(text, options, kills)], nights: 0, doubted: 0 };
  }
}

const told = (text: string, { seed, night }: KillingOptions, kills: readonly Kill[]): string =>
  `${night.release}, seed ${seed}, ${kills.length} kills: ${text}`;

async function afterwards(
  world: World,
  witness: Witness,
  { night, lived }: { night: Night; lived: Lived },
): Promise<string[]> {
  const jobs = await wrongWithTheJobs(world, lived.last);
  const evidence = await wrongWithTheEvidence(world, night.release);
  witness.stop();
  await world.instances[0]?.stop();
  return [...jobs, ...evidence, ...(await wrongWithTheBook(world, witness))];
}

interface Killing {
  readonly world: World;
  readonly witness: Witness;
  readonly options: KillingOptions;
  readonly kills: Kill[];
}

async function killUntil(over: () => boolean, { world, witness, options, kills }: Killing): Promise<void> {
  const random = seeded(options.seed);
  const [instance] = world.instances;
  if (instance === undefined) return;
  while (!over() && kills.length < options.most) {
    const point = pointFrom(random, options.pages);
    if ('pages' in point) {
      const from = witness.progress;
      await witness.until(() => over() || witness.progress >= from + point.pages, 10_000);
      if (over()) return;
      await pause(point.afterMs);
    }
    if (kills.length === options.stopAt) {
      kills.push({ night: options.night.release, met: `stopped at ${underWay(witness.pages.values())}` });
      await stopAndGoOn(instance);
      continue;
    }
    await instance.kill();
    witness.leave(instance);
    const before = witness.head;
    if ('startingMs' in point) {
      const starting = instance.start().catch(() => undefined);
      await pause(point.startingMs);
      await instance.kill();
      await starting;
    }
    await instance.start();
    witness.follow(instance);
    const met = await metBy(witness, before);
    kills.push({ night: options.night.release, met: 'startingMs' in point ? 'its own start' : met });
  }
}

/** What the engine before the newest one was at: the pages up to the newest taking say it. */
async function metBy(witness: Witness, before: number): Promise<string> {
  const taken = () =>
    [...witness.pages.values()].findLast(({ entries }) => entries.some(({ type }) => type === 'engine.taken/1'))
      ?.page ?? 0;
  await witness.until(() => taken() > before, 5000);
  const until = taken() > before ? taken() : witness.head + 1;
  return underWay([...witness.pages.values()].filter(({ page }) => page < until));
}
