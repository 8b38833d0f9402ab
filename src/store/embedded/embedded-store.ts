import { mkdirSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { chance as realChance, type Chance } from '../../shared/ids.ts';
import type { Store } from '../ports.ts';
import { fileBlobs } from './blobs.ts';
import { refuseCutShort } from './cut-short.ts';
import { lockFolder } from './folder-lock.ts';
import { openLayout } from './layout.ts';
import { refuseNetworkFolder, syncNamesIn } from './local-disk.ts';
import { embeddedPages } from './pages.ts';
import { embeddedViews } from './views.ts';
import { WriterClient } from './writer-client.ts';

/**
 * Opens the embedded store in a folder of a local disk (LMDB is unsafe on network file systems). One process at a time.
 *
 * @throws {LockstepError} `store.folder-taken` when another process has the folder, `store.folder-unfit` on a network
 *   file system, `ledger.damaged` where its file was cut short
 */
export function openEmbeddedStore(folder: string, chance: Chance = realChance): Store {
  const lock = lockFolder(folder);
  try {
    refuseNetworkFolder(folder);
    return openLocked(folder, { lock, chance });
  } catch (error) {
    lock.release();
    throw error;
  }
}

function openLocked(folder: string, { lock, chance }: { lock: { release(): void }; chance: Chance }): Store {
  const blobFolder = join(folder, 'blobs');
  mkdirSync(blobFolder, { recursive: true });
  refuseCutShort(join(folder, 'book'));
  const layout = openLayout(join(folder, 'book'));
  for (const made of [join(folder, 'book'), folder, dirname(resolve(folder))]) syncNamesIn(made);
  const writer = new WriterClient(join(folder, 'book'));
  return {
    kind: 'embedded',
    pages: embeddedPages({ layout, writer }),
    views: embeddedViews({ layout, writer }),
    blobs: fileBlobs(blobFolder, chance),
    cell: {
      get: (name) => Promise.resolve(layout.meta.get(`cell:${name}`)),
      async swap(name, expected, next) {
        const swapped = await writer.ask({ kind: 'swap', name, expected, next });
        layout.root.resetReadTxn();
        return swapped === true;
      },
    },
    ended: () => writer.ended(),
    async close() {
      await writer.close();
      await layout.root.close();
      lock.release();
    },
  };
}
