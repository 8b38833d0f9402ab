import { describe, expect, it } from '@jest/globals';
import { openLedger } from '../../src/ledger/open-ledger.ts';
import { leafOf } from '../../src/ledger/page.rules.ts';
import type { PageWrite } from '../../src/store/ports.ts';
import { allEntryTypes, allViews } from '../../src/service/book-definition.ts';
import { memoryStore } from '../support/memory-store.ts';
import { jobOf, planOf, SmallNight } from './small-night.ts';

/** The first pages of the night's book as another store has them: a backup that came back. */
async function restored(night: SmallNight, pages: number) {
  const store = { ...memoryStore(), blobs: night.store.blobs };
  await store.pages.bookId(night.ledger.book);
  const generation = await store.views.begin();
  for await (const stored of night.store.pages.pages(1, pages)) {
    const number = Number(stored._id.slice(-12));
    const write: PageWrite = { number, leaf: leafOf(stored.body).toString('hex'), stored, puts: [] };
    await store.pages.append([write], generation);
  }
  return openLedger({
    ...{ store, views: allViews, entryTypes: allEntryTypes, clock: night.clock },
    ...{ estate: 'test', kind: 'rehearsal', home: 'here', guard: () => undefined },
  });
}

describe('a run of a book that came back from a backup', () => {
  it('finds the job that ran since by its correlator, and takes its end: the job is not run again', async () => {
    const night = await new SmallNight(planOf([jobOf('030')])).open();
    const started = night.ledger.head();
    await night.engine();
    await night.completed();
    await night.stop();
    night.engines = [];
    night.ledger = await restored(night, started);
    const data = { size: 9, root: 'ab', unknown: 1, by: 'admin', reason: 'disk' };
    await night.ledger.commit({
      actor: { kind: 'person', id: 'admin' },
      decide: () => [{ stream: 'book', type: 'book.restored/1', data }],
    });
    expect((await night.step('030')).attempts).toEqual([]);
    await night.engine();
    await night.completed();
    expect([...night.zosmf.ran().values()]).toEqual([1]);
    expect(night.zosmf.jobs.filter(({ owner }) => owner === night.zosmf.user)).toHaveLength(1);
    expect((await night.step('030')).attempts).toMatchObject([{ number: 1, state: 'ended', end: 'passed' }]);
    await night.stop();
  });

  it('does so too where nobody could notice the backup: it was under way when the engine was taken', async () => {
    const night = await new SmallNight(planOf([jobOf('030')])).open();
    const started = night.ledger.head();
    await night.engine();
    await night.completed();
    await night.stop();
    night.engines = [];
    night.ledger = await restored(night, started);
    await night.engine();
    await night.completed();
    expect([...night.zosmf.ran().values()]).toEqual([1]);
    await night.stop();
  });

  it('submits a job once where jobs start as they are submitted and none of the attempt is found', async () => {
    const night = new SmallNight(planOf([jobOf('030')]));
    night.submit = 'non-strict';
    await night.open();
    const data = { size: 9, root: 'ab', unknown: 1, by: 'admin', reason: 'disk' };
    await night.ledger.commit({
      actor: { kind: 'person', id: 'admin' },
      decide: () => [{ stream: 'book', type: 'book.restored/1', data }],
    });
    await night.engine();
    await night.completed();
    expect([...night.zosmf.ran().values()]).toEqual([1]);
    expect(night.zosmf.asked.some((call) => call.startsWith('find '))).toBe(true);
    await night.stop();
  });
});
