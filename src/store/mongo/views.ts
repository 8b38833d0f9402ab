import type { Collection, Filter } from 'mongodb';
import type { Query } from '../../ledger/view.schema.ts';
import { LockstepError } from '../../shared/errors.ts';
import type { Applied, FoldedDocument, PageWrite, StoredRow, ViewDeclaration, ViewStore } from '../ports.ts';
import { limitsOf, rowCollector, type Scan, scansOf } from '../query.rules.ts';
import { answered, isDuplicate, unavailable } from './answers.ts';
import type { Connection } from './connection.ts';
import type { Meta } from './meta.ts';
import { boundText } from './place-text.rules.ts';
import { foldedFrom, merged, placeTexts, rowsAt, type ViewDocument } from './view-documents.ts';

type Put = Omit<ViewDocument, '_id'> & { readonly view: string };

/**
 * Views as one collection each. A put counts only over an older page, so that it may come late, twice, or from two
 * instances; `applied` moves after all puts of a page have their majority.
 */
export class MongoViews implements ViewStore {
  #declared: ReadonlyMap<string, ViewDeclaration> = new Map();
  #everDeclared: readonly string[] = [];

  constructor(
    private readonly connection: Connection,
    private readonly meta: Meta,
    /** Makes what the other collections need before first use. */
    private readonly prepareOthers: () => Promise<void>,
  ) {}

  async declare(views: readonly ViewDeclaration[]): Promise<void> {
    await this.prepareOthers();
    this.#declared = new Map(views.map((view) => [view.name, view]));
    this.#everDeclared = await this.meta.noteViews(views.map(({ name }) => name));
    for (const { name, indexes } of views) {
      const collection = this.#collection(name);
      await answered(collection.createIndex({ generation: 1 }, { name: 'generation' }, {}));
      for (const index of Object.keys(indexes))
        for (const kind of ['one', 'many'])
          await answered(
            collection.createIndex({ generation: 1, [`${kind}.${index}`]: 1 }, { name: `${kind}-${index}` }, {}),
          );
    }
  }

  current(): Promise<{ generation: number; version: string } | undefined> {
    return this.meta.serving();
  }

  async applied(generation: number): Promise<Applied> {
    return (await this.meta.applied(generation)) ?? dropped(generation);
  }

  begin(): Promise<number> {
    return this.meta.begin();
  }

  /**
   * The generation served before is kept, and every one that somebody keeps as far as this one: an instance of the
   * version before may still read them.
   */
  async serve(generation: number, version: string): Promise<void> {
    await this.meta.serve(generation, version);
    const before = (await this.meta.serving())?.before;
    const { page } = await this.applied(generation);
    for (const old of await this.meta.generations()) {
      if (old === generation || old === before) continue;
      if (((await this.meta.applied(old))?.page ?? 0) >= page) continue;
      await this.meta.forget(old);
      for (const name of this.#everDeclared) await this.#removeAll(name, { generation: old });
    }
  }

  /**
   * Documents first: what a crash leaves is found again as long as its generation is known. Once more at last, for what
   * an instance that stood still has put meanwhile; what it puts later it takes back itself (`fold`).
   */
  async dropBefore(generation: number): Promise<void> {
    const drop = async () => {
      for (const name of this.#everDeclared) await this.#removeAll(name, { generation: { $lt: generation } });
    };
    await drop();
    const old = (await this.meta.generations()).filter((each) => each < generation);
    for (const each of old) await this.meta.forget(each);
    if (old.length > 0) await drop();
  }

  async #removeAll(view: string, filter: Filter<ViewDocument>): Promise<void> {
    await this.connection.causal.ask((within) => this.#collection(view).deleteMany(filter, within));
  }

  async fold(generation: number, writes: readonly Omit<PageWrite, 'stored'>[]): Promise<boolean> {
    const [first, last] = [writes[0], writes.at(-1)];
    if (first === undefined || last === undefined) return true;
    let standing = await this.applied(generation);
    if (standing.page < first.number - 1 || standing.page >= last.number) return false;
    const puts = await this.#putsOf(generation, writes);
    await this.#putAll(puts);
    while (standing.page < last.number) {
      if (await this.meta.move(generation, standing.page, { page: last.number, leaf: last.leaf })) return true;
      standing = (await this.meta.applied(generation)) ?? (await this.#takeBack(generation, puts));
    }
    return standing.page === last.number;
  }

  /** Documents that were put into a generation which was dropped meanwhile: they may hold what was erased. */
  async #takeBack(generation: number, puts: ReadonlyMap<string, Put>): Promise<never> {
    for (const name of new Set([...puts.values()].map(({ view }) => view))) await this.#removeAll(name, { generation });
    return dropped(generation);
  }

  /** The last put of every document that the pages touch. */
  async #putsOf(generation: number, writes: readonly Omit<PageWrite, 'stored'>[]): Promise<Map<string, Put>> {
    const book = await this.meta.book();
    const puts = new Map<string, Put>();
    for (const { number: page, puts: pagePuts } of writes)
      for (const { view, key, text } of pagePuts) {
        const { indexes } = this.#declared.get(view) ?? undeclared(view);
        const id = `${book ?? ''}:${generation}:${view}:${key}`;
        const content = text === null ? {} : { text, ...placeTexts(JSON.parse(text) as object, key, indexes) };
        puts.set(id, { view, generation, key, page, ...content });
      }
    return puts;
  }

  async #putAll(puts: ReadonlyMap<string, Put>): Promise<void> {
    const all = [...puts];
    const atOnce = 32;
    for (let from = 0; from < all.length; from += atOnce)
      await Promise.all(all.slice(from, from + atOnce).map(([id, put]) => this.#put(id, put)));
  }

  async #put(_id: string, { view, ...document }: Put): Promise<void> {
    const { causal } = this.connection;
    const collection = this.#collection(view);
    try {
      await causal.within((within) => collection.insertOne({ _id, ...document }, within));
    } catch (error) {
      if (!isDuplicate(error)) throw unavailable(error);
      await causal.ask((within) => collection.replaceOne({ _id, page: { $lt: document.page } }, document, within));
    }
  }

  async get(generation: number, view: string, key: string): Promise<FoldedDocument | undefined> {
    const book = await this.meta.book();
    if (book === undefined) return undefined;
    const _id = `${book}:${generation}:${view}:${key}`;
    const found = await this.connection.causal.ask((within) => this.#collection(view).findOne({ _id }, within));
    return found === null ? undefined : foldedFrom(found);
  }

  async query(generation: number, view: string, query: Query) {
    const fields = (this.#declared.get(view) ?? undeclared(view)).indexes[query.index] ?? undeclared(query.index);
    const collector = rowCollector<StoredRow>(query);
    for (const scan of scansOf(query))
      for await (const row of this.#scan({ generation, view, query, fields }, scan))
        if (!collector.offer(row)) return collector.result();
    return collector.result();
  }

  /** Rows of one range in order: from the index where a document has one place, sorted where it has several. */
  async *#scan(
    { generation, view, query, fields }: { generation: number; view: string; query: Query; fields: readonly string[] },
    { from, to }: Scan,
  ): AsyncGenerator<StoredRow> {
    const between = { $gte: boundText(from), $lt: boundText(to) };
    const direction = query.order === 'desc' ? -1 : 1;
    const { limit, scanLimit } = limitsOf(query);
    const batchSize = Math.min(limit, 200) + 1;
    const { causal } = this.connection;
    const collection = this.#collection(view);
    const one = `one.${query.index}`;
    const many = `many.${query.index}`;
    const filter = { generation, [one]: between } as Filter<ViewDocument>;
    const single = causal.rows((within) =>
      collection
        .find(filter, { ...within, batchSize })
        .sort({ [one]: direction })
        .limit(scanLimit + 1),
    );
    const pipeline = [
      { $match: { generation, [many]: { $elemMatch: between } } },
      { $unwind: `$${many}` },
      { $match: { [many]: between } },
      { $sort: { [many]: direction } },
      { $limit: scanLimit + 1 },
    ];
    const several = causal.rows((within) => collection.aggregate<ViewDocument>(pipeline, { ...within, batchSize }));
    yield* merged(
      rowsAt('one', { rows: single, ...query, fields }),
      rowsAt('many', { rows: several, ...query, fields }),
      direction,
    );
  }

  async *documents(generation: number): AsyncIterable<{ view: string; key: string; text: string }> {
    for (const view of [...this.#declared.keys()].sort()) {
      const filter = { generation, text: { $exists: true } };
      const all = this.connection.causal.rows((within) => this.#collection(view).find(filter, within).sort({ _id: 1 }));
      for await (const { key, text } of all) if (text !== undefined) yield { view, key, text };
    }
  }

  #collection(view: string): Collection<ViewDocument> {
    return this.connection.db.collection<ViewDocument>(`view-${view}`);
  }
}

function dropped(generation: number): never {
  throw new LockstepError('ledger.behind', `generation ${generation} of the views is no longer kept`, { generation });
}

function undeclared(name: string): never {
  throw new Error(`${name} was not declared`);
}
