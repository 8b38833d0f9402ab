import { DataSetError } from './data-sets.ts';
import type { Attributes } from './data-sets.ts';
import { directoryTracks, mostExtents } from './space.rules.ts';
import { SpaceMap } from './space-map.ts';
import { allocatedTracks } from './stored.ts';
import type { StoredDataSet } from './stored.ts';
import type { Extent, VolumeSpace } from './volumes.ts';

export interface Volume {
  serial: string;
  tracks: number;
  /** False: only a request that names the volume gets space there, as long as there are others. */
  sms?: boolean;
}

/** A primary quantity may take so many pieces (z/OS DFSMSdfp Advanced Services, DADSM allocate). */
const primaryPieces = 5;

/** Space on the volumes: a primary quantity goes to the volume with the most room. */
export class Allocator {
  private readonly maps: readonly SpaceMap[];
  private readonly full = new Set<string>();
  private readonly named: ReadonlySet<string>;

  constructor(volumes: readonly Volume[], dataSets: Iterable<StoredDataSet>) {
    const taken = new Map<string, Extent[]>(volumes.map(({ serial }) => [serial, []]));
    for (const { extents } of dataSets) for (const extent of extents) taken.get(extent.volume)?.push(extent);
    this.maps = volumes.map(({ serial, tracks }) => new SpaceMap(serial, tracks, taken.get(serial)));
    const apart = volumes.filter(({ sms }) => sms === false).map(({ serial }) => serial);
    this.named = new Set(apart.length === volumes.length ? [] : apart);
  }

  spaces(): readonly VolumeSpace[] {
    return this.maps.map(({ serial, tracks, freeTracks }) => ({
      ...{ serial, deviceType: '3390' as const, tracks },
      freeTracks: this.full.has(serial) ? 0 : freeTracks,
    }));
  }

  /** @throws DataSetError `no-volume` */
  demandVolume(serial: string, dsname = ''): void {
    if (!this.maps.some((map) => map.serial === serial))
      throw new DataSetError({ kind: 'no-volume', dsname, volume: serial });
  }

  setFull(serial: string, full: boolean): void {
    this.demandVolume(serial);
    if (full) this.full.add(serial);
    else this.full.delete(serial);
  }

  /** @throws DataSetError `no-space` with 0 extents when no volume can hold the primary quantity */
  allocate(
    dsname: string,
    { primary }: Pick<Attributes, 'primary'>,
    volume?: string,
    without: ReadonlySet<string> = new Set(),
  ): Pick<StoredDataSet, 'volume' | 'extents'> {
    const candidates = this.maps
      .filter(({ serial }) => !without.has(serial))
      .filter(
        ({ serial }) =>
          (volume === undefined ? !this.named.has(serial) : serial === volume) &&
          (primary === 0 || !this.full.has(serial)),
      )
      .sort((a, b) => b.freeTracks - a.freeTracks);
    for (const map of candidates) {
      const extents = map.take(primary, primaryPieces);
      if (extents !== undefined) return { volume: map.serial, extents };
    }
    throw new DataSetError({ kind: 'no-space', dsname, extents: 0 });
  }

  /**
   * Grows the data set for this much content in all, one secondary quantity at a time.
   *
   * @throws DataSetError `no-space` when the limit of extents, the volume, or a secondary quantity of 0 forbids it; then
   *   nothing is changed
   */
  grow(dataSet: StoredDataSet, contentTracks: number): void {
    const { attributes, extents, dsname } = dataSet;
    const needed = contentTracks + directoryTracks(attributes);
    let tracks = allocatedTracks(dataSet);
    if (tracks >= needed) return;
    const map = this.maps.find(({ serial }) => serial === dataSet.volume);
    const added: Extent[] = [];
    while (tracks < needed) {
      const left = mostExtents(attributes) - extents.length - added.length;
      const more =
        map === undefined || attributes.secondary === 0 || left <= 0 || this.full.has(map.serial)
          ? undefined
          : map.take(attributes.secondary, left);
      if (more === undefined) {
        map?.give(added);
        throw new DataSetError({ kind: 'no-space', dsname, extents: extents.length });
      }
      added.push(...more);
      tracks += attributes.secondary;
    }
    dataSet.extents = [...extents, ...added];
  }

  give(extents: readonly Extent[]): void {
    for (const extent of extents) this.maps.find(({ serial }) => serial === extent.volume)?.give([extent]);
  }
}
