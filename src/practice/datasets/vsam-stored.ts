import type { Cluster, ClusterDefinition } from './vsam.ts';
import { allocatedTracks } from './stored.ts';
import type { StoredDataSet } from './stored.ts';

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

const intervalsPerTrack = 12;
const defaultInterval = 4096;

/** Tracks of so much content, by control intervals of 4 KB. */
export const clusterTracks = (bytes: number) => Math.ceil(bytes / defaultInterval) / intervalsPerTrack;

export function clusterOf(dataSet: StoredDataSet, { definition, ...state }: StoredCluster): Cluster {
  const interval = definition.controlInterval ?? defaultInterval;
  return {
    ...definition,
    name: dataSet.dsname,
    shareOptions: definition.shareOptions ?? [1, 3],
    controlInterval: interval,
    freeSpace: definition.freeSpace ?? [0, 0],
    volume: dataSet.volume,
    created: dataSet.created,
    ...{ records: state.records, inserted: state.inserted, updated: state.updated, deleted: state.deleted },
    usedBytes: Math.ceil(state.bytes / interval) * interval,
    allocatedBytes: allocatedTracks(dataSet) * intervalsPerTrack * defaultInterval,
  };
}
