import { type Db, type DbOptions, MongoClient, type MongoClientOptions, ReadConcern } from 'mongodb';
import { Causal } from './causal.ts';

/** Milliseconds after which a write that no majority has confirmed is unknown, unless the address says otherwise. */
const confirmedWithinMs = 10_000;

/** Milliseconds that one exchange with a server may take, unless the address says otherwise. */
const exchangeWithinMs = 30_000;

/** Milliseconds to look for a primary before an answer is given up, unless the address says otherwise. */
const primaryWithinMs = 5_000;

export interface Connection {
  readonly client: MongoClient;
  readonly db: Db;
  readonly causal: Causal;
}

/**
 * Connects on first use. What the ledger rests on is not the address's to choose: every write waits for a majority with
 * its journal, every read is of majority-committed data, from the primary, and not
 * of less than was seen before.
 *
 * @param onTrial is told once when the server is no replica set: fit for a trial, never for production
 */
export function connectTo(url: string, onTrial: (message: string) => void): Connection {
  const says = (option: string) => url.includes(`${option}=`);
  const options: MongoClientOptions = {
    appName: 'lockstep',
    ...(says('serverSelectionTimeoutMS') ? {} : { serverSelectionTimeoutMS: primaryWithinMs }),
    ...(says('socketTimeoutMS') ? {} : { socketTimeoutMS: exchangeWithinMs }),
  };
  const client = new MongoClient(url, options);
  let told = false;
  client.on('topologyDescriptionChanged', ({ newDescription }) => {
    const alone = [...newDescription.servers.values()].some(({ type }) => type === 'Standalone');
    if (!alone || told) return;
    told = true;
    onTrial('the MongoDB server stands alone: fit for a trial; production needs a replica set of three members');
  });
  return { client, db: client.db(databaseIn(url), reliance(url)), causal: new Causal(client) };
}

/** Given to the database and not to the client: there an address could say `readConcernLevel=local` and be obeyed. */
const reliance = (url: string): DbOptions => ({
  readPreference: 'primary',
  readConcern: new ReadConcern('majority'),
  writeConcern: { w: 'majority', journal: true, wtimeoutMS: confirmedWithin(url) },
});

/** The driver takes a write concern as a whole from its options: what the address says of its time is read here. */
function confirmedWithin(url: string): number {
  const said = Number(/[?&]wtimeoutMS=(\d+)/i.exec(url)?.[1] ?? 0);
  return said > 0 ? said : confirmedWithinMs;
}

/** The database that the address names; `lockstep` where it names none. */
function databaseIn(url: string): string {
  const named = /^mongodb(?:\+srv)?:\/\/[^/]+\/([^?]+)/.exec(url)?.[1];
  return named === undefined ? 'lockstep' : decodeURIComponent(named);
}
