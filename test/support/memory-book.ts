import type { Command } from '../../src/ledger/ledger.schema.ts';
import { openLedger, type OpenOptions } from '../../src/ledger/open-ledger.ts';
import type { Store } from '../../src/store/ports.ts';
import { counters, counterTypes, raise, someone } from './book.ts';
import { perhapsFaulty } from './seeded-faults.ts';

/** When a book of counters in memory begins, unless a test gives another clock. */
export const start = Date.parse('2026-09-12T22:00:00Z');

/** A ledger of counters over a store, most often one in memory. */
export const openOver = (store: Store, options: Partial<OpenOptions> = {}) =>
  openLedger({
    ...{
      store: perhapsFaulty(store),
      views: [counters],
      entryTypes: counterTypes,
      estate: 'test',
      kind: 'rehearsal',
      home: 'here',
    },
    clock: { now: () => start, sleep: () => Promise.resolve() },
    ...options,
  });

export const raising = (name: string, more: Partial<Command> = {}): Command => ({
  ...{ actor: someone, decide: () => [raise(name)] },
  ...more,
});
