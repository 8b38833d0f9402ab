import type { BSON } from 'mongodb';
import { Collection } from './collection.ts';

type Document = BSON.Document;

/** One change of one document, as every member applies it. */
export type Change =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'put'; readonly space: string; readonly key: string; readonly document: Document }
  | { readonly kind: 'remove'; readonly space: string; readonly key: string }
  | { readonly kind: 'index'; readonly space: string; readonly index: Document }
  | { readonly kind: 'drop'; readonly database: string };

/** A statement of a retryable write: remembered with its answer, on every member that has its entry. */
export interface Statement {
  readonly session: string;
  readonly transaction: number;
  readonly statement: number;
  readonly answer: Document;
}

/** One line of the oplog. `time` grows with every entry of the whole set, whoever writes it. */
export interface Entry {
  readonly term: number;
  readonly time: number;
  readonly change: Change;
  readonly statement?: Statement;
}

interface Session {
  readonly transaction: number;
  readonly answers: ReadonlyMap<number, Document>;
}

/** What a prefix of the oplog makes: documents, indexes, and the statements that are remembered. */
export class State {
  readonly #collections: Map<string, Collection>;
  readonly #sessions: Map<string, Session>;

  constructor(from?: State) {
    const collections = from === undefined ? [] : [...from.#collections];
    this.#collections = new Map(collections.map(([space, each]) => [space, new Collection(each)]));
    this.#sessions = new Map(from === undefined ? [] : from.#sessions);
  }

  collection(space: string): Collection | undefined {
    return this.#collections.get(space);
  }

  spaces(database: string): string[] {
    return [...this.#collections.keys()].filter((space) => space.startsWith(`${database}.`));
  }

  databases(): string[] {
    return [...new Set([...this.#collections.keys()].map((space) => space.slice(0, space.indexOf('.'))))];
  }

  session(id: string): Session | undefined {
    return this.#sessions.get(id);
  }

  apply({ change, statement }: Entry): void {
    this.#change(change);
    if (statement === undefined) return;
    const before = this.#sessions.get(statement.session);
    const answers = before?.transaction === statement.transaction ? before.answers : [];
    this.#sessions.set(statement.session, {
      transaction: statement.transaction,
      answers: new Map([...answers, [statement.statement, statement.answer]]),
    });
  }

  #change(change: Change): void {
    switch (change.kind) {
      case 'nothing':
        return;
      case 'put':
        this.#made(change.space).put(change.key, change.document);
        return;
      case 'remove':
        this.#made(change.space).remove(change.key);
        return;
      case 'index':
        this.#made(change.space).indexes.set(String(change.index['name']), change.index);
        return;
      case 'drop':
        for (const space of this.spaces(change.database)) this.#collections.delete(space);
    }
  }

  #made(space: string): Collection {
    const there = this.#collections.get(space);
    if (there !== undefined) return there;
    const made = new Collection();
    this.#collections.set(space, made);
    return made;
  }
}
