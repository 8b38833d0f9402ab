import type { Clock } from '../../shared/clock.ts';

/**
 * Waits for work, but no longer than so many milliseconds of the machine; the work goes on.
 *
 * @returns whether it was done
 */
export async function inTime(wall: Clock, work: Promise<unknown>, ms: number): Promise<boolean> {
  const over = new AbortController();
  const patience = wall.sleep(ms, over.signal).then(
    () => false,
    () => false,
  );
  return Promise.race([work.then(() => true), patience]).finally(() => over.abort());
}
