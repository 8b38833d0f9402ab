import { createHash } from 'node:crypto';
import type { Ledger } from '../../src/ledger/ledger.schema.ts';
import { openLedger } from '../../src/ledger/open-ledger.ts';
import type { Query } from '../../src/ledger/view.schema.ts';
import { canonicalJson } from '../../src/shared/canonical-json.ts';
import { LockstepError } from '../../src/shared/errors.ts';
import type { Chance } from '../../src/shared/ids.ts';
import type { Store } from '../../src/store/ports.ts';
import { seeded, type Seeded } from '../processes/seeded.ts';
import type { StoreAnswers } from './comparisons.ts';
import { commandKinds, counterClient } from './counter-clients.ts';
import { counterStream, countersView, smallBook } from './small-book.ts';

const start = Date.parse('2026-09-12T22:00:00Z');
const digestOf = (value: unknown): string =>
  createHash('sha256').update(canonicalJson(value)).digest('hex').slice(0, 16);

/** Chance that follows from a seed: a book's id, its salts and the ids of its commands are then the same everywhere. */
export function seededChance(random: Seeded): Chance {
  const bytes = (count: number): Buffer => Buffer.from(Array.from({ length: count }, () => random.below(256)));
  return { bytes, uuid: () => bytes(16).toString('hex'), below: (below) => random.below(below) };
}

/**
 * The same commands and queries, by a seed, on an empty store: a line for each, so that two stores can be compared. A
 * command's line ends in the leaf of its page; equal leaves mean equal books.
 */
export async function answersOf(store: Store, seed: number, commands: number): Promise<StoreAnswers> {
  const random = seeded(seed);
  let now = start;
  const clock = { now: () => (now += 10), sleep: () => Promise.resolve() };
  const ledger = await openLedger({ ...smallBook, store, clock, chance: seededChance(seeded(seed + 1)) });
  const clients = ['rosa', 'omar', 'ines'].map((person) => counterClient(person, random));
  const kinds = Object.values(commandKinds);
  const lines: string[] = [];
  for (let number = 0; number < commands; number += 1) {
    const client = clients[random.below(clients.length)]!;
    const command = await kinds[random.below(kinds.length)]!(client, ledger);
    if (command !== undefined) lines.push(await lineOf(ledger, store, command));
    if (number % 5 === 0) lines.push(await queryLine(ledger, random));
  }
  return { store: store.kind, lines };
}

async function lineOf(ledger: Ledger, store: Store, command: Parameters<Ledger['commit']>[0]): Promise<string> {
  try {
    const { page, at, entries, replayed } = await ledger.commit(command);
    const stored = await store.pages.page(page);
    return `page ${page} of ${at}, ${entries.length} entries${replayed ? ' again' : ''}, ${digestOf(stored?.body ?? '')}`;
  } catch (error) {
    if (!(error instanceof LockstepError)) throw error;
    return `${error.code}: ${error.message} ${canonicalJson(error.facts)}`;
  }
}

async function queryLine(ledger: Ledger, random: Seeded): Promise<string> {
  const query = queryBy(random);
  const { rows, next } = await ledger.query(countersView, query);
  const name = random.oneOf(['a', 'b', 'c', 'd', 'e']);
  const version = await ledger.version(counterStream(name));
  const doc = (await ledger.get(countersView, name)) ?? null;
  return canonicalJson({ query, rows, next: next ?? null, version, doc });
}

function queryBy(random: Seeded): Query {
  const base: Query = {
    limit: 1 + random.below(4),
    order: random.oneOf(['asc', 'desc']),
    ...random.oneOf<Query>([
      { index: 'n' },
      { index: 'n', range: { gte: random.below(10), lt: 10 + random.below(40) } },
      { index: 'name', in: ['a', 'c', 'e'] },
      { index: 'tag', eq: [random.oneOf(['red', 'green', 'blue'])] },
      { index: 'name', where: [{ field: 'tags', contains: 'red' }] },
      { index: 'n', where: [{ field: 'name', like: '%' }] },
    ]),
  };
  return base;
}
