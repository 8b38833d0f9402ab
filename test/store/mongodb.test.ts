import { describe } from '@jest/globals';
import { mongodbUrl, temporaryDatabase } from '../support/mongodb.ts';
import { type OpenedStore, storeConformance } from './conformance.ts';
import { lostDatabaseConformance } from './lost-database.ts';
import { sharedBookConformance } from './shared-book.ts';
import { queryConformance } from './query-conformance.ts';

function openMongo(): Promise<OpenedStore> {
  const database = temporaryDatabase();
  return Promise.resolve({
    store: database.open(),
    [Symbol.asyncDispose]: () => database[Symbol.asyncDispose](),
  });
}

const describeMongo = mongodbUrl === undefined ? describe.skip : describe;

describeMongo('the MongoDB store (LOCKSTEP_TEST_MONGODB_URL names the server)', () => {
  storeConformance(openMongo);
  sharedBookConformance(temporaryDatabase);
  describe('a database that is lost for a moment', () => lostDatabaseConformance(mongodbUrl ?? ''));
  describe('queries', () => queryConformance(openMongo, { runs: 60 }));
});
