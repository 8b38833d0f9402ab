import { existsSync } from 'node:fs';
import type { Clock } from '../../shared/clock.ts';
import { LockstepError } from '../../shared/errors.ts';
import { createDataSets } from '../datasets/create-data-sets.ts';
import type { DataSets } from '../datasets/data-sets.ts';
import { databaseFile, lmdbDisk, ownFolder } from '../disk/lmdb-disk.ts';
import { readSite } from '../site/read-site.ts';
import type { Site } from '../site/site.schema.ts';
import { exportFolder } from './export-folder.ts';
import type { Exported } from './export-folder.ts';
import { importFolder } from './import-folder.ts';
import type { Imported } from './import-folder.ts';
import { saveSnapshot } from './save-snapshot.ts';

interface OfFolder {
  /** Where the practice system keeps its state. */
  readonly folder: string;
  /** A checked site or the path of a site file: its volumes give the space. */
  readonly site: Site | string;
  readonly clock: Clock;
}

/** Saves the system in a folder; it may run meanwhile. @throws {LockstepError} `config.invalid` when there is none */
export async function saveFolder(folder: string, file: string): Promise<void> {
  demandSystem(folder);
  const disk = lmdbDisk(folder);
  try {
    await saveSnapshot(disk, file);
  } finally {
    await disk.close();
  }
}

/** Brings plain files into a system that does not run, or that was never started. @throws {LockstepError} */
export const importFiles = (
  settings: OfFolder & { readonly files: string; readonly user: string },
): Promise<Imported> => withDataSets(settings, (dataSets) => importFolder(dataSets, settings.files, settings.user));

/** Writes the data sets of a system that does not run as plain files. @throws {LockstepError} */
export function exportFiles(
  settings: OfFolder & { readonly files: string; readonly mask?: string },
): Promise<Exported> {
  demandSystem(settings.folder);
  return withDataSets(settings, (dataSets) => exportFolder(dataSets, settings.files, settings.mask));
}

async function withDataSets<Result>(
  { folder, site, clock }: OfFolder,
  act: (dataSets: DataSets) => Result,
): Promise<Result> {
  const { volumes } = typeof site === 'string' ? readSite(site) : site;
  const disk = await ownFolder(folder);
  try {
    return act(createDataSets({ disk, clock, volumes }));
  } finally {
    await disk.close();
  }
}

function demandSystem(folder: string): void {
  if (!existsSync(databaseFile(folder)))
    throw new LockstepError('config.invalid', `${folder} holds no practice system`, { folder });
}
