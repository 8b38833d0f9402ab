import { afterAll, describe } from '@jest/globals';
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
  describe('queries', () => queryConformance(() => openTemporary(set.url()), { runs: 8 }));
});
