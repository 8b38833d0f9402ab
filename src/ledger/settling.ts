import type { Clock } from '../shared/clock.ts';
import { isProblem } from '../shared/errors.ts';
import type { AppendOutcome } from '../store/ports.ts';

export interface Patience {
  /** The machine's clock: pauses grow from 20 ms to 2 s. */
  readonly machine: Clock;
  /** Ends the waiting: what is not settled then stays unknown. */
  readonly signal: AbortSignal;
  /** Told at each answer that leaves open what became of the work. */
  readonly onUnknown: () => void;
  /** @throws where the store can never answer any more, and waiting is in vain */
  readonly refuseEnded?: () => void;
}

/**
 * Sends the same bytes until the store says done or taken; a look that finds nothing proves nothing. Rejected counts only
 * while no send is in doubt: an earlier one may still land.
 */
export async function settled(
  append: () => Promise<AppendOutcome>,
  { machine, signal, onUnknown, refuseEnded }: Patience,
): Promise<Exclude<AppendOutcome, { outcome: 'unknown' }>> {
  let inDoubt = false;
  for (let wait = 20; ; wait = Math.min(wait * 2, 2000)) {
    const outcome = await append().catch((cause: unknown) => ({ outcome: 'unknown' as const, cause }));
    if (outcome.outcome !== 'unknown' && !(inDoubt && outcome.outcome === 'rejected')) return outcome;
    inDoubt = true;
    onUnknown();
    refuseEnded?.();
    await machine.sleep(wait, signal);
  }
}

/** Once pages are durable, a database that does not answer is asked again: callers are owed what became of theirs. */
export async function untilAnswered<T>(work: () => Promise<T>, { machine, signal, onUnknown }: Patience): Promise<T> {
  for (let wait = 20; ; wait = Math.min(wait * 2, 2000)) {
    try {
      return await work();
    } catch (error) {
      if (!isProblem(error, 'ledger.unavailable')) throw error;
      onUnknown();
      await machine.sleep(wait, signal);
    }
  }
}
