import { BSON } from 'mongodb';
import type { Cursors } from './cursors.ts';
import type { Member } from './member.ts';
import type { MemberSet } from './member-set.ts';
import { aggregated, found } from './reads.ts';
import { errorFields, retryableCodes, ServerError } from './server-error.ts';
import type { State } from './state.ts';
import { batch, Writing } from './writes.ts';

type Document = BSON.Document;

/** What a command may be stopped by in the middle. */
export interface Interruptions {
  /** Called before each statement of a write. */
  readonly beforeStatement: () => void;
}

const uninterrupted: Interruptions = { beforeStatement: () => undefined };

/** The commands of one member, as a MongoDB server answers them. */
export class Commands {
  #interruptions = uninterrupted;

  constructor(
    private readonly member: Member,
    private readonly set: MemberSet,
    private readonly cursors: Cursors,
    private readonly hellos: () => Document,
  ) {}

  /** The answer to a command; errors are answers too. */
  async answer(command: Document, interruptions: Interruptions = uninterrupted): Promise<Document> {
    this.#interruptions = interruptions;
    try {
      const answer = await this.#run(command);
      const concern = answer['writeConcernError'] as Document | undefined;
      const retryable = concern !== undefined && retryableCodes.has(concern['code'] as number);
      return {
        ...answer,
        ...(retryable && command['txnNumber'] !== undefined
          ? { errorLabels: ['RetryableWriteError'], ...this.#state() }
          : {}),
        ok: 1,
        ...this.#times(command),
      };
    } catch (error) {
      if (!(error instanceof ServerError)) throw error;
      const retryable = retryableCodes.has(error.code) && command['txnNumber'] !== undefined;
      return {
        ok: 0,
        ...errorFields(error),
        ...(retryableCodes.has(error.code) ? this.#state() : {}),
        ...(retryable ? { errorLabels: ['RetryableWriteError'] } : {}),
        ...this.#times(command),
      };
    }
  }

  /** Lets a driver tell an error of the past from what it knows by now. */
  #state(): Document {
    return {
      topologyVersion: { processId: this.member.processId, counter: BSON.Long.fromNumber(this.member.changes) },
    };
  }

  #times(command: Document): Document {
    const isMajorityRead = readLevel(command) === 'majority' && isRead(command);
    const operationTime = timestamp(isMajorityRead ? this.member.commitTime : this.member.lastTime);
    const signature = { hash: new BSON.Binary(Buffer.alloc(20)), keyId: BSON.Long.ZERO };
    return { $clusterTime: { clusterTime: timestamp(this.set.time), signature }, operationTime };
  }

  #run(command: Document): Document | Promise<Document> {
    const [name = ''] = Object.keys(command);
    switch (name) {
      case 'hello':
      case 'isMaster':
      case 'ismaster':
        return this.hellos();
      case 'ping':
      case 'endSessions':
        return {};
      case 'buildInfo':
      case 'buildinfo':
        return { version: '7.0.0', versionArray: [7, 0, 0, 0], maxBsonObjectSize: 16 * 1024 * 1024, bits: 64 };
      case 'find':
      case 'aggregate':
      case 'count':
      case 'listIndexes':
      case 'listCollections':
      case 'listDatabases':
        return this.#read(name, command);
      case 'getMore':
        return this.cursors.more(command);
      case 'killCursors':
        return this.cursors.kill(command);
      case 'insert':
      case 'update':
      case 'delete':
      case 'findAndModify':
      case 'createIndexes':
      case 'dropDatabase':
        return this.#write(name, command);
      case 'replSetStepDown':
        this.#primaryOnly();
        this.set.stepDown();
        return {};
      default:
        throw new ServerError(59, `no such command: '${name}'`);
    }
  }

  async #read(name: string, command: Document): Promise<Document> {
    const state = await this.#stateFor(command);
    const database = String(command['$db']);
    const space = `${database}.${String(command[name])}`;
    const batchSize = ((command['cursor'] as Document | undefined)?.['batchSize'] ?? command['batchSize']) as number;
    const rows = (documents: Document[]) =>
      this.cursors.begin(space, documents, { batchSize, single: command['singleBatch'] === true });
    switch (name) {
      case 'find':
        return rows(found(state, space, command));
      case 'aggregate':
        return rows(aggregated(state, space, command['pipeline'] as Document[]));
      case 'listIndexes':
        if (state.collection(space) === undefined) throw new ServerError(26, `ns does not exist: ${space}`);
        return rows([...(state.collection(space)?.indexes.values() ?? [])]);
      case 'listCollections':
        return rows(
          state.spaces(database).map((each) => ({ name: each.slice(database.length + 1), type: 'collection' })),
        );
      case 'listDatabases':
        return { databases: state.databases().map((each) => ({ name: each, sizeOnDisk: 1, empty: false })) };
      default:
        return { n: found(state, space, { filter: command['query'] as Document }).length };
    }
  }

  /** The state that a read concern asks for, once it has reached the time that a session asks for. */
  async #stateFor(command: Document): Promise<State> {
    const mode = (command['$readPreference'] as { mode?: string } | undefined)?.mode ?? 'primary';
    if (this.member.role !== 'primary' && mode === 'primary')
      throw new ServerError(13435, 'not primary and secondaryOk=false');
    const isMajority = readLevel(command) === 'majority';
    const after = (command['readConcern'] as { afterClusterTime?: BSON.Timestamp } | undefined)?.afterClusterTime;
    if (after !== undefined) {
      const reached = () => (isMajority ? this.member.commitTime : this.member.lastTime) >= after.t;
      if (this.member.lastTime < after.t && this.member.role === 'primary') this.member.append({ kind: 'nothing' });
      await this.member.until(reached, { endsWithRole: false });
    }
    return isMajority ? this.member.committed : this.member.local;
  }

  async #write(name: string, command: Document): Promise<Document> {
    this.#primaryOnly();
    const answer = this.#written(name, command);
    const position = this.member.log.length;
    return { ...answer, ...(await this.#concern(command, position)) };
  }

  #written(name: string, command: Document): Document {
    const database = String(command['$db']);
    const space = `${database}.${String(command[name])}`;
    if (name === 'dropDatabase') return this.#applied({ kind: 'drop', database });
    if (name === 'createIndexes') {
      const there = this.member.local.collection(space)?.indexes;
      for (const index of command['indexes'] as Document[])
        if (there?.has(String(index['name'])) !== true)
          this.#applied({ kind: 'index', space, index: { v: 2, ...index } });
      return {};
    }
    const writing = new Writing(this.member, space, command, this.#interruptions.beforeStatement);
    if (name === 'findAndModify') return { ...writing.findAndModify(command), ...retriedOf(writing) };
    const run = {
      insert: (each: Document, at: number) => writing.insert(each, at),
      update: (each: Document, at: number) => writing.update(each, at),
      delete: (each: Document, at: number) => writing.delete(each, at),
    }[name as 'insert' | 'update' | 'delete'];
    const statements = (command['documents'] ?? command['updates'] ?? command['deletes']) as Document[];
    const { n, nModified, upserted, writeErrors } = batch(statements, command['ordered'] !== false, run);
    return {
      n,
      ...(name === 'update' ? { nModified } : {}),
      ...(upserted.length === 0 ? {} : { upserted }),
      ...(writeErrors.length === 0 ? {} : { writeErrors }),
      ...retriedOf(writing),
    };
  }

  #applied(change: Parameters<Member['append']>[0]): Document {
    this.member.append(change);
    return {};
  }

  #primaryOnly(): void {
    if (this.member.role !== 'primary') throw new ServerError(10107, 'not primary');
  }

  /** Waits for what the write concern asks for: also where nothing was written, for what the command has seen. */
  async #concern(command: Document, position: number): Promise<Document> {
    const { w = 'majority', wtimeout = 0 } = (command['writeConcern'] ?? {}) as {
      w?: number | string;
      wtimeout?: number;
    };
    if (w === 0 || w === 1) return {};
    const entry = this.member.log[position - 1];
    const isThere = () => this.member.log[position - 1] === entry;
    const isMet = () =>
      isThere() && (typeof w === 'number' ? this.member.holders(position) >= w : this.member.commit >= position);
    let callOff = (): void => undefined;
    const late = new Promise<'late'>((resolve) => {
      if (wtimeout > 0) callOff = this.set.after(wtimeout, () => resolve('late'));
    });
    try {
      const ended = await Promise.race([this.member.until(isMet, { endsWithRole: true }), late]);
      if (ended !== 'late') return {};
    } catch (error) {
      if (!(error instanceof ServerError)) throw error;
      return { writeConcernError: errorFields(error) };
    } finally {
      callOff();
    }
    const facts = { errInfo: { wtimeout: true, writeConcern: { w, wtimeout } } };
    return { writeConcernError: errorFields(new ServerError(64, 'waiting for replication timed out', facts)) };
  }
}

const retriedOf = ({ retried }: Writing): Document => (retried.length === 0 ? {} : { retriedStmtIds: retried });

const readLevel = (command: Document): string =>
  (command['readConcern'] as { level?: string } | undefined)?.level ?? 'local';

const isRead = (command: Document): boolean => ['find', 'aggregate', 'count'].some((name) => name in command);

/** Times count in seconds of a timestamp, so that each is an instant of its own. */
export const timestamp = (time: number): BSON.Timestamp => new BSON.Timestamp({ t: time, i: 1 });
