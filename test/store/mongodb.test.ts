import { describe } from '@jest/globals';
import { mongodbUrl, openTemporary, temporaryDatabase } from '../support/mongodb.ts';
import { storeConformance } from './conformance.ts';
import { lostDatabaseConformance } from './lost-database.ts';
import { queryConformance } from './query-conformance.ts';
import { sharedBookConformance } from './shared-book.ts';

const describeMongo = mongodbUrl === undefined ? describe.skip : describe;

describeMongo('the MongoDB store (LOCKSTEP_TEST_MONGODB_URL names the server)', () => {
  storeConformance(openTemporary);
  sharedBookConformance(temporaryDatabase);
  describe('a database that is lost for a moment', () => lostDatabaseConformance(mongodbUrl ?? ''));
  describe('queries', () => queryConformance(openTemporary, { runs: 60 }));
});
