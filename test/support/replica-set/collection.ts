import { BSON } from 'mongodb';
import { byFields, compareText, matches } from './matching.ts';

type Document = BSON.Document;

/** An `_id` as a text that is its own alone. */
export const keyOf = (id: unknown): string =>
  typeof id === 'string' ? id : `\u0000${BSON.EJSON.stringify(id, { relaxed: false })}`;

interface Bounds {
  readonly low?: string;
  readonly high?: string;
}

/** Documents by `_id`, kept in its order. Immutable documents: two states of a member may share them. */
export class Collection {
  readonly #documents: Map<string, Document>;
  #keys: string[];
  readonly indexes: Map<string, Document>;

  constructor(from?: Collection) {
    this.#documents = new Map(from === undefined ? [] : from.#documents);
    this.#keys = from === undefined ? [] : [...from.#keys];
    this.indexes = new Map(from?.indexes ?? [['_id_', { v: 2, key: { _id: 1 }, name: '_id_' }]]);
  }

  get size(): number {
    return this.#keys.length;
  }

  get(key: string): Document | undefined {
    return this.#documents.get(key);
  }

  put(key: string, document: Document): void {
    if (!this.#documents.has(key)) this.#keys.splice(this.#placeOf(key), 0, key);
    this.#documents.set(key, document);
  }

  remove(key: string): void {
    if (this.#documents.delete(key)) this.#keys.splice(this.#placeOf(key), 1);
  }

  /** Documents that meet a filter, in a given order; by `_id` where none is given. */
  find(filter: Document, sort: Document = {}): Document[] {
    const found = this.#candidates(filter).filter((document) => matches(document, filter));
    const [[first, direction] = ['_id', 1]] = Object.entries(sort) as [string, number][];
    if (first === '_id') return direction < 0 ? found.reverse() : found;
    return found.sort(byFields(sort));
  }

  #candidates({ _id }: Document): Document[] {
    const one = typeof _id === 'string' ? [_id] : ((_id as { $in?: unknown[] } | undefined)?.$in ?? undefined);
    if (one !== undefined)
      return one
        .map(keyOf)
        .sort(compareText)
        .map((key) => this.#documents.get(key))
        .filter((document) => document !== undefined);
    const { low, high } = boundsOf(_id);
    const from = low === undefined ? 0 : this.#placeOf(low);
    const to = high === undefined ? this.#keys.length : this.#placeOf(high);
    return this.#keys.slice(from, to).map((key) => this.#documents.get(key)!);
  }

  /** Index of the first key that is not before this one. */
  #placeOf(key: string): number {
    let [from, to] = [0, this.#keys.length];
    while (from < to) {
      const middle = (from + to) >>> 1;
      if (compareText(this.#keys[middle]!, key) < 0) from = middle + 1;
      else to = middle;
    }
    return from;
  }
}

/** The range that a condition on `_id` leaves, at its widest. */
function boundsOf(condition: unknown): Bounds {
  if (typeof condition !== 'object' || condition === null) return {};
  const { $gte, $gt, $lt, $lte } = condition as Document;
  const low = ($gte ?? $gt) as unknown;
  const high = ($lt ?? ($lte === undefined ? undefined : `${String($lte)}\u0000`)) as unknown;
  return { ...(typeof low === 'string' ? { low } : {}), ...(typeof high === 'string' ? { high } : {}) };
}
