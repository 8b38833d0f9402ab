import { join } from 'node:path';
import type { BookConfig } from '../config/read-config.ts';
import { openEmbeddedStore } from '../store/embedded/embedded-store.ts';
import { openMongoStore } from '../store/mongo/mongo-store.ts';
import type { Store } from '../store/ports.ts';

/**
 * The store that the configuration names: MongoDB by its address, else the embedded one in the data folder.
 *
 * @param warn is told what the operator should know of the store
 */
export function openStore(config: BookConfig, warn: (message: string) => void = () => undefined): Store {
  if (config.mongodbUrl !== undefined) return openMongoStore(config.mongodbUrl.reveal(), { onTrial: warn });
  return openEmbeddedStore(join(config.dataFolder, 'store'));
}
