import { performance } from 'node:perf_hooks';

/** Machine milliseconds that a piece of work takes. */
export async function millisOf(work: () => unknown): Promise<number> {
  const from = performance.now();
  await work();
  return performance.now() - from;
}

/** Median of several tries, in machine milliseconds. The first is not counted: it warms up. */
export async function medianMillis(tries: number, work: () => unknown): Promise<number> {
  const took: number[] = [];
  await work();
  for (let each = 0; each < tries; each += 1) took.push(await millisOf(work));
  return median(took);
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? NaN) + upper) / 2;
}

/** `12,345`, or two digits after the point below ten. */
export const shown = (value: number): string =>
  value < 10 ? value.toFixed(2) : Math.round(value).toLocaleString('en-GB');
