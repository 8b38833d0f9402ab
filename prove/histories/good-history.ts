import { createHash } from 'node:crypto';
import type { Actor, Entry } from '../../src/ledger/entry.schema.ts';
import { sealPage } from '../../src/ledger/page.rules.ts';
import type { StoredPage } from '../../src/ledger/page.schema.ts';
import type { Chance } from '../../src/shared/ids.ts';
import type { CheckOptions } from './check-history.ts';
import type { StoreAnswers } from './comparisons.ts';
import type { HistoryEvent } from './history.ts';

/** A page as it will be sealed. `page` and `prev` follow from its place unless they are given. */
export interface PageDraft {
  at: string;
  actor: Actor;
  command: { id: string; key?: string; digest?: string };
  entries: Entry[];
  page?: number;
  prev?: string;
  book?: string;
}

/** A book and a history of it, small enough to be read, and made to be spoiled. */
export interface Sample {
  readonly pages: PageDraft[];
  readonly events: HistoryEvent[];
  /** Views as served, and as folded anew. */
  readonly served: Record<string, string>;
  readonly fresh: Record<string, string>;
  readonly answers: { store: string; lines: string[] }[];
  /** Changes what was sealed. */
  spoil: (stored: StoredPage[]) => void;
}

const rosa: Actor = { kind: 'person', id: 'rosa' };
const service: Actor = { kind: 'service', id: 'lockstep' };
const engine = (id: string): Actor => ({ kind: 'engine', id });
export const digestNamed = (name: string): string => createHash('sha256').update(name).digest('hex');
export const secondOf = (second: number): string => `2026-09-12T22:00:${String(second).padStart(2, '0')}.000Z`;
const entry = (stream: string, seq: number, type = 'counter.raised/1', data: Entry['data'] = {}): Entry => ({
  ...{ stream, seq, type, data },
});
const refusal = (): Entry =>
  entry('requests:rosa', 1, 'request.refused/1', { code: 'release.wrong-state', message: '', facts: {} });
const taken = (epoch: number, instance: string) => entry('engine', epoch, 'engine.taken/1', { instance, epoch });
const keyed = (id: string, key: string) => ({ id, key, digest: digestNamed(key) });

const draft = (second: number, actor: Actor, command: PageDraft['command'], ...entries: Entry[]): PageDraft => ({
  ...{ at: secondOf(second), actor, command, entries },
});

/** Every kind of event, and nothing in it that breaks a rule. */
export function goodSample(): Sample {
  const k1 = { session: 's1', actor: 'rosa', key: 'k1', digest: digestNamed('k1') };
  const call = (number: number, facts: object): HistoryEvent => ({
    ...{ is: 'call', call: number, session: 's1', what: 'raise', t: number },
    ...facts,
  });
  return {
    pages: [
      draft(1, service, { id: 'book.born' }, entry('book', 1, 'book.born/1')),
      draft(2, rosa, { id: 'c1' }, entry('counter:a', 1)),
      draft(2, rosa, keyed('c2', 'k1'), entry('counter:a', 2)),
      draft(3, rosa, keyed('c3', 'k2'), refusal()),
      draft(4, engine('A'), { id: 'c4' }, taken(1, 'A')),
      draft(5, engine('A'), { id: 'c5' }, entry('run:1', 1)),
      draft(6, engine('B'), { id: 'c6' }, taken(2, 'B')),
      draft(7, rosa, { id: 'c7' }, entry('counter:b', 1), entry('counter:b', 2)),
      draft(8, engine('B'), { id: 'c8' }, entry('run:1', 2)),
    ],
    events: [
      call(1, { command: 'c1', actor: 'rosa' }),
      { is: 'ack', call: 1, page: 2, shows: { stream: 'counter:a', version: 1 }, t: 1 },
      call(2, k1),
      { is: 'ack', call: 2, page: 3, answer: 'x', t: 2 },
      call(3, { ...k1, session: 's2' }),
      { is: 'ack', call: 3, page: 3, answer: 'x', replayed: true, shows: { stream: 'counter:a', version: 2 }, t: 3 },
      call(4, { actor: 'rosa', key: 'k2', digest: digestNamed('k2') }),
      { is: 'refused', call: 4, code: 'release.wrong-state', recorded: true, t: 4 },
      call(5, { ...k1, session: 's2', digest: digestNamed('other') }),
      { is: 'refused', call: 5, code: 'request.key-reused', t: 5 },
      call(6, { what: 'look', reads: true }),
      { is: 'read', call: 6, page: 4, shows: { stream: 'counter:a', version: 2 }, t: 6 },
      call(7, { session: 's2', command: 'c7' }),
      { is: 'unknown', call: 7, because: 'no answer', t: 7 },
      { is: 'restart', instance: 'B', t: 7 },
      call(8, { session: 's2', command: 'c9' }),
      { is: 'refused', call: 8, code: 'release.wrong-state', t: 8 },
      call(9, { command: 'c10' }),
      call(10, { session: 's2', command: 'c11' }),
      { is: 'ack', call: 10, page: 9, nothing: true, t: 10 },
    ],
    served: { 'counters a': '{"n":2}', 'counters b': '{"n":2}' },
    fresh: { 'counters a': '{"n":2}', 'counters b': '{"n":2}' },
    answers: [
      { store: 'embedded', lines: ['done 1', 'refused'] },
      { store: 'mongodb', lines: ['done 1', 'refused'] },
    ],
    spoil: () => undefined,
  };
}

const book = `B${'A'.repeat(26)}`;
const noChance: Chance = { bytes: (count) => Buffer.alloc(count), uuid: () => '', below: () => 0 };

/** Seals the pages of a sample, each after the one before it. */
export function sealed({ pages, spoil }: Sample): StoredPage[] {
  let prev = '0'.repeat(64);
  const stored = pages.map((each, index) => {
    const page = sealPage({ book, page: index + 1, prev, ...each }, noChance);
    prev = page.leaf;
    return page.stored;
  });
  spoil(stored);
  return stored;
}

/** The rest of a sample, as the checker takes it. */
export function optionsOf({ served, fresh, answers }: Sample): CheckOptions & { answers: readonly StoreAnswers[] } {
  return { documents: { served: documentsIn(served), fresh: documentsIn(fresh) }, answers };
}

async function* documentsIn(documents: Readonly<Record<string, string>>) {
  await Promise.resolve();
  for (const [place, text] of Object.entries(documents)) {
    const [view = '', key = ''] = place.split(' ');
    yield { view, key, text };
  }
}
