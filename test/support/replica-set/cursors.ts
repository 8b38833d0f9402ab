import { BSON } from 'mongodb';
import { ServerError } from './server-error.ts';

type Document = BSON.Document;

interface Open {
  readonly space: string;
  readonly rest: Document[];
}

/** Results that are fetched in several batches. */
export class Cursors {
  readonly #open = new Map<number, Open>();
  #last = 0;

  begin(space: string, documents: readonly Document[], { batchSize = 101, single = false }): Document {
    const firstBatch = documents.slice(0, batchSize);
    const rest = single ? [] : documents.slice(firstBatch.length);
    if (rest.length === 0) return { cursor: { firstBatch, id: BSON.Long.ZERO, ns: space } };
    this.#last += 1;
    this.#open.set(this.#last, { space, rest });
    return { cursor: { firstBatch, id: BSON.Long.fromNumber(this.#last), ns: space } };
  }

  more(command: Document): Document {
    const id = Number(command['getMore']);
    const open = this.#open.get(id);
    if (open === undefined) throw new ServerError(43, `cursor id ${id} not found`);
    const nextBatch = open.rest.splice(0, Number(command['batchSize'] ?? open.rest.length));
    if (open.rest.length > 0) return { cursor: { nextBatch, id: BSON.Long.fromNumber(id), ns: open.space } };
    this.#open.delete(id);
    return { cursor: { nextBatch, id: BSON.Long.ZERO, ns: open.space } };
  }

  kill(command: Document): Document {
    const ids = (command['cursors'] as (number | BSON.Long)[]).map(Number);
    const cursorsKilled = ids.filter((id) => this.#open.delete(id));
    return { cursorsKilled, cursorsNotFound: [], cursorsAlive: [], cursorsUnknown: [] };
  }
}
