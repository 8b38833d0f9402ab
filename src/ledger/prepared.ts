import { LockstepError } from '../shared/errors.ts';
import type { Command, Ledger } from './ledger.schema.ts';
import { requestRows } from './own.views.ts';
import { requestKey } from './speculation.ts';

/**
 * Does what a command rests on and what cannot be done while it is decided, such as reading a system. What is refused
 * here is refused when the command is decided: so it is recorded under an Idempotency-Key, and a request that was
 * recorded before has its first answer, whatever has changed since. For such a one the work is not done again.
 *
 * @returns to be called inside `decide`: what the work came to, or its refusal
 */
export async function prepared<T>(
  ledger: Pick<Ledger, 'get'>,
  { actor, key }: Pick<Command, 'actor' | 'key'>,
  work: () => Promise<T>,
): Promise<() => T> {
  if (key !== undefined && (await ledger.get(requestRows, requestKey(actor.id, key.key))) !== undefined)
    return () => {
      throw new LockstepError('ledger.unavailable', 'the first answer under this key has just left the book');
    };
  try {
    const done = await work();
    return () => done;
  } catch (error) {
    return () => {
      throw error;
    };
  }
}
