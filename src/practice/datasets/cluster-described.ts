import { allocatedTracks } from './stored.ts';
import type { StoredDataSet } from './stored.ts';
import type { Cluster } from './vsam.ts';
import { defaultInterval, intervalsPerTrack } from './vsam-stored.ts';
import type { StoredCluster } from './vsam-stored.ts';

/** A cluster as LISTCAT shows it. */
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
