import { startReplicaSetProcess } from '../../test/support/replica-set/process.ts';
import { pause } from '../../test/support/sample-night.ts';
import { wrongWithTheBook, wrongWithTheEvidence, wrongWithTheJobs } from './afterwards.ts';
import type { Instance } from './instance.ts';
import { begin, smallNight } from './nights.ts';
import { type Lived, live } from './people.ts';
import { seeded } from './seeded.ts';
import { underWay } from './under-way.ts';
import { Witness } from './witness.ts';
import { openWorld, type World } from './world.ts';

/** What an instance met: it was killed, or stopped for longer than every time-out. */
export interface Meeting {
  readonly how: 'killed' | 'stopped';
  readonly who: 'the one that drove' | 'the one that watched';
  readonly met: string;
}

export interface PairTold {
  readonly meetings: readonly Meeting[];
  readonly failures: readonly string[];
  /** Terms of the engine in the book: each takeover is one. */
  readonly terms: number;
}

export interface PairOptions {
  readonly main: string;
  readonly seed: number;
  /** Instances that are killed or stopped before the night is left in peace. */
  readonly most: number;
  readonly how: (index: number) => Meeting['how'];
  readonly seconds: number;
}

/** Time-outs of these nights: short, so that a stop can be longer than all of them. */
export const timeouts = {
  LOCKSTEP_ENGINE_BEAT_SECONDS: '1',
  LOCKSTEP_ENGINE_TAKEOVER_SECONDS: '2',
  LOCKSTEP_ZOSMF_TIMEOUT_SECONDS: '2',
  LOCKSTEP_ZOSMF_CONNECT_TIMEOUT_SECONDS: '2',
  LOCKSTEP_ANSWER_TIMEOUT_SECONDS: '2',
};
const databaseTimeouts = '&serverSelectionTimeoutMS=2000&socketTimeoutMS=2000&wtimeoutMS=2000';

/** Longer than every one of them, the takeover and its jitter included. In milliseconds. */
export const stopMs = 4500;

/** One night of two instances over one database: one is killed or stopped, the other takes over, and so on. */
export async function pairedNight(options: PairOptions): Promise<PairTold> {
  const meetings: Meeting[] = [];
  const told = (text: string) => `a pair, seed ${options.seed}, after ${meetings.length}: ${text}`;
  const { failures, terms } = await nightOfTwo(options, (over, world, witness) =>
    meetUntil(over, { world, witness, options, meetings }),
  );
  return { meetings, failures: failures.map(told), terms };
}

/**
 * Two instances live through a small, slow night while `meddle` does what it does to them.
 *
 * @param meddle may add to what failed
 */
export async function nightOfTwo(
  { main, seconds }: Pick<PairOptions, 'main' | 'seconds'>,
  meddle: (over: () => boolean, world: World, witness: Witness) => Promise<readonly string[]>,
): Promise<{ failures: readonly string[]; terms: number }> {
  try {
    await using database = await startReplicaSetProcess();
    const mongodbUrl = `${database.url('lockstep')}${databaseTimeouts}`;
    const book = { kind: 'rehearsal', begins: '2026-08-31T09:00' } as const;
    await using world = await openWorld({ main, book, instances: 2, mongodbUrl, settings: timeouts });
    const run = await begin(world, { ...smallNight, speed: 30 }, 500);
    const witness = new Witness(world.tokenOf('auditor'), world.recording);
    await witness.followAll(world.instances);
    const living = live(world, run, seconds);
    const failed = await meddle(living.isOver, world, witness);
    const failures = await afterwards(world, witness, { lived: await living.done, mongodbUrl });
    return { failures: [...failed, ...failures], terms: termsIn(witness).length };
  } catch (error) {
    return { failures: [error instanceof Error ? error.message : String(error)], terms: 0 };
  }
}

async function afterwards(
  world: World,
  witness: Witness,
  { lived, mongodbUrl }: { lived: Lived; mongodbUrl: string },
): Promise<string[]> {
  const jobs = await wrongWithTheJobs(world, lived.last);
  const evidence = await wrongWithTheEvidence(world, smallNight.release);
  witness.stop();
  await Promise.all(world.instances.map((instance) => instance.stop()));
  const epochs = termsIn(witness).map(({ epoch }) => epoch);
  const inOrder = epochs.every((epoch, index) => epoch === index + 1);
  return [
    ...jobs,
    ...evidence,
    ...(inOrder ? [] : [`the engine's terms are ${epochs.join(', ')}`]),
    ...(await wrongWithTheBook(world, witness, mongodbUrl)),
  ];
}

interface Term {
  readonly page: number;
  readonly epoch: number;
  readonly instance: string;
}

/** The terms of the engine, as the book tells them. */
export function termsIn({ pages }: Witness): Term[] {
  return [...pages.values()]
    .sort((a, b) => a.page - b.page)
    .flatMap(({ page, entries }) =>
      entries
        .filter(({ type }) => type === 'engine.taken/1')
        .map(({ data }) => ({ page, epoch: Number(data['epoch']), instance: data['instance'] as string })),
    );
}

interface MeetingNeeds {
  readonly world: World;
  readonly witness: Witness;
  readonly options: PairOptions;
  readonly meetings: Meeting[];
}

async function meetUntil(
  over: () => boolean,
  { world, witness, options, meetings }: MeetingNeeds,
): Promise<readonly string[]> {
  const random = seeded(options.seed);
  while (!over() && meetings.length < options.most) {
    const from = witness.progress;
    const pages = 1 + random.below(2);
    await witness.until(() => over() || witness.progress >= from + pages, 15_000);
    if (over()) break;
    await pause(random.below(160));
    const driver = driverOf(world, witness);
    const strikesDriver = random.below(5) > 0;
    const struck = world.instances.find((instance) => (instance === driver) === strikesDriver) ?? world.instances[0]!;
    const how = options.how(meetings.length);
    const met = underWay(witness.pages.values());
    const who = struck === driver ? 'the one that drove' : 'the one that watched';
    meetings.push({ how, who, met });
    await (how === 'killed' ? killAndStart(struck, witness, random.below(3000)) : stopAndGoOn(struck));
  }
  return [];
}

/** The instance of the newest term: its name there holds its process id. */
export function driverOf({ instances }: World, witness: Witness): Instance | undefined {
  const last = termsIn(witness).at(-1)?.instance.split(':');
  return instances.find(({ pid }) => last?.includes(String(pid)));
}

async function killAndStart(instance: Instance, witness: Witness, downMs: number): Promise<void> {
  await instance.kill();
  witness.leave(instance);
  await pause(downMs);
  await instance.start();
  witness.follow(instance);
}

export async function stopAndGoOn(instance: Instance): Promise<void> {
  instance.suspend();
  await pause(stopMs);
  instance.resume();
}
