import { spawnSync } from 'node:child_process';
import { closeSync, existsSync, fstatSync, openSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { LockstepError } from '../../shared/errors.ts';

/** Where a meta page of LMDB's data format 2 keeps what is read here; bytes from its start. */
const place = { magic: 24, pageBytes: 48, lastPage: 144, transaction: 152, end: 160 };
const magic = 0xbeefc0de;

const reader = fileURLToPath(new URL('./reading-process.mjs', import.meta.url));

/**
 * Refuses a database whose file was cut short: LMDB maps the file into memory, and a process that reads behind its end
 * is killed. A file may be shorter than its header says and whole all the same, because the last pages of a transaction
 * may be free ones; then all of it is read in a process of its own first.
 *
 * @throws {LockstepError} `ledger.damaged`
 */
export function refuseCutShort(folder: string): void {
  const path = join(folder, 'data.mdb');
  if (!existsSync(path)) return;
  const file = openSync(path, 'r');
  try {
    const { size } = fstatSync(file);
    if (size === 0 || size >= sizeSaid(file, path)) return;
  } finally {
    closeSync(file);
  }
  const { status } = spawnSync(process.execPath, [reader, folder], { stdio: 'ignore' });
  if (status !== 0) throw damaged(path, 'it was cut short');
}

function sizeSaid(file: number, path: string): number {
  const first = metaAt(file, 0);
  if (first === undefined) throw damaged(path, 'it has no header');
  const second = metaAt(file, first.pageBytes);
  const newest = second !== undefined && second.transaction > first.transaction ? second : first;
  return (newest.lastPage + 1) * newest.pageBytes;
}

function metaAt(file: number, position: number) {
  const bytes = Buffer.alloc(place.end);
  if (readSync(file, bytes, 0, place.end, position) < place.end) return undefined;
  if (bytes.readUInt32LE(place.magic) !== magic) return undefined;
  return {
    pageBytes: bytes.readUInt32LE(place.pageBytes),
    lastPage: Number(bytes.readBigUInt64LE(place.lastPage)),
    transaction: bytes.readBigUInt64LE(place.transaction),
  };
}

function damaged(path: string, why: string): LockstepError {
  return new LockstepError(
    'ledger.damaged',
    `${path} is not whole: ${why}; restore a backup, and see docs/restore.md`,
    {
      path,
    },
  );
}
