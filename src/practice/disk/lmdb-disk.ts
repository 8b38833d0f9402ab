import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { open } from 'lmdb';
import type { Disk } from './disk.ts';

/** Opens or creates the practice system's folder. */
export function lmdbDisk(folder: string): Disk {
  mkdirSync(folder, { recursive: true });
  const database = open<unknown, [string, string]>({ path: join(folder, 'practice.lmdb') });
  let failure: unknown;
  const note = (written: Promise<boolean>) =>
    void written.catch((error: unknown) => {
      failure ??= error;
    });
  return {
    entries: (room) =>
      Array.from(
        database.getRange({ start: [room, ''], end: [room, '\uffff'] }),
        ({ key, value }) => [key[1], value] as const,
      ),
    put: (room, key, value) => note(database.put([room, key], value)),
    remove: (room, key) => note(database.remove([room, key])),
    async close() {
      await database.flushed;
      await database.close();
      if (failure !== undefined)
        throw failure instanceof Error ? failure : new Error('the practice folder cannot be written');
    },
  };
}
