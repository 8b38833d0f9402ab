import { describe, expect, it } from '@jest/globals';
import { createHash, randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { isProblem } from '../../src/shared/errors.ts';
import { openMongoStore } from '../../src/store/mongo/mongo-store.ts';
import type { PageWrite, Store } from '../../src/store/ports.ts';
import { counters, raise, someone } from '../support/book.ts';
import { ReplicaSet, type ReplicaSetOptions } from '../support/replica-set/replica-set.ts';
import { noHead, pageAfter, pagesAfter, put, testBook } from '../support/stored-pages.ts';
import { acknowledged, expectWhole, impatient, instancesOver, newDatabase } from './failover.ts';

interface Opened extends AsyncDisposable {
  readonly set: ReplicaSet;
  readonly database: string;
  open(url?: string): Store;
}

async function opened(options: ReplicaSetOptions = {}): Promise<Opened> {
  const set = await ReplicaSet.start({ electionMs: 80, ...options });
  const database = newDatabase();
  const stores: Store[] = [];
  return {
    ...{ set, database },
    open(url = set.url(database)) {
      const store = openMongoStore(`${url}${impatient}`);
      stores.push(store);
      return store;
    },
    async [Symbol.asyncDispose]() {
      for (const store of stores) await store.close();
      await set[Symbol.asyncDispose]();
    },
  };
}

const things = { name: 'things', indexes: { n: ['n'] } };

async function begun(store: Store): Promise<number> {
  await store.views.declare([things]);
  await store.pages.bookId(testBook);
  const generation = await store.views.begin();
  await store.views.serve(generation, 'v1');
  return generation;
}

/** Keys of the pages that members took back. */
const takenBack = (set: ReplicaSet): string[] =>
  set.members.flatMap(({ rolledBack }) =>
    rolledBack.flatMap(({ change }) => (change.kind === 'put' && change.space.endsWith('.pages') ? [change.key] : [])),
  );

const idsOf = (writes: readonly PageWrite[]) => writes.map(({ stored }) => stored._id);

/** Asks again for as long as the database does not answer, as the ledger does. */
async function untilDone(work: () => Promise<unknown>): Promise<void> {
  for (;;) {
    try {
      await work();
      return;
    } catch (error) {
      if (!isProblem(error, 'ledger.unavailable')) throw error;
      await sleep(20);
    }
  }
}

const sha256 = (content: Uint8Array) => createHash('sha256').update(content).digest('hex');

/** Has something written that the primary has alone; its answer is not waited for. */
async function onPrimaryAlone({ set }: Opened, write: () => Promise<unknown>): Promise<void> {
  const primary = set.members[await set.elected()]!;
  const entries = primary.log.length;
  set.holdReplication();
  void write().catch(() => undefined);
  while (primary.log.length === entries) await sleep(5);
}

/** Resolves once the primary has stepped down, and lets the next one work. */
async function nextPrimary({ set }: Opened): Promise<void> {
  while (set.primary() !== undefined) await sleep(5);
  set.releaseReplication();
  await set.elected();
}

/** An address under which nothing is sent twice by the driver, and a majority is not waited for long. */
const hasty = ({ set, database }: Opened) => `${set.url(database)}&retryWrites=false&wtimeoutMS=150`;

describe('a page that is not on a majority', () => {
  it('is taken back with its primary, and the same bytes are appended again where the place is free', async () => {
    await using all = await opened();
    const store = all.open();
    const generation = await begun(store);
    const [first, second] = pagesAfter(noHead, [[], []]) as [PageWrite, PageWrite];
    expect(await store.pages.append([first], generation)).toMatchObject({ outcome: 'done' });
    await all.set.caughtUp();
    await onPrimaryAlone(all, () => store.pages.append([second], generation));
    const old = await all.set.kill('primary');
    all.set.releaseReplication();
    await all.set.elected();
    await all.set.restart(old);
    await all.set.caughtUp();
    expect(takenBack(all.set)).toEqual(idsOf([second]));
    const other = all.open();
    for (;;) {
      const outcome = await other.pages.append([second], generation);
      if (outcome.outcome === 'done') break;
      expect(outcome).toMatchObject({ outcome: 'unknown' });
    }
    expect(await store.pages.head()).toEqual({ page: 2, leaf: second.leaf });
  });

  it('never stands in the way of another writer for good: its number is unknown until a majority has it', async () => {
    await using all = await opened({ noticeMs: 400 });
    const [store, other] = [all.open(hasty(all)), all.open(hasty(all))];
    const generation = await begun(store);
    const [mine] = pagesAfter(noHead, [[]]) as [PageWrite];
    const [theirs] = pagesAfter(noHead, [[]]) as [PageWrite];
    await other.pages.head();
    await all.set.caughtUp();
    await onPrimaryAlone(all, () => store.pages.append([mine], generation));
    expect(await other.pages.append([theirs], generation)).toMatchObject({ outcome: 'unknown' });
    const old = all.set.partition('primary');
    all.set.releaseReplication();
    await all.set.elected();
    for (;;) {
      const outcome = await other.pages.append([theirs], generation);
      if (outcome.outcome === 'done') break;
      expect(outcome).toMatchObject({ outcome: 'unknown' });
    }
    all.set.heal();
    await all.set.caughtUp();
    expect(takenBack(all.set)).toEqual(idsOf([mine]));
    expect(await store.pages.append([mine], generation)).toEqual({ outcome: 'taken' });
    expect(all.set.members[old]?.role).toBe('secondary');
  });
});

describe('an old primary on the wrong side of a partition', () => {
  it('has nothing counted as done by an instance that reaches it alone', async () => {
    await using all = await opened({ noticeMs: 1500 });
    const side = await all.set.side();
    await using outside = instancesOver(all.set.url(all.database));
    await using inside = instancesOver(side.url(all.database));
    const [one, other] = [await inside.open(), await outside.open()];
    const before = await acknowledged(one, 'before');
    const old = all.set.partition('primary');
    for (const number of [0, 1, 2]) if (number !== old) await side.cut(number);
    await all.set.cut(old);
    const state = { done: false };
    const cutOff = acknowledged(one, 'cut-off').finally(() => (state.done = true));
    await all.set.elected();
    const acks = [before];
    for (let n = 0; n < 5; n += 1) acks.push(await acknowledged(other, `outside-${n}`));
    expect(state.done).toBe(false);
    for (const number of [0, 1, 2]) await side.mend(number);
    await all.set.mend(old);
    all.set.heal();
    acks.push(await cutOff);
    await all.set.caughtUp();
    expect(takenBack(all.set)).toHaveLength(1);
    await expectWhole([one, other], acks);
  }, 60_000);

  it('is not believed by an address that asks for less than a majority', async () => {
    await using all = await opened({ noticeMs: 60_000 });
    await begun(all.open());
    const weak = `${all.set.url(all.database)}&w=1&journal=false&readConcernLevel=local&readPreference=secondary`;
    const store = all.open(weak);
    await store.pages.head();
    all.set.holdReplication();
    const [mine] = pagesAfter(noHead, [[]]) as [PageWrite];
    const state = { done: false };
    const sent = store.pages.append([mine], 1).finally(() => (state.done = true));
    await sleep(100);
    expect(state.done).toBe(false);
    expect(await store.pages.head()).toEqual(noHead);
    all.set.releaseReplication();
    expect(await sent).toMatchObject({ outcome: 'done' });
  });
});

describe('an insert that lands late', () => {
  it('on a number that was taken changes nothing, and its sender learns so by comparing', async () => {
    await using all = await opened();
    const [store, other] = [all.open(), all.open()];
    const generation = await begun(store);
    const [mine] = pagesAfter(noHead, [[]]) as [PageWrite];
    const [theirs] = pagesAfter(noHead, [[]]) as [PageWrite];
    all.set.plan({ kind: 'late', command: 'insert', collection: 'pages', times: 2, after: 1000 });
    expect(await store.pages.append([mine], generation)).toMatchObject({ outcome: 'unknown' });
    expect(await other.pages.append([theirs], generation)).toMatchObject({ outcome: 'done' });
    expect(all.set.faults.landAll()).toBe(2);
    await all.set.caughtUp();
    expect(await store.pages.append([mine], generation)).toEqual({ outcome: 'taken' });
    expect(await other.pages.head()).toEqual({ page: 1, leaf: theirs.leaf });
  });

  it('on a free number takes it, and the next writer learns so; the sender is told done', async () => {
    await using all = await opened();
    const [store, other] = [all.open(), all.open()];
    const generation = await begun(store);
    const [mine] = pagesAfter(noHead, [[]]) as [PageWrite];
    const [theirs] = pagesAfter(noHead, [[]]) as [PageWrite];
    all.set.plan({ kind: 'late', command: 'insert', collection: 'pages', times: 2, after: 1000 });
    expect(await store.pages.append([mine], generation)).toMatchObject({ outcome: 'unknown' });
    expect(await other.pages.head()).toEqual(noHead);
    all.set.faults.landAll();
    await all.set.caughtUp();
    expect(await other.pages.append([theirs], generation)).toEqual({ outcome: 'taken' });
    expect(await store.pages.append([mine], generation)).toMatchObject({ outcome: 'done' });
  });

  it('between two sends is found to be ours, and every command of both instances counts once', async () => {
    await using all = await opened();
    await using instances = instancesOver(all.set.url(all.database));
    const [one, other] = [await instances.open(), await instances.open()];
    for (const after of [0, 1, 2, 3])
      all.set.plan({
        kind: 'late',
        command: 'insert',
        collection: 'pages',
        times: 2,
        skip: after === 0 ? 0 : 2,
        after,
      });
    const acks = await Promise.all(
      Array.from({ length: 24 }, async (_, n) => {
        await sleep(n * 10);
        return acknowledged(n % 2 === 0 ? one : other, `command-${n}`);
      }),
    );
    all.set.faults.landAll();
    await expectWhole([one, other], acks);
  });
});

describe('a view document that is put late', () => {
  it('changes nothing where a newer one stands', async () => {
    await using all = await opened();
    const [store, other] = [all.open(), all.open()];
    const generation = await begun(store);
    await begun(other);
    const writes = pagesAfter(noHead, [[put('k', { n: 1 })], [put('k', { n: 2 })], [put('k', { n: 3 })]]);
    const [first, second, third] = writes as [PageWrite, PageWrite, PageWrite];
    expect(await store.pages.append(writes, generation)).toMatchObject({ outcome: 'done' });
    await untilDone(() => store.views.fold(generation, [first]));
    all.set.plan({ kind: 'late', command: 'update', collection: 'view-things', times: 2, after: 1000 });
    await expect(store.views.fold(generation, [second])).rejects.toMatchObject({ code: 'ledger.unavailable' });
    all.set.faults.clear();
    await untilDone(() => other.views.fold(generation, [second]));
    await untilDone(() => other.views.fold(generation, [third]));
    expect(all.set.faults.landAll()).toBeGreaterThan(0);
    await all.set.caughtUp();
    expect(await other.views.get(generation, 'things', 'k')).toEqual({ key: 'k', page: 3, doc: { n: 3 } });
  });
});

describe('a group of pages', () => {
  it('of which a majority has only the beginning is ours as far as it stands there', async () => {
    await using all = await opened();
    const [store, other] = [all.open(), all.open()];
    const generation = await begun(store);
    const group = pagesAfter(noHead, [[], [], [], [], [], []]);
    await other.pages.head();
    await all.set.caughtUp();
    all.set.holdReplication(3);
    const sent = store.pages.append(group, generation);
    const primary = all.set.members[await all.set.elected()]!;
    while (all.set.members.filter(({ log }) => log.length === primary.log.length - 3).length < 2) await sleep(5);
    const old = await all.set.kill('primary');
    all.set.plan({ kind: 'drop-request', command: 'insert', collection: 'pages', times: 1 });
    await all.set.elected();
    await all.set.restart(old);
    all.set.releaseReplication();
    await all.set.caughtUp();
    await sent;
    const head = await other.pages.head();
    if (head.page === 3) {
      const theirs = pageAfter(head);
      expect(await other.pages.append([theirs], generation)).toMatchObject({ outcome: 'done' });
      expect(await store.pages.append(group, generation)).toEqual({ outcome: 'taken' });
      expect((await store.pages.head()).page).toBe(4);
    }
    expect(takenBack(all.set)).toEqual(idsOf(group.slice(3)));
    expect(head.page).toBe(3);
  });

  it('is finished by the driver on the next primary, each page once, when its primary steps down in the middle', async () => {
    await using all = await opened();
    const store = all.open();
    const generation = await begun(store);
    const group = pagesAfter(noHead, [[], [], [], [], [], []]);
    all.set.plan({ kind: 'step-down', command: 'insert', collection: 'pages', after: 3 });
    let outcome = await store.pages.append(group, generation);
    while (outcome.outcome === 'unknown') outcome = await store.pages.append(group, generation);
    expect(outcome).toMatchObject({ outcome: 'done' });
    expect(await store.pages.head()).toEqual({ page: 6, leaf: group.at(-1)!.leaf });
  });

  it('of which the end is lost with its primary is decided again from there, while another instance writes', async () => {
    await using all = await opened();
    await using instances = instancesOver(all.set.url(all.database));
    const [one, other] = [await instances.open(), await instances.open()];
    const acks = [await acknowledged(one, 'before')];
    await all.set.caughtUp();
    all.set.plan({ kind: 'hold', command: 'insert', collection: 'pages', skip: 1, after: 3 });
    const group = Array.from({ length: 8 }, (_, n) => acknowledged(one, `group-${n}`));
    const primary = all.set.members[await all.set.elected()]!;
    while (primary.log.length - primary.commit !== 4) await sleep(5);
    const old = await all.set.kill('primary');
    all.set.releaseReplication();
    acks.push(await acknowledged(other, 'other'), ...(await Promise.all(group)));
    await all.set.restart(old);
    await all.set.caughtUp();
    expect(takenBack(all.set)).toHaveLength(4);
    await expectWhole([one, other], acks);
  });
});

describe('a new primary that does not know yet how far a majority was', () => {
  it('shows no instance less than it has seen: nothing is decided on what was true before', async () => {
    await using all = await opened();
    await using instances = instancesOver(all.set.url(all.database));
    const { ledger } = await instances.open();
    const first = await all.set.elected();
    const [second, third] = [(first + 1) % 3, (first + 2) % 3] as const;
    await all.set.caughtUp();
    all.set.partition(third);
    const checkpoint = all.set.members[second]!.commit;
    await ledger.commit({ actor: someone, decide: () => [raise('a')] });
    await all.set.kill(first);
    await all.set.kill(second);
    all.set.holdReplication();
    await all.set.restart(second, checkpoint);
    all.set.heal();
    expect(await all.set.elected()).toBe(second);
    const telling = ledger.commit({
      actor: someone,
      decide: async (reading) => [raise((await reading.get(counters, 'a'))?.n === 1 ? 'seen' : 'stale')],
    });
    await sleep(500);
    all.set.releaseReplication();
    expect(await telling).toMatchObject({ page: 3, entries: [{ stream: 'counter:seen' }] });
    expect(await ledger.get(counters, 'seen')).toMatchObject({ n: 1 });
  });

  it('is not behind for an instance that folds, or that follows another', async () => {
    await using all = await opened({ heartbeatMs: 60_000 });
    await using instances = instancesOver(all.set.url(all.database));
    const [one, other] = [await instances.open(), await instances.open()];
    const acks = [await acknowledged(one, 'before')];
    all.set.delayReplication(200);
    all.set.stepDown();
    await all.set.elected();
    const after = acknowledged(one, 'after');
    await other.ledger.catchUp();
    acks.push(await after);
    await expectWhole([one, other], acks);
  });
});

describe('what is there already, but on no majority', () => {
  it('is no chunk of a blob: one that was put is whole, though the primary with its chunk was lost', async () => {
    await using all = await opened();
    const [store, other] = [all.open(`${all.set.url(all.database)}&wtimeoutMS=150`), all.open(hasty(all))];
    await begun(store);
    const content = randomBytes(1024);
    const digest = sha256(content);
    expect(await other.blobs.get(digest)).toBeUndefined();
    await onPrimaryAlone(all, () => other.blobs.put(digest, content));
    const putting = untilDone(() => store.blobs.put(digest, content));
    await sleep(250);
    all.set.stepDown();
    await nextPrimary(all);
    await putting;
    expect((await store.blobs.get(digest))?.equals(content)).toBe(true);
  });

  it('is no blob as long as a piece of it did not arrive, and is one once it was put again', async () => {
    await using all = await opened();
    const store = all.open();
    await begun(store);
    const content = randomBytes(2_500_000);
    const digest = sha256(content);
    all.set.plan({ kind: 'drop-request', command: 'insert', collection: 'blobs', skip: 1, times: 2 });
    await expect(store.blobs.put(digest, content)).rejects.toMatchObject({ code: 'ledger.unavailable' });
    all.set.faults.clear();
    expect(await store.blobs.get(digest)).toBeUndefined();
    await store.blobs.put(digest, content);
    expect((await store.blobs.get(digest))?.equals(content)).toBe(true);
  });

  it('is no view document: applied stands only where every document of the page is', async () => {
    await using all = await opened();
    const [store, other] = [all.open(`${all.set.url(all.database)}&wtimeoutMS=150`), all.open(hasty(all))];
    const generation = await begun(store);
    await other.views.declare([things]);
    const [page] = pagesAfter(noHead, [[put('a', { n: 1 })]]) as [PageWrite];
    await store.pages.append([page], generation);
    await onPrimaryAlone(all, () => other.views.fold(generation, [page]));
    const folding = untilDone(() => store.views.fold(generation, [page]));
    await sleep(250);
    all.set.stepDown();
    await nextPrimary(all);
    await folding;
    expect((await store.views.applied(generation)).page).toBe(1);
    expect(await store.views.get(generation, 'things', 'a')).toMatchObject({ doc: { n: 1 } });
  });
});

describe('a cell', () => {
  it('tells its new owner so, though the answer was lost or the primary stepped down', async () => {
    await using all = await opened();
    const { cell } = all.open();
    expect(await cell.get('engine')).toBeUndefined();
    all.set.plan({ kind: 'drop-answer', command: 'insert', collection: 'cells' });
    expect(await cell.swap('engine', undefined, 'a')).toBe(true);
    all.set.plan({ kind: 'drop-answer', command: 'update', collection: 'cells' });
    expect(await cell.swap('engine', 'a', 'b')).toBe(true);
    all.set.plan({ kind: 'step-down', command: 'update', collection: 'cells', after: 0 });
    expect(await cell.swap('engine', 'b', 'c')).toBe(true);
    expect(await cell.get('engine')).toBe('c');
  });
});

describe('a server that stands alone and has no sessions', () => {
  it('is told to the operator as fit for a trial, and keeps a book all the same', async () => {
    await using all = await opened({ standalone: true });
    const told: string[] = [];
    const store = openMongoStore(all.set.directUrl(0, all.database), { onTrial: (message) => told.push(message) });
    const generation = await begun(store);
    const writes = pagesAfter(noHead, [[put('a', { n: 1 })], [put('a', { n: 2 })]]);
    expect(await store.pages.append(writes, generation)).toMatchObject({ outcome: 'done' });
    expect(await store.views.fold(generation, writes)).toBe(true);
    expect(await store.views.get(generation, 'things', 'a')).toMatchObject({ doc: { n: 2 } });
    expect(told).toEqual([expect.stringContaining('fit for a trial')]);
    await store.close();
  });
});
