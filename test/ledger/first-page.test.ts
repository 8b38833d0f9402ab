import { afterAll, afterEach, describe, expect, it } from '@jest/globals';
import { readConfig } from '../../src/config/read-config.ts';
import type { Estate } from '../../src/estate/estate.schema.ts';
import { createLog } from '../../src/http/log.ts';
import { openKeptFiles } from '../../src/service/kept-files.ts';
import { openBook } from '../../src/service/open-book.ts';
import { systemClock } from '../../src/shared/clock.ts';
import { chance } from '../../src/shared/ids.ts';
import { temporaryFolder } from '../support/book.ts';
import { temporaryDatabase } from '../support/mongodb.ts';
import { ReplicaSet } from '../support/replica-set/replica-set.ts';

const set = await ReplicaSet.start();
await set.elected();
afterAll(() => set[Symbol.asyncDispose]());

const machineNow = Date.now;
const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  Date.now = machineNow;
  for (const each of open.splice(0)) await each.close();
});

const year = 365 * 24 * 3600_000;
const appends = { note: () => undefined, lastOutcome: () => 'done' };
const log = createLog('fatal', process.stderr);

async function openRealBook(folder: string, url: string) {
  const environment = {
    LOCKSTEP_DATA_FOLDER: folder,
    LOCKSTEP_MONGODB_URL: url,
    LOCKSTEP_ESTATE: 'docs/estate.example.yaml',
  };
  const config = readConfig({ environment });
  const files = openKeptFiles(folder, `${folder}/signing-key.pem`, chance);
  const estate = { estate: 'test' } as Estate;
  const book = await openBook(config, { estate, files, clock: systemClock, log, appends });
  open.push(book);
  return book;
}

describe('the first page of an instance whose clock is apart from the database’s', () => {
  it('is not written: no book is born at a wrong time, and none goes on at one', async () => {
    using folder = temporaryFolder();
    await using database = temporaryDatabase(set.url());
    Date.now = () => machineNow() + year;
    await expect(openRealBook(folder.path, database.url)).rejects.toMatchObject({ code: 'clock.apart' });
    Date.now = machineNow;
    const right = await openRealBook(folder.path, database.url);
    expect(Date.parse(right.ledger.lastAt() ?? '')).toBeLessThan(machineNow() + year / 2);
    Date.now = () => machineNow() + year;
    const wrong = await openRealBook(folder.path, database.url);
    const commit = wrong.ledger.commit({ actor: { kind: 'service', id: 'test' }, decide: () => [] });
    await expect(commit).rejects.toMatchObject({ code: 'clock.apart' });
  }, 60_000);
});
