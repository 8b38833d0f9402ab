import type { Clock } from '../../shared/clock.ts';
import { createCatalog } from '../catalog/create-catalog.ts';
import { generationGroups } from '../catalog/generations.ts';
import { literalPrefix, matchesLevel } from '../catalog/name-mask.rules.ts';
import { compareEbcdic } from '../codepages/code-page.ts';
import type { Disk } from '../disk/disk.ts';
import { Allocator } from './allocation.ts';
import type { Volume } from './allocation.ts';
import { contentOf } from './content.ts';
import type { DataSetEntry, DataSets } from './data-sets.ts';
import { directories } from './directories.ts';
import { labels } from './labels.ts';
import { Migrations, isMigrated } from './migration.ts';
import { existing, Shelf } from './shelf.ts';
import type { View } from './shelf.ts';
import { entryOf } from './stored.ts';
import type { StoredDataSet } from './stored.ts';
import { Clusters } from './vsam-clusters.ts';

/** The catalog and the disks of one practice system, read from `disk` and kept there. */
export function createDataSets(parts: { disk: Disk; clock: Clock; volumes: readonly Volume[] }): DataSets {
  const { disk, clock, volumes } = parts;
  const shelf = new Shelf(disk);
  const space = new Allocator(volumes, shelf.all());
  const migrations = new Migrations(shelf, space, clock);
  const { used } = migrations;
  const clusters = new Clusters({ disk, shelf, space, clock, used });
  const scratch = (dsname: string): void => {
    if (catalogView.find(dsname) !== undefined) own.remove(dsname);
  };
  const groups = generationGroups(disk, scratch);
  const catalog = createCatalog(shelf, { ...groups.port, forget: groups.forget });
  const catalogView: View = { serial: undefined, find: (dsname) => catalogued(shelf, dsname) };
  const views = new Map<string, DataSets>();

  const onVolume = (serial: string): DataSets => {
    space.demandVolume(serial);
    const known = views.get(serial);
    if (known !== undefined) return known;
    const made = portOf({ serial, find: (dsname) => shelf.onVolume(serial).get(dsname) });
    views.set(serial, made);
    return made;
  };
  const portOf = (view: View): DataSets => ({
    ...groups.port,
    ...catalog,
    vsam: clusters,
    ...labels({ shelf, space, clusters, clock, used, forget: groups.forget }, view),
    ...directories(shelf, view, used),
    ...contentOf({ shelf, space, clusters, clock, used }, view),
    onVolume,
    reclaim(generation) {
      const found = catalogView.find(generation);
      const group = groups.port.findGdg(generation.replace(/\.G\d{4}V\d\d$/, ''));
      if (found === undefined || group === undefined || group.generations.includes(generation)) return false;
      if (!shelf.isOlderThanIpl(found) || compareEbcdic(generation, group.generations.at(-1) ?? '') < 0) return false;
      own.remove(generation);
      return true;
    },
    volumes: () => space.spaces(),
    vtoc(serial) {
      space.demandVolume(serial);
      const found = [...shelf.onVolume(serial).values()].flatMap((one) =>
        inVtoc(one, catalogued(shelf, one.dsname) === one),
      );
      return found.sort((a, b) => compareEbcdic(a.dsname, b.dsname));
    },
    setVolumeFull: (serial, full) => space.setFull(serial, full),
    migrate: (dsname, level = 1) => migrations.migrate(existing(view, dsname), level),
    isMigrated(dsname) {
      const found = view.find(dsname);
      return found !== undefined && isMigrated(found);
    },
    recall: (dsname) => migrations.recall(existing(view, dsname)),
    setRecalls: (behaviour) => migrations.set(behaviour),
  });
  const own = portOf(catalogView);
  return { ...own, list: (mask) => listed(shelf, own, mask) };
}

/** Follows the catalog: an alias to its data set, a component to its cluster, an entry to its volume. */
function catalogued(shelf: Shelf, name: string) {
  let entry = shelf.entry(name);
  for (let turn = 0; entry?.related !== undefined && turn < 4; turn += 1) entry = shelf.entry(entry.related);
  return entry === undefined ? undefined : shelf.onVolume(entry.volumes[0] ?? '').get(entry.name);
}

/** What a table of contents has: of a cluster its components. */
function inVtoc(dataSet: StoredDataSet, isCatalogued: boolean): DataSetEntry[] {
  const entry = entryOf(dataSet, isCatalogued);
  if (dataSet.cluster === undefined) return [entry];
  const { dataName, indexName } = dataSet.cluster.definition;
  const data = { ...entry, dsname: dataName, vsam: { cluster: dataSet.dsname, part: 'DATA' as const } };
  if (indexName === undefined) return [data];
  return [data, { ...data, dsname: indexName, vsam: { cluster: dataSet.dsname, part: 'INDEX' as const } }];
}

function listed(shelf: Shelf, dataSets: DataSets, mask: string) {
  const matches = matchesLevel(mask);
  return shelf
    .entriesStartingWith(literalPrefix(mask))
    .filter((name) => matches(name) && shelf.entry(name)?.type !== 'ALIAS')
    .map((name) => dataSets.find(name))
    .filter((entry) => entry !== undefined);
}
