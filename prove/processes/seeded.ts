import { seededFractions } from '../../src/shared/seeded.ts';

/** A source of numbers that follow from a seed alone. */
export interface Seeded {
  /** A whole number from 0 to `below` − 1. */
  below(below: number): number;
  oneOf<T>(choices: readonly [T, ...T[]]): T;
}

export function seeded(seed: number): Seeded {
  const next = seededFractions(seed);
  const below = (limit: number): number => Math.floor(next() * limit);
  return { below, oneOf: (choices) => choices[below(choices.length)] ?? choices[0] };
}
