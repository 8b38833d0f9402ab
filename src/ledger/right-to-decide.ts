import { LockstepError } from '../shared/errors.ts';
import type { Entry } from './entry.schema.ts';
import type { BookMoved, BookRestored } from './own-entries.schema.ts';

/**
 * Whether an instance may decide: not after it ended, not in a copy of the book that is at home elsewhere, not in a
 * restored backup. Only the command that names the new home, or answers for the backup, goes through in the latter two.
 */
export class RightToDecide {
  #over: LockstepError | undefined;
  readonly #bars: LockstepError[] = [];

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

  /**
   * Ends deciding. From a restored backup (`ledger.elsewhere`) a page is the way out; from anything else there is none
   * while this instance lives.
   */
  bar(reason: LockstepError): void {
    this.#bars.push(reason);
  }

  /** Whether the commands that are the ways out may be decided. */
  get canBeFreed(): boolean {
    return this.refusal()?.code === 'ledger.elsewhere';
  }

  /** Why a command is refused at present; undefined where commands are decided. */
  refusal(): LockstepError | undefined {
    const damage = this.#bars.find(({ code }) => code !== 'ledger.elsewhere');
    return this.#over ?? damage ?? this.#elsewhere() ?? this.#bars[0];
  }

  /** Takes note of an entry that is durable. */
  note({ type, data }: Entry): void {
    if (type === 'book.born/1' || type === 'book.moved/1') this.bookHome = (data as BookMoved).home;
    if (type === 'book.restored/1') {
      const { size, root } = data as BookRestored;
      const left = this.#bars.filter(
        ({ code, facts }) => code !== 'ledger.elsewhere' || facts['size'] !== size || facts['root'] !== root,
      );
      this.#bars.splice(0, this.#bars.length, ...left);
    }
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
