import type { Clock } from '../../shared/clock.ts';
import type { CatalogEntry } from '../catalog/catalog.ts';
import { compareEbcdic } from '../codepages/code-page.ts';
import { matchesLevel } from '../catalog/name-mask.rules.ts';
import type { Allocator } from './allocation.ts';
import { DataSetError } from './data-sets.ts';
import type { DataSetEntry, DataSets } from './data-sets.ts';
import { Directory } from './directory.ts';
import { existing } from './shelf.ts';
import type { Shelf, View } from './shelf.ts';
import { entryOf } from './stored.ts';
import type { StoredDataSet } from './stored.ts';
import type { Clusters } from './vsam-clusters.ts';

type LabelPart = Pick<DataSets, 'create' | 'find' | 'list' | 'remove' | 'rename' | 'relabel'>;

export interface LabelParts {
  shelf: Shelf;
  space: Allocator;
  clusters: Clusters;
  clock: Clock;
  /** Brings a migrated data set back and notes the use. */
  used: (dataSet: StoredDataSet) => void;
  /** Takes a name out of its group of generations. */
  forget: (dsname: string) => void;
}

/** Data sets as such: made, found, renamed and deleted, with their catalog entries where the view is the catalog. */
export function labels(parts: LabelParts, view: View): LabelPart {
  const { shelf, space, clock } = parts;
  return {
    create(dsname, attributes, _user, volume = view.serial) {
      if (attributes.dsorg === 'VS') throw new DataSetError({ kind: 'wrong-organisation', dsname, dsorg: 'VS' });
      demandFree(shelf, view, dsname);
      const now = clock.now();
      const made: StoredDataSet = {
        ...{ id: shelf.newId(), dsname, attributes, created: now, referenced: now, deadTracks: 0, body: undefined },
        ...{ directory: new Directory(), ...allocated(parts, dsname, attributes, volume) },
      };
      shelf.keep(made);
      if (view.serial === undefined) shelf.putEntry({ name: dsname, type: 'NONVSAM', volumes: [made.volume] });
      return described(shelf, made, dsname);
    },
    find(dsname) {
      const found = view.find(dsname);
      return found === undefined ? undefined : described(shelf, found, dsname);
    },
    list(mask) {
      const matches = matchesLevel(mask);
      const found = [...shelf.onVolume(view.serial ?? '').values()].filter(({ dsname }) => matches(dsname));
      return found.sort((a, b) => compareEbcdic(a.dsname, b.dsname)).map((one) => described(shelf, one, one.dsname));
    },
    remove(dsname) {
      const entry = view.serial === undefined ? shelf.entry(dsname) : undefined;
      if (entry !== undefined && entryAlone.has(entry.type)) {
        removeEntries(shelf, dsname);
        return;
      }
      const dataSet = existing(view, dsname);
      parts.clusters.discard(dataSet);
      space.give(dataSet.extents);
      shelf.discard(dataSet);
      if (view.serial === undefined) removeEntries(shelf, dataSet.dsname);
      if (view.serial === undefined) parts.forget(dsname);
    },
    rename(from, to) {
      const dataSet = existing(view, from);
      if (view.serial === undefined && isComponent(shelf.entry(from))) {
        const { type, related } = shelf.entry(from) ?? {};
        renameEntry(shelf, from, to);
        if (related !== undefined && (type === 'DATA' || type === 'INDEX'))
          parts.clusters.nameComponent(related, type, to);
        return;
      }
      demandFree(shelf, view, to);
      parts.used(dataSet);
      if (shelf.onVolume(dataSet.volume).has(to)) throw new DataSetError({ kind: 'exists', dsname: to });
      const old = dataSet.dsname;
      shelf.take(dataSet);
      dataSet.dsname = to;
      shelf.keep(dataSet);
      if (view.serial !== undefined) return;
      renameEntry(shelf, old, to);
      parts.forget(old);
    },
    relabel(dsname, changes) {
      const dataSet = existing(view, dsname);
      parts.used(dataSet);
      dataSet.attributes = { ...dataSet.attributes, ...changes };
      shelf.keep(dataSet);
      return described(shelf, dataSet, dsname);
    },
  };
}

/** Entries that stand for no data set of their own. */
const entryAlone: ReadonlySet<CatalogEntry['type']> = new Set(['ALIAS', 'AIX', 'PATH'] as const);

const isComponent = (entry: CatalogEntry | undefined) =>
  entry?.type === 'DATA' || entry?.type === 'INDEX' || (entry !== undefined && entryAlone.has(entry.type));

/** One data set of a name on a volume, and one entry of a name in the catalog. */
function demandFree(shelf: Shelf, view: View, dsname: string): void {
  const taken = view.serial === undefined ? shelf.entry(dsname) : view.find(dsname);
  if (taken !== undefined) throw new DataSetError({ kind: 'exists', dsname });
}

/** A volume that has an uncatalogued data set of the name cannot take another one. */
function allocated(
  { shelf, space }: LabelParts,
  dsname: string,
  { primary }: { primary: number },
  volume: string | undefined,
) {
  if (volume !== undefined) {
    space.demandVolume(volume, dsname);
    if (shelf.onVolume(volume).has(dsname)) throw new DataSetError({ kind: 'exists', dsname });
    return space.allocate(dsname, { primary }, volume);
  }
  const without = new Set(
    space
      .spaces()
      .map(({ serial }) => serial)
      .filter((serial) => shelf.onVolume(serial).has(dsname)),
  );
  return space.allocate(dsname, { primary }, undefined, without);
}

function described(shelf: Shelf, dataSet: StoredDataSet, asked: string): DataSetEntry {
  const entry = shelf.entry(dataSet.dsname);
  const own = entryOf(dataSet, entry?.volumes.includes(dataSet.volume) === true);
  const part = shelf.entry(asked)?.type;
  if (own.vsam === undefined || part === undefined || part === 'CLUSTER' || part === 'ALIAS') return own;
  return part === 'NONVSAM' || part === 'GDG' ? own : { ...own, dsname: asked, vsam: { ...own.vsam, part } };
}

function removeEntries(shelf: Shelf, name: string): void {
  for (const related of shelf.relatedTo(name)) removeEntries(shelf, related.name);
  shelf.removeEntry(name);
}

function renameEntry(shelf: Shelf, from: string, to: string): void {
  const entry = shelf.entry(from);
  if (entry === undefined) return;
  if (shelf.entry(to) !== undefined) throw new DataSetError({ kind: 'exists', dsname: to });
  const related = shelf.relatedTo(from);
  shelf.removeEntry(from);
  shelf.putEntry({ ...entry, name: to });
  for (const one of related) shelf.putEntry({ ...one, related: to });
}
