import type { Clock } from '../shared/clock.ts';
import { isProblem } from '../shared/errors.ts';
import type { AppendOutcome } from '../store/ports.ts';

export interface Patience {
  /** The machine's clock: pauses grow from 20 ms to 2 s. */
  readonly machine: Clock;
  /** Told at each answer that leaves open what became of the work. */
  readonly onUnknown: () => void;
}

/** Sends the same bytes until the store says done, taken or rejected; a look that finds nothing proves nothing. */
export async function settled(
  append: () => Promise<AppendOutcome>,
  { machine, onUnknown }: Patience,
): Promise<Exclude<AppendOutcome, { outcome: 'unknown' }>> {
  for (let wait = 20; ; wait = Math.min(wait * 2, 2000)) {
    const outcome = await append();
    if (outcome.outcome !== 'unknown') return outcome;
    onUnknown();
    await machine.sleep(wait);
  }
}

/** Once pages are durable, a database that does not answer is asked again: callers are owed what became of theirs. */
export async function untilAnswered<T>(work: () => Promise<T>, { machine, onUnknown }: Patience): Promise<T> {
  for (let wait = 20; ; wait = Math.min(wait * 2, 2000)) {
    try {
      return await work();
    } catch (error) {
      if (!isProblem(error, 'ledger.unavailable')) throw error;
      onUnknown();
      await machine.sleep(wait);
    }
  }
}
