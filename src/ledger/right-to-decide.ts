import { LockstepError } from '../shared/errors.ts';
import type { Entry } from './entry.schema.ts';
import type { BookMoved } from './own-entries.schema.ts';

/**
 * Whether an instance may decide: not after it ended, not in a copy of the book that is at home elsewhere, not in a
 * restored backup. Only the command that names the new home, or answers for the backup, goes through in the latter two.
 */
export class RightToDecide {
  #over: LockstepError | undefined;
  #barred: LockstepError | undefined;

  /**
   * @param book id, for what is said
   * @param home the random id that this instance keeps outside the database
   * @param bookHome the one that the book names; undefined before its birth
   */
  constructor(
    private readonly book: string,
    private readonly home: string,
    private bookHome: string | undefined,
  ) {}

  /** Why nothing at all is decided here any more. */
  get over(): LockstepError | undefined {
    return this.#over;
  }

  /** Ends deciding for good; the first reason stays. */
  end(reason: LockstepError): void {
    this.#over ??= reason;
  }

  /** Ends deciding until the way out was taken: a page that restores the right. */
  bar(reason: LockstepError): void {
    this.#barred = reason;
  }

  /** Why a command is refused at present; undefined where commands are decided. */
  refusal(): LockstepError | undefined {
    return this.#over ?? this.#elsewhere() ?? this.#barred;
  }

  /** Takes note of an entry that is durable. */
  note({ type, data }: Entry): void {
    if (type === 'book.born/1' || type === 'book.moved/1') this.bookHome = (data as BookMoved).home;
    if (type === 'book.restored/1') this.#barred = undefined;
  }

  #elsewhere(): LockstepError | undefined {
    if (this.bookHome === undefined || this.bookHome === this.home) return undefined;
    return new LockstepError(
      'ledger.elsewhere',
      `this is a copy of book ${this.book}, which is at home elsewhere: it can be read, and it records, submits and drives nothing. ` +
        'Where the book lives here from now on, an administrator says so: lockstep book move, or POST /api/v1/book/move',
      { book: this.book, wayOut: 'book.moved' },
    );
  }
}
