import type { Clock } from '../../../src/shared/clock.ts';

/** A clock whose time passes only by sleeping, and then at once; from a Saturday night in September on. */
export function quickClock(start = Date.UTC(2026, 8, 12, 21)): Clock {
  let now = start;
  return {
    now: () => now,
    async sleep(ms, signal) {
      signal?.throwIfAborted();
      await new Promise((resolve) => setImmediate(resolve));
      signal?.throwIfAborted();
      now += ms;
    },
  };
}
