import { DataSetError } from './data-sets.ts';
import type { DataSets, Member } from './data-sets.ts';
import { directoryBlocks, entryBytes, mostDirectoryBlocks } from './directory.rules.ts';
import { compareEbcdic } from '../codepages/code-page.ts';
import { library } from './shelf.ts';
import type { Shelf, View } from './shelf.ts';
import type { StoredDataSet } from './stored.ts';
import { memberOf } from './stored-member.ts';
import type { StoredMember } from './stored-member.ts';

type DirectoryPart = Pick<
  DataSets,
  'members' | 'memberNames' | 'member' | 'removeMember' | 'renameMember' | 'addAlias'
>;

/** What can be done with directory entries alone. */
export function directories(shelf: Shelf, view: View, used: (dataSet: StoredDataSet) => void): DirectoryPart {
  const opened = (dsname: string) => {
    const dataSet = library(view, dsname);
    used(dataSet);
    return dataSet;
  };
  return {
    members: (dsname) => inOrder(opened(dsname)),
    memberNames: (dsname) => opened(dsname).directory.namesInOrder(),
    member(dsname, name) {
      const found = opened(dsname).directory.get(name);
      return found === undefined ? undefined : memberOf(found);
    },
    removeMember(dsname, name) {
      const dataSet = opened(dsname);
      entryIn(dataSet, name);
      const isLibrary = dataSet.attributes.dsntype === 'LIBRARY';
      if (isLibrary) for (const alias of dataSet.directory.aliasesOf(name)) shelf.removeMember(dataSet, alias.name);
      const left = shelf.removeMember(dataSet, name);
      if (!isLibrary) dataSet.deadTracks += left?.tracks ?? 0;
      shelf.keep(dataSet);
    },
    renameMember(dsname, from, to) {
      const dataSet = opened(dsname);
      const entry = entryIn(dataSet, from);
      if (dataSet.directory.has(to)) throw new DataSetError({ kind: 'exists', dsname: `${dsname}(${to})` });
      const aliases = dataSet.directory.aliasesOf(from);
      shelf.putMember(dataSet, { ...entry, name: to });
      shelf.removeMember(dataSet, from);
      for (const alias of aliases) shelf.putMember(dataSet, { ...alias, aliasOf: to });
      shelf.keep(dataSet);
    },
    addAlias(dsname, name, alias) {
      const dataSet = opened(dsname);
      const entry = entryIn(dataSet, name);
      const added = { ...entry, name: alias, aliasOf: entry.aliasOf ?? name };
      demandDirectoryRoom(dataSet, added);
      const left = shelf.putMember(dataSet, added);
      if (dataSet.attributes.dsntype !== 'LIBRARY') dataSet.deadTracks += left?.tracks ?? 0;
      shelf.keep(dataSet);
    },
  };
}

export const inOrder = (dataSet: StoredDataSet): Member[] => dataSet.directory.inOrder().map(memberOf);

/** @throws DataSetError `directory-full` when a PDS has no block left for the entry; a PDSE always has */
export function demandDirectoryRoom({ attributes, directory, dsname }: StoredDataSet, entry: Member): void {
  if (attributes.dsntype === 'LIBRARY' || directory.has(entry.name)) return;
  if (mostDirectoryBlocks(directory.bytes + entryBytes(entry)) <= attributes.dirblk) return;
  const after = [...directory.inOrder(), entry].sort((a, b) => compareEbcdic(a.name, b.name));
  if (directoryBlocks(after) > attributes.dirblk) throw new DataSetError({ kind: 'directory-full', dsname });
}

/** @throws DataSetError `member-missing` */
export function entryIn(dataSet: StoredDataSet, name: string): StoredMember {
  const found = dataSet.directory.get(name);
  if (found === undefined) throw new DataSetError({ kind: 'member-missing', dsname: dataSet.dsname, member: name });
  return found;
}
