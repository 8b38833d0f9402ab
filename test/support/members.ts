/** A replica set whose members a test may stop: our own, or a real one. */
export interface Members extends AsyncDisposable {
  /** Address of the set for a database. */
  url(database: string): string;
  /** The primary steps down by order, and another member may follow it. */
  stepDown(): Promise<void>;
  /** Kills the primary of the moment, as a power cut does. */
  killPrimary(): Promise<void>;
  /** Cuts the primary off from the others, or stops it so that they miss it: it believes that it is still the primary. */
  partitionPrimary(): Promise<void>;
  /** From now on nothing that the primary takes reaches another member. */
  holdReplication(): Promise<void>;
  /** Ends every partition, stop and hold, and starts again what was killed. */
  heal(): Promise<void>;
  /** Resolves once a majority has a primary. */
  elected(): Promise<void>;
}
