import { seededFractions } from '../../src/shared/seeded.ts';
import type { Store } from '../../src/store/ports.ts';
import { type Fault, faultyStore } from './faulty-store.ts';

/** Seed of the faults that every store of a test has, where it is set: the suite must hold on a store that loses answers. */
const seedName = 'LOCKSTEP_TEST_STORE_FAULTS';

/** One append in eight meets a fault. */
const faults: readonly Fault[] = [...Array<Fault>(21).fill('fine'), 'lost-answer', 'lost-request', 'late'];

/**
 * The store as it is, or one that loses requests and answers as the seed says. No append is refused for good, and a store
 * with faults of its own keeps those.
 */
export function perhapsFaulty<S extends Store>(store: S): S {
  const seed = process.env[seedName];
  if (seed === undefined || 'sent' in store) return store;
  const next = seededFractions(Number(seed));
  const planned = Array.from({ length: 5000 }, () => faults[Math.floor(next() * faults.length)] ?? 'fine');
  return { ...store, pages: faultyStore(store, planned).pages };
}
