import { closeSync, fsyncSync, openSync, statfsSync } from 'node:fs';
import { LockstepError } from '../../shared/errors.ts';

/** Types of network file systems, as Linux gives them (statfs(2)). */
const networkFileSystems: ReadonlyMap<number, string> = new Map([
  [0x6969, 'NFS'],
  [0xff534d42, 'CIFS'],
  [0xfe534d42, 'SMB'],
  [0x517b, 'SMB'],
  [0x5346414f, 'AFS'],
  [0x00c36400, 'Ceph'],
]);

/** The network file system that a type of statfs(2) stands for; undefined for a local one. */
export const networkFileSystem = (type: number): string | undefined => networkFileSystems.get(type >>> 0);

/** @throws {LockstepError} `store.folder-unfit` where LMDB's locks and memory map cannot be relied on */
export function refuseNetworkFolder(folder: string): void {
  const name = networkFileSystem(statfsSync(folder).type);
  if (name === undefined) return;
  throw new LockstepError(
    'store.folder-unfit',
    `${folder} is on ${name}: the embedded store needs a local disk; for a shared book use MongoDB`,
    { folder },
  );
}

/** Makes the names in a folder durable: after a power cut a synced file under an unsynced name is not there. */
export function syncNamesIn(folder: string): void {
  const opened = openSync(folder, 'r');
  try {
    fsyncSync(opened);
  } finally {
    closeSync(opened);
  }
}
