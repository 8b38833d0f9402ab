/** VSAM clusters, as far as access method services and batch programs use them. */

export type ClusterType = 'KSDS' | 'ESDS' | 'RRDS' | 'LDS';

/** Parameters of DEFINE CLUSTER (z/OS DFSMS Access Method Services Commands). Sizes in bytes, space in tracks. */
export interface ClusterDefinition {
  name: string;
  type: ClusterType;
  /** Of a KSDS. */
  key?: { length: number; offset: number };
  averageRecord: number;
  maximumRecord: number;
  /** @default the cluster's name with DATA, INDEX as last qualifier */
  dataName?: string;
  indexName?: string;
  /** Cross-region and cross-system. @default 1, 3 */
  shareOptions?: readonly [region: number, system: number];
  /** OPEN for output empties it. @default false */
  reuse?: boolean;
  spanned?: boolean;
  erase?: boolean;
  /** @default 4096 */
  controlInterval?: number;
  /** Percent of control intervals and control areas. @default 0, 0 */
  freeSpace?: readonly [interval: number, area: number];
  primary: number;
  secondary: number;
  spaceUnit: 'TRACKS' | 'CYLINDERS' | 'RECORDS' | 'KILOBYTES' | 'MEGABYTES';
  /** @default the system chooses */
  volume?: string;
  dataclas?: string;
  storclas?: string;
  mgmtclas?: string;
  /** `yyyy/ddd`, or 9999/999 for never. */
  expdt?: string;
  owner?: string;
  notes?: ClusterNotes;
}

/** Attributes that the catalog keeps and LISTCAT shows; nothing here acts on them. */
export interface ClusterNotes {
  /** Bytes. */
  bufferSpace?: number;
  speed?: boolean;
  writeCheck?: boolean;
  exceptionExit?: string;
  bwo?: string;
  log?: string;
  logStream?: string;
  account?: string;
  eattr?: string;
}

export interface Cluster extends ClusterDefinition {
  dataName: string;
  shareOptions: readonly [region: number, system: number];
  controlInterval: number;
  freeSpace: readonly [interval: number, area: number];
  volume: string;
  created: number;
  /** REC-TOTAL, REC-INSERTED, REC-UPDATED, REC-DELETED of LISTCAT. */
  records: number;
  inserted: number;
  updated: number;
  deleted: number;
  /** HI-U-RBA and HI-A-RBA. */
  usedBytes: number;
  allocatedBytes: number;
}

/** Parameters of DEFINE ALTERNATEINDEX; what it indexes is a KSDS or an ESDS. */
export interface AlternateIndexDefinition {
  name: string;
  related: string;
  key: { length: number; offset: number };
  /** One record a key. @default false */
  uniqueKey?: boolean;
  /** Kept right with its base. @default true */
  upgrade?: boolean;
  /** BLDINDEX has filled it; nothing can be read through it before. @default false */
  built?: boolean;
}

/** Key of a KSDS, relative record number of an RRDS (from 1), relative byte address of an ESDS. */
export type VsamKey = Buffer | number;

export interface VsamRecord {
  key: VsamKey;
  data: Buffer;
}

export interface VsamRange {
  /** First key; a shorter one is generic: the first key that starts so or is greater. */
  from?: VsamKey;
  /** Last key; a shorter one takes all keys that start so. */
  to?: VsamKey;
  skip?: number;
  count?: number;
}

/**
 * Keyed access. Names are those of clusters; reading takes those of paths too, in the order of the alternate key.
 * `DataSets.remove` deletes a cluster with its components, alternate indexes and paths.
 */
export interface VsamClusters {
  /** @throws DataSetError `exists` (any of its names), `no-space` */
  define(definition: ClusterDefinition, user: string): Cluster;
  /** By the name of the cluster, its alias, or one of its components. */
  find(name: string): Cluster | undefined;
  /** Changes attributes, not names. @throws DataSetError `not-catalogued` */
  alter(
    name: string,
    changes: Partial<Omit<ClusterDefinition, 'name' | 'type' | 'key' | 'dataName' | 'indexName'>>,
  ): Cluster;
  defineAlternateIndex(definition: AlternateIndexDefinition): void;
  /** Filled from its base, from now on readable. @throws DataSetError `not-catalogued` */
  buildAlternateIndex(name: string): void;
  findAlternateIndex(name: string): Required<AlternateIndexDefinition> | undefined;
  /** @param entry a cluster or an alternate index. @throws DataSetError `exists`, `not-catalogued` */
  definePath(name: string, entry: string): void;
  /** Records in the order of keys, numbers or addresses. @throws DataSetError `not-catalogued` */
  read(name: string, range?: VsamRange): readonly VsamRecord[];
  get(name: string, key: VsamKey): Buffer | undefined;
  /**
   * @param slot relative record number of an RRDS. @default the next
   * @throws DataSetError `duplicate-key`, `record-length`, `no-space`
   */
  insert(name: string, data: Buffer, slot?: number): VsamKey;
  /** The key may not change. @throws DataSetError `record-missing`, `duplicate-key`, `record-length` */
  replace(name: string, key: VsamKey, data: Buffer): void;
  /** @throws DataSetError `record-missing`; `wrong-organisation` for an ESDS, whose records stay */
  erase(name: string, key: VsamKey): void;
  /** Empties the cluster, as an OPEN with REUSE does. */
  reset(name: string): void;
}
