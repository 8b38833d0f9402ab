import { open, type Database, type Key, type RootDatabase } from 'lmdb';
import type { ViewDeclaration } from '../ports.ts';

/**
 * One LMDB environment a book. Writer thread and main thread open it both; only the writer thread writes.
 * `pages`: number → JSON of the stored page. `streams`: [stream, page]. `docs`: [generation, view, key] → `{page, doc}`
 * as text. `index`: [generation, view, index, ...values, key]. `meta`: head, applied by generation, cells.
 */
export interface Layout {
  readonly root: RootDatabase;
  readonly pages: Database<string, number>;
  readonly streams: Database<string, Key[]>;
  readonly docs: Database<string, Key[]>;
  readonly index: Database<string, Key[]>;
  readonly meta: Database<string, string>;
}

export function openLayout(folder: string): Layout {
  const root = open({ path: folder, overlappingSync: false, maxDbs: 8, encoding: 'string', noMemInit: true });
  const strings = { encoding: 'string' } as const;
  return {
    root,
    pages: root.openDB<string, number>({ name: 'pages', ...strings }),
    streams: root.openDB<string, Key[]>({ name: 'streams', ...strings }),
    docs: root.openDB<string, Key[]>({ name: 'docs', ...strings }),
    index: root.openDB<string, Key[]>({ name: 'index', ...strings }),
    meta: root.openDB<string, string>({ name: 'meta', ...strings }),
  };
}

export type Declarations = ReadonlyMap<string, ViewDeclaration>;

/** Sorts after every value of a key's next part, so that a prefix is a range. */
export const afterAll = Buffer.from([0xff]);
