import { readFileSync, statSync } from 'node:fs';
import { z } from 'zod';

/** The only source of time. `now` is book time; `sleep` takes book time too, so that a paced night passes quickly. */
export interface Clock {
  /** Milliseconds since 1970-01-01T00:00Z. */
  now(): number;
  /** Resolves once the clock has advanced by `ms`; rejects with the signal's reason when aborted. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

/**
 * A stretch of a rehearsal book's time: from the machine time `realFrom` on, the book shows
 * `bookFrom + (machine - realFrom) * speed`. All in milliseconds since 1970-01-01T00:00Z.
 */
export const ClockSegment = z.strictObject({
  realFrom: z.int(),
  bookFrom: z.int(),
  speed: z.number().positive().max(100_000),
});
export type ClockSegment = z.infer<typeof ClockSegment>;

export const ClockSegments = z.array(ClockSegment).min(1);

/** The machine's own clock. */
export const systemClock: Clock = {
  now: () => Date.now(),
  sleep: (ms, signal) => wait(ms, signal),
};

/** Book time at a machine time; before the first segment the first one is extended backwards. */
export function bookTimeAt(segments: readonly ClockSegment[], machine: number): number {
  const current = segments.findLast((segment) => segment.realFrom <= machine) ?? segments[0];
  if (current === undefined) throw new Error('a paced clock needs at least one segment');
  return Math.round(current.bookFrom + (machine - current.realFrom) * current.speed);
}

const longestNapMs = 20;

/** A clock that follows segments, which may grow while it runs (a jump forward is one more segment). */
export function pacedClock(segments: () => readonly ClockSegment[]): Clock {
  const now = () => bookTimeAt(segments(), Date.now());
  return {
    now,
    async sleep(ms, signal) {
      let left = ms;
      for (let before = now(); ;) {
        signal?.throwIfAborted();
        if (left <= 0) return;
        const speed = segments().at(-1)?.speed ?? 1;
        await wait(Math.min(left / speed, longestNapMs), signal);
        const after = now();
        // A machine whose clock is set back takes nothing away from what has passed.
        left -= Math.max(0, after - before);
        before = after;
      }
    },
  };
}

/** A paced clock whose segments stand in a JSON file that another process may replace at any time. */
export function clockFromFile(path: string): Clock {
  let read = { mtimeMs: -1, segments: [] as readonly ClockSegment[] };
  let looked = -Infinity;
  return pacedClock(() => {
    const machine = Date.now();
    if (machine - looked >= 5) {
      looked = machine;
      const { mtimeMs } = statSync(path);
      if (mtimeMs !== read.mtimeMs)
        read = { mtimeMs, segments: ClockSegments.parse(JSON.parse(readFileSync(path, 'utf8'))) };
    }
    return read.segments;
  });
}

function wait(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted === true) {
      reject(reasonOf(signal));
      return;
    }
    const timer = setTimeout(done, Math.max(0, Math.min(ms, 2 ** 31 - 1)));
    function done() {
      signal?.removeEventListener('abort', stopped);
      resolve();
    }
    function stopped() {
      clearTimeout(timer);
      reject(signal === undefined ? new Error('stopped') : reasonOf(signal));
    }
    signal?.addEventListener('abort', stopped, { once: true });
  });
}

function reasonOf(signal: AbortSignal): Error {
  return signal.reason instanceof Error ? signal.reason : new Error('stopped');
}

/** The two times of a machine, in milliseconds: what its clock says, and what has passed since some start. */
export interface MachineTime {
  wall(): number;
  monotonic(): number;
}

export const machineTime: MachineTime = { wall: () => Date.now(), monotonic: () => performance.now() };
