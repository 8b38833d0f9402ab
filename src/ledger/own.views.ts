import type { JsonObject } from '../shared/canonical-json.ts';
import type {
  BookBorn,
  BookMoved,
  BookRestored,
  CheckpointSigned,
  KeysAged,
  TextErased,
} from './own-entries.schema.ts';
import type { View } from './view.schema.ts';

/** What the ledger itself needs to read back. They are folded from the page, not only from its entries. */
export interface StreamVersion {
  readonly stream: string;
  readonly seq: number;
}

export interface RequestRow {
  readonly digest: string;
  readonly page: number;
  readonly refused?: JsonObject;
}

export interface CommandRow {
  readonly page: number;
  readonly refused?: JsonObject;
}

/** A complete tile: the 256 leaves that end at page `tile` × 256, in hexadecimal, one after another. */
export interface Tile {
  readonly tile: number;
  readonly leaves: string;
}

export const tileLeaves = 256;

const fromPage = <D extends object>(name: string, indexes: View<D>['indexes'] = {}): View<D> => ({
  ...{ name, version: 1, indexes },
  keys: () => [],
  evolve: (doc) => doc,
});

export const streamVersions = fromPage<StreamVersion>('ledger-streams');
export const requestRows = fromPage<RequestRow>('ledger-requests', { page: ['page'] });
export const commandRows = fromPage<CommandRow>('ledger-commands');
export const tiles = fromPage<Tile>('ledger-tiles', { number: ['tile'] });

/** The book's own record: its birth, and where it is at home now. */
export const bookRecord: View<BookBorn> = {
  ...{ name: 'ledger-book', version: 2, indexes: {} },
  keys: ({ type }) => (type === 'book.born/1' || type === 'book.moved/1' ? ['book'] : []),
  evolve: (doc, { type, data }) =>
    type === 'book.born/1' || doc === undefined ? (data as BookBorn) : { ...doc, home: (data as BookMoved).home },
};

/** An entry whose texts were erased, and the page that says so. */
export interface Erasure {
  readonly page: number;
  readonly entry: number;
  readonly on: number;
}

export const erasureKey = ({ page, entry }: Pick<Erasure, 'page' | 'entry'>): string => `${page}:${entry}`;

/** All erasures, in order of the pages that say so. */
export const erasures: View<Erasure> = {
  ...{ name: 'ledger-erasures', version: 1, indexes: { on: ['on'] } },
  keys: ({ type, data }) => (type === 'text.erased/1' ? [erasureKey(data as TextErased)] : []),
  evolve: (_doc, { data }, { page: on }) => {
    const { page, entry } = data as TextErased;
    return { page, entry, on };
  },
};

/** A moment of the machine's time, and the page that the book stood at. */
export interface TimeMark {
  readonly machine: string;
  readonly page: number;
}

/** Marks of the machine's time, in order. */
export const timeMarks: View<TimeMark> = {
  ...{ name: 'ledger-marks', version: 1, indexes: { machine: ['machine', 'page'] } },
  keys: ({ type, seq }) => (type === 'keys.aged/1' ? [String(seq)] : []),
  evolve: (_doc, { data }, { page }) => ({ machine: (data as KeysAged).machine, page }),
};

export const restoreKey = ({ size, root }: Pick<BookRestored, 'size' | 'root'>): string => `${size} ${root}`;

/** Checkpoints whose pages were lost to a restored backup, by size and root. */
export const restores: View<BookRestored> = {
  ...{ name: 'ledger-restores', version: 1, indexes: { size: ['size'] } },
  keys: ({ type, data }) => (type === 'book.restored/1' ? [restoreKey(data as BookRestored)] : []),
  evolve: (_doc, { data }) => data as BookRestored,
};

/** The checkpoints in order of size. */
export const checkpoints: View<CheckpointSigned> = {
  ...{ name: 'ledger-checkpoints', version: 1, indexes: { size: ['size'] } },
  keys: (entry) => (entry.type === 'checkpoint.signed/1' ? [JSON.stringify(entry.data['size'])] : []),
  evolve: (_doc, entry) => entry.data as CheckpointSigned,
};

export const ownViews = [
  streamVersions,
  requestRows,
  commandRows,
  tiles,
  bookRecord,
  erasures,
  timeMarks,
  restores,
  checkpoints,
] as const;
