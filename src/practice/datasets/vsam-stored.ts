import type { ClusterDefinition } from './vsam.ts';

/** What is kept of a cluster besides its label. */
export interface StoredCluster {
  readonly definition: ClusterDefinition & { dataName: string };
  readonly records: number;
  readonly bytes: number;
  readonly inserted: number;
  readonly updated: number;
  readonly deleted: number;
  /** Relative byte address of the next record of an ESDS. */
  readonly nextAddress: number;
}

export const emptyCluster = { records: 0, bytes: 0, inserted: 0, updated: 0, deleted: 0, nextAddress: 0 };

export const intervalsPerTrack = 12;
export const defaultInterval = 4096;

/** Tracks of so much content, by control intervals of 4 KB. */
export const clusterTracks = (bytes: number) => Math.ceil(bytes / defaultInterval) / intervalsPerTrack;
