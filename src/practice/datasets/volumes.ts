/** Space of one volume in tracks of a 3390: 15 a cylinder. */
export interface VolumeSpace {
  serial: string;
  deviceType: '3390';
  tracks: number;
  freeTracks: number;
}

/** Device number of a volume, as D U shows it: the first of the site file is 0940. */
export function deviceOf(volumes: readonly { serial: string }[], serial: string): string {
  const at = volumes.findIndex((one) => one.serial === serial);
  return (0x940 + Math.max(at, 0)).toString(16).toUpperCase().padStart(4, '0');
}

/** Consecutive tracks of a data set; `from` counts from the start of the volume. */
export interface Extent {
  volume: string;
  from: number;
  tracks: number;
}

export interface Volumes<Entry> {
  /** In the order of the site file. */
  volumes(): readonly VolumeSpace[];
  /** Every data set of a volume, catalogued or not, in EBCDIC order. @throws DataSetError `no-volume` */
  vtoc(serial: string): readonly Entry[];
  /** A full volume gives no more space, however much is free on it. @throws DataSetError `no-volume` */
  setVolumeFull(serial: string, full: boolean): void;
}

/** What happens when a migrated data set is needed. */
export interface RecallBehaviour {
  /** Time on the system's clock that `recall` takes. */
  seconds: number;
  /** Every access then ends with `recall-failed`. */
  fails: boolean;
}

/**
 * Migration by a storage manager. Whatever needs the content of a migrated data set recalls it.
 *
 * @see z/OS DFSMShsm Storage Administration, migration levels; the catalog shows volume MIGRAT
 */
export interface Migration {
  /** @param level 1 shows volume MIGRAT, 2 shows MIGRA2. @throws DataSetError `not-catalogued` */
  migrate(dsname: string, level?: 1 | 2): void;
  isMigrated(dsname: string): boolean;
  /** Waits the time that a recall takes. @throws DataSetError `not-catalogued`, `recall-failed`, `no-space` */
  recall(dsname: string): Promise<void>;
  setRecalls(behaviour: RecallBehaviour): void;
}
