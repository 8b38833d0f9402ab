import { type Collection, MongoBulkWriteError, MongoServerError } from 'mongodb';
import { erasedAt } from '../../ledger/erasure.rules.ts';
import { leafOf, noPage, pageId } from '../../ledger/page.rules.ts';
import type { StoredPage } from '../../ledger/page.schema.ts';
import { LockstepError } from '../../shared/errors.ts';
import type { AppendOutcome, Head, PageStore, PageWrite } from '../ports.ts';
import { answered, isDuplicate, unavailable } from './answers.ts';
import type { Causal } from './causal.ts';
import type { Connection } from './connection.ts';
import type { Meta } from './meta.ts';

/** Server errors after which nothing of the write is there: not authorised, too large, no space, not understood. */
const refusedForGood = new Set<unknown>([2, 9, 13, 18, 10334, 14031, 17280, 17419, 17420]);

/**
 * Pages as documents whose `_id` alone carries their uniqueness. An answer other than done counts only after the
 * stored pages were compared with one's own, as a majority has them.
 */
export class MongoPages implements PageStore {
  readonly #pages: Collection<StoredPage>;
  readonly #causal: Causal;
  /** Pages whose earlier send may still land. */
  readonly #doubtful = new Set<string>();
  /** A page that a majority is known to have, with all before it. */
  #durable = 0;

  constructor(
    { db, causal }: Connection,
    private readonly meta: Meta,
  ) {
    this.#causal = causal;
    this.#pages = db.collection<StoredPage>('pages');
  }

  async prepare(): Promise<void> {
    await answered(this.#pages.createIndex({ streams: 1, _id: 1 }, { name: 'streams' }, {}));
  }

  bookId(proposed: string): Promise<string> {
    return this.meta.bookId(proposed);
  }

  async head(): Promise<Head> {
    const book = await this.meta.book();
    if (book === undefined) return { page: 0, leaf: noPage };
    const last = await this.#causal.ask((within) =>
      this.#pages.find(allOf(book), within).sort({ _id: -1 }).limit(1).next(),
    );
    if (last === null) return { page: 0, leaf: noPage };
    return { page: Number(last._id.slice(book.length + 1)), leaf: leafOf(last.body).toString('hex') };
  }

  async append(writes: readonly PageWrite[]): Promise<AppendOutcome> {
    let outcome: AppendOutcome;
    try {
      outcome = (await this.#refusal(writes)) ?? (await this.#append(writes.map(({ stored }) => stored)));
      if (outcome.outcome === 'done') this.#durable = Math.max(this.#durable, writes.at(-1)?.number ?? 0);
    } catch (cause) {
      outcome = { outcome: 'unknown', cause };
    }
    for (const { stored } of writes)
      if (outcome.outcome === 'unknown') this.#doubtful.add(stored._id);
      else this.#doubtful.delete(stored._id);
    return outcome;
  }

  /** `_id` alone would let a page stand behind a gap, or a second book beside the first. */
  async #refusal([first]: readonly PageWrite[]): Promise<AppendOutcome | undefined> {
    if (first === undefined) return { outcome: 'done', folded: false };
    if (first.stored.book !== (await this.meta.book())) return rejected('the database keeps another book');
    if (first.number > this.#durable + 1) this.#durable = (await this.head()).page;
    return first.number > this.#durable + 1 ? rejected(`page ${first.number - 1} is not there`) : undefined;
  }

  async #append(pages: readonly StoredPage[]): Promise<AppendOutcome> {
    for (let rest = pages; ;) {
      try {
        await this.#causal.within((within) => this.#pages.insertMany([...rest], { ...within, ordered: true }));
        return { outcome: 'done', folded: false };
      } catch (cause) {
        if (isRefused(cause) && !this.#isDoubtful(pages)) return { outcome: 'rejected', cause: unavailable(cause) };
        if (!isDuplicate(cause)) return { outcome: 'unknown', cause: unavailable(cause) };
        const standing = await this.#compare(rest);
        if (standing.outcome === 'taken') return standing;
        if (standing.pages === rest.length) return { outcome: 'done', folded: false };
        if (standing.pages === 0) return { outcome: 'unknown', cause };
        rest = rest.slice(standing.pages);
      }
    }
  }

  /** How many of these pages stand there as ours, from the lowest on, as far as a majority has them. */
  async #compare(pages: readonly StoredPage[]): Promise<{ outcome: 'taken' } | { outcome: 'ours'; pages: number }> {
    const ids = pages.map(({ _id }) => _id);
    const stored = await this.#causal.within((within) => this.#pages.find({ _id: { $in: ids } }, within).toArray());
    const bodies = new Map(stored.map(({ _id, body }) => [_id, body]));
    for (const [index, { _id, body }] of pages.entries()) {
      const there = bodies.get(_id);
      if (there === undefined) return { outcome: 'ours', pages: index };
      if (there !== body) return { outcome: 'taken' };
    }
    return { outcome: 'ours', pages: pages.length };
  }

  #isDoubtful(pages: readonly StoredPage[]): boolean {
    return pages.some(({ _id }) => this.#doubtful.has(_id));
  }

  async page(number: number): Promise<StoredPage | undefined> {
    const book = await this.meta.book();
    if (book === undefined) return undefined;
    const _id = pageId(book, number);
    return (await this.#causal.ask((within) => this.#pages.findOne({ _id }, within))) ?? undefined;
  }

  async erase(page: number, entry: number): Promise<void> {
    for (;;) {
      const stored = await this.page(page);
      if (stored === undefined) throw new LockstepError('ledger.damaged', `page ${page} is not there`, { page });
      const erased = erasedAt(stored, entry);
      if (erased === stored) return;
      const { _id, entries: before } = stored;
      const erase = { $set: { entries: erased.entries } };
      await this.#causal.ask((within) => this.#pages.updateOne({ _id, entries: before }, erase, within));
    }
  }

  async *pages(from: number, to: number): AsyncIterable<StoredPage> {
    const book = await this.meta.book();
    if (book === undefined || to < from) return;
    const range = { _id: { $gte: pageId(book, from), $lte: pageId(book, to) } };
    yield* this.#causal.rows((within) => this.#pages.find(range, within).sort({ _id: 1 }));
  }

  async *pagesOf(stream: string): AsyncIterable<StoredPage> {
    const book = await this.meta.book();
    if (book === undefined) return;
    const filter = { streams: stream, ...allOf(book) };
    yield* this.#causal.rows((within) => this.#pages.find(filter, within).sort({ _id: 1 }));
  }
}

const rejected = (why: string): AppendOutcome => ({ outcome: 'rejected', cause: new Error(why) });

const allOf = (book: string) => ({ _id: { $gte: `${book}:`, $lt: `${book};` } });

/** Refused before its first page was written; a group of which a prefix stands is no refusal. */
function isRefused(error: unknown): boolean {
  if (error instanceof MongoBulkWriteError) {
    const [first] = [error.writeErrors].flat();
    return first?.index === 0 && refusedForGood.has(first.code);
  }
  return error instanceof MongoServerError && refusedForGood.has(error.code);
}
