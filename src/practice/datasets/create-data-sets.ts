import type { Clock } from '../../shared/clock.ts';
import { generationGroups } from '../catalog/generations.ts';
import { matchesLevel } from '../catalog/name-mask.rules.ts';
import { compareEbcdic } from '../codepages/code-page.ts';
import type { Disk } from '../disk/disk.ts';
import { allocator } from './allocation.ts';
import type { Volume } from './allocation.ts';
import { contentOf } from './content.ts';
import { DataSetError } from './data-sets.ts';
import type { DataSets } from './data-sets.ts';
import { directories } from './directories.ts';
import { existing, openShelf } from './shelf.ts';
import { entryOf } from './stored.ts';
import type { StoredDataSet } from './stored.ts';

/** The catalog and the disks of one practice system, read from `disk` and kept there. */
export function createDataSets(parts: { disk: Disk; clock: Clock; volumes: readonly Volume[] }): DataSets {
  const { disk, clock, volumes } = parts;
  const shelf = openShelf(disk);
  const space = allocator(shelf, volumes);
  const groups = generationGroups(disk, (dsname) => shelf.discard(dsname));
  return {
    create(dsname, attributes, _user, volume) {
      if (shelf.dataSets.has(dsname)) throw new DataSetError({ kind: 'exists', dsname });
      const now = clock.now();
      const allocation = space.allocate(dsname, attributes, volume);
      const made: StoredDataSet = {
        ...{ dsname, attributes, created: now, referenced: now, deadTracks: 0, body: undefined, directory: new Map() },
        ...allocation,
      };
      shelf.keep(made);
      return entryOf(made);
    },
    find(dsname) {
      const found = shelf.dataSets.get(dsname);
      return found === undefined ? undefined : entryOf(found);
    },
    list(mask) {
      const matches = matchesLevel(mask);
      const names = [...shelf.dataSets.values()].filter(({ dsname }) => matches(dsname));
      return names.sort((left, right) => compareEbcdic(left.dsname, right.dsname)).map(entryOf);
    },
    remove(dsname) {
      existing(shelf, dsname);
      shelf.discard(dsname);
      groups.forget(dsname);
    },
    rename(from, to) {
      const dataSet = existing(shelf, from);
      if (shelf.dataSets.has(to)) throw new DataSetError({ kind: 'exists', dsname: to });
      shelf.keep({ ...dataSet, dsname: to });
      shelf.dataSets.delete(from);
      disk.remove('data-sets', from);
      groups.forget(from);
    },
    ...groups.port,
    ...directories(shelf),
    ...contentOf(shelf, space, clock),
  };
}
