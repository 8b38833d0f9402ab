import type { BookLedger } from '../ledger/book-ledger.ts';
import { checkOlderPages, checkPages } from '../ledger/page-check.ts';
import { systemClock } from '../shared/clock.ts';
import type { Store } from '../store/ports.ts';

/** Newest pages that are read again before a book is served: about a second's work. */
const checkedBeforeServing = 10_000;

/**
 * Reads the newest pages again before anything rests on them.
 *
 * @returns a check of all older pages, to be begun beside other work; a damaged one makes the book read only
 * @throws {LockstepError} `ledger.damaged`
 */
export async function checkNewestPages(
  ledger: BookLedger,
  store: Store,
): Promise<(signal: AbortSignal) => Promise<void>> {
  const checked = { book: ledger.book, store, leaves: ledger.leaves };
  const head = ledger.head();
  const from = Math.max(1, head - checkedBeforeServing + 1);
  await checkPages(checked, from, head);
  return (signal) =>
    checkOlderPages(checked, { to: from - 1, machine: systemClock, signal }, (damage) => ledger.bar(damage)).catch(
      (error: unknown) => {
        if (!signal.aborted) throw error;
      },
    );
}
