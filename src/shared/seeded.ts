import type { Chance } from './ids.ts';

/** Whole numbers from 0 to 2³² − 1 that follow from a seed (mulberry32): the same seed, the same numbers. */
export function seededNumbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (mixed ^ (mixed >>> 14)) >>> 0;
  };
}

/** Numbers from 0 up to, not including, 1 that follow from a seed. */
export function seededFractions(seed: number): () => number {
  const next = seededNumbers(seed);
  return () => next() / 2 ** 32;
}

/** Chance that follows from a seed. */
export function seededChance(seed: number): Chance {
  const next = seededNumbers(seed);
  const bytes = (count: number): Buffer => Buffer.from(Array.from({ length: count }, () => next() & 255));
  return {
    bytes,
    uuid: () =>
      bytes(16)
        .toString('hex')
        .replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5'),
    below: (below) => next() % below,
  };
}
