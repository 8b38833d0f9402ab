import type { Store } from '../store/ports.ts';
import type { Entry, PageFacts } from './entry.schema.ts';
import type { LedgerPage } from './ledger.schema.ts';
import { asFolded } from './erasure.rules.ts';
import type { OpenedPage } from './page.rules.ts';
import { readBack } from './read-back.ts';
import { Speculation } from './speculation.ts';
import type { Query, QueryResult, View } from './view.schema.ts';

/** The reading half of a ledger: views of the served generation, and pages as they were written. */
export class LedgerReader {
  constructor(
    protected readonly store: Store,
    protected generation: number,
  ) {}

  async get<D extends object>(view: View<D>, key: string): Promise<D | undefined> {
    const found = await this.steadily((generation) => this.store.views.get(generation, view.name, key));
    return found?.doc as D | undefined;
  }

  query<D extends object>(view: View<D>, query: Query): Promise<QueryResult<D>> {
    return this.steadily((generation) => new Speculation(this.store.views, generation, []).query(view, query));
  }

  /** Reads again where other views were served meanwhile: the old ones may have been dropped under the reader. */
  protected async steadily<T>(read: (generation: number) => Promise<T>): Promise<T> {
    for (;;) {
      const { generation } = this;
      const found = await read(generation).then(
        (value) => ({ value }),
        (error: unknown) => ({ error }),
      );
      if (!(await this.wasServed(generation))) continue;
      if ('error' in found) throw found.error;
      return found.value;
    }
  }

  /** Whether what was just read from these views was there: nobody had dropped them. */
  protected wasServed(generation: number): Promise<boolean> {
    return Promise.resolve(generation === this.generation);
  }

  async *stream<D extends object>(view: View<D>, query: Query): AsyncIterable<D> {
    let after = query.after;
    for (;;) {
      const { rows, next } = await this.query(view, {
        ...query,
        limit: 500,
        ...(after === undefined ? {} : { after }),
      });
      yield* rows;
      if (next === undefined) return;
      after = next;
    }
  }

  async count<D extends object>(view: View<D>, query: Query, upTo: number): Promise<{ n: number; more: boolean }> {
    let n = 0;
    for await (const _row of this.stream(view, query)) {
      if (n === upTo) return { n, more: true };
      n += 1;
    }
    return { n, more: false };
  }

  async page(n: number): Promise<LedgerPage | undefined> {
    const stored = await this.store.pages.page(n);
    return stored === undefined ? undefined : ledgerPageOf(await readBack(this.store.pages, stored));
  }

  async history(stream: string): Promise<{ entry: Entry; page: PageFacts }[]> {
    const found: { entry: Entry; page: PageFacts }[] = [];
    for await (const stored of this.store.pages.pagesOf(stream)) {
      const page = await readBack(this.store.pages, stored);
      for (const entry of page.entries) if (entry.stream === stream) found.push({ entry, page: factsOf(page) });
    }
    return found;
  }

  async asOf<D extends object>(
    view: View<D>,
    key: string,
    streams: readonly string[],
    at: number,
  ): Promise<D | undefined> {
    const now = await this.steadily((generation) => this.store.views.get(generation, view.name, key));
    if (now !== undefined && now.page <= at) return now.doc as D;
    let doc: D | undefined;
    for (const page of await this.#pagesOf(streams, at))
      for (const entry of page.entries.map(asFolded))
        if (streams.includes(entry.stream) && view.keys(entry).includes(key)) doc = view.evolve(doc, entry, page);
    return doc;
  }

  /** Pages of several streams up to `last`, each once, in order. */
  async #pagesOf(streams: readonly string[], last: number): Promise<OpenedPage[]> {
    const pages = new Map<number, OpenedPage>();
    for (const stream of new Set(streams))
      for await (const stored of this.store.pages.pagesOf(stream)) {
        const page = await readBack(this.store.pages, stored);
        if (page.page > last) break;
        pages.set(page.page, page);
      }
    return [...pages.values()].sort((a, b) => a.page - b.page);
  }
}

export function factsOf({ page, at, actor, command }: PageFacts): PageFacts {
  return { page, at, actor, command };
}

export function ledgerPageOf(page: OpenedPage): LedgerPage {
  return { ...factsOf(page), entries: page.entries, ...(page.cause === undefined ? {} : { cause: page.cause }) };
}
