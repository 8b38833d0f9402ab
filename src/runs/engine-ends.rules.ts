import { LockstepError } from '../shared/errors.ts';
import type { ProblemCode } from '../shared/problems.ts';

export const superseded = 'another instance drives the engine';

/** What ends deciding in this instance, and may not in another. */
const ends: Partial<Record<ProblemCode, string>> = {
  'clock.apart': "this machine's clock was moved",
  'ledger.unavailable': 'this instance cannot write the ledger',
  'ledger.too-new': 'a newer version has written the ledger',
  'ledger.damaged': 'the ledger does not agree with itself',
};

/**
 * Why an engine must stop after this error; undefined when it tries again. A refused credential is no reason: another
 * instance would try the same one, and have its user revoked.
 *
 * @param shared whether another instance could go on
 */
export function whyNoMore(error: unknown, shared: boolean): string | undefined {
  if (!(error instanceof LockstepError)) return undefined;
  if (error.code === 'run.engine-superseded') return superseded;
  return shared ? ends[error.code] : undefined;
}
