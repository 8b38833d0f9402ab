import { expect, it } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import type { BookLedger } from '../../src/ledger/book-ledger.ts';
import { openLedger } from '../../src/ledger/open-ledger.ts';
import { isProblem } from '../../src/shared/errors.ts';
import { openMongoStore } from '../../src/store/mongo/mongo-store.ts';
import { counters, counterTypes, raise, someone } from '../support/book.ts';
import { type Line, lineTo } from '../support/cut-line.ts';
import { temporaryDatabase } from '../support/mongodb.ts';

const oneServer = /^mongodb:\/\/(?:[^@/]*@)?([^:,/]+):(\d+)\/([^?]*)(\?directConnection=true)?$/;

interface OnLine extends AsyncDisposable {
  readonly line: Line;
  readonly ledger: BookLedger;
}

async function openOnLine(server: string, options: string): Promise<OnLine> {
  const database = temporaryDatabase(server);
  const [, host = '', port = '', name = ''] = oneServer.exec(database.url) ?? [];
  const line = await lineTo(host, Number(port));
  const store = openMongoStore(`mongodb://127.0.0.1:${line.port}/${name}?directConnection=true&${options}`);
  const ledger = await openLedger({
    ...{ store, views: [counters], entryTypes: counterTypes, estate: 'test', kind: 'rehearsal', home: 'here' },
    clock: { now: () => Date.parse('2026-09-12T22:00:00Z'), sleep: () => Promise.resolve() },
    answerWithinMs: 20_000,
  });
  return {
    ...{ line, ledger },
    async [Symbol.asyncDispose]() {
      await store.close();
      await line[Symbol.asyncDispose]();
      await database[Symbol.asyncDispose]();
    },
  };
}

/** What is promised while the database cannot be reached; only for a server of one address. */
export function lostDatabaseConformance(server: string): void {
  const itOnOneServer = oneServer.test(temporaryDatabase(server).url) ? it : it.skip;

  itOnOneServer(
    'is told as unavailable to readers, and commands count once whenever the line is cut',
    async () => {
      await using open = await openOnLine(server, 'serverSelectionTimeoutMS=200');
      const { line, ledger } = open;
      line.cut();
      await expect(ledger.get(counters, 'a')).rejects.toMatchObject({ code: 'ledger.unavailable' });
      line.mend();
      await countedOnceWhile(ledger, async () => {
        for (let cuts = 0; cuts < 4; cuts += 1) {
          await sleep(130);
          line.cut();
          await sleep(60);
          line.mend();
        }
      });
    },
    60_000,
  );

  itOnOneServer(
    'counts every command once on a network that drops answers, drops requests, and stalls',
    async () => {
      await using open = await openOnLine(server, 'serverSelectionTimeoutMS=500&socketTimeoutMS=250&wtimeoutMS=200');
      const { line, ledger } = open;
      await countedOnceWhile(ledger, async () => {
        for (const trouble of ['dropAnswers', 'dropRequests', 'stall', 'dropAnswers', 'stall'] as const) {
          await sleep(90);
          line[trouble]();
          await sleep(trouble === 'stall' ? 400 : 120);
          line.mend();
        }
      });
    },
    60_000,
  );
}

/** Sixty commands that come one after another while something goes on: each is acknowledged, on a page of its own. */
async function countedOnceWhile(ledger: BookLedger, work: () => Promise<void>): Promise<void> {
  const commands = Promise.all(Array.from({ length: 60 }, (_, n) => counted(ledger, `command-${n}`, n * 12)));
  await work();
  const pages = await commands;
  expect(new Set(pages).size).toBe(60);
  expect(await ledger.get(counters, 'a')).toMatchObject({ n: 60 });
  expect(ledger.head()).toBe(61);
}

/** Asks for one command until it is recorded, as a caller does. @returns its page */
async function counted(ledger: BookLedger, id: string, afterMs: number): Promise<number> {
  await sleep(afterMs);
  for (;;) {
    try {
      const { page } = await ledger.commit({ actor: someone, id, decide: () => [raise('a')] });
      return page;
    } catch (error) {
      if (!isProblem(error, 'ledger.unavailable') && !isProblem(error, 'ledger.unknown-outcome')) throw error;
      await sleep(20);
    }
  }
}
