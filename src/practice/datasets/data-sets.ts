/** What the rest of the practice system may ask of catalog and disk. Content is the bytes that z/OS keeps: EBCDIC. */

import type { Catalog } from '../catalog/catalog.ts';
import type { Migration, Volumes, Extent } from './volumes.ts';
import type { VsamClusters } from './vsam.ts';

type Control = '' | 'A' | 'M';

/**
 * Every combination that a label can hold; `?` as long as nobody has said one, then LRECL and BLKSIZE are 0.
 *
 * @see z/OS MVS JCL Reference, RECFM subparameter
 */
export type RecordFormat =
  `F${'' | 'B' | 'S' | 'BS'}${Control}` | `V${'' | 'B' | 'S' | 'BS'}${Control}` | `U${Control}` | '?';

/** Sequential, partitioned, VSAM, direct; the last only as a label. */
export type Organisation = 'PS' | 'PO' | 'VS' | 'DA';

export type SpaceUnit = 'TRACKS' | 'CYLINDERS' | 'BLOCKS' | 'RECORDS' | 'BYTES' | 'KILOBYTES' | 'MEGABYTES';

/** Attributes as in the data set label; sizes in bytes, space in tracks of a 3390 (56,664 bytes each). */
export interface Attributes {
  dsorg: Organisation;
  /** PDS or LIBRARY (a PDSE) for partitioned data sets; one of the others for sequential ones. @default BASIC */
  dsntype?: 'PDS' | 'LIBRARY' | 'BASIC' | 'LARGE' | 'EXTREQ' | 'EXTPREF';
  recfm: RecordFormat;
  lrecl: number;
  blksize: number;
  primary: number;
  secondary: number;
  /** Directory blocks of a PDS; a PDSE has no limit. */
  dirblk: number;
  /** What space was asked in; quantities here are tracks all the same. */
  spaceUnit: SpaceUnit;
  /** Average length of a block (BLOCKS) or a record (AVGREC). */
  averageLength?: number;
  /** Records of the quantity count once, by 1,024 or by 1,048,576. */
  avgrec?: 'U' | 'K' | 'M';
  /** `yyyy/ddd`; 9999/999 and its like for never. */
  expdt?: string;
  dataclas?: string;
  storclas?: string;
  mgmtclas?: string;
  keylen?: number;
}

export interface DataSetEntry {
  dsname: string;
  attributes: Attributes;
  /** The first of its volumes; MIGRAT or MIGRA2 for what is migrated. */
  volume: string;
  /** Milliseconds since 1970 on the system's clock. */
  created: number;
  referenced: number;
  /** False for one that only its volume knows. */
  catalogued: boolean;
  migrated: boolean;
  /** What a VSAM entry is part of, and as what. */
  vsam?: { cluster: string; part: 'CLUSTER' | 'DATA' | 'INDEX' | 'AIX' | 'PATH' };
}

/** A generation data group base; generations are catalogued as `NAME.GnnnnVnn`. */
export interface GdgBase {
  name: string;
  limit: number;
  scratch: boolean;
  empty: boolean;
  purge?: boolean;
  fifo?: boolean;
  extended?: boolean;
  owner?: string;
  /** Absolute names, oldest first. */
  generations: readonly string[];
}

/** ISPF statistics; load modules have link attributes instead. */
export interface MemberStatistics {
  version: number;
  modification: number;
  created: number;
  changed: number;
  currentRecords: number;
  initialRecords: number;
  modifiedRecords: number;
  user: string;
}

export interface LoadAttributes {
  /** Hexadecimal: size (8 digits), ttr (6), ssi (8). */
  size: string;
  ttr: string;
  ssi: string;
  amode: string;
  rmode: string;
  attributes: readonly string[];
  authorisation: string;
}

export interface Member {
  name: string;
  /** Name of the member that this one is an alias of. */
  aliasOf?: string;
  statistics?: MemberStatistics;
  load?: LoadAttributes;
}

export type DataSetFault =
  | { kind: 'not-catalogued'; dsname: string }
  | { kind: 'member-missing'; dsname: string; member: string }
  | { kind: 'exists'; dsname: string }
  | { kind: 'directory-full'; dsname: string }
  | { kind: 'no-space'; dsname: string; extents: number }
  | { kind: 'not-partitioned'; dsname: string }
  | { kind: 'generations-exist'; dsname: string }
  | { kind: 'no-volume'; dsname: string; volume: string }
  | { kind: 'recall-failed'; dsname: string }
  | { kind: 'wrong-organisation'; dsname: string; dsorg: Organisation }
  | { kind: 'duplicate-key'; dsname: string; key: string }
  | { kind: 'record-missing'; dsname: string; key: string }
  | { kind: 'record-length'; dsname: string; length: number };

/** A fault that each caller words in its own way: JCL message, IDCAMS message, z/OSMF error document. */
export class DataSetError extends Error {
  override readonly name = 'DataSetError';
  constructor(readonly fault: DataSetFault) {
    super(`${fault.kind}: ${fault.dsname}`);
  }
}

/**
 * Catalog, directories and content. All names are upper case and checked by the caller; every method is synchronous,
 * so that what one caller does between two awaits is never seen half done.
 */
export interface DataSets extends Catalog, Volumes<DataSetEntry>, Migration {
  /** Without `volume` the system chooses one. @throws DataSetError `exists`, `no-space` with 0 extents */
  create(dsname: string, attributes: Attributes, user: string, volume?: string): DataSetEntry;
  /** What is catalogued under the name and really there; an alias leads to the data set that it stands for. */
  find(dsname: string): DataSetEntry | undefined;
  /** Masks as in z/OSMF's dslevel: `%`, `*`, `**`; in EBCDIC order of names. VSAM clusters with their components. */
  list(mask: string): readonly DataSetEntry[];
  /** Deletes a data set with its aliases; of the name of an alias the alias alone. @throws DataSetError `not-catalogued` */
  remove(dsname: string): void;
  /** Aliases go on standing for it. @throws DataSetError `not-catalogued`, `exists` */
  rename(from: string, to: string): void;
  /** Changes a label as OPEN or IDCAMS ALTER do: record form, space, classes, expiry. @throws DataSetError `not-catalogued` */
  relabel(dsname: string, changes: Partial<Omit<Attributes, 'dsorg'>>): DataSetEntry;
  /**
   * The same data sets as a volume's table of contents knows them: `find`, `read`, `remove` and all others take
   * names from there and leave the catalog alone, `create` makes one that is not catalogued.
   */
  onVolume(serial: string): DataSets;
  readonly vsam: VsamClusters;

  defineGdg(base: Omit<GdgBase, 'generations'>): void;
  findGdg(name: string): GdgBase | undefined;
  listGdgs(mask: string): readonly GdgBase[];
  /** A smaller limit rolls off what is over it. @throws DataSetError `not-catalogued` */
  alterGdg(name: string, changes: Partial<Omit<GdgBase, 'name' | 'generations'>>): { rolledOff: readonly string[] };
  /** @throws DataSetError `generations-exist` unless `force` */
  removeGdg(name: string, force: boolean): void;
  /**
   * Deletes a generation that was never rolled in because the system went down under its job, so that it can be made
   * again (z/OS DFSMS Using Data Sets: reclaiming generation data sets, GDS_RECLAIM of IGDSMSxx).
   *
   * @returns false when there is none
   */
  reclaim(generation: string): boolean;
  /** Catalogues a finished generation and rolls off what is over the limit. */
  rollIn(base: string, generation: string): { rolledOff: readonly string[] };

  /** In directory (EBCDIC) order. @throws DataSetError `not-catalogued`, `not-partitioned` */
  members(dsname: string): readonly Member[];
  /** Their names alone, as they stand until the next change; nothing is copied. */
  memberNames(dsname: string): readonly string[];
  member(dsname: string, name: string): Member | undefined;
  removeMember(dsname: string, name: string): void;
  renameMember(dsname: string, from: string, to: string): void;
  /** Makes `alias` a second directory entry of `name`. */
  addAlias(dsname: string, name: string, alias: string): void;

  /**
   * Records of a sequential data set or a member, each as stored (F: padded to LRECL); those of a VSAM cluster in the
   * order of keys. A migrated data set is recalled at once. @throws DataSetError `recall-failed`
   */
  read(dsname: string, member?: string): readonly Buffer[];
  /**
   * Replaces the content; loads a VSAM cluster anew. F records are padded with X'40' (binary callers pad themselves), V and U kept as given.
   * @throws DataSetError `directory-full`, `no-space`; then nothing is changed
   */
  write(dsname: string, member: string | undefined, records: readonly Buffer[], about: WriteAbout): void;
  append(dsname: string, records: readonly Buffer[]): void;
  /** Gives back the space of replaced and deleted members of a PDS. */
  compress(dsname: string): void;
  /** Where a data set lies. */
  extents(dsname: string): readonly Extent[];
  /** Space in use and allocated, in tracks; extents taken. */
  usage(dsname: string): { usedTracks: number; allocatedTracks: number; extents: number; usedDirectoryBlocks: number };
}

export interface WriteAbout {
  user: string;
  /** What the member's directory entry says afterwards; `keep` leaves statistics off or as they were. */
  statistics?: MemberStatistics | 'update' | 'none';
  load?: LoadAttributes;
}
