import type { Query } from '../../src/ledger/view.schema.ts';
import type { StoredRow } from '../../src/store/ports.ts';
import { type Bound, comparePlaces, placesOf, rowCollector, type Rows, scansOf } from '../../src/store/query.rules.ts';

interface Document {
  readonly page: number;
  /** Null for one that was removed: a put that comes late must not revive it. */
  readonly text: string | null;
}

type Indexes = Readonly<Record<string, readonly string[]>>;

/** The documents of one view in one generation, each index in its order; documents that are read are frozen. */
export class MemoryDocuments {
  readonly #documents: Map<string, Document>;
  readonly #read = new Map<string, object>();
  readonly #rows = new Map<string, StoredRow[]>();

  constructor(
    private readonly indexes: Indexes,
    documents: Iterable<readonly [string, Document]> = [],
  ) {
    this.#documents = new Map(documents);
  }

  copy(): MemoryDocuments {
    return new MemoryDocuments(this.indexes, this.#documents);
  }

  /** Puts a document, or removes it, unless it stands at that page or beyond. */
  put(key: string, page: number, text: string | null): void {
    const before = this.#documents.get(key);
    if (before !== undefined && before.page >= page) return;
    for (const [index, rows] of this.#rows) {
      for (const place of this.#placesOf(key, index)) rows.splice(edgeIn(rows, { place, past: false }), 1);
    }
    this.#read.delete(key);
    this.#documents.set(key, { page, text });
    for (const [index, rows] of this.#rows)
      for (const place of this.#placesOf(key, index)) {
        const row = { key, page, doc: this.#docOf(key) ?? {}, place };
        rows.splice(edgeIn(rows, { place, past: false }), 0, row);
      }
  }

  get(key: string): { key: string; page: number; doc: object } | undefined {
    const doc = this.#docOf(key);
    return doc === undefined ? undefined : { key, page: this.#documents.get(key)?.page ?? 0, doc };
  }

  query(query: Query): Rows<StoredRow> {
    const collector = rowCollector<StoredRow>(query);
    const rows = this.#rowsOf(query.index);
    for (const { from, to } of scansOf(query)) {
      const inside = rows.slice(edgeIn(rows, from), edgeIn(rows, to));
      for (const row of query.order === 'desc' ? inside.reverse() : inside)
        if (!collector.offer(row)) return collector.result();
    }
    return collector.result();
  }

  /** Key and text of every document, by key. */
  *texts(): Iterable<readonly [string, string]> {
    for (const [key, { text }] of [...this.#documents].sort()) if (text !== null) yield [key, text];
  }

  #docOf(key: string): object | undefined {
    const known = this.#read.get(key);
    if (known !== undefined) return known;
    const text = this.#documents.get(key)?.text;
    if (text === undefined || text === null) return undefined;
    const doc = frozen(JSON.parse(text) as object);
    this.#read.set(key, doc);
    return doc;
  }

  #placesOf(key: string, index: string) {
    const doc = this.#docOf(key);
    return doc === undefined ? [] : placesOf(doc, this.indexes[index] ?? []).map((place) => [...place, key]);
  }

  #rowsOf(index: string): readonly StoredRow[] {
    const known = this.#rows.get(index);
    if (known !== undefined || this.indexes[index] === undefined) return known ?? [];
    const rows = [...this.#documents].flatMap(([key, { page }]) =>
      this.#placesOf(key, index).map((place) => ({ key, page, doc: this.#docOf(key) ?? {}, place })),
    );
    rows.sort((a, b) => comparePlaces(a.place, b.place));
    this.#rows.set(index, rows);
    return rows;
  }
}

/** Number of rows before a bound. */
function edgeIn(rows: readonly StoredRow[], { place: edge, past }: Bound): number {
  let [low, high] = [0, rows.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    const order = comparePlaces(rows[middle]?.place.slice(0, edge.length) ?? [], edge);
    if (order < 0 || (order === 0 && past)) low = middle + 1;
    else high = middle;
  }
  return low;
}

function frozen<T extends object>(value: T): T {
  for (const member of Object.values(value))
    if (typeof member === 'object' && member !== null) frozen(member as object);
  return Object.freeze(value);
}
