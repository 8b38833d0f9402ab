import { LockstepError } from '../shared/errors.ts';

/** What a check throws that does not hold: where in the bundle, and why in plain words. */
export const notHeld = (place: string, why: string, cause?: unknown): LockstepError =>
  new LockstepError('ledger.damaged', `${place}: ${why}`, { place, why }, { cause });

/** Whatever goes wrong in reading becomes a check that does not hold. */
export function orNotHeld<T>(place: string, why: string, read: () => T): T {
  try {
    return read();
  } catch (cause) {
    if (cause instanceof LockstepError && typeof cause.facts['why'] === 'string') throw cause;
    throw notHeld(place, why, cause);
  }
}
