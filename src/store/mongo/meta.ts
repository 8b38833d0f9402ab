import type { Collection } from 'mongodb';
import { noPage } from '../../ledger/page.rules.ts';
import { LockstepError } from '../../shared/errors.ts';
import type { Applied } from '../ports.ts';
import { isDuplicate, unavailable } from './answers.ts';
import type { Causal } from './causal.ts';
import type { Connection } from './connection.ts';

/**
 * `book`: the one book of this database. `generations`: last number given. `applied:<generation>`: page and leaf that it
 * stands at. `serving`: generation and version. `views`: names of every view ever declared.
 */
interface MetaDocument {
  readonly _id: string;
  readonly book?: string;
  readonly last?: number;
  readonly page?: number;
  readonly leaf?: string;
  readonly generation?: number;
  readonly before?: number;
  readonly version?: string;
  readonly names?: string[];
}

/** What the database knows about its book as a whole: a handful of small documents, each changed by itself. */
export class Meta {
  readonly #documents: Collection<MetaDocument>;
  readonly #causal: Causal;
  #book: string | undefined;

  constructor({ db, causal }: Connection) {
    this.#causal = causal;
    this.#documents = db.collection<MetaDocument>('meta');
  }

  /** The id of the book that lives here; undefined before one was proposed. */
  async book(): Promise<string | undefined> {
    this.#book ??= (await this.#read('book'))?.book;
    return this.#book;
  }

  /** The first id that was ever proposed, for all instances and for good: two births at once make one book. */
  async bookId(proposed: string): Promise<string> {
    const book = await this.book();
    if (book !== undefined) return book;
    await this.#insert({ _id: 'book', book: proposed });
    return (await this.book()) ?? notYetDurable('book');
  }

  async begin(): Promise<number> {
    await this.#insert({ _id: 'generations', last: 0 });
    const counted = await this.#causal.ask((within) =>
      this.#documents.findOneAndUpdate(
        { _id: 'generations' },
        { $inc: { last: 1 } },
        { ...within, returnDocument: 'after' },
      ),
    );
    const generation = counted?.last ?? notYetDurable('generations');
    await this.#insert({ _id: `applied:${generation}`, page: 0, leaf: noPage });
    return generation;
  }

  /** Where a generation stands; undefined once it was dropped. */
  async applied(generation: number): Promise<Applied | undefined> {
    const found = await this.#read(`applied:${generation}`);
    return found === null ? undefined : { page: found.page ?? 0, leaf: found.leaf ?? noPage };
  }

  /** Moves `applied` by compare-and-swap. @returns false when it did not stand at `from` */
  async move(generation: number, from: number, to: Applied): Promise<boolean> {
    const swapped = await this.#causal.ask((within) =>
      this.#documents.updateOne(
        { _id: `applied:${generation}`, page: from },
        { $set: { page: to.page, leaf: to.leaf } },
        within,
      ),
    );
    return swapped.matchedCount === 1;
  }

  async serving(): Promise<{ generation: number; version: string; before?: number } | undefined> {
    const found = await this.#read('serving');
    if (found?.generation === undefined || found.version === undefined) return undefined;
    const { generation, version, before } = found;
    return { generation, version, ...(before === undefined ? {} : { before }) };
  }

  /** @throws {LockstepError} `ledger.behind` where a newer generation is served */
  async serve(generation: number, version: string): Promise<void> {
    for (;;) {
      const now = await this.serving();
      if (now === undefined) {
        await this.#insert({ _id: 'serving', generation, version });
        continue;
      }
      if (now.generation > generation)
        throw new LockstepError('ledger.behind', `newer views are served than generation ${generation}`, {
          generation,
        });
      const before = now.generation === generation ? now.before : now.generation;
      const served = { generation, version, ...(before === undefined ? {} : { before }) };
      const swapped = await this.#causal.ask((within) =>
        this.#documents.updateOne({ _id: 'serving', generation: now.generation }, { $set: served }, within),
      );
      if (swapped.matchedCount === 1) return;
    }
  }

  /** Numbers of the generations that are there. */
  async generations(): Promise<number[]> {
    const found = await this.#causal.ask((within) =>
      this.#documents.find({ _id: { $gte: 'applied:', $lt: 'applied;' } }, within).toArray(),
    );
    return found.map(({ _id }) => Number(_id.slice('applied:'.length)));
  }

  async forget(generation: number): Promise<void> {
    await this.#causal.ask((within) => this.#documents.deleteOne({ _id: `applied:${generation}` }, within));
  }

  /** Adds to the names of all views ever declared. @returns all of them */
  async noteViews(names: readonly string[]): Promise<string[]> {
    const all = await this.#causal.ask((within) =>
      this.#documents.findOneAndUpdate(
        { _id: 'views' },
        { $addToSet: { names: { $each: [...names] } } },
        { ...within, upsert: true, returnDocument: 'after' },
      ),
    );
    return all?.names ?? [...names];
  }

  #read(id: string): Promise<MetaDocument | null> {
    return this.#causal.ask((within) => this.#documents.findOne({ _id: id }, within));
  }

  /** Inserts a document unless one with its id is there. */
  async #insert(document: MetaDocument): Promise<void> {
    try {
      await this.#causal.within((within) => this.#documents.insertOne(document, within));
    } catch (error) {
      if (!isDuplicate(error)) throw unavailable(error);
    }
  }
}

function notYetDurable(name: string): never {
  throw new LockstepError('ledger.unavailable', `the database has no majority for ${name} yet`);
}
