import type { Attributes, DataSetEntry } from './data-sets.ts';
import type { Body } from './bodies.ts';
import type { Directory } from './directory.ts';
import type { Extent } from './volumes.ts';
import type { StoredCluster } from './vsam-stored.ts';

export interface StoredDataSet {
  /** Stays the same under every name. */
  readonly id: number;
  dsname: string;
  attributes: Attributes;
  volume: string;
  created: number;
  referenced: number;
  extents: readonly Extent[];
  /** Tracks taken by content that a PDS no longer points to, until it is compressed. */
  deadTracks: number;
  /** Content of a sequential data set. */
  body: Body | undefined;
  /** What a VSAM cluster has besides. */
  cluster?: StoredCluster;
  directory: Directory;
}

/** A data set as one value of the disk; members and content lie in rooms of their own. */
export interface KeptDataSet extends Omit<StoredDataSet, 'id' | 'directory'> {
  body: Body | undefined;
}

export const migratedVolumes: readonly string[] = ['MIGRAT', 'MIGRA2'];

export const allocatedTracks = ({ extents }: StoredDataSet) => extents.reduce((sum, { tracks }) => sum + tracks, 0);

/** Tracks of content that something still points to. */
export const liveTracks = ({ body, directory }: StoredDataSet) => (body?.tracks ?? 0) + directory.tracks;

export const entryOf = (
  { dsname, attributes, volume, created, referenced, cluster }: StoredDataSet,
  catalogued: boolean,
): DataSetEntry => ({
  ...{ dsname, attributes, volume, created, referenced, catalogued },
  migrated: migratedVolumes.includes(volume),
  ...(cluster === undefined ? {} : { vsam: { cluster: dsname, part: 'CLUSTER' as const } }),
});
