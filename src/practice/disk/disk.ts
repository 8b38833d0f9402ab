/**
 * The practice system's own memory: rooms of keyed values. Writes return at once, are seen by every later read, and
 * reach the folder later, in order; what one turn of the event loop writes reaches it together or not at all.
 */
export interface Disk {
  /** In the order of keys (by code unit); all, or those that start so. */
  entries(room: string, prefix?: string): readonly (readonly [key: string, value: unknown])[];
  keys(room: string): readonly string[];
  get(room: string, key: string): unknown;
  put(room: string, key: string, value: unknown): void;
  remove(room: string, key: string): void;
  /** Everything that is committed, as it is at the first look, whatever is written while it is read. */
  all(): Iterable<readonly [room: string, key: string, value: unknown]>;
  /** Resolves when everything written so far outlives the process. @throws {Error} when the folder cannot be written */
  committed(): Promise<void>;
  /** Resolves when everything written so far is durable. @throws {Error} when the folder cannot be written */
  flushed(): Promise<void>;
  close(): Promise<void>;
}

/** A disk for a system that is thrown away: nothing outlives the process. */
export function memoryDisk(): Disk {
  const rooms = new Map<string, Map<string, unknown>>();
  const roomOf = (room: string) => {
    const found = rooms.get(room) ?? new Map<string, unknown>();
    rooms.set(room, found);
    return found;
  };
  return {
    entries: (room, prefix = '') =>
      [...roomOf(room)].filter(([key]) => key.startsWith(prefix)).sort(([a], [b]) => (a < b ? -1 : 1)),
    keys: (room) => [...roomOf(room).keys()].sort(),
    get: (room, key) => roomOf(room).get(key),
    put: (room, key, value) => void roomOf(room).set(key, value),
    remove: (room, key) => void roomOf(room).delete(key),
    all: () =>
      [...rooms].flatMap(([room, values]) => Array.from(values, ([key, value]) => [room, key, value] as const)),
    committed: () => Promise.resolve(),
    flushed: () => Promise.resolve(),
    close: () => Promise.resolve(),
  };
}
