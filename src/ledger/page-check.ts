import { isProblem, LockstepError } from '../shared/errors.ts';
import type { Clock } from '../shared/clock.ts';
import type { Store } from '../store/ports.ts';
import type { LeafList } from './leaf-list.ts';
import { noPage, pageId } from './page.rules.ts';
import { readBack } from './read-back.ts';

/** Pages between two pauses of a check beside other work. */
const pieceOfPages = 64;

export interface CheckedBook {
  readonly book: string;
  readonly store: Store;
  readonly leaves: LeafList;
}

/**
 * Reads stored pages again, and compares each with its digests, with the tree, and with the page before it.
 *
 * @param from first page, from 1
 * @param to last page; the tree must have it
 * @throws {LockstepError} `ledger.damaged` naming the first page that is not there or is not what was recorded
 */
export async function checkPages({ book, store, leaves }: CheckedBook, from: number, to: number): Promise<void> {
  let next = from;
  for await (const stored of store.pages.pages(from, to)) {
    if (stored._id !== pageId(book, next)) break;
    const { leaf, prev } = await readBack(store.pages, stored);
    const before = next === 1 ? noPage : leaves.at(next - 2).toString('hex');
    if (leaf !== leaves.at(next - 1).toString('hex'))
      throw damaged(next, `page ${next} is not the one that the book's tree was made of`);
    if (prev !== before) throw damaged(next, `page ${next} does not name page ${next - 1} as it stands`);
    next += 1;
  }
  if (next <= to) throw damaged(next, `page ${next} is not there`);
}

const damaged = (page: number, message: string): LockstepError =>
  new LockstepError('ledger.damaged', message, { page });

/**
 * Checks pages up to `to` from the newest to the oldest, a few at a time beside other work; a database that does not
 * answer is asked again.
 *
 * @param onDamage told of a page that is damaged; the check ends there
 */
export async function checkOlderPages(
  book: CheckedBook,
  { to, machine, signal }: { to: number; machine: Clock; signal: AbortSignal },
  onDamage: (damage: LockstepError) => void,
): Promise<void> {
  for (let last = to; last > 0;) {
    let pause = pauseMs;
    try {
      await checkPages(book, Math.max(1, last - pieceOfPages + 1), last);
      last -= pieceOfPages;
    } catch (error) {
      if (isProblem(error, 'ledger.damaged')) {
        onDamage(error);
        return;
      }
      if (!isProblem(error, 'ledger.unavailable')) throw error;
      pause = againAfterMs;
    }
    await machine.sleep(pause, signal);
  }
}

/** Machine milliseconds between two pieces, and before a piece is asked for again that a database did not give. */
const pauseMs = 25;
const againAfterMs = 5000;
