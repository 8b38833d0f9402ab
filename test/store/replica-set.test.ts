import { describe, expect, it } from '@jest/globals';
import { type Collection, MongoBulkWriteError, MongoClient, type MongoClientOptions, MongoServerError } from 'mongodb';
import { setTimeout as sleep } from 'node:timers/promises';
import { startReplicaSetProcess } from '../support/replica-set/process.ts';
import { ReplicaSet, type ReplicaSetOptions, type Side } from '../support/replica-set/replica-set.ts';

interface Thing {
  readonly _id: string;
  readonly n?: number;
  readonly tags?: readonly string[];
}

const majority: MongoClientOptions = {
  readConcern: { level: 'majority' },
  writeConcern: { w: 'majority', journal: true, wtimeoutMS: 5000 },
  serverSelectionTimeoutMS: 5000,
};

interface Opened extends AsyncDisposable {
  readonly set: ReplicaSet;
  readonly things: Collection<Thing>;
  client(options?: MongoClientOptions, side?: Side): MongoClient;
  collection(options?: MongoClientOptions, side?: Side): Collection<Thing>;
}

async function opened(options: ReplicaSetOptions = {}): Promise<Opened> {
  const set = await ReplicaSet.start({ electionMs: 60, ...options });
  const clients: MongoClient[] = [];
  const client = (more: MongoClientOptions = {}, side: Side = set) => {
    const made = new MongoClient(side.url('contract'), { ...majority, ...more });
    clients.push(made);
    return made;
  };
  const collection = (more?: MongoClientOptions, side?: Side) => client(more, side).db().collection<Thing>('things');
  return {
    ...{ set, client, collection, things: collection() },
    async [Symbol.asyncDispose]() {
      for (const each of clients) await each.close();
      await set[Symbol.asyncDispose]();
    },
  };
}

const idsOf = async (things: Collection<Thing>) =>
  (await things.find().sort({ _id: 1 }).toArray()).map(({ _id }) => _id);

const local: MongoClientOptions = { readConcern: { level: 'local' } };
const first: MongoClientOptions = { writeConcern: { w: 1 } };
const alone = (set: ReplicaSet, number: number): Side => ({
  url: (database) => set.directUrl(number, database),
  cut: () => Promise.resolve(),
  mend: () => Promise.resolve(),
});

/** The errors that a client is told of a promise. */
async function errorOf(work: Promise<unknown>): Promise<MongoServerError> {
  const error: unknown = await work.then(
    () => undefined,
    (told: unknown) => told,
  );
  expect(error).toBeInstanceOf(MongoServerError);
  return error as MongoServerError;
}

describe('the replica set of the tests, to the real driver', () => {
  it('is one primary and two secondaries under one name', async () => {
    await using all = await opened();
    const client = all.client();
    const seen = new Promise<string[]>((resolve) =>
      client.on('topologyDescriptionChanged', ({ newDescription }) => {
        const types = [...newDescription.servers.values()].map(({ type }) => type).sort();
        if (!types.includes('Unknown')) resolve(types);
      }),
    );
    await client.connect();
    expect(await seen).toEqual(['RSPrimary', 'RSSecondary', 'RSSecondary']);
    expect(await client.db().command({ buildInfo: 1 })).toMatchObject({ ok: 1 });
  });

  it('keeps every `_id` once, and ends an ordered batch at the first that is there', async () => {
    await using all = await opened();
    await all.things.insertMany([{ _id: 'c', n: 0 }]);
    const batch = all.things.insertMany([{ _id: 'a' }, { _id: 'b' }, { _id: 'c' }, { _id: 'd' }]);
    const error = await errorOf(batch);
    expect(error).toBeInstanceOf(MongoBulkWriteError);
    expect(error).toMatchObject({ code: 11000, insertedCount: 2, writeErrors: [{ index: 2, code: 11000 }] });
    expect(await idsOf(all.things)).toEqual(['a', 'b', 'c']);
  });

  it('changes one document in one piece, whoever writes at once', async () => {
    await using all = await opened();
    await all.things.insertOne({ _id: 'a', n: 0 });
    const other = all.collection();
    await Promise.all(
      Array.from({ length: 40 }, (_, n) =>
        (n % 2 === 0 ? all.things : other).updateOne({ _id: 'a' }, { $inc: { n: 1 } }),
      ),
    );
    expect(await all.things.findOne({ _id: 'a' })).toEqual({ _id: 'a', n: 40 });
    const swaps = await Promise.all(
      Array.from({ length: 20 }, (_, n) => all.things.updateOne({ _id: 'a', n: 40 }, { $set: { n: 100 + n } })),
    );
    expect(swaps.filter(({ modifiedCount }) => modifiedCount === 1)).toHaveLength(1);
  });

  it('acknowledges a majority only when a majority has it, and shows no majority read before', async () => {
    await using all = await opened();
    await all.things.insertOne({ _id: 'a' });
    all.set.holdReplication();
    const hurried = all.collection({ writeConcern: { w: 'majority', wtimeoutMS: 50 } });
    expect(await errorOf(hurried.insertOne({ _id: 'b' }))).toMatchObject({ code: 64, errInfo: { wtimeout: true } });
    expect(await idsOf(all.things)).toEqual(['a']);
    expect(await idsOf(all.collection(local))).toEqual(['a', 'b']);
    all.set.releaseReplication();
    await all.set.caughtUp();
    expect(await idsOf(all.things)).toEqual(['a', 'b']);
  });

  it('waits for a majority of what is there already before it says so', async () => {
    await using all = await opened();
    all.set.holdReplication();
    await all.collection(first).insertOne({ _id: 'a' });
    let told = false;
    const twin = errorOf(all.things.insertOne({ _id: 'a' })).finally(() => (told = true));
    await sleep(60);
    expect(told).toBe(false);
    all.set.releaseReplication();
    expect(await twin).toMatchObject({ code: 11000 });
    expect(await idsOf(all.things)).toEqual(['a']);
  });

  it('keeps what a majority has when the primary is killed, and takes back the rest when it returns', async () => {
    await using all = await opened();
    await all.things.insertOne({ _id: 'kept' });
    all.set.holdReplication();
    await all.collection(first).insertOne({ _id: 'lost' });
    const old = await all.set.kill('primary');
    all.set.releaseReplication();
    expect(await all.set.elected()).not.toBe(old);
    await all.set.caughtUp();
    expect(await idsOf(all.collection())).toEqual(['kept']);
    await all.set.restart(old);
    await all.set.caughtUp();
    expect(await idsOf(all.collection({ ...local, readPreference: 'secondary' }))).toEqual(['kept']);
    expect(all.set.members[old]?.rolledBack).toMatchObject([{ change: { key: 'lost' } }]);
  });

  it('lets a partitioned primary take writes of its own, which are taken back when it is joined again', async () => {
    await using all = await opened({ noticeMs: 60_000 });
    await all.things.insertOne({ _id: 'kept' });
    const old = all.set.partition('primary');
    const there = all.collection(first, alone(all.set, old));
    await there.insertOne({ _id: 'alone' });
    expect(
      await errorOf(there.insertOne({ _id: 'never' }, { writeConcern: { w: 'majority', wtimeoutMS: 30 } })),
    ).toMatchObject({ code: 64 });
    expect(await idsOf(all.collection(local, alone(all.set, old)))).toEqual(['alone', 'kept', 'never']);
    const side = await all.set.side();
    await side.cut(old);
    await all.set.elected();
    await all.collection({}, side).insertOne({ _id: 'elsewhere' });
    expect(await idsOf(all.collection({}, alone(all.set, old)))).toEqual(['kept']);
    all.set.heal();
    await all.set.caughtUp();
    expect(await idsOf(all.collection())).toEqual(['elsewhere', 'kept']);
    expect(all.set.members.map(({ log }) => log.length)).toEqual(Array(3).fill(all.set.members[old]?.log.length));
  });

  it('says to what waits for a majority that its primary stepped down', async () => {
    await using all = await opened();
    const once = all.collection({ retryWrites: false });
    await once.insertOne({ _id: 'a' });
    all.set.holdReplication();
    const waiting = errorOf(once.insertOne({ _id: 'b' }));
    await sleep(20);
    all.set.stepDown();
    expect(await waiting).toMatchObject({ code: 189, codeName: 'PrimarySteppedDown' });
  });

  it('refuses a write on a member that is no primary, with the label that lets the driver send it again', async () => {
    await using all = await opened();
    await all.things.insertOne({ _id: 'a' });
    const secondary = ((await all.set.elected()) + 1) % 3;
    const direct = all.collection({ retryWrites: false }, alone(all.set, secondary));
    expect(await errorOf(direct.insertOne({ _id: 'b' }))).toMatchObject({
      code: 10107,
      codeName: 'NotWritablePrimary',
    });
    const client = all.client({ monitorCommands: true });
    const failed: unknown[] = [];
    client.on('commandFailed', ({ failure }) => failed.push((failure as { errorLabels?: unknown }).errorLabels));
    const things = client.db().collection<Thing>('things');
    await things.findOne({ _id: 'a' });
    all.set.plan({ kind: 'step-down', command: 'insert', after: 1 });
    await things.insertMany([{ _id: 'c' }, { _id: 'd' }, { _id: 'e' }]);
    expect(failed).toContainEqual(['RetryableWriteError']);
    expect(await idsOf(all.things)).toEqual(['a', 'c', 'd', 'e']);
  });

  it('applies a retryable write once, also when its answer is lost and another member answers', async () => {
    await using all = await opened();
    await all.things.insertOne({ _id: 'a', n: 0 });
    all.set.plan({ kind: 'drop-answer', command: 'update' });
    await all.things.updateOne({ _id: 'a' }, { $inc: { n: 1 } });
    all.set.plan({ kind: 'drop-answer', command: 'findAndModify' });
    expect(await all.things.findOneAndUpdate({ _id: 'a' }, { $inc: { n: 1 } }, { returnDocument: 'after' })).toEqual({
      _id: 'a',
      n: 2,
    });
    all.set.plan({ kind: 'drop-answer', command: 'update' });
    const counting = all.things.updateOne({ _id: 'a' }, { $inc: { n: 1 } });
    all.set.stepDown();
    await counting.catch(() => undefined);
    expect(await all.things.findOne({ _id: 'a' })).toEqual({ _id: 'a', n: 3 });
  });

  it('forgets a statement with the entry that was taken back, and applies it when it is sent again', async () => {
    await using all = await opened();
    await all.things.insertOne({ _id: 'a', n: 0 });
    all.set.holdReplication();
    const counting = all.things.updateOne({ _id: 'a' }, { $inc: { n: 1 } });
    await sleep(20);
    all.set.stepDown();
    all.set.releaseReplication();
    await counting;
    expect(await all.things.findOne({ _id: 'a' })).toEqual({ _id: 'a', n: 1 });
  });

  it('lands a late insert after others, where it takes a free place and no other', async () => {
    await using all = await opened();
    await all.things.insertOne({ _id: 'a' });
    const once = all.collection({ retryWrites: false });
    all.set.plan({ kind: 'late', command: 'insert', times: 2, after: 2 });
    await expect(once.insertOne({ _id: 'b', n: 1 })).rejects.toThrow();
    await expect(once.insertOne({ _id: 'c', n: 1 })).rejects.toThrow();
    await all.things.insertOne({ _id: 'b', n: 2 });
    expect(await all.things.findOne({ _id: 'c' })).toBeNull();
    await all.things.insertOne({ _id: 'd' });
    await all.things.insertOne({ _id: 'e' });
    expect(await errorOf(all.things.insertOne({ _id: 'c', n: 2 }))).toMatchObject({ code: 11000 });
    expect(await all.things.find({ n: { $gt: 0 } }).toArray()).toEqual([
      { _id: 'b', n: 2 },
      { _id: 'c', n: 1 },
    ]);
  });

  it('gives a new primary no more of the commit point than it had heard; a causal session waits for the rest', async () => {
    await using all = await opened({ heartbeatMs: 60_000 });
    await all.things.insertOne({ _id: 'a' });
    const client = all.client();
    const session = client.startSession({ causalConsistency: true });
    await client.db().collection<Thing>('things').insertOne({ _id: 'b' }, { session });
    all.set.holdReplication();
    all.set.stepDown();
    await all.set.elected();
    expect(await idsOf(all.collection(local))).toEqual(['a', 'b']);
    expect(await idsOf(all.collection())).not.toContain('b');
    const seeing = client.db().collection<Thing>('things').find({}, { session }).toArray();
    await sleep(50);
    all.set.releaseReplication();
    const seen = await seeing;
    expect(seen.map(({ _id }) => _id)).toContain('b');
    await session.endSession();
  });

  it('lets a stopped member do what it was sent as soon as it goes on, and takes that back', async () => {
    await using all = await opened();
    await all.things.insertOne({ _id: 'a' });
    const stopped = await all.set.elected();
    const there = all.collection(first, alone(all.set, stopped));
    expect(await idsOf(there)).toEqual(['a']);
    all.set.freeze(stopped);
    const sent = there.insertOne({ _id: 'stale' }).catch(() => undefined);
    expect(await all.set.elected()).not.toBe(stopped);
    await all.collection().insertOne({ _id: 'b' });
    all.set.heal();
    await sent;
    await all.set.caughtUp();
    expect(await idsOf(all.collection())).toEqual(['a', 'b']);
    expect(all.set.members[stopped]?.rolledBack.map(({ change }) => change)).toContainEqual(
      expect.objectContaining({ key: 'stale' }),
    );
  });

  it('can be reached by two sides, of which each may be cut off from any member', async () => {
    await using all = await opened({ noticeMs: 60_000 });
    await all.things.insertOne({ _id: 'a' });
    const side = await all.set.side();
    const old = all.set.partition('primary');
    for (const number of [0, 1, 2]) if (number !== old) await side.cut(number);
    const inside = all.collection(first, side);
    await inside.insertOne({ _id: 'b', n: 1 });
    await all.set.elected();
    await all.set.cut(old);
    const outside = all.collection();
    await outside.insertOne({ _id: 'b', n: 2 });
    expect(await inside.find({}, { readConcern: { level: 'local' } }).toArray()).toContainEqual({ _id: 'b', n: 1 });
    expect(await outside.find().toArray()).toContainEqual({ _id: 'b', n: 2 });
  });

  it('runs as a process of its own, by its address, and takes its orders by its control port', async () => {
    await using set = await startReplicaSetProcess({ electionMs: 60 });
    const writing = async (thing: Thing) => {
      const client = new MongoClient(set.url('contract'), majority);
      try {
        await client.db().collection<Thing>('things').insertOne(thing);
        return await idsOf(client.db().collection<Thing>('things'));
      } finally {
        await client.close();
      }
    };
    expect(await writing({ _id: 'a' })).toEqual(['a']);
    const { member } = await set.control('kill primary');
    await set.control('elected');
    expect(await writing({ _id: 'b' })).toEqual(['a', 'b']);
    await set.control(`restart ${String(member)}`);
    await set.control('caught-up');
    expect(await set.control('status')).toMatchObject({
      members: Array(3).fill(expect.objectContaining({ alive: true, rolledBack: 0 })),
    });
    await expect(set.control('dance')).rejects.toThrow('no such command');
  }, 60_000);
});
