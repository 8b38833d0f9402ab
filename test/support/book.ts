import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import type { AnyView, View } from '../../src/ledger/view.schema.ts';
import { openLedger, type OpenOptions } from '../../src/ledger/open-ledger.ts';
import { openEmbeddedStore } from '../../src/store/embedded/embedded-store.ts';
import { perhapsFaulty } from './seeded-faults.ts';

/** A folder that is gone after the test. */
export function temporaryFolder(): { path: string; [Symbol.dispose](): void } {
  const path = mkdtempSync(join(tmpdir(), 'lockstep-test-'));
  return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }) };
}

export interface Counter {
  name: string;
  n: number;
  tags: string[];
}

/** Entry types and a view for tests of ledger and store: counters that go up, and go away. */
export const counterTypes = {
  'counter.raised/1': z.strictObject({ by: z.int(), tags: z.array(z.string()).default([]) }),
  'counter.removed/1': z.strictObject({}),
};

export const counters: View<Counter> = {
  ...{ name: 'counters', version: 1, indexes: { n: ['n'], name: ['name'], tag: ['tags', 'n'] } },
  keys: (entry) => (entry.stream.startsWith('counter:') ? [entry.stream.slice('counter:'.length)] : []),
  evolve: (doc, entry) => {
    if (entry.type === 'counter.removed/1') return undefined;
    const name = entry.stream.slice('counter:'.length);
    const tags = (entry.data['tags'] ?? []) as string[];
    return {
      name,
      n: (doc?.n ?? 0) + Number(entry.data['by']),
      tags: [...new Set([...(doc?.tags ?? []), ...tags])].sort(),
    };
  },
};

export const raise = (name: string, by = 1, tags: string[] = []) => ({
  stream: `counter:${name}`,
  type: 'counter.raised/1',
  data: { by, tags },
});

export const someone = { kind: 'person', id: 'relmgr' } as const;

/** A ledger of counters on the embedded store in `folder`. */
export async function openCounters(folder: string, options: Partial<OpenOptions> = {}) {
  const store = openEmbeddedStore(folder);
  const views: AnyView[] = [counters];
  const opening = openLedger({
    ...{
      store: perhapsFaulty(store),
      views,
      entryTypes: counterTypes,
      estate: 'test',
      kind: 'rehearsal',
      home: 'here',
    },
    clock: { now: () => Date.parse('2026-09-12T22:00:00Z'), sleep: () => Promise.resolve() },
    ...options,
  });
  const ledger = await opening.catch(async (error: unknown) => {
    await store.close();
    throw error;
  });
  return { ledger, store, close: () => store.close() };
}
