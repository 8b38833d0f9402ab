/** What every answer may say beside its content. */
export interface ReplyFacts {
  /** Status, where it differs from the operation's own. */
  readonly status?: number;
  /** Version of the record (`seq` of its stream): becomes `ETag: "n"`. */
  readonly version?: number;
  /** Where the record stands, as an operation path such as `/releases/REL-000001`; the mount point is put before it. */
  readonly location?: string;
  /** Page of the ledger that the answer reflects, such as `Committed.page`; else the head is told. */
  readonly page?: number;
}

/** An answer as JSON, in the shape of the operation's `answer`. */
export interface JsonReply<Body> extends ReplyFacts {
  readonly body: Body;
}

/** An answer as it is: a page, a file, an event stream. An iterable is sent piece by piece as it comes. */
export interface RawReply extends ReplyFacts {
  readonly content: string | Uint8Array | AsyncIterable<string | Uint8Array>;
  /** Media type, where it differs from the operation's own. */
  readonly media?: string;
  /** Name under which a browser saves it. */
  readonly filename?: string;
}

export type AnyReply = ReplyFacts & { readonly body?: unknown } & Partial<
    Pick<RawReply, 'content' | 'media' | 'filename'>
  >;

/** A value that is only read: what views and services give may be answered without a copy. */
export type DeepReadonly<T> = T extends (infer Item)[]
  ? readonly DeepReadonly<Item>[]
  : T extends object
    ? { readonly [Key in keyof T]: DeepReadonly<T[Key]> }
    : T;
