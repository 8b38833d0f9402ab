import type { Clock } from '../../shared/clock.ts';
import type { Allocator } from './allocation.ts';
import type { Attributes, DataSets, LoadAttributes, WriteAbout } from './data-sets.ts';
import { DataSetError } from './data-sets.ts';
import { aliasesOf, demandDirectoryRoom, entryIn, inOrder } from './directories.ts';
import { directoryBlocks } from './directory.rules.ts';
import { existing, library } from './shelf.ts';
import type { Shelf } from './shelf.ts';
import { directoryTracks, tracksFor } from './space.rules.ts';
import { statisticsAfter } from './statistics.rules.ts';
import { bodiesOf } from './stored.ts';
import type { Body, StoredDataSet, StoredMember } from './stored.ts';

type ContentPart = Pick<DataSets, 'read' | 'write' | 'append' | 'compress' | 'usage'>;

/** Reading and writing of records, and the space that they take. */
export function contentOf(shelf: Shelf, space: Allocator, clock: Clock): ContentPart {
  const touched = (dataSet: StoredDataSet) => {
    dataSet.referenced = clock.now();
    return dataSet;
  };
  return {
    read(dsname, member) {
      if (member !== undefined) return entryIn(touched(library(shelf, dsname)), member).body.records;
      return touched(existing(shelf, dsname)).body?.records ?? [];
    },
    write(dsname, member, records, about) {
      if (member === undefined) writeSequential(touched(existing(shelf, dsname)), records);
      else writeMember(touched(library(shelf, dsname)), member, records, about);
    },
    append(dsname, records) {
      const dataSet = touched(existing(shelf, dsname));
      writeSequential(dataSet, [...(dataSet.body?.records ?? []), ...records]);
    },
    compress(dsname) {
      const dataSet = library(shelf, dsname);
      dataSet.deadTracks = 0;
      shelf.keep(dataSet);
    },
    usage(dsname) {
      const dataSet = existing(shelf, dsname);
      const { attributes, extents, allocatedTracks } = dataSet;
      const partitioned = attributes.dsorg === 'PO' && attributes.dsntype !== 'LIBRARY';
      return {
        usedTracks: Math.ceil(contentTracks(dataSet) + directoryTracks(attributes)),
        allocatedTracks,
        extents,
        usedDirectoryBlocks: partitioned ? directoryBlocks(inOrder(dataSet)) : 0,
      };
    },
  };

  function writeSequential(dataSet: StoredDataSet, records: readonly Buffer[]): void {
    const { dsname, attributes } = dataSet;
    if (attributes.dsorg === 'PO') throw new DataSetError({ kind: 'member-missing', dsname, member: '' });
    const content = padded(records, attributes);
    const tracks = tracksFor(content, attributes);
    space.grow(dataSet, tracks);
    const before = bodiesOf(dataSet);
    dataSet.body = shelf.newBody(content, tracks);
    shelf.keep(dataSet, before);
  }

  function writeMember(dataSet: StoredDataSet, name: string, records: readonly Buffer[], about: WriteAbout): void {
    const { attributes, directory } = dataSet;
    const content = padded(records, attributes);
    const tracks = tracksFor(content, attributes);
    const old = directory.get(name);
    const isLibrary = attributes.dsntype === 'LIBRARY';
    const statistics =
      about.load === undefined ? statisticsAfter(old?.statistics, about, records.length, clock.now()) : undefined;
    const ttr = nextTtr(dataSet);
    const entry = {
      name,
      ...(statistics === undefined ? {} : { statistics }),
      ...(about.load === undefined ? {} : { load: { ...about.load, ttr } }),
    };
    demandDirectoryRoom(dataSet, entry);
    space.grow(dataSet, contentTracks(dataSet) + tracks - (isLibrary ? (old?.body.tracks ?? 0) : 0));
    const before = bodiesOf(dataSet);
    const body = shelf.newBody(content, tracks);
    directory.set(name, { ...entry, body });
    if (isLibrary)
      for (const alias of aliasesOf(dataSet, name)) directory.set(alias.name, aliasOn(alias, body, entry.load));
    else if (old !== undefined && !bodiesOf(dataSet).has(old.body)) dataSet.deadTracks += old.body.tracks;
    shelf.keep(dataSet, before);
  }
}

function aliasOn({ load: _, ...alias }: StoredMember, body: Body, load: LoadAttributes | undefined): StoredMember {
  return { ...alias, body, ...(load === undefined ? {} : { load }) };
}

function contentTracks(dataSet: StoredDataSet): number {
  let tracks = dataSet.deadTracks;
  for (const body of bodiesOf(dataSet)) tracks += body.tracks;
  return tracks;
}

/** Relative track and record of the next member, six hexadecimal digits. */
function nextTtr(dataSet: StoredDataSet): string {
  const at = contentTracks(dataSet) + directoryTracks(dataSet.attributes);
  const track = Math.floor(at);
  const record = 1 + Math.floor((at - track) * 64);
  return ((track & 0xffff) * 256 + record).toString(16).toUpperCase().padStart(6, '0');
}

function padded(records: readonly Buffer[], { recfm, lrecl }: Attributes): readonly Buffer[] {
  if (!recfm.startsWith('F')) return records;
  return records.map((record) =>
    record.length === lrecl
      ? record
      : Buffer.concat([record.subarray(0, lrecl), Buffer.alloc(Math.max(0, lrecl - record.length), 0x40)]),
  );
}
