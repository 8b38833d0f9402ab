import type { Clock } from '../../shared/clock.ts';
import { othersFirst } from '../../shared/yielding.ts';
import type { Disk } from '../disk/disk.ts';

/** How the system's time goes. */
export interface Pace {
  /** Milliseconds since 1970 on the system's clock. */
  now: number;
  /** Its seconds for one of the clock below; 0 = it stands. */
  speed: number;
}

/** The system's clock, which its operator may stop, hasten, step on and set. */
export interface OperatedClock extends Clock {
  pace(): Pace;
  /** @param speed 0 stops the clock: what waits goes on waiting */
  run(speed: number): void;
  /** So much time passes at once, from one end of somebody's waiting to the next, in their order. */
  step(ms: number): Promise<void>;
  /** Sets what the clock shows. No time passes: what waits, waits as long as before. */
  set(now: number): void;
}

/** Time that has passed is counted apart from what the clock shows, so that setting it ends nobody's waiting. */
interface Kept {
  /** Time of the clock below from which on this holds. */
  from: number;
  elapsed: number;
  speed: number;
  offset: number;
}

const room = 'clock';
/** Turns of the event loop that work which has come due gets before time goes on. */
const turnsForWork = 10;

/**
 * Puts an operator's hand on a clock. How it goes outlives the process; while the system is down its time goes on.
 *
 * @param below the clock that it follows until somebody operates it
 */
export function operatedClock(below: Clock, disk: Disk): OperatedClock {
  const started = below.now();
  let kept: Kept = { from: started, elapsed: started, speed: 1, offset: 0 };
  for (const [, value] of disk.entries(room)) kept = value as Kept;
  const sleepers = new Map<AbortController, number>();
  const elapsed = () => kept.elapsed + (below.now() - kept.from) * kept.speed;
  const change = (to: Partial<Kept>) => {
    kept = { ...kept, from: below.now(), elapsed: elapsed(), ...to };
    disk.put(room, 'pace', kept);
    for (const waking of [...sleepers.keys()]) waking.abort(new Error('the clock was operated'));
  };
  const nap = async (until: number, signal: AbortSignal | undefined): Promise<'over' | 'changed'> => {
    signal?.throwIfAborted();
    const waking = new AbortController();
    const stop = () => waking.abort(signal?.reason);
    sleepers.set(waking, until);
    signal?.addEventListener('abort', stop, { once: true });
    try {
      const left = until - elapsed();
      await (kept.speed === 0 ? aborted(waking.signal) : below.sleep(left / kept.speed, waking.signal));
      return 'over';
    } catch (error) {
      if (signal?.aborted === true || !waking.signal.aborted) throw error;
      return 'changed';
    } finally {
      sleepers.delete(waking);
      signal?.removeEventListener('abort', stop);
    }
  };
  return {
    now: () => Math.round(elapsed() + kept.offset),
    async sleep(ms, signal) {
      const until = elapsed() + ms;
      while ((await nap(until, signal)) === 'changed') if (elapsed() >= until) return;
    },
    pace: () => ({ now: Math.round(elapsed() + kept.offset), speed: kept.speed }),
    run: (speed) => change({ speed }),
    async step(ms) {
      const end = elapsed() + ms;
      for (let at = elapsed(); at < end;) {
        at = Math.max(elapsed(), Math.min(end, ...sleepers.values()));
        change({ elapsed: at });
        for (let turn = 0; turn < turnsForWork; turn += 1) await othersFirst();
      }
    },
    set: (now) => change({ offset: now - elapsed() }),
  };
}

function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const end = () => reject(signal.reason instanceof Error ? signal.reason : new Error('stopped'));
    if (signal.aborted) end();
    else signal.addEventListener('abort', end, { once: true });
  });
}
