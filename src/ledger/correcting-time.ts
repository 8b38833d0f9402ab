import { LockstepError } from '../shared/errors.ts';
import type { BookLedger } from './book-ledger.ts';
import type { Actor, Instant } from './entry.schema.ts';
import type { Command, Committed } from './ledger.schema.ts';
import { bookStream } from './own-entries.schema.ts';

export interface Correction extends Pick<Command, 'key'> {
  readonly actor: Actor;
  /** The time that pages may have from now on, unless this machine's clock is beyond it. */
  readonly at: Instant;
  readonly reason: string;
}

/**
 * Lowers the book's time, where a page was dated by a clock that was ahead: nothing else can, for a page is never dated
 * before the one before it.
 *
 * @throws {LockstepError} `request.invalid` for a time that is not before the last page's, or that no calendar has
 */
export function correctTime(ledger: BookLedger, { actor, at, reason, key }: Correction): Promise<Committed> {
  return ledger.commit({
    ...{ actor, lowersTimeTo: at },
    ...(key === undefined ? {} : { key }),
    decide: () => {
      if (!isOnCalendar(at))
        throw new LockstepError('request.invalid', `at: ${at} is no time of the calendar`, { field: 'at' });
      const last = ledger.lastAt();
      if (last === undefined || at >= last)
        throw new LockstepError(
          'request.invalid',
          `at: the book stands at ${last ?? 'no time yet'}, which is not later`,
          {
            field: 'at',
          },
        );
      return [{ stream: bookStream, type: 'clock.corrected/1', data: { at, by: actor.id, reason } }];
    },
  });
}

function isOnCalendar(at: Instant): boolean {
  const ms = Date.parse(at);
  return !Number.isNaN(ms) && new Date(ms).toISOString() === at;
}
