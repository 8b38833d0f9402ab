import type { ClientSession, ClusterTime, MongoClient, Timestamp } from 'mongodb';
import { answered, unavailable } from './answers.ts';

/** What a call to the driver takes with it: its session, where the server has sessions. */
export interface Within {
  readonly session?: ClientSession;
}

/**
 * Lets no call of this instance be shown less than an earlier one has seen or had acknowledged. Majority alone does not
 * promise that: a primary that was just elected may not know yet how far a majority was, and what is decided on such a
 * read would be decided on the past (MongoDB manual, «Causal Consistency and Read and Write Concerns»). So each call runs
 * in a causally consistent session of its own, begun at the latest time of all calls before it.
 */
export class Causal {
  #seen: Timestamp | undefined;
  #clusterTime: ClusterTime | undefined;
  /** Undefined until a server was seen. One that stands alone may have none: then there is no other to fall back to. */
  #hasSessions: boolean | undefined;

  constructor(private readonly client: MongoClient) {
    client.on('topologyDescriptionChanged', ({ newDescription }) => {
      const servers = [...newDescription.servers.values()].filter(({ isReadable }) => isReadable);
      if (servers.length > 0) this.#hasSessions = newDescription.logicalSessionTimeoutMinutes !== null;
    });
  }

  /** Errors are the driver's own. */
  async within<T>(work: (within: Within) => Promise<T>): Promise<T> {
    const session = await this.#begin();
    try {
      const result = await work(session === undefined ? {} : { session });
      this.#note(session);
      return result;
    } finally {
      await session?.endSession();
    }
  }

  /** @throws {LockstepError} `ledger.unavailable` */
  ask<T>(work: (within: Within) => Promise<T>): Promise<T> {
    return answered(this.within(work));
  }

  /** Rows of a cursor. @throws {LockstepError} `ledger.unavailable` */
  async *rows<T>(find: (within: Within) => AsyncIterable<T>): AsyncGenerator<T> {
    const session = await answered(this.#begin());
    try {
      for await (const row of find(session === undefined ? {} : { session })) yield row;
      this.#note(session);
    } catch (error) {
      throw unavailable(error);
    } finally {
      await session?.endSession();
    }
  }

  async #begin(): Promise<ClientSession | undefined> {
    if (this.#hasSessions === undefined) await this.client.connect();
    if (this.#hasSessions === false) return undefined;
    const session = this.client.startSession({ causalConsistency: true });
    if (this.#clusterTime !== undefined) session.advanceClusterTime(this.#clusterTime);
    if (this.#seen !== undefined) session.advanceOperationTime(this.#seen);
    return session;
  }

  #note(session: ClientSession | undefined): void {
    const { operationTime, clusterTime } = session ?? {};
    if (operationTime !== undefined && this.#seen?.greaterThanOrEqual(operationTime) !== true) {
      this.#seen = operationTime;
      this.#clusterTime = clusterTime;
    }
  }
}
