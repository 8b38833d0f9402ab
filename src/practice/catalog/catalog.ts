import type { AlternateIndexDefinition } from '../datasets/vsam.ts';

/** What a catalog says of a name, whether or not the data set is on its volume. */
export interface CatalogEntry {
  name: string;
  type: 'NONVSAM' | 'ALIAS' | 'GDG' | 'CLUSTER' | 'DATA' | 'INDEX' | 'AIX' | 'PATH';
  /** Serials; none for an alias, a base of generations and a path. MIGRAT or MIGRA2 for what is migrated. */
  volumes: readonly string[];
  /** The entry that an alias, a component, an alternate index or a path belongs to. */
  related?: string;
  alternateIndex?: Required<AlternateIndexDefinition>;
}

/**
 * The catalog itself, apart from the volumes: one of two data sets of one name can be catalogued, and an entry may point
 * to a volume that holds no such data set.
 *
 * @see z/OS DFSMS Access Method Services Commands, DEFINE ALIAS, DEFINE NONVSAM, DELETE NOSCRATCH
 */
export interface Catalog {
  /** An alias is given as such; `find` goes on to what it stands for. */
  locate(name: string): CatalogEntry | undefined;
  /** Entries of every type, in EBCDIC order of names; masks as in `DataSets.list`. */
  catalogEntries(mask: string): readonly CatalogEntry[];
  /** Makes an entry that points to volumes, whatever is on them. @throws DataSetError `exists` */
  catalogue(dsname: string, volumes: readonly string[]): void;
  /** Drops an entry and its aliases; the data set stays on its volume. @throws DataSetError `not-catalogued` */
  uncatalogue(name: string): void;
  /** @throws DataSetError `exists`, `not-catalogued` when there is no entry to relate to */
  defineAlias(alias: string, related: string): void;
  /** In EBCDIC order. */
  aliasesOf(name: string): readonly string[];
  /** The name that an alias stands for; any other name as it is. */
  trueName(name: string): string;
}
