import type { Clock } from '../../shared/clock.ts';
import type { Allocator } from './allocation.ts';
import { DataSetError } from './data-sets.ts';
import type { Shelf } from './shelf.ts';
import { directoryTracks } from './space.rules.ts';
import { liveTracks, migratedVolumes } from './stored.ts';
import type { StoredDataSet } from './stored.ts';
import type { RecallBehaviour } from './volumes.ts';
import { clusterTracks } from './vsam-stored.ts';

const dayMs = 86_400_000;

/** Migration and recall: what is migrated lies on no volume, and its entry shows a pseudo volume. */
export class Migrations {
  private recalls: RecallBehaviour = { seconds: 0, fails: false };

  constructor(
    private readonly shelf: Shelf,
    private readonly space: Allocator,
    private readonly clock: Clock,
  ) {}

  set(behaviour: RecallBehaviour): void {
    this.recalls = behaviour;
  }

  /** Notes a use; a migrated data set comes back first. @throws DataSetError `recall-failed`, `no-space` */
  readonly used = (dataSet: StoredDataSet): void => {
    if (isMigrated(dataSet)) this.comeBack(dataSet);
    const now = this.clock.now();
    const isNewDay = Math.floor(now / dayMs) !== Math.floor(dataSet.referenced / dayMs);
    dataSet.referenced = now;
    if (isNewDay) this.shelf.keep(dataSet);
  };

  migrate(dataSet: StoredDataSet, level: 1 | 2): void {
    const volume = migratedVolumes[level - 1] ?? 'MIGRAT';
    if (dataSet.volume === volume) return;
    this.space.give(dataSet.extents);
    this.move(dataSet, { volume, extents: [] });
  }

  async recall(dataSet: StoredDataSet): Promise<void> {
    if (!isMigrated(dataSet)) return;
    if (this.recalls.seconds > 0) await this.clock.sleep(this.recalls.seconds * 1000);
    if (isMigrated(dataSet)) this.comeBack(dataSet);
  }

  private comeBack(dataSet: StoredDataSet): void {
    const { dsname, attributes, cluster } = dataSet;
    if (this.recalls.fails) throw new DataSetError({ kind: 'recall-failed', dsname });
    const content = cluster === undefined ? liveTracks(dataSet) : clusterTracks(cluster.bytes);
    const needed = Math.ceil(content + directoryTracks(attributes));
    this.move(dataSet, this.space.allocate(dsname, { primary: Math.max(attributes.primary, needed) }));
    dataSet.deadTracks = 0;
  }

  private move(dataSet: StoredDataSet, to: Pick<StoredDataSet, 'volume' | 'extents'>): void {
    this.shelf.take(dataSet);
    Object.assign(dataSet, to);
    this.shelf.keep(dataSet);
    const entry = this.shelf.entry(dataSet.dsname);
    const own = entry === undefined ? [] : [entry, ...this.shelf.relatedTo(dataSet.dsname)];
    for (const one of own) if (one.volumes.length > 0) this.shelf.putEntry({ ...one, volumes: [to.volume] });
  }
}

export const isMigrated = ({ volume }: StoredDataSet) => migratedVolumes.includes(volume);
