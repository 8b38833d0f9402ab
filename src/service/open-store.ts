import { join } from 'node:path';
import type { BookConfig } from '../config/read-config.ts';
import { openEmbeddedStore } from '../store/embedded/embedded-store.ts';
import type { Store } from '../store/ports.ts';

/** The store that the configuration names: MongoDB by its address, else the embedded one in the data folder. */
export function openStore(config: BookConfig): Store {
  return openEmbeddedStore(join(config.dataFolder, 'store'));
}
