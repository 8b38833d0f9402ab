import { followEvents, isPassing } from '../api/follow-events.ts';
import type { LockstepApi } from '../api/lockstep-api.ts';
import type { Display } from './display.ts';
import type { Night } from './night.ts';
import { isOver } from './outcome.ts';

export interface WatchOptions {
  /** Whether the watch goes on while the run is held. @default false */
  readonly throughHolds: boolean;
  /** Minutes after which the watch ends, whatever the run does. @default none */
  readonly timeoutMinutes: number | undefined;
}

/**
 * Shows a run as it goes, until it is over, is held, or the time is up.
 *
 * @returns the night as it was last read
 */
export async function watchRun(
  api: LockstepApi,
  id: string,
  display: Display,
  { throughHolds, timeoutMinutes }: WatchOptions,
): Promise<Night> {
  const stop = new AbortController();
  const timer = timeoutMinutes === undefined ? undefined : setTimeout(() => stop.abort(), timeoutMinutes * 60_000);
  let night = await readNight(api, id);
  try {
    display.show(night);
    const streams = [`run:${id}`, `step:${id}/`];
    const following = { streams, after: night.page, signal: stop.signal, onLost: (why: string) => display.lost(why) };
    if (isToEnd(night, throughHolds)) return night;
    let wanted = night.page;
    for await (const { page, grown } of followEvents(api.connection, following)) {
      if (grown) wanted = Math.max(wanted, page);
      // One reading covers all pages up to it: a burst of events is read once.
      if (!grown || wanted > night.page) night = await readAgain(api, night, wanted, display);
      display.show(night);
      if (isToEnd(night, throughHolds)) return night;
    }
    return night;
  } catch (error) {
    if (stop.signal.aborted) return night;
    throw error;
  } finally {
    clearTimeout(timer);
    stop.abort();
    display.close();
  }
}

/** What was read before stays where the service cannot be read just now: the next event asks again. */
async function readAgain(api: LockstepApi, before: Night, page: number, display: Display): Promise<Night> {
  try {
    if (page > before.page) return await readNight(api, before.run.id, before, page);
    return { ...before, clock: await api.clock() };
  } catch (error) {
    if (!isPassing(error)) throw error;
    display.lost(error instanceof Error ? error.message : 'unknown');
    return before;
  }
}

/** Reads a run, then its steps: a run that is over has steps that are. */
export async function readNight(api: LockstepApi, id: string, before?: Night, page?: number): Promise<Night> {
  const run = await api.run(id, page);
  const steps = await api.steps(id, page);
  const release = before?.release ?? (await api.release(run.value.release));
  return { run: run.value, steps, release, page: run.page, clock: await api.clock() };
}

const isToEnd = ({ run }: Night, throughHolds: boolean): boolean =>
  isOver(run) || (run.state === 'held' && !throughHolds);
