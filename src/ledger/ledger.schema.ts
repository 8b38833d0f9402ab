import type { LockstepError } from '../shared/errors.ts';
import type { Actor, Entry, Instant, NewEntry, PageFacts } from './entry.schema.ts';
import type { Query, QueryResult, View } from './view.schema.ts';

/** What a decision may read: the state at the head of the book, and the time of the page that it is about to make. */
export interface Reading {
  /** Time of the page under decision; never before the previous page's. */
  readonly at: Instant;
  get<D extends object>(view: View<D>, key: string): Promise<D | undefined>;
  query<D extends object>(view: View<D>, query: Query): Promise<QueryResult<D>>;
  /** Entries in the stream so far: the version of its record. */
  version(stream: string): Promise<number>;
}

export interface Command {
  readonly actor: Actor;
  /** Id of the command; made up where absent. One id stands on at most one page. */
  readonly id?: string;
  /** What brought it about: another command's id. */
  readonly cause?: string;
  /** The caller's Idempotency-Key and the digest of method, path, If-Match and body. */
  readonly key?: { readonly key: string; readonly digest: string };
  /** The version that the caller read (If-Match). @throws `request.version-stale` when the stream has moved on */
  readonly expects?: { readonly stream: string; readonly version: number };
  /** Time that this page may go back to though the page before is later: a correction of the book's time alone. */
  readonly lowersTimeTo?: Instant;
  /** True for the ways out of a book that is read only: they alone are decided there. */
  readonly freesBook?: true;
  /**
   * Decides on what is true at the head; may be called again when another writer was first. No entries: nothing is
   * appended. Throws a LockstepError to refuse.
   */
  decide(reading: Reading): readonly NewEntry[] | Promise<readonly NewEntry[]>;
}

export interface Committed {
  /** The page, or the head where nothing was to be recorded. */
  readonly page: number;
  readonly at: Instant;
  readonly entries: readonly Entry[];
  /** True when the same command was recorded before, under the same Idempotency-Key. */
  readonly replayed: boolean;
}

/** A page as read back, with its entries parsed. */
export interface LedgerPage extends PageFacts {
  readonly cause?: string;
  readonly entries: readonly Entry[];
}

/** Large content, addressed by its SHA-256. */
export interface Blobs {
  /** Durable when it resolves. @returns the digest in lower-case hexadecimal */
  put(content: Uint8Array | string): Promise<string>;
  get(digest: string): Promise<Buffer | undefined>;
}

export interface Ledger {
  readonly book: string;
  readonly kind: 'real' | 'rehearsal';
  readonly blobs: Blobs;
  /** The last page that is acknowledged and folded into this instance's views. */
  head(): number;
  /** Why this instance decides nothing at present: a copy, a restored backup, an end. Undefined where it decides. */
  refusal(): LockstepError | undefined;
  commit(command: Command): Promise<Committed>;
  get<D extends object>(view: View<D>, key: string): Promise<D | undefined>;
  query<D extends object>(view: View<D>, query: Query): Promise<QueryResult<D>>;
  /** All rows in order, page after page. */
  stream<D extends object>(view: View<D>, query: Query): AsyncIterable<D>;
  count<D extends object>(
    view: View<D>,
    query: Query,
    upTo: number,
  ): Promise<{ readonly n: number; readonly more: boolean }>;
  version(stream: string): Promise<number>;
  /** The document as it stood at a page: the fold of these streams' entries up to there. */
  asOf<D extends object>(view: View<D>, key: string, streams: readonly string[], page: number): Promise<D | undefined>;
  page(n: number): Promise<LedgerPage | undefined>;
  /** Entries of one stream, oldest first, with the page that each stands on. */
  history(stream: string): Promise<readonly { readonly entry: Entry; readonly page: PageFacts }[]>;
  /** Acknowledged pages after `after`, then each new one as it comes, until aborted. */
  follow(after: number, signal: AbortSignal): AsyncIterable<LedgerPage>;
}
