import { compareEbcdic } from '../codepages/code-page.ts';
import { DataSetError } from './data-sets.ts';
import type { DataSets, Member } from './data-sets.ts';
import { directoryBlocks } from './directory.rules.ts';
import { library } from './shelf.ts';
import type { Shelf } from './shelf.ts';
import { bodiesOf, memberOf } from './stored.ts';
import type { StoredDataSet, StoredMember } from './stored.ts';

type DirectoryPart = Pick<DataSets, 'members' | 'member' | 'removeMember' | 'renameMember' | 'addAlias'>;

/** What can be done with directory entries alone. */
export function directories(shelf: Shelf): DirectoryPart {
  return {
    members: (dsname) => inOrder(library(shelf, dsname)),
    member(dsname, name) {
      const found = library(shelf, dsname).directory.get(name);
      return found === undefined ? undefined : memberOf(found);
    },
    removeMember(dsname, name) {
      const dataSet = library(shelf, dsname);
      const entry = entryIn(dataSet, name);
      const before = bodiesOf(dataSet);
      dataSet.directory.delete(name);
      if (dataSet.attributes.dsntype === 'LIBRARY')
        for (const alias of aliasesOf(dataSet, name)) dataSet.directory.delete(alias.name);
      else if (!bodiesOf(dataSet).has(entry.body)) dataSet.deadTracks += entry.body.tracks;
      shelf.keep(dataSet, before);
    },
    renameMember(dsname, from, to) {
      const dataSet = library(shelf, dsname);
      const entry = entryIn(dataSet, from);
      if (dataSet.directory.has(to)) throw new DataSetError({ kind: 'exists', dsname: `${dsname}(${to})` });
      dataSet.directory.delete(from);
      dataSet.directory.set(to, { ...entry, name: to });
      for (const alias of aliasesOf(dataSet, from)) dataSet.directory.set(alias.name, { ...alias, aliasOf: to });
      shelf.keep(dataSet);
    },
    addAlias(dsname, name, alias) {
      const dataSet = library(shelf, dsname);
      const entry = entryIn(dataSet, name);
      const before = bodiesOf(dataSet);
      const added = { ...entry, name: alias, aliasOf: entry.aliasOf ?? name };
      demandDirectoryRoom(dataSet, added);
      dataSet.directory.set(alias, added);
      shelf.keep(dataSet, before);
    },
  };
}

export function inOrder(dataSet: StoredDataSet): Member[] {
  return [...dataSet.directory.values()].sort((a, b) => compareEbcdic(a.name, b.name)).map(memberOf);
}

/** @throws DataSetError `directory-full` when a PDS has no block left for the entry; a PDSE always has */
export function demandDirectoryRoom(dataSet: StoredDataSet, entry: Member): void {
  if (dataSet.attributes.dsntype === 'LIBRARY' || dataSet.directory.has(entry.name)) return;
  const after = [...inOrder(dataSet), entry].sort((a, b) => compareEbcdic(a.name, b.name));
  if (directoryBlocks(after) > dataSet.attributes.dirblk)
    throw new DataSetError({ kind: 'directory-full', dsname: dataSet.dsname });
}

/** @throws DataSetError `member-missing` */
export function entryIn(dataSet: StoredDataSet, name: string): StoredMember {
  const found = dataSet.directory.get(name);
  if (found === undefined) throw new DataSetError({ kind: 'member-missing', dsname: dataSet.dsname, member: name });
  return found;
}

export const aliasesOf = (dataSet: StoredDataSet, name: string) =>
  [...dataSet.directory.values()].filter((member) => member.aliasOf === name);
