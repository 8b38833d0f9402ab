import { canonicalJson } from '../shared/canonical-json.ts';
import { LockstepError } from '../shared/errors.ts';
import type { StoredRow, ViewPut, ViewStore } from '../store/ports.ts';
import {
  checkPlaces,
  comparePlaces,
  cursorOf,
  isInside,
  limitsOf,
  meets,
  placeOf,
  placesOf,
} from '../store/query.rules.ts';
import { asFolded } from './erasure.rules.ts';
import type { KeysAged } from './own-entries.schema.ts';
import type { OpenedPage } from './page.rules.ts';
import {
  commandRows,
  requestRows,
  streamVersions,
  type CommandRow,
  type RequestRow,
  type StreamVersion,
} from './own.views.ts';
import type { AnyView, IndexValue, Query, QueryResult, View } from './view.schema.ts';

type Documents = Map<string, object | undefined>;

/**
 * The views as they will stand once pages that are not yet durable are: what commands of one group see of each other.
 * Dropped as a whole when the group was not the first at the head.
 */
export class Speculation {
  readonly #changed = new Map<string, Documents>();

  constructor(
    private readonly views: ViewStore,
    private readonly generation: number,
    private readonly all: readonly AnyView[],
  ) {}

  async get<D extends object>(view: View<D>, key: string): Promise<D | undefined> {
    const documents = this.#changed.get(view.name);
    if (documents?.has(key) === true) return documents.get(key) as D | undefined;
    const stored = await this.views.get(this.generation, view.name, key);
    return stored?.doc as D | undefined;
  }

  /**
   * As the store's query, with the group's own changes in their places.
   *
   * @throws {LockstepError} `request.invalid` for an index that the view does not have: no answer would look like none found
   */
  async query<D extends object>(view: View<D>, query: Query): Promise<QueryResult<D>> {
    return rowsOnly(await this.#rows(view, query));
  }

  async #rows(view: AnyView, query: Query): Promise<Rows> {
    if (!Object.hasOwn(view.indexes, query.index))
      throw new LockstepError('request.invalid', `view ${view.name} has no index ${query.index}`, { field: 'index' });
    const documents = this.#changed.get(view.name);
    const { limit } = limitsOf(query);
    if (documents === undefined) return this.views.query(this.generation, view.name, query);
    const wide = { ...query, limit: limit + documents.size };
    const stored = await this.views.query(this.generation, view.name, wide);
    const own = rowsOf(view, documents, query.index).filter(
      (row) => isInside(row.place, query) && meets(row.doc, query.where),
    );
    const reached = stored.next === undefined ? undefined : placeOf(stored.next);
    const rows = [
      ...stored.rows.filter((row) => !documents.has(row.key)),
      ...own.filter(isAfter(query)).filter(isWithin(query, reached)),
    ];
    rows.sort((a, b) => comparePlaces(a.place, b.place) * (query.order === 'desc' ? -1 : 1));
    const shown = rows.slice(0, limit);
    const last = shown.at(-1);
    const next = rows.length > limit && last !== undefined ? cursorOf(last.place) : stored.next;
    return { rows: shown, scanned: stored.scanned, ...(next === undefined ? {} : { next }) };
  }

  /** The document before a page; nothing where it stands at that page already. */
  async #before(page: number, view: AnyView, key: string): Promise<{ doc: object | undefined } | undefined> {
    const documents = this.#changed.get(view.name);
    if (documents?.has(key) === true) return { doc: documents.get(key) };
    const stored = await this.views.get(this.generation, view.name, key);
    return stored !== undefined && stored.page >= page ? undefined : { doc: stored?.doc };
  }

  async version(stream: string): Promise<number> {
    return (await this.get(streamVersions, stream))?.seq ?? 0;
  }

  /** Rows of keys that leave with this page: they are named by the pages that made them, not one by one. */
  async #ageKeys(changes: Changes, { entries }: OpenedPage): Promise<void> {
    for (const { type, data } of entries) {
      if (type !== 'keys.aged/1') continue;
      const upTo = (data as KeysAged).upTo;
      let after: string | undefined;
      do {
        const query = { index: 'page', range: { lte: upTo }, limit: 1000, ...(after === undefined ? {} : { after }) };
        const { rows, next } = await this.#rows(requestRows, query);
        for (const { key } of rows) changes.set(requestRows.name, key, undefined);
        after = next;
      } while (after !== undefined);
    }
  }

  /**
   * Folds a page into the speculation, all of it or nothing. A document that stands at this page already, or beyond it,
   * is left as it is: another instance folded it, or this one did before it was stopped.
   *
   * @returns the documents that it changed, as stored
   * @throws {LockstepError} `ledger.entry-unfit` when a document has no place in an index of its view
   */
  async fold(page: OpenedPage): Promise<ViewPut[]> {
    const changes = new Changes();
    for (const entry of page.entries.map(asFolded)) {
      for (const view of this.all)
        for (const key of view.keys(entry)) {
          const before = changes.has(view.name, key)
            ? { doc: changes.get(view.name, key) }
            : await this.#before(page.page, view, key);
          if (before !== undefined)
            changes.set(view.name, key, placed(view, key, view.evolve(before.doc, entry, page)));
        }
      changes.set(streamVersions.name, entry.stream, { stream: entry.stream, seq: entry.seq } satisfies StreamVersion);
    }
    await this.#ageKeys(changes, page);
    noteCommand(changes, page);
    const puts = changes.puts();
    for (const [view, documents] of changes.byView)
      this.#changed.set(view, new Map([...(this.#changed.get(view) ?? []), ...documents]));
    return puts;
  }
}

/** @throws {LockstepError} `ledger.entry-unfit` before anything is written, not when the store meets it */
function placed(view: AnyView, key: string, doc: object | undefined): object | undefined {
  if (doc !== undefined) for (const fields of Object.values(view.indexes)) checkPlaces(placesOf(doc, fields), key);
  return doc;
}

/** Documents that one page changes, before they count. */
class Changes {
  readonly byView = new Map<string, Documents>();

  has(view: string, key: string): boolean {
    return this.byView.get(view)?.has(key) === true;
  }

  get(view: string, key: string): object | undefined {
    return this.byView.get(view)?.get(key);
  }

  set(view: string, key: string, doc: object | undefined): void {
    this.byView.set(view, (this.byView.get(view) ?? new Map<string, object | undefined>()).set(key, doc));
  }

  puts(): ViewPut[] {
    return [...this.byView].flatMap(([view, documents]) =>
      [...documents].map(([key, doc]) => ({ view, key, text: doc === undefined ? null : canonicalJson(doc) })),
    );
  }
}

function noteCommand(changes: Changes, { page, actor, command, key, entries }: OpenedPage): void {
  const refused = entries.find((entry) => entry.type === 'request.refused/1')?.data;
  if (key !== undefined) {
    const row: RequestRow = { digest: key.digest, page, ...(refused === undefined ? {} : { refused }) };
    changes.set(requestRows.name, requestKey(actor.id, key.key), row);
  }
  const row: CommandRow = { page, ...(refused === undefined ? {} : { refused }) };
  if (isOwnName(command)) changes.set(commandRows.name, command, row);
}

export const requestKey = (actor: string, key: string): string => canonicalJson([actor, key]);

/** Ids that a caller chose may come twice and are looked up; a random one cannot. */
export const isOwnName = (command: string): boolean => !command.startsWith('urn:uuid:');

function rowsOf(view: AnyView, documents: Documents, index: string): StoredRow[] {
  const fields = view.indexes[index] ?? [];
  return [...documents].flatMap(([key, doc]) =>
    doc === undefined ? [] : placesOf(doc, fields).map((place) => ({ key, page: 0, doc, place: [...place, key] })),
  );
}

function isAfter({ after, order }: Query): (row: StoredRow) => boolean {
  if (after === undefined) return () => true;
  const place = placeOf(after);
  return (row) => (order === 'desc' ? comparePlaces(row.place, place) < 0 : comparePlaces(row.place, place) > 0);
}

/** Own rows behind the last one that the store looked at belong to the following page. */
function isWithin({ order }: Query, reached: readonly IndexValue[] | undefined): (row: StoredRow) => boolean {
  if (reached === undefined) return () => true;
  return ({ place }) => comparePlaces(place, reached) * (order === 'desc' ? -1 : 1) <= 0;
}

interface Rows {
  readonly rows: readonly StoredRow[];
  readonly next?: string;
  readonly scanned: number;
}

function rowsOnly<D>({ rows, next, scanned }: Rows): QueryResult<D> {
  return { rows: rows.map((row) => row.doc as D), scanned, ...(next === undefined ? {} : { next }) };
}
