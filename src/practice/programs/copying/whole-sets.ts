import type { Cluster } from '../../datasets/vsam.ts';
import type { DataSets } from '../../datasets/data-sets.ts';
import type { BundledSet } from './bundle.ts';

/** A data set with all that belongs to it: members and their directory entries, or the records of a cluster. */
export function wholeSet(dataSets: DataSets, dsname: string): BundledSet | undefined {
  const entry = dataSets.find(dsname);
  if (entry === undefined) return undefined;
  const { attributes } = entry;
  if (attributes.dsorg === 'PO') {
    const members = dataSets.members(dsname).map((member) => ({
      ...member,
      records: member.aliasOf === undefined ? dataSets.read(dsname, member.name) : [],
    }));
    return { dsname, attributes, records: [], members };
  }
  const cluster = dataSets.vsam.find(dsname);
  const more = cluster === undefined ? {} : { more: { cluster: JSON.stringify(cluster) } };
  return { dsname, attributes, records: dataSets.read(dsname), members: [], ...more };
}

/** Makes the data set again, under its own or another name. @throws DataSetError `exists`, `no-space` */
export function restoreSet(dataSets: DataSets, set: BundledSet, dsname: string, user: string, volume?: string): void {
  if (set.more?.['cluster'] !== undefined) {
    const { dataName: _, indexName: __, volume: ___, ...definition } = JSON.parse(set.more['cluster']) as Cluster;
    dataSets.vsam.define({ ...definition, name: dsname, ...(volume === undefined ? {} : { volume }) }, user);
  } else dataSets.create(dsname, set.attributes, user, volume);
  fillSet(dataSets, set, dsname, user);
}

/** Puts content into a data set that is there: records, or members over those of the same names. */
export function fillSet(dataSets: DataSets, set: BundledSet, dsname: string, user: string): void {
  if (set.attributes.dsorg !== 'PO') {
    if (set.records.length > 0) dataSets.write(dsname, undefined, set.records, { user, statistics: 'none' });
    return;
  }
  const mains = set.members.filter(({ aliasOf }) => aliasOf === undefined);
  for (const { name, records, statistics, load } of mains)
    dataSets.write(dsname, name, records, {
      ...{ user, statistics: statistics ?? 'none' },
      ...(load === undefined ? {} : { load }),
    });
  for (const { name, aliasOf } of set.members) if (aliasOf !== undefined) dataSets.addAlias(dsname, aliasOf, name);
}
