import { MongoError, MongoServerError } from 'mongodb';
import { LockstepError } from '../../shared/errors.ts';

/** True for the answer that a document with this `_id` is there already: the only uniqueness that is relied on. */
export const isDuplicate = (error: unknown): boolean => error instanceof MongoServerError && error.code === 11000;

/**
 * The answer of the database; its own errors become `ledger.unavailable`, with the origin as `cause`.
 *
 * @throws {LockstepError} `ledger.unavailable`
 */
export async function answered<T>(asked: Promise<T>): Promise<T> {
  try {
    return await asked;
  } catch (error) {
    throw unavailable(error);
  }
}

export function unavailable(error: unknown): unknown {
  if (!(error instanceof MongoError)) return error;
  return new LockstepError('ledger.unavailable', 'the database did not answer as it should', {}, { cause: error });
}
