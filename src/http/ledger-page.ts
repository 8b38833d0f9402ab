import { LockstepError } from '../shared/errors.ts';
import type { Clock } from '../shared/clock.ts';
import type { Ledger } from '../ledger/ledger.schema.ts';
import { invalid } from './check.ts';

/** Header by which a client reads its own writes at any instance: answers tell the page, requests may ask for it. */
export const pageHeader = 'Lockstep-Page';

const waitMs = 2_000;
const lookEveryMs = 20;

/**
 * Waits until this instance has read the page that a request names.
 *
 * @throws {LockstepError} `ledger.behind` after 2 s
 */
export async function awaitPage(
  header: string | undefined,
  ledger: Pick<Ledger, 'head'>,
  clock: Clock,
  signal: AbortSignal,
): Promise<void> {
  if (header === undefined) return;
  if (!/^\d{1,12}$/.test(header)) throw invalid([{ field: pageHeader, message: 'must be the number of a page' }]);
  const wanted = Number(header);
  const until = clock.now() + waitMs;
  while (ledger.head() < wanted) {
    if (clock.now() >= until)
      throw new LockstepError(
        'ledger.behind',
        `Page ${wanted} is wanted, and this instance stands at ${ledger.head()}`,
        {
          wanted,
          head: ledger.head(),
        },
      );
    await clock.sleep(lookEveryMs, signal);
  }
}
