import type { Entry, PageFacts } from './entry.schema.ts';

/**
 * Documents made for reading, by folding entries in page order. `evolve` reads only the document and the entry, never
 * a clock or another document; `undefined` removes the document.
 */
export interface View<D extends object> {
  readonly name: string;
  /** Raised whenever `evolve`, `keys` or `indexes` change: the view set is then rebuilt beside the old one. */
  readonly version: number;
  /** Index name to field paths (dotted); strings or finite numbers, at most one array field an index. */
  readonly indexes: Readonly<Record<string, readonly string[]>>;
  /** Keys of the documents that this entry touches. */
  keys(entry: Entry): readonly string[];
  evolve(doc: D | undefined, entry: Entry, page: PageFacts): D | undefined;
}

export type AnyView = View<object>;

export type IndexValue = string | number;

export type Condition =
  | { readonly field: string; readonly eq: IndexValue }
  | { readonly field: string; readonly in: readonly IndexValue[] }
  | { readonly field: string; readonly gte: IndexValue }
  | { readonly field: string; readonly lt: IndexValue }
  | { readonly field: string; readonly exists: boolean }
  | { readonly field: string; readonly prefix: string }
  | { readonly field: string; readonly contains: IndexValue }
  /** z/OS mask: `*` any characters, `%` one. */
  | { readonly field: string; readonly like: string };

/** The one form of query (protocol, part 4). Order is by the index's fields, then the key, as UTF-8 bytes. */
export interface Query {
  readonly index: string;
  /** Values of the index's first fields. */
  readonly eq?: readonly IndexValue[];
  /** Alternatives for the next field; rows are merged in order. */
  readonly in?: readonly IndexValue[];
  /** Bounds on the next field. */
  readonly range?: {
    readonly gte?: IndexValue;
    readonly gt?: IndexValue;
    readonly lt?: IndexValue;
    readonly lte?: IndexValue;
  };
  readonly where?: readonly Condition[];
  readonly order?: 'asc' | 'desc';
  /** `next` of the page before. */
  readonly after?: string;
  /** Rows wanted; default 50, at most 1,000. */
  readonly limit?: number;
  /** Rows looked at before a short page is answered with `next`; default 10,000. */
  readonly scanLimit?: number;
}

export interface QueryResult<D> {
  readonly rows: readonly D[];
  /** Cursor of the following page; absent at the end. */
  readonly next?: string;
  readonly scanned: number;
}
