import { MongoClient } from 'mongodb';
import { openMongoStore } from '../../src/store/mongo/mongo-store.ts';
import type { Store } from '../../src/store/ports.ts';

/** Server of the MongoDB tests; where it is not set they are skipped, and say so. */
export const mongodbUrl = process.env['LOCKSTEP_TEST_MONGODB_URL'];

let databases = 0;

/** A database of its own on a server, gone after the test; `open` gives one more instance over it. */
export function temporaryDatabase(server = mongodbUrl ?? '') {
  const [, hosts = '', options = ''] = /^(mongodb(?:\+srv)?:\/\/[^/?]+)[^?]*(\?.*)?$/.exec(server) ?? [];
  const url = `${hosts}/lockstep-test-${process.pid}-${Date.now()}-${databases++}${options}`;
  const opened: Store[] = [];
  return {
    url,
    open(): Store {
      const store = openMongoStore(url);
      opened.push(store);
      return store;
    },
    async [Symbol.asyncDispose]() {
      for (const store of opened) await store.close();
      const client = new MongoClient(url);
      await client.db().dropDatabase();
      await client.close();
    },
  };
}

/** A store in a database of its own on a server. */
export function openTemporary(server?: string) {
  const database = temporaryDatabase(server);
  return Promise.resolve({
    store: database.open(),
    [Symbol.asyncDispose]: () => database[Symbol.asyncDispose](),
  });
}
