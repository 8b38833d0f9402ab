import type { Attributes, DataSetEntry, LoadAttributes, Member, MemberStatistics } from './data-sets.ts';

/** Content as one piece on disk: several directory entries may point to it. */
export interface Body {
  readonly id: number;
  readonly records: readonly Buffer[];
  /** Tracks, with fractions. */
  readonly tracks: number;
}

export interface StoredMember extends Member {
  readonly body: Body;
}

export interface StoredDataSet {
  dsname: string;
  attributes: Attributes;
  volume: string;
  created: number;
  referenced: number;
  allocatedTracks: number;
  extents: number;
  /** Tracks taken by content that a PDS no longer points to, until it is compressed. */
  deadTracks: number;
  /** Content of a sequential data set. */
  body: Body | undefined;
  directory: Map<string, StoredMember>;
}

/** A data set as one value of the disk; bodies lie in a room of their own. */
export interface KeptDataSet extends Omit<StoredDataSet, 'body' | 'directory'> {
  body: number | undefined;
  directory: { name: string; body: number; aliasOf?: string; statistics?: MemberStatistics; load?: LoadAttributes }[];
}

export interface KeptBody {
  records: Uint8Array[];
  tracks: number;
}

export const entryOf = ({ dsname, attributes, volume, created, referenced }: StoredDataSet): DataSetEntry => ({
  dsname,
  attributes,
  volume,
  created,
  referenced,
});

export const memberOf = ({ body: _, ...member }: StoredMember): Member => member;

export function bodiesOf(dataSet: StoredDataSet): Set<Body> {
  const bodies = new Set([...dataSet.directory.values()].map((member) => member.body));
  if (dataSet.body !== undefined) bodies.add(dataSet.body);
  return bodies;
}
