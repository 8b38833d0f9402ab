/** What the rest of the practice system may ask of catalog and disk. Content is the bytes that z/OS keeps: EBCDIC. */

export type RecordFormat = 'F' | 'FB' | 'FBA' | 'V' | 'VB' | 'VBA' | 'U';
export type Organisation = 'PS' | 'PO';

/** Attributes as in the data set label; sizes in bytes, space in tracks of a 3390 (56,664 bytes each). */
export interface Attributes {
  dsorg: Organisation;
  /** PDS or LIBRARY (a PDSE) for partitioned data sets. */
  dsntype?: 'PDS' | 'LIBRARY';
  recfm: RecordFormat;
  lrecl: number;
  blksize: number;
  primary: number;
  secondary: number;
  /** Directory blocks of a PDS; a PDSE has no limit. */
  dirblk: number;
  spaceUnit: 'TRACKS' | 'CYLINDERS';
}

export interface DataSetEntry {
  dsname: string;
  attributes: Attributes;
  volume: string;
  /** Milliseconds since 1970 on the system's clock. */
  created: number;
  referenced: number;
}

/** A generation data group base; generations are catalogued as `NAME.GnnnnVnn`. */
export interface GdgBase {
  name: string;
  limit: number;
  scratch: boolean;
  empty: boolean;
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
  | { kind: 'generations-exist'; dsname: string };

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
export interface DataSets {
  /** Without `volume` the system chooses one. @throws DataSetError `exists`, `no-space` with 0 extents */
  create(dsname: string, attributes: Attributes, user: string, volume?: string): DataSetEntry;
  find(dsname: string): DataSetEntry | undefined;
  /** Masks as in z/OSMF's dslevel: `%`, `*`, `**`; in EBCDIC order of names. */
  list(mask: string): readonly DataSetEntry[];
  /** @throws DataSetError `not-catalogued` */
  remove(dsname: string): void;
  rename(from: string, to: string): void;

  defineGdg(base: Omit<GdgBase, 'generations'>): void;
  findGdg(name: string): GdgBase | undefined;
  listGdgs(mask: string): readonly GdgBase[];
  /** @throws DataSetError `generations-exist` unless `force` */
  removeGdg(name: string, force: boolean): void;
  /** Catalogues a finished generation and rolls off what is over the limit. */
  rollIn(base: string, generation: string): { rolledOff: readonly string[] };

  /** In directory (EBCDIC) order. @throws DataSetError `not-catalogued`, `not-partitioned` */
  members(dsname: string): readonly Member[];
  member(dsname: string, name: string): Member | undefined;
  removeMember(dsname: string, name: string): void;
  renameMember(dsname: string, from: string, to: string): void;
  /** Makes `alias` a second directory entry of `name`. */
  addAlias(dsname: string, name: string, alias: string): void;

  /** Records of a sequential data set or a member, each as stored (F: padded to LRECL). */
  read(dsname: string, member?: string): readonly Buffer[];
  /**
   * Replaces the content. F records are padded with X'40' (binary callers pad themselves), V and U kept as given.
   * @throws DataSetError `directory-full`, `no-space`; then nothing is changed
   */
  write(dsname: string, member: string | undefined, records: readonly Buffer[], about: WriteAbout): void;
  append(dsname: string, records: readonly Buffer[]): void;
  /** Gives back the space of replaced and deleted members of a PDS. */
  compress(dsname: string): void;
  /** Space in use and allocated, in tracks; extents taken. */
  usage(dsname: string): { usedTracks: number; allocatedTracks: number; extents: number; usedDirectoryBlocks: number };
}

export interface WriteAbout {
  user: string;
  /** What the member's directory entry says afterwards; `keep` leaves statistics off or as they were. */
  statistics?: MemberStatistics | 'update' | 'none';
  load?: LoadAttributes;
}
