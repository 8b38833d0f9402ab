import { BSON } from 'mongodb';
import { keyOf } from './collection.ts';
import type { Member } from './member.ts';
import { errorFields, ServerError } from './server-error.ts';
import type { Change, Statement } from './state.ts';
import { equalitiesOf, updated } from './updating.ts';

type Document = BSON.Document;

/** One write command on a member: which space, and which retryable statement it is. */
export class Writing {
  readonly #session: string | undefined;
  readonly #transaction: number;
  /** Statements that had been applied before, and were not applied again. */
  readonly retried: number[] = [];

  /** @throws {ServerError} 225 when the session has gone on to a later transaction */
  constructor(
    readonly member: Member,
    readonly space: string,
    command: Document,
    /** Called before each statement: where a primary may be stopped in the middle of a batch. */
    private readonly before: () => void = () => undefined,
  ) {
    const transaction = command['txnNumber'] as number | undefined;
    const id = (command['lsid'] as { id?: BSON.Binary } | undefined)?.id;
    this.#session = transaction === undefined || id === undefined ? undefined : id.toString('hex');
    this.#transaction = transaction ?? 0;
    const last = this.#session === undefined ? undefined : member.local.session(this.#session);
    if (last !== undefined && last.transaction > this.#transaction)
      throw new ServerError(225, `the session has gone on to transaction ${last.transaction}`);
  }

  /** Runs one statement unless it is remembered. @returns its answer, the first one where it is remembered */
  statement(number: number, run: (write: (change: Change, answer: Document) => void) => Document): Document {
    const remembered = this.#remembered(number);
    if (remembered !== undefined) {
      this.retried.push(number);
      return remembered;
    }
    this.before();
    if (this.member.role !== 'primary') throw new ServerError(11602, 'operation was interrupted', {});
    return run((change, answer) => this.member.append(change, this.#noted(number, answer)));
  }

  #remembered(number: number): Document | undefined {
    if (this.#session === undefined) return undefined;
    const session = this.member.local.session(this.#session);
    return session?.transaction === this.#transaction ? session.answers.get(number) : undefined;
  }

  #noted(statement: number, answer: Document): Statement | undefined {
    if (this.#session === undefined) return undefined;
    return { session: this.#session, transaction: this.#transaction, statement, answer };
  }

  insert(document: Document, number: number): Document {
    const whole = '_id' in document ? document : { _id: new BSON.ObjectId(), ...document };
    return this.statement(number, (write) => {
      this.#put(whole, write, { n: 1 }, true);
      return { n: 1 };
    });
  }

  update({ q, u, multi, upsert }: Document, number: number): Document {
    return this.statement(number, (write) => {
      const there = this.#matching(q as Document, multi === true);
      if (there.length === 0 && upsert === true) {
        const made = this.#upserted(q as Document, u as Document);
        const answer = { n: 1, nModified: 0, upserted: made['_id'] as unknown };
        this.#put(made, write, answer, true);
        return answer;
      }
      const changed = there.map((each) => updated(each, u as Document)).filter((after, at) => !same(after, there[at]));
      const answer = { n: there.length, nModified: changed.length };
      for (const after of changed) this.#put(after, write, answer);
      return answer;
    });
  }

  delete({ q, limit }: Document, number: number): Document {
    return this.statement(number, (write) => {
      const there = this.#matching(q as Document, Number(limit) === 0);
      const answer = { n: there.length };
      for (const each of there) write({ kind: 'remove', space: this.space, key: keyOf(each['_id']) }, answer);
      return answer;
    });
  }

  findAndModify(command: Document): Document {
    const { query = {}, sort, update, remove, upsert } = command;
    return this.statement(0, (write) => {
      const [there] = this.member.local.collection(this.space)?.find(query as Document, sort as Document) ?? [];
      if (remove === true) {
        const answer = { value: there ?? null, lastErrorObject: { n: there === undefined ? 0 : 1 } };
        if (there !== undefined) write({ kind: 'remove', space: this.space, key: keyOf(there['_id']) }, answer);
        return answer;
      }
      if (there === undefined && upsert !== true)
        return { value: null, lastErrorObject: { n: 0, updatedExisting: false } };
      const after =
        there === undefined
          ? this.#upserted(query as Document, update as Document)
          : updated(there, update as Document);
      const upserted = there === undefined ? { upserted: after['_id'] as unknown } : {};
      const answer = {
        value: (command['new'] === true ? after : there) ?? null,
        lastErrorObject: { n: 1, updatedExisting: there !== undefined, ...upserted },
      };
      this.#put(after, write, answer, there === undefined);
      return answer;
    });
  }

  #matching(filter: Document, all: boolean): Document[] {
    const there = this.member.local.collection(this.space)?.find(filter) ?? [];
    return all ? there : there.slice(0, 1);
  }

  #upserted(filter: Document, update: Document): Document {
    const made = updated(equalitiesOf(filter), update, true);
    const id: unknown = made['_id'] ?? (filter['_id'] as unknown) ?? new BSON.ObjectId();
    return { ...made, _id: id };
  }

  /** @throws {ServerError} 11000 when a new document has the `_id` of one that is there */
  #put(document: Document, write: (change: Change, answer: Document) => void, answer: Document, isNew = false): void {
    const key = keyOf(document['_id']);
    if (isNew && this.member.local.collection(this.space)?.get(key) !== undefined)
      throw new ServerError(
        11000,
        `E11000 duplicate key error collection: ${this.space} index: _id_ dup key: { _id: ${BSON.EJSON.stringify(document['_id'])} }`,
        { keyPattern: { _id: 1 }, keyValue: { _id: document['_id'] as unknown } },
      );
    write({ kind: 'put', space: this.space, key, document }, answer);
  }
}

const same = (a: Document | undefined, b: Document | undefined): boolean =>
  a !== undefined && b !== undefined && Buffer.compare(BSON.serialize(a), BSON.serialize(b)) === 0;

/**
 * The statements of a batch in order. An error of one statement is told with its index, and ends an ordered batch; the
 * loss of the role ends the command, with what stands before it.
 */
export function batch(
  statements: readonly Document[],
  ordered: boolean,
  run: (each: Document, at: number) => Document,
) {
  const writeErrors: Document[] = [];
  const upserted: Document[] = [];
  let [n, nModified] = [0, 0];
  for (const [index, each] of statements.entries()) {
    try {
      const answer = run(each, index);
      n += Number(answer['n']);
      nModified += Number(answer['nModified'] ?? 0);
      if (answer['upserted'] !== undefined) upserted.push({ index, _id: answer['upserted'] as unknown });
    } catch (error) {
      if (!(error instanceof ServerError) || error.code === 11602) throw error;
      writeErrors.push({ index, ...errorFields(error) });
      if (ordered) break;
    }
  }
  return { n, nModified, upserted, writeErrors };
}
