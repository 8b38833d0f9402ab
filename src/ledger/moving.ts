import type { BookLedger } from './book-ledger.ts';
import type { Actor } from './entry.schema.ts';
import type { Command, Committed } from './ledger.schema.ts';
import { bookStream } from './own-entries.schema.ts';
import { bookRecord } from './own.views.ts';

/** Who moves the book, and why, in their own words. */
export interface Move extends Pick<Command, 'key'> {
  readonly actor: Actor;
  readonly reason: string;
}

/** Makes this place the book's home. Whoever was at home before is a copy from this page on. Done twice, it is done. */
export function moveHere(ledger: BookLedger, { actor, reason, key }: Move): Promise<Committed> {
  const { home } = ledger;
  return ledger.commit({
    ...{ actor, freesBook: true },
    ...(key === undefined ? {} : { key }),
    decide: async (reading) => {
      const now = await reading.get(bookRecord, 'book');
      return now?.home === home
        ? []
        : [{ stream: bookStream, type: 'book.moved/1', data: { home, by: actor.id, reason } }];
    },
  });
}
