import { createWriteStream, renameSync, rmSync } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import type { Disk } from '../disk/disk.ts';
import { framesOf, magic } from './container.ts';

/**
 * The whole system as it is now, as bytes of a snapshot. It may run on: what changes while the bytes are read is not in
 * them. Jobs that run are in it as running, and have failed as after an IPL when it is loaded.
 */
export async function* snapshotBytes(disk: Disk): AsyncGenerator<Buffer> {
  await disk.committed();
  yield Buffer.from(magic, 'latin1');
  const packed = Readable.from(framesOf(disk.all()), { objectMode: false }).pipe(createGzip());
  for await (const chunk of packed) yield chunk as Buffer;
}

/** Writes a snapshot into a file, which is there whole or not at all. */
export async function saveSnapshot(disk: Disk, file: string): Promise<void> {
  const unfinished = `${file}.unfinished`;
  try {
    await pipeline(snapshotBytes(disk), createWriteStream(unfinished, { mode: 0o600 }));
    renameSync(unfinished, file);
  } finally {
    rmSync(unfinished, { force: true });
  }
}
