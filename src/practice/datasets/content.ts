import type { Clock } from '../../shared/clock.ts';
import type { Allocator } from './allocation.ts';
import type { Attributes, DataSets, LoadAttributes, WriteAbout } from './data-sets.ts';
import { DataSetError } from './data-sets.ts';
import { demandDirectoryRoom, entryIn, inOrder } from './directories.ts';
import { directoryBlocks } from './directory.rules.ts';
import { existing, library } from './shelf.ts';
import type { Shelf, View } from './shelf.ts';
import { directoryTracks, tracksFor } from './space.rules.ts';
import { statisticsAfter } from './statistics.rules.ts';
import { allocatedTracks, liveTracks } from './stored.ts';
import type { StoredDataSet } from './stored.ts';
import type { StoredMember } from './stored-member.ts';
import type { Body } from './bodies.ts';
import type { Clusters } from './vsam-clusters.ts';
import { clusterTracks } from './vsam-stored.ts';

type ContentPart = Pick<DataSets, 'read' | 'write' | 'append' | 'compress' | 'usage' | 'extents'>;

export interface ContentParts {
  shelf: Shelf;
  space: Allocator;
  clusters: Clusters;
  clock: Clock;
  /** Brings a migrated data set back and notes the use. */
  used: (dataSet: StoredDataSet) => void;
}

/** Sums of fractions of tracks are not exact. */
const tolerance = 1e-6;

/** Reading and writing of records, and the space that they take. */
export function contentOf(parts: ContentParts, view: View): ContentPart {
  const { shelf, clusters } = parts;
  const opened = (dataSet: StoredDataSet) => {
    parts.used(dataSet);
    return dataSet;
  };
  return {
    read(dsname, member) {
      if (member !== undefined) return shelf.bodies.read(entryIn(opened(library(view, dsname)), member).body);
      const dataSet = opened(existing(view, dsname));
      if (dataSet.cluster !== undefined) return clusters.read(dataSet.dsname).map(({ data }) => data);
      return shelf.bodies.read(dataSet.body);
    },
    write(dsname, member, records, about) {
      if (member !== undefined) {
        writeMember(parts, opened(library(view, dsname)), { name: member, records, about });
        return;
      }
      const dataSet = opened(existing(view, dsname));
      if (dataSet.cluster === undefined) writeSequential(parts, dataSet, records);
      else {
        clusters.reset(dataSet.dsname);
        clusters.extend(dataSet, records);
      }
    },
    append(dsname, records) {
      const dataSet = opened(existing(view, dsname));
      if (dataSet.cluster !== undefined) clusters.extend(dataSet, records);
      else writeSequential(parts, dataSet, records, dataSet.body);
    },
    compress(dsname) {
      const dataSet = opened(library(view, dsname));
      dataSet.deadTracks = 0;
      shelf.keep(dataSet);
    },
    extents: (dsname) => existing(view, dsname).extents,
    usage(dsname) {
      const dataSet = existing(view, dsname);
      const { attributes, extents } = dataSet;
      const partitioned = attributes.dsorg === 'PO' && attributes.dsntype !== 'LIBRARY';
      const used = contentTracks(dataSet) + directoryTracks(attributes);
      return {
        usedTracks: Math.ceil(used - tolerance),
        allocatedTracks: allocatedTracks(dataSet),
        extents: extents.length,
        usedDirectoryBlocks: partitioned ? directoryBlocks(inOrder(dataSet)) : 0,
      };
    },
  };
}

function writeSequential(
  { shelf, space }: ContentParts,
  dataSet: StoredDataSet,
  records: readonly Buffer[],
  before?: Body,
): void {
  const { dsname, attributes } = dataSet;
  if (attributes.dsorg === 'PO') throw new DataSetError({ kind: 'member-missing', dsname, member: '' });
  const added = padded(records, attributes);
  const tracks = tracksFor(added, attributes) + (before?.tracks ?? 0);
  space.grow(dataSet, tracks - tolerance);
  const old = dataSet.body;
  dataSet.body = before === undefined ? shelf.bodies.make(added, tracks) : shelf.bodies.extend(before, added, tracks);
  if (old !== undefined && before === undefined) shelf.bodies.drop(old);
  shelf.keep(dataSet);
}

interface Writing {
  name: string;
  records: readonly Buffer[];
  about: WriteAbout;
}

function writeMember(parts: ContentParts, dataSet: StoredDataSet, { name, records, about }: Writing): void {
  const { shelf, space, clock } = parts;
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
  space.grow(dataSet, contentTracks(dataSet) + tracks - (isLibrary ? (old?.body.tracks ?? 0) : 0) - tolerance);
  const body = shelf.bodies.make(content, tracks);
  const aliases = isLibrary ? directory.aliasesOf(name) : [];
  const left = shelf.putMember(dataSet, { ...entry, body });
  for (const alias of aliases) shelf.putMember(dataSet, aliasOn(alias, body, entry.load));
  if (!isLibrary) dataSet.deadTracks += left?.tracks ?? 0;
  shelf.keep(dataSet);
}

function aliasOn({ load: _, ...alias }: StoredMember, body: Body, load: LoadAttributes | undefined): StoredMember {
  return { ...alias, body, ...(load === undefined ? {} : { load }) };
}

const contentTracks = (dataSet: StoredDataSet): number =>
  dataSet.cluster === undefined ? dataSet.deadTracks + liveTracks(dataSet) : clusterTracks(dataSet.cluster.bytes);

/** Relative track and record of the next member, six hexadecimal digits. */
function nextTtr(dataSet: StoredDataSet): string {
  const at = contentTracks(dataSet) + directoryTracks(dataSet.attributes);
  const track = Math.floor(at);
  const record = 1 + Math.floor((at - track) * 64);
  return ((track & 0xffff) * 256 + record).toString(16).toUpperCase().padStart(6, '0');
}

function padded(records: readonly Buffer[], { recfm, lrecl }: Attributes): readonly Buffer[] {
  if (!recfm.startsWith('F') || lrecl === 0) return records;
  return records.map((record) =>
    record.length === lrecl
      ? record
      : Buffer.concat([record.subarray(0, lrecl), Buffer.alloc(Math.max(0, lrecl - record.length), 0x40)]),
  );
}
