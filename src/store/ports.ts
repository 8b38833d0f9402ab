/**
 * The four ports of the store. What they cannot say, the product does not need: no query language, no transactions
 * across them, no update operators. Both adapters pass one conformance suite.
 */

import type { StoredPage } from '../ledger/page.schema.ts';
import type { IndexValue, Query } from '../ledger/view.schema.ts';

/** Last page that can never be lost again, and its leaf hash; page 0 and 64 zeros for an empty book. */
export interface Head {
  readonly page: number;
  readonly leaf: string;
}

/** A view document after a page, as canonical JSON text; null removes it. */
export interface ViewPut {
  readonly view: string;
  readonly key: string;
  readonly text: string | null;
}

export interface PageWrite {
  readonly number: number;
  readonly leaf: string;
  readonly stored: StoredPage;
  readonly puts: readonly ViewPut[];
}

/**
 * What became of an append. `done`: durable, and `folded` when the view documents went with it. `taken`: another page
 * stands at the first number. `unknown`: send the same bytes again until done or taken. `rejected`: surely not there.
 */
export type AppendOutcome =
  | { readonly outcome: 'done'; readonly folded: boolean }
  | { readonly outcome: 'taken' }
  | { readonly outcome: 'unknown'; readonly cause: unknown }
  | { readonly outcome: 'rejected'; readonly cause: unknown };

export interface PageStore {
  /** The id that this store's book is born with: the first that was ever proposed, whoever proposes. */
  bookId(proposed: string): Promise<string>;
  head(): Promise<Head>;
  /** Appends consecutive pages, the first at head + 1: all or a prefix; views of `generation` follow where they can. */
  append(writes: readonly PageWrite[], generation: number): Promise<AppendOutcome>;
  page(number: number): Promise<StoredPage | undefined>;
  /** Pages `from` to `to`, both included, ascending; ends early where the book ends. */
  pages(from: number, to: number): AsyncIterable<StoredPage>;
  /** Pages that hold entries of this stream, ascending. */
  pagesOf(stream: string): AsyncIterable<StoredPage>;
  /**
   * Drops salt and text of one entry (index from 0) and puts the marker in their place. Durable when it resolves; once is
   * as good as twice. Only for an entry that an acknowledged page names as erased.
   */
  erase(page: number, entry: number): Promise<void>;
}

export interface ViewDeclaration {
  readonly name: string;
  readonly indexes: Readonly<Record<string, readonly string[]>>;
}

/** The page that every document of a generation stands at. */
export interface Applied {
  readonly page: number;
  readonly leaf: string;
}

export interface FoldedDocument {
  readonly key: string;
  /** Page that changed the document last. */
  readonly page: number;
  readonly doc: object;
}

export interface StoredRow extends FoldedDocument {
  /** Index values and key: its place in the order. */
  readonly place: readonly IndexValue[];
}

export interface ViewStore {
  /** Names the views and their indexes; to be called before anything else. */
  declare(views: readonly ViewDeclaration[]): Promise<void>;
  /** The generation that is served, and the version it was made by; undefined before the first. */
  current(): Promise<{ readonly generation: number; readonly version: string } | undefined>;
  applied(generation: number): Promise<Applied>;
  /** A new, empty generation beside the others. */
  begin(): Promise<number>;
  /**
   * Serves this generation from now on; drops those that no other instance can be reading. Rejects where a newer one is
   * served: `dropBefore` rests on it that an older one is never served again.
   */
  serve(generation: number, version: string): Promise<void>;
  /** Drops every earlier generation: what they hold must be gone, and nobody reads them any more. */
  dropBefore(generation: number): Promise<void>;
  /**
   * Puts the documents of these pages and moves `applied`; false when it stands before the page before the first, or at
   * the last page already.
   */
  fold(generation: number, writes: readonly Omit<PageWrite, 'stored'>[]): Promise<boolean>;
  get(generation: number, view: string, key: string): Promise<FoldedDocument | undefined>;
  query(generation: number, view: string, query: Query): Promise<{ rows: StoredRow[]; next?: string; scanned: number }>;
  /** Every document as text, ordered by view and key: for comparing generations. */
  documents(generation: number): AsyncIterable<{ view: string; key: string; text: string }>;
}

export interface BlobStore {
  /** Durable when it resolves; a digest that is there already is confirmed, not written again. */
  put(digest: string, content: Uint8Array): Promise<void>;
  get(digest: string): Promise<Buffer | undefined>;
}

/** One small value that is swapped, never merged: who drives the engine. A hint for liveness only. */
export interface Cell {
  get(name: string): Promise<string | undefined>;
  /** @returns false when the value was no longer `expected` */
  swap(name: string, expected: string | undefined, next: string | undefined): Promise<boolean>;
}

export interface Store {
  readonly kind: 'embedded' | 'mongodb';
  readonly pages: PageStore;
  readonly views: ViewStore;
  readonly blobs: BlobStore;
  readonly cell: Cell;
  /** Wall time of the machine that holds the database, in milliseconds since 1970; absent where that is this machine. */
  clock?(): Promise<number | undefined>;
  /** Why this store can never write again, as when its writer thread has died; absent where that cannot be. */
  ended?(): Error | undefined;
  close(): Promise<void>;
}
