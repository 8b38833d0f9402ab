import { describe, expect, it } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import type { BookLedger } from '../../src/ledger/book-ledger.ts';
import { rebuild } from '../../src/ledger/generations.ts';
import { openLedger } from '../../src/ledger/open-ledger.ts';
import { ledgerEntries } from '../../src/ledger/own-entries.schema.ts';
import { ownViews } from '../../src/ledger/own.views.ts';
import { type OpenedPage, openPage } from '../../src/ledger/page.rules.ts';
import { isProblem } from '../../src/shared/errors.ts';
import { openMongoStore } from '../../src/store/mongo/mongo-store.ts';
import type { Store } from '../../src/store/ports.ts';
import { counters, counterTypes, raise, someone } from '../support/book.ts';
import type { Members } from '../support/members.ts';

/** Options of an address that let a test see within seconds what a service waits for longer. */
export const impatient = '&serverSelectionTimeoutMS=2000&socketTimeoutMS=4000&minHeartbeatFrequencyMS=50';

export interface Instance {
  readonly store: Store;
  readonly ledger: BookLedger;
}

/** What happened to one command: when it was asked for, when it was acknowledged, and its page. */
export interface Acknowledged {
  readonly id: string;
  readonly calledAt: number;
  readonly doneAt: number;
  readonly page: number;
}

/** Instances over one database, all closed with the test. */
export function instancesOver(url: string) {
  const stores: Store[] = [];
  return {
    async open(address = url): Promise<Instance> {
      const store = openMongoStore(`${address}${impatient}`);
      stores.push(store);
      return { store, ledger: await untilOpen(store) };
    },
    async [Symbol.asyncDispose](): Promise<void> {
      for (const store of stores) await store.close();
    },
  };
}

const openOver = (store: Store) =>
  openLedger({
    ...{ store, views: [counters], entryTypes: counterTypes, estate: 'test', kind: 'rehearsal', home: 'here' },
    clock: { now: () => Date.parse('2026-09-12T22:00:00Z'), sleep: () => Promise.resolve() },
    answerWithinMs: 60_000,
  });

const isNoAnswer = (error: unknown): boolean =>
  isProblem(error, 'ledger.unavailable') || isProblem(error, 'ledger.unknown-outcome');

/** Tries again as a service does at its start, as long as it is the database that does not answer. */
async function untilOpen(store: Store): Promise<BookLedger> {
  for (;;) {
    try {
      return await openOver(store);
    } catch (error) {
      if (!isNoAnswer(error)) throw error;
      await sleep(20);
    }
  }
}

/** Asks for one command until it is acknowledged, as a caller does. */
export async function acknowledged({ ledger }: Instance, id: string): Promise<Acknowledged> {
  const calledAt = performance.now();
  for (;;) {
    try {
      const { page } = await ledger.commit({ actor: someone, id, decide: () => [raise('a')] });
      return { id, calledAt, doneAt: performance.now(), page };
    } catch (error) {
      if (!isNoAnswer(error)) throw error;
      await sleep(20);
    }
  }
}

async function chainOf(store: Store): Promise<OpenedPage[]> {
  const chain: OpenedPage[] = [];
  for await (const stored of store.pages.pages(1, 100_000)) chain.push(openPage(stored));
  return chain;
}

/**
 * What holds after any failover: no gap and no broken link; each acknowledged command on exactly the page that was told;
 * nothing else on a page twice; pages in the order of calls that did not overlap; every view as its rebuild makes it.
 */
export async function expectWhole(instances: readonly Instance[], acks: readonly Acknowledged[]): Promise<void> {
  const [{ store }] = instances as [Instance];
  const chain = await chainOf(store);
  expect(chain.map(({ page }) => page)).toEqual(chain.map((_, at) => at + 1));
  expect(chain.slice(1).map(({ prev }) => prev)).toEqual(chain.slice(0, -1).map(({ leaf }) => leaf));
  const pageOf = new Map(chain.map(({ command, page }) => [command, page]));
  expect(pageOf.size).toBe(chain.length);
  expect(chain).toHaveLength(acks.length + 1);
  expect(acks.map(({ id }) => pageOf.get(id))).toEqual(acks.map(({ page }) => page));
  const late = acks.flatMap((one) =>
    acks.filter((other) => one.doneAt < other.calledAt && one.page >= other.page).map((other) => [one, other]),
  );
  expect(late).toEqual([]);
  for (const { ledger } of instances) {
    await ledger.catchUp();
    expect(ledger.head()).toBe(chain.length);
    expect(ledger.leaves.root()).toEqual(instances[0]!.ledger.leaves.root());
    expect((await ledger.get(counters, 'a'))?.n ?? 0).toBe(chain.length - 1);
  }
  const views = [...ownViews, counters];
  const report = await rebuild(store, { views, entryTypes: { ...ledgerEntries, ...counterTypes } });
  expect(report).toMatchObject({ pages: chain.length, differing: [] });
}

let databases = 0;
export const newDatabase = (): string => `failover-${process.pid}-${databases++}`;

export interface FailoverOptions {
  /** Times that each kind of trouble comes while two instances work. */
  readonly rounds: number;
  /** Pause of the trouble between two steps, in milliseconds. */
  readonly pauseMs: number;
  readonly timeoutMs: number;
}

/** What is promised while members of a replica set step down, die, or are cut off. */
export function failoverConformance(
  start: () => Promise<Members>,
  { rounds, pauseMs, timeoutMs }: FailoverOptions,
): void {
  const itIs = (name: string, work: (members: Members) => Promise<void>) =>
    it(
      name,
      async () => {
        await using members = await start();
        await work(members);
      },
      timeoutMs,
    );

  describe('a book on a replica set', () => {
    itIs('is born once, though its two instances begin while the primary steps down', async (members) => {
      await using instances = instancesOver(members.url(newDatabase()));
      const opening = [instances.open(), instances.open()];
      await members.stepDown();
      const [one, other] = (await Promise.all(opening)) as [Instance, Instance];
      expect(other.ledger.book).toBe(one.ledger.book);
      await expectWhole([one, other], []);
    });

    itIs('keeps every command once that was under way while the primary stepped down', async (members) => {
      await using instances = instancesOver(members.url(newDatabase()));
      const instance = await instances.open();
      const working = Promise.all(
        Array.from({ length: 30 }, async (_, n) => {
          await sleep(n * (pauseMs / 10));
          return acknowledged(instance, `command-${n}`);
        }),
      );
      for (let n = 0; n < 2; n += 1) {
        await sleep(pauseMs);
        await members.stepDown();
        await members.elected();
      }
      const acks = await working;
      expect(new Set(acks.map(({ page }) => page)).size).toBe(30);
      await expectWhole([instance], acks);
    });

    itIs('loses no command with a primary that had its page alone, and none counts twice', async (members) => {
      await using instances = instancesOver(members.url(newDatabase()));
      const [one, other] = [await instances.open(), await instances.open()];
      const before = await acknowledged(one, 'before');
      await members.holdReplication();
      const alone = acknowledged(one, 'alone');
      await sleep(pauseMs);
      await members.killPrimary();
      const after = acknowledged(other, 'after');
      await members.heal();
      const acks = [before, ...(await Promise.all([alone, after]))];
      await expectWhole([one, other], acks);
      expect(new Set(acks.map(({ page }) => page)).size).toBe(3);
    });

    itIs('acknowledges nothing that a primary took while it was cut off', async (members) => {
      await using instances = instancesOver(members.url(newDatabase()));
      const [one, other] = [await instances.open(), await instances.open()];
      const before = await acknowledged(one, 'before');
      await members.partitionPrimary();
      const under = Array.from({ length: 6 }, (_, n) => acknowledged(n % 2 === 0 ? one : other, `cut-off-${n}`));
      await members.elected();
      await sleep(pauseMs);
      await members.heal();
      await expectWhole([one, other], [before, ...(await Promise.all(under))]);
    });

    itIs('holds while two instances commit through all of it', async (members) => {
      await using instances = instancesOver(members.url(newDatabase()));
      const both = [await instances.open(), await instances.open()];
      const work = { over: false };
      const acks: Acknowledged[] = [];
      const clients = [0, 1, 2, 3].map(async (client) => {
        for (let n = 0; !work.over; n += 1) acks.push(await acknowledged(both[client % 2]!, `client-${client}-${n}`));
      });
      const someMore = async () => {
        const enough = acks.length + 8;
        while (acks.length < enough) await sleep(5);
      };
      for (let round = 0; round < rounds; round += 1) await troubleIn(members, pauseMs, someMore);
      work.over = true;
      await Promise.all(clients);
      await expectWhole(both, acks);
    });
  });
}

/** Each kind of trouble once, in the middle of work. */
async function troubleIn(members: Members, pauseMs: number, work: () => Promise<void>): Promise<void> {
  for (const trouble of [
    () => members.stepDown(),
    () => members.killPrimary(),
    () => members.partitionPrimary(),
    () => members.holdReplication(),
  ]) {
    await work();
    await trouble();
    await sleep(pauseMs);
    await members.heal();
    await members.elected();
  }
}
