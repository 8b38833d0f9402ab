import type { Db } from 'mongodb';
import type { Store } from '../ports.ts';
import { mongoBlobs } from './blobs.ts';
import { mongoCell } from './cell.ts';
import { answered } from './answers.ts';
import { connectTo } from './connection.ts';
import { Meta } from './meta.ts';
import { MongoPages } from './pages.ts';
import { MongoViews } from './views.ts';

export interface MongoOptions {
  /** Told once when the server is no replica set. */
  readonly onTrial?: (message: string) => void;
}

/**
 * Opens the store of one book in one MongoDB database; it connects on first use. Several instances may share it.
 *
 * @param url `mongodb://` or `mongodb+srv://` address; its path names the database, `lockstep` where it names none
 */
export function openMongoStore(url: string, { onTrial = () => undefined }: MongoOptions = {}): Store {
  const connection = connectTo(url, onTrial);
  const { client, db } = connection;
  const meta = new Meta(connection);
  const pages = new MongoPages(connection, meta);
  const views = new MongoViews(connection, meta, () => pages.prepare());
  return {
    ...{ kind: 'mongodb', pages, views, blobs: mongoBlobs(connection), cell: mongoCell(connection) },
    clock: () => serverTime(db),
    close: () => client.close(),
  };
}

/** What the primary's clock says (the `hello` command answers it as `localTime`). */
async function serverTime(db: Db): Promise<number | undefined> {
  const { localTime } = await answered(db.command({ hello: 1 }));
  return localTime instanceof Date ? localTime.getTime() : undefined;
}
