import { expect, it } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import { openLedger } from '../../src/ledger/open-ledger.ts';
import { isProblem } from '../../src/shared/errors.ts';
import { openMongoStore } from '../../src/store/mongo/mongo-store.ts';
import { counters, counterTypes, raise, someone } from '../support/book.ts';
import { lineTo } from '../support/cut-line.ts';
import { temporaryDatabase } from '../support/mongodb.ts';

const oneServer = /^mongodb:\/\/(?:[^@/]*@)?([^:,/]+):(\d+)(\/[^?]*)$/;

/** What is promised while the database cannot be reached; only for a server of one address, without options. */
export function lostDatabaseConformance(url: string): void {
  const itOnOneServer = oneServer.test(`${url}/x`) ? it : it.skip;

  itOnOneServer(
    'is told as unavailable to readers, and commands count once whenever the line is cut',
    async () => {
      await using database = temporaryDatabase();
      const [, host = '', port = '', name = ''] = oneServer.exec(database.url) ?? [];
      await using line = await lineTo(host, Number(port));
      const store = openMongoStore(`mongodb://127.0.0.1:${line.port}${name}?serverSelectionTimeoutMS=200`);
      const ledger = await openLedger({
        ...{ store, views: [counters], entryTypes: counterTypes, estate: 'test', kind: 'rehearsal', home: 'here' },
        clock: { now: () => Date.parse('2026-09-12T22:00:00Z'), sleep: () => Promise.resolve() },
        answerWithinMs: 20_000,
      });
      line.cut();
      await expect(ledger.get(counters, 'a')).rejects.toMatchObject({ code: 'ledger.unavailable' });
      line.mend();
      const work = Promise.all(Array.from({ length: 60 }, (_, n) => counted(ledger, `command-${n}`, n * 12)));
      for (let cuts = 0; cuts < 4; cuts += 1) {
        await sleep(130);
        line.cut();
        await sleep(60);
        line.mend();
      }
      const pages = await work;
      expect(new Set(pages).size).toBe(60);
      expect(await ledger.get(counters, 'a')).toMatchObject({ n: 60 });
      expect(ledger.head()).toBe(61);
      await store.close();
    },
    60_000,
  );
}

/** Asks for one command until it is recorded, as a caller does. @returns its page */
async function counted(ledger: Awaited<ReturnType<typeof openLedger>>, id: string, afterMs: number): Promise<number> {
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
