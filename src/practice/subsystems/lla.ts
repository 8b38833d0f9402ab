import { DataSetError, type DataSets } from '../datasets/data-sets.ts';

/** What a fetch through the lookaside or an open library finds. */
export type Found =
  | { kind: 'records'; records: readonly Buffer[] }
  | { kind: 'missing' }
  /** The directory entry is there, its track lies in an extent that the open library does not know. */
  | { kind: 'beyond-extents' };

/** A library as it was when somebody opened it: its extents, and its directory where that is kept. */
export interface OpenLibrary {
  readonly dsname: string;
  /** Fetches a module. With `directory` the entry is the one of the last look, else the one on disk. */
  fetch(name: string, directory: 'kept' | 'disk'): Found;
  /** Looks at the directory again; new extents stay unknown. */
  look(): void;
  /** Closes and opens it: extents and directory are those of now. */
  reopen(): void;
}

interface Seen {
  extents: number;
  members: Map<string, readonly Buffer[]>;
}

/**
 * A program library that stays open. Members that come into an extent taken later cannot be fetched through it.
 *
 * @see z/OS MVS Initialization and Tuning Reference, CSVLLAxx; MVS System Messages, CSV031I, CSV032I
 */
export function openLibrary(dsname: string, dataSets: DataSets): OpenLibrary {
  const exists = () => dataSets.find(dsname)?.attributes.dsorg === 'PO';
  const extentsNow = () => (exists() ? dataSets.usage(dsname).extents : 0);
  const directoryNow = (): Map<string, readonly Buffer[]> =>
    new Map(exists() ? dataSets.members(dsname).map(({ name }) => [name, dataSets.read(dsname, name)]) : []);
  let readable: Seen = { extents: extentsNow(), members: directoryNow() };
  let kept = readable.members;
  const same = (one: readonly Buffer[] | undefined, other: readonly Buffer[]) =>
    one?.length === other.length && one.every((record, at) => record.equals(other[at] ?? Buffer.alloc(0)));
  const inReach = (name: string, records: readonly Buffer[]): boolean => {
    if (extentsNow() > readable.extents) return same(readable.members.get(name), records);
    readable.members.set(name, records);
    return true;
  };
  const onDisk = (name: string): readonly Buffer[] | undefined => {
    try {
      return exists() && dataSets.member(dsname, name) !== undefined ? dataSets.read(dsname, name) : undefined;
    } catch (error) {
      if (!(error instanceof DataSetError)) throw error;
      return undefined;
    }
  };
  return {
    dsname,
    fetch(name, directory) {
      const records = directory === 'kept' ? kept.get(name) : onDisk(name);
      if (records === undefined) return { kind: 'missing' };
      return inReach(name, records) ? { kind: 'records', records } : { kind: 'beyond-extents' };
    },
    look() {
      kept = directoryNow();
      if (extentsNow() <= readable.extents) readable = { extents: readable.extents, members: new Map(kept) };
    },
    reopen() {
      readable = { extents: extentsNow(), members: directoryNow() };
      kept = readable.members;
    },
  };
}

/** Library lookaside, and the link list: both keep their libraries open. */
export interface Lookaside {
  manages(dsname: string): boolean;
  fetch(dsname: string, name: string): Found;
  refresh(libraries?: readonly string[]): void;
  /** A new link list set is activated: its libraries are opened anew. */
  reopen(): void;
  readonly libraries: readonly string[];
}

/** @param managed libraries of the site file besides the link list */
export function createLookaside(
  linkList: readonly string[],
  managed: readonly string[],
  dataSets: DataSets,
): Lookaside {
  const names = [...new Set([...linkList, ...managed])];
  const open = new Map(names.map((dsname) => [dsname, openLibrary(dsname, dataSets)]));
  return {
    libraries: names,
    manages: (dsname) => open.has(dsname),
    fetch: (dsname, name) => open.get(dsname)?.fetch(name, 'kept') ?? { kind: 'missing' },
    refresh(libraries = names) {
      for (const dsname of libraries) open.get(dsname)?.look();
    },
    reopen() {
      for (const library of open.values()) library.reopen();
    },
  };
}
