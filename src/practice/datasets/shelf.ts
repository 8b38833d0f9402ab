import type { Disk } from '../disk/disk.ts';
import { DataSetError } from './data-sets.ts';
import { bodiesOf } from './stored.ts';
import type { Body, KeptBody, KeptDataSet, StoredDataSet } from './stored.ts';

/** All data sets in memory, each change passed on to the disk. */
export interface Shelf {
  readonly dataSets: Map<string, StoredDataSet>;
  newBody(records: readonly Buffer[], tracks: number): Body;
  /** Keeps the data set as it is now and drops bodies that it had before and no longer has. */
  keep(dataSet: StoredDataSet, before?: ReadonlySet<Body>): void;
  discard(dsname: string): void;
}

export function openShelf(disk: Disk): Shelf {
  const bodies = readBodies(disk);
  const dataSets = readDataSets(disk, bodies);
  let lastBody = Math.max(0, ...bodies.keys());
  const dropBodies = (gone: Iterable<Body>) => {
    for (const body of gone) disk.remove('bodies', String(body.id));
  };
  return {
    dataSets,
    newBody(records, tracks) {
      lastBody += 1;
      disk.put('bodies', String(lastBody), { records, tracks });
      return { id: lastBody, records, tracks };
    },
    keep(dataSet, before = new Set()) {
      dataSets.set(dataSet.dsname, dataSet);
      disk.put('data-sets', dataSet.dsname, kept(dataSet));
      const now = bodiesOf(dataSet);
      dropBodies([...before].filter((body) => !now.has(body)));
    },
    discard(dsname) {
      const dataSet = dataSets.get(dsname);
      if (dataSet === undefined) return;
      dataSets.delete(dsname);
      disk.remove('data-sets', dsname);
      dropBodies(bodiesOf(dataSet));
    },
  };
}

function kept({ body, directory, ...rest }: StoredDataSet): KeptDataSet {
  const members = Array.from(directory.values(), (member) => ({ ...member, body: member.body.id }));
  return { ...rest, body: body?.id, directory: members };
}

function readBodies(disk: Disk): Map<number, Body> {
  return new Map(
    disk.entries('bodies').map(([key, value]) => {
      const { records, tracks } = value as KeptBody;
      return [Number(key), { id: Number(key), tracks, records: records.map((record) => Buffer.from(record)) }];
    }),
  );
}

function readDataSets(disk: Disk, bodies: ReadonlyMap<number, Body>): Map<string, StoredDataSet> {
  const bodyOf = (id: number): Body => bodies.get(id) ?? { id, records: [], tracks: 0 };
  return new Map(
    disk.entries('data-sets').map(([dsname, value]) => {
      const { body, directory, ...rest } = value as KeptDataSet;
      const members = directory.map((member) => [member.name, { ...member, body: bodyOf(member.body) }] as const);
      return [dsname, { ...rest, body: body === undefined ? undefined : bodyOf(body), directory: new Map(members) }];
    }),
  );
}

/** @throws DataSetError `not-catalogued` */
export function existing(shelf: Shelf, dsname: string): StoredDataSet {
  const found = shelf.dataSets.get(dsname);
  if (found === undefined) throw new DataSetError({ kind: 'not-catalogued', dsname });
  return found;
}

/** @throws DataSetError `not-catalogued`, `not-partitioned` */
export function library(shelf: Shelf, dsname: string): StoredDataSet {
  const found = existing(shelf, dsname);
  if (found.attributes.dsorg !== 'PO') throw new DataSetError({ kind: 'not-partitioned', dsname });
  return found;
}
