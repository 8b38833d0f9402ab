import { createReadStream, existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { createGunzip } from 'node:zlib';
import { LockstepError } from '../../shared/errors.ts';
import { holdFolder } from '../disk/folder-hold.ts';
import { databaseFile, lmdbDisk } from '../disk/lmdb-disk.ts';
import { damaged, entriesOf, magic } from './container.ts';
import type { SnapshotEntry } from './container.ts';

/** What is written between two commits while a snapshot is loaded: an entry counts as so many bytes at least. */
const batchBytes = 8_388_608;
const entryBytes = 2000;

/**
 * Makes the folder of a practice system from a snapshot. The system in the folder must not run. A damaged snapshot
 * changes nothing: it is read whole before the folder is touched.
 *
 * @param replace whether a system that is there may go
 * @returns number of entries
 * @throws {LockstepError} `request.invalid` for what is no snapshot, one of another form, or a damaged one;
 *   `config.invalid` when the folder has a system already, or one runs in it
 */
export async function loadSnapshot(file: string, folder: string, { replace = false } = {}): Promise<number> {
  if (!replace && existsSync(databaseFile(folder)))
    throw new LockstepError('config.invalid', `${folder} holds a practice system already`, { folder });
  const unfinished = join(folder, 'loading');
  mkdirSync(folder, { recursive: true });
  const hold = await holdFolder(folder);
  rmSync(unfinished, { recursive: true, force: true });
  try {
    const count = await fill(file, unfinished);
    rmSync(databaseFile(folder), { force: true });
    rmSync(`${databaseFile(folder)}-lock`, { force: true });
    renameSync(databaseFile(unfinished), databaseFile(folder));
    return count;
  } finally {
    rmSync(unfinished, { recursive: true, force: true });
    await hold.release();
  }
}

async function fill(file: string, folder: string): Promise<number> {
  const disk = lmdbDisk(folder);
  let [count, waiting] = [0, 0];
  try {
    for await (const [room, key, value] of snapshotEntries(file)) {
      disk.put(room, key, value);
      count += 1;
      waiting += value instanceof Uint8Array ? value.length + entryBytes : entryBytes;
      if (waiting < batchBytes) continue;
      await disk.committed();
      waiting = 0;
    }
  } finally {
    await disk.close();
  }
  return count;
}

/** @throws {LockstepError} `request.invalid` */
async function* snapshotEntries(file: string): AsyncGenerator<SnapshotEntry> {
  await demandMagic(file);
  const source = createReadStream(file, { start: magic.length });
  const unpacked = createGunzip();
  source.on('error', (error) => unpacked.destroy(error));
  yield* entriesOf(source.pipe(unpacked));
}

async function demandMagic(file: string): Promise<void> {
  if (!existsSync(file)) throw new LockstepError('config.invalid', `${file} does not exist`, { file });
  const parts: Buffer[] = [];
  for await (const part of createReadStream(file, { end: magic.length - 1 })) parts.push(part as Buffer);
  const found = Buffer.concat(parts).toString('latin1');
  if (found === magic) return;
  const words = magic.slice(0, magic.lastIndexOf(' '));
  if (found.startsWith(words))
    throw new LockstepError('request.invalid', `${file} is a snapshot of another form: ${found.trim()}`, { file });
  if (magic.startsWith(found)) throw damaged('it ends early');
  throw new LockstepError('request.invalid', `${file} is no snapshot of a practice system`, { file });
}
