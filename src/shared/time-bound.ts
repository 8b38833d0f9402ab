import { createContext, Script } from 'node:vm';

/** Work took longer than it was given. */
export class TooLong extends Error {
  override readonly name = 'TooLong';
}

const call = new Script('act()');

/**
 * Runs work that somebody's words may make endless, such as a search for a regular expression, and stops it in the middle
 * when its time is up. For work that changes nothing.
 *
 * @param ms time of the machine, not of a system's clock
 * @throws {TooLong}
 */
export function timeBound<Result>(ms: number, act: () => Result): Result {
  const kept: Result[] = [];
  try {
    call.runInContext(createContext({ act: () => void kept.push(act()) }), { timeout: ms });
  } catch (error) {
    if (typeof error === 'object' && error !== null && 'code' in error && error.code === 'ERR_SCRIPT_EXECUTION_TIMEOUT')
      throw new TooLong('the search was given up');
    throw error;
  }
  return kept[0] as Result;
}
