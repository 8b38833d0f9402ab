import { MongoClient } from 'mongodb';
import { openMongoStore } from '../../src/store/mongo/mongo-store.ts';
import type { Store } from '../../src/store/ports.ts';

/** Server of the MongoDB tests; where it is not set they are skipped, and say so. */
export const mongodbUrl = process.env['LOCKSTEP_TEST_MONGODB_URL'];

let databases = 0;

/** A database of its own, gone after the test; `open` gives one more instance over it. */
export function temporaryDatabase() {
  const url = new URL(mongodbUrl ?? 'mongodb://not-set');
  url.pathname = `/lockstep-test-${process.pid}-${Date.now()}-${databases++}`;
  const opened: Store[] = [];
  return {
    url: url.href,
    open(): Store {
      const store = openMongoStore(url.href);
      opened.push(store);
      return store;
    },
    async [Symbol.asyncDispose]() {
      for (const store of opened) await store.close();
      const client = new MongoClient(url.href);
      await client.db().dropDatabase();
      await client.close();
    },
  };
}
