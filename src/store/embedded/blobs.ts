import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import type { Chance } from '../../shared/ids.ts';
import type { BlobStore } from '../ports.ts';

const compress = promisify(gzip);
const expand = promisify(gunzip);

/** Blobs as compressed files named by digest: temporary name, fsync, rename, fsync of the folder. */
export function fileBlobs(folder: string, chance: Chance): BlobStore {
  const placeOf = (digest: string) => ({
    parent: join(folder, digest.slice(0, 2)),
    path: join(folder, digest.slice(0, 2), digest),
  });
  return {
    async put(digest, content) {
      const { parent, path } = placeOf(digest);
      await mkdir(parent, { recursive: true });
      if (!(await syncIfThere(path))) {
        const temporary = `${path}.${chance.uuid()}`;
        await writeSynced(temporary, await compress(content)).catch(async (error: unknown) => {
          await rm(temporary, { force: true });
          throw error;
        });
        await rename(temporary, path);
      }
      await syncFolder(parent);
      await syncFolder(folder);
    },
    async get(digest) {
      try {
        return await expand(await readFile(placeOf(digest).path));
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
        throw error;
      }
    },
  };
}

async function writeSynced(path: string, content: Uint8Array): Promise<void> {
  const file = await open(path, 'wx');
  try {
    await file.writeFile(content);
    await file.datasync();
  } finally {
    await file.close();
  }
}

/** A file that is there already may still wait in a cache: it is synced before anyone relies on it. */
async function syncIfThere(path: string): Promise<boolean> {
  try {
    const file = await open(path, 'r+');
    await file.datasync().finally(() => file.close());
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
    throw error;
  }
}

async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r');
  await folder.sync().finally(() => folder.close());
}
