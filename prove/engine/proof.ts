import { loopFigures, mostDelayMs } from '../../bench/event-loop.ts';
import { growth } from '../../bench/growth.ts';
import { shown } from '../../bench/measure.ts';
import { Settings } from '../../src/config/config.schema.ts';
import { systemClock } from '../../src/shared/clock.ts';
import { memoryStore } from '../../test/support/memory-store.ts';
import { Instance } from '../../test/support/watched-instance.ts';
import type { Proof, TimeBox } from '../proof.ts';

/** Longest that nobody may drive after an instance died, in machine milliseconds. */
const mostTakeoverMs = 10_000;
/** Most that an event of a job may cost with 20,000 jobs in progress, as a multiple of its cost with 200. */
const mostGrowth = 4;
/** Most by which the documents that it writes may differ in size: the digits of a number. */
const mostWrittenGrowth = 1.05;

export const proof: Proof = {
  async prove(box) {
    const failures: string[] = [];
    const takeover = await takeoverMs();
    box.say(`taken over after ${Math.round(takeover)} ms`);
    if (takeover >= mostTakeoverMs)
      failures.push(`an instance that died was taken over after ${Math.round(takeover)} ms`);
    const seconds = box.left() > 45_000 ? 25 : 8;
    const { idle, busy, reads, mostRunning } = await loopFigures({ seconds, say: (line) => box.say(line) });
    const loop = `event loop p99 ${shown(busy.p99)} ms (idle ${shown(idle.p99)}), ${mostRunning} jobs at a time, ${reads} reads`;
    if (busy.p99 >= mostDelayMs) failures.push(`${loop}: it may be ${mostDelayMs} ms at most`);
    if (mostRunning === 0 || reads === 0) failures.push(`no jobs ran, or nobody read: ${loop}`);
    const growthTold = await grown(box, failures);
    const covered = `taken over in ${(takeover / 1000).toFixed(1)} s; ${loop}; ${growthTold}`;
    return { cases: 3, covered, failures };
  },
};

/** Machine milliseconds from the moment at which the driving instance stops until another drives, by the defaults. */
export async function takeoverMs(): Promise<number> {
  const { engineBeatSeconds, engineTakeoverSeconds } = Settings.partial({ estate: true }).parse({});
  const times = { beatMs: engineBeatSeconds * 1000, takeoverMs: engineTakeoverSeconds * 1000 };
  const store = memoryStore();
  const [ann, bob] = [new Instance('ann', systemClock, store, times), new Instance('bob', systemClock, store, times)];
  for (const each of [ann, bob]) await each.start();
  await systemClock.sleep(2500);
  const drives = ({ watch }: Instance): boolean => watch.drives;
  if (!drives(ann) || drives(bob)) throw new Error('the first that came does not drive alone');
  ann.freeze();
  const died = performance.now();
  while (!drives(bob) && performance.now() - died < 2 * mostTakeoverMs) await systemClock.sleep(10);
  const took = performance.now() - died;
  ann.thaw();
  for (const each of [bob, ann]) {
    await each.watch.stop();
    each.leave();
  }
  return took;
}

async function grown(box: TimeBox, failures: string[]): Promise<string> {
  const rows = await growth((line) => box.say(line), [200, 20_000]);
  const [least, most] = [rows[0], rows.at(-1)];
  if (least === undefined || most === undefined) throw new Error('nothing was measured');
  const [cost, bytes] = [most.eventMs / least.eventMs, most.writtenBytes / least.writtenBytes];
  const told = `an event with ${most.jobs} jobs costs ${cost.toFixed(1)} × that with ${least.jobs}, and writes ${bytes.toFixed(2)} × the bytes`;
  if (cost > mostGrowth || bytes > mostWrittenGrowth) failures.push(told);
  return told;
}
