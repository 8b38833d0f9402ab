import { z } from 'zod';
import type { OpenOptions } from '../../src/ledger/open-ledger.ts';
import { ledgerEntries } from '../../src/ledger/own-entries.schema.ts';
import { ownViews } from '../../src/ledger/own.views.ts';
import type { AnyView, View } from '../../src/ledger/view.schema.ts';

export interface Counter {
  readonly name: string;
  readonly n: number;
  readonly tags: readonly string[];
}

export interface Term {
  readonly instance: string;
  readonly epoch: number;
}

export const counterStream = (name: string): string => `counter:${name}`;

/** Counters that go up, go away and come again. */
export const countersView: View<Counter> = {
  ...{ name: 'counters', version: 1, indexes: { n: ['n'], name: ['name'], tag: ['tags', 'n'] } },
  keys: ({ stream }) => (stream.startsWith('counter:') ? [stream.slice('counter:'.length)] : []),
  evolve: (doc, { type, data, stream }) => {
    if (type === 'counter.removed/1') return undefined;
    const tags = [...new Set([...(doc?.tags ?? []), ...(data['tags'] as string[])])].sort();
    return { name: stream.slice('counter:'.length), n: (doc?.n ?? 0) + Number(data['by']), tags };
  },
};

/** Who has the engine of a book of counters. */
export const termsView: View<Term> = {
  ...{ name: 'terms', version: 1, indexes: {} },
  keys: ({ stream }) => (stream === 'engine' ? ['engine'] : []),
  evolve: (_doc, { data }) => ({ instance: data['instance'] as string, epoch: Number(data['epoch']) }),
};

const entryTypes = {
  'counter.raised/1': z.strictObject({ by: z.int(), tags: z.array(z.string()) }),
  'counter.removed/1': z.strictObject({}),
  'engine.taken/1': z.strictObject({ instance: z.string(), epoch: z.int() }),
};

/** A book of counters, as a ledger is opened over it. */
export const smallBook = {
  ...{ views: [countersView, termsView], entryTypes, estate: 'test', kind: 'rehearsal', home: 'here' },
  guard: () => undefined,
} satisfies Partial<OpenOptions>;

/** All that is folded from its pages, the ledger's own views too. */
export const smallBookFolds: { views: readonly AnyView[]; entryTypes: OpenOptions['entryTypes'] } = {
  views: [...ownViews, ...smallBook.views],
  entryTypes: { ...ledgerEntries, ...entryTypes },
};

export const raised = (name: string, by = 1, tags: readonly string[] = []) => ({
  ...{ stream: counterStream(name), type: 'counter.raised/1' },
  data: { by, tags: [...tags] },
});

export const removed = (name: string) => ({ stream: counterStream(name), type: 'counter.removed/1', data: {} });
