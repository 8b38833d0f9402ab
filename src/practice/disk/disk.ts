/**
 * The practice system's own memory: rooms of keyed values. Everything is read once at start; writes return at once and
 * reach the folder later, in order.
 */
export interface Disk {
  entries(room: string): readonly (readonly [key: string, value: unknown])[];
  put(room: string, key: string, value: unknown): void;
  remove(room: string, key: string): void;
  /** Resolves when everything written so far is durable. */
  close(): Promise<void>;
}

/** A disk for a system that is thrown away: nothing outlives the process. */
export function memoryDisk(): Disk {
  return { entries: () => [], put: () => undefined, remove: () => undefined, close: () => Promise.resolve() };
}
