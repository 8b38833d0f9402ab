import { pause } from '../../test/support/sample-night.ts';
import { wrongWithTheBook, wrongWithTheJobs } from './afterwards.ts';
import { begin, smallNight } from './nights.ts';
import { driverOf, nightOfTwo, stopMs, termsIn, timeouts } from './pairs.ts';
import { live } from './people.ts';
import { seeded } from './seeded.ts';
import { underWay } from './under-way.ts';
import { Witness } from './witness.ts';
import { openWorld, type World } from './world.ts';

export interface Stopped {
  readonly rows: readonly { readonly what: string; readonly outcome: string }[];
  readonly failures: readonly string[];
}

/** How long the release lies on its way, in milliseconds: longer than the takeover, and than the job. */
const stalledMs = 6000;

/**
 * The driving instance is stopped while its release of a job is on its way; the other takes over, releases the job and
 * sees it run; then the release of the first lands, and then the first goes on. It must notice, and do no harm.
 */
export async function stalledRelease(main: string, seconds: number): Promise<Stopped> {
  const outcome = { what: 'a release stalls past a takeover', outcome: '' };
  const { failures, terms } = await nightOfTwo({ main, seconds }, async (_over, world, witness) => {
    const effect = { kind: 'delay', milliseconds: stalledMs };
    await world.director.noFaults();
    await world.director.fault({ method: 'PUT', path: '/restjobs/jobs/[^?]+', times: 1, effect });
    const intended = () => [...witness.pages.values()].some(({ entries }) => entries.some(isIntent));
    if (!(await witness.until(intended, 20_000))) return ['no release was intended'];
    const first = driverOf(world, witness);
    if (first === undefined) return ['nobody drove'];
    // The request leaves right behind the acknowledgement of its intent.
    await pause(300);
    first.suspend();
    const tookOver = await witness.until(() => driverOf(world, witness) !== first, 20_000);
    await pause(stalledMs);
    first.resume();
    if (!tookOver) return ['nobody took over'];
    const waiting = await world.director.faultsLeft();
    return [...(waiting.length > 0 ? ['no release was on its way'] : []), ...(await knowsItsPlace(first.url))];
  });
  outcome.outcome = failures.length === 0 ? `superseded after ${terms} terms, no job twice` : 'WRONG';
  return { rows: [outcome], failures: failures.map((text) => `${outcome.what}: ${text}`) };
}

const isIntent = ({ type }: { readonly type: string }): boolean => type === 'release.intended/1';

/** An instance that went on after a stop says within its time-outs that another one drives. */
async function knowsItsPlace(url: string): Promise<string[]> {
  const ends = performance.now() + 10_000;
  let said = 'nothing';
  while (performance.now() < ends) {
    const answer = await fetch(`${url}/readyz`).catch(() => undefined);
    const { conditions = [] } = ((await answer?.json()) ?? {}) as { conditions?: { name: string; drives?: boolean }[] };
    const engine = conditions.find(({ name }) => name === 'engine');
    if (engine?.drives === false) return [];
    said = JSON.stringify(engine);
    await pause(100);
  }
  return [`the stopped instance says of the engine: ${said}`];
}

/**
 * The one process of a night is stopped again and again for longer than every time-out: requests that it had under way
 * have ended without it, and the clock has gone on. Its folder stays its own meanwhile.
 */
export async function stoppedAlone(
  main: string,
  { seed, most, seconds }: { seed: number; most: number; seconds: number },
): Promise<Stopped> {
  const random = seeded(seed);
  const rows: { what: string; outcome: string }[] = [];
  const book = { kind: 'rehearsal', begins: '2026-08-31T09:00' } as const;
  await using world = await openWorld({ main, book, settings: timeouts });
  const [instance] = world.instances;
  const run = await begin(world, { ...smallNight, speed: 30 }, 400);
  const witness = new Witness(world.tokenOf('auditor'), world.recording);
  await witness.followAll(world.instances);
  const { isOver, done } = live(world, run, seconds);
  while (!isOver() && rows.length < most) {
    const from = witness.progress;
    const pages = 1 + random.below(3);
    await witness.until(() => isOver() || witness.progress >= from + pages, 15_000);
    if (isOver()) break;
    await pause(random.below(400));
    const met = underWay(witness.pages.values());
    instance?.suspend();
    const refusal = rows.length === 0 ? await secondProcess(world) : undefined;
    await pause(stopMs);
    instance?.resume();
    rows.push({ what: `alone, stopped at ${met}`, outcome: refusal ?? 'went on' });
  }
  const { last } = await done;
  const terms = termsIn(witness).length;
  const wrong = await wrongWithTheJobs(world, last);
  witness.stop();
  await instance?.stop();
  const failures = [
    ...wrong,
    ...(await wrongWithTheBook(world, witness)),
    ...(terms === 1 ? [] : [`a stop alone made ${terms} terms`]),
    ...rows.filter(({ outcome }) => outcome === tookTheFolder).map(({ outcome }) => outcome),
  ];
  return { rows, failures: failures.map((text) => `stopped alone, seed ${seed}: ${text}`) };
}

const tookTheFolder = 'a second process took the folder';

/** Starts another process over the folder of a stopped one. */
async function secondProcess(world: World): Promise<string> {
  const second = world.another();
  try {
    await second.start();
    await second.kill();
    return tookTheFolder;
  } catch (error) {
    return error instanceof Error && /is in use by process/.test(error.message)
      ? 'went on; a second process was refused its folder'
      : tookTheFolder;
  }
}
