import { seededFractions } from '../../shared/seeded.ts';
import type { Often } from './often.schema.ts';

/** A fault's own count. */
export interface Strikes {
  /** Undefined = without end. */
  left(): number | undefined;
  /** Whether it strikes what it could strike now. */
  now(): boolean;
}

export function strikesOf({ times, skip, probability, seed }: Often): Strikes {
  const draw = seededFractions(seed);
  let left = times ?? (probability < 1 ? undefined : 1);
  let passing = skip;
  return {
    left: () => left,
    now() {
      if (left === 0) return false;
      if (passing > 0) {
        passing -= 1;
        return false;
      }
      if (draw() >= probability) return false;
      if (left !== undefined) left -= 1;
      return true;
    },
  };
}
