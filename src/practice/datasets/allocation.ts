import { DataSetError } from './data-sets.ts';
import type { Attributes } from './data-sets.ts';
import { directoryTracks, extend } from './space.rules.ts';
import type { Shelf } from './shelf.ts';
import type { StoredDataSet } from './stored.ts';

export interface Volume {
  serial: string;
  tracks: number;
}

export interface Allocator {
  /** @throws DataSetError `no-space` with 0 extents when no volume can hold the primary quantity */
  allocate(
    dsname: string,
    attributes: Attributes,
    volume?: string,
  ): Pick<StoredDataSet, 'volume' | 'allocatedTracks' | 'extents'>;
  /** Grows the data set for this much content in all. @throws DataSetError `no-space`; then nothing is changed */
  grow(dataSet: StoredDataSet, contentTracks: number): void;
}

/** Space on the volumes: a primary quantity goes to the volume with the most room. */
export function allocator(shelf: Shelf, volumes: readonly Volume[]): Allocator {
  const free = ({ serial, tracks }: Volume) => {
    let left = tracks;
    for (const dataSet of shelf.dataSets.values()) if (dataSet.volume === serial) left -= dataSet.allocatedTracks;
    return left;
  };
  return {
    allocate(dsname, attributes, volume) {
      const wanted = volumes
        .filter(({ serial }) => volume === undefined || serial === volume)
        .map((candidate) => ({ serial: candidate.serial, left: free(candidate) }))
        .filter(({ left }) => left >= attributes.primary)
        .sort((a, b) => b.left - a.left)[0];
      if (wanted === undefined) throw new DataSetError({ kind: 'no-space', dsname, extents: 0 });
      return { volume: wanted.serial, allocatedTracks: attributes.primary, extents: attributes.primary === 0 ? 0 : 1 };
    },
    grow(dataSet, contentTracks) {
      const { dsname, attributes, allocatedTracks, extents } = dataSet;
      const volume = volumes.find(({ serial }) => serial === dataSet.volume);
      const needed = contentTracks + directoryTracks(attributes);
      const grown = extend(
        { tracks: allocatedTracks, extents },
        needed,
        attributes,
        volume === undefined ? Infinity : free(volume),
      );
      if (grown === undefined) throw new DataSetError({ kind: 'no-space', dsname, extents });
      dataSet.allocatedTracks = grown.tracks;
      dataSet.extents = grown.extents;
    },
  };
}
