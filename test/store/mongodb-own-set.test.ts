import { afterAll, describe, expect, it } from '@jest/globals';
import { openTemporary, temporaryDatabase } from '../support/mongodb.ts';
import { ReplicaSet } from '../support/replica-set/replica-set.ts';
import { storeConformance } from './conformance.ts';
import { lostDatabaseConformance } from './lost-database.ts';
import { queryConformance } from './query-conformance.ts';
import { sharedBookConformance } from './shared-book.ts';

const set = await ReplicaSet.start();
const primary = await set.elected();
afterAll(() => set[Symbol.asyncDispose]());

describe('the MongoDB store on our own replica set', () => {
  storeConformance(() => openTemporary(set.url()));
  sharedBookConformance(() => temporaryDatabase(set.url()));
  describe('a database that is lost for a moment', () => lostDatabaseConformance(set.directUrl(primary)));
  it('keeps nothing of what an instance that stood still puts into views that were dropped meanwhile', async () => {
    await using database = temporaryDatabase(set.url());
    const [store, slow] = [database.open(), database.open()];
    const things = { name: 'things', indexes: {} };
    for (const each of [store, slow]) await each.views.declare([things]);
    const old = await store.views.begin();
    await store.views.serve(old, 'v1');
    const applied = slow.views.applied.bind(slow.views);
    slow.views.applied = async (generation) => {
      const standing = await applied(generation);
      const next = await store.views.begin();
      await store.views.serve(next, 'v2');
      await store.views.dropBefore(next);
      return standing;
    };
    const put = { view: 'things', key: 'a', text: '{"text":"anna is ill"}' };
    const fold = slow.views.fold(old, [{ number: 1, leaf: 'f'.repeat(64), puts: [put] }]);
    await expect(fold).rejects.toMatchObject({ code: 'ledger.behind' });
    expect(await store.views.get(old, 'things', 'a')).toBeUndefined();
    const left: unknown[] = [];
    for await (const document of store.views.documents(old)) left.push(document);
    expect(left).toEqual([]);
  });

  describe('queries', () => queryConformance(() => openTemporary(set.url()), { runs: 8 }));
});
