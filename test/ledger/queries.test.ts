import { beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { openPage, sealPage } from '../../src/ledger/page.rules.ts';
import { Speculation } from '../../src/ledger/speculation.ts';
import type { Condition, Query } from '../../src/ledger/view.schema.ts';
import { chance } from '../../src/shared/ids.ts';
import type { Store } from '../../src/store/ports.ts';
import { comparePlaces, isInside, meets, placesOf } from '../../src/store/query.rules.ts';
import { type Counter, counters, raise, someone } from '../support/book.ts';
import { memoryStore } from '../support/memory-store.ts';

const names = ['a', 'b', 'B', 'ab', 'é', '\uffff', '\u{10000}', ''];
const words = ['x', 'y', '\uffff', '\u{10000}'];

const change = fc.record({
  name: fc.constantFrom(...names),
  by: fc.integer({ min: -3, max: 5 }),
  tags: fc.array(fc.constantFrom(...words), { maxLength: 3 }),
  goes: fc.nat(4).map((n) => n === 0),
});
type Change = { name: string; by: number; tags: string[]; goes: boolean };

const entryOf = ({ name, by, tags, goes }: Change) =>
  goes ? { stream: `counter:${name}`, type: 'counter.removed/1', data: {} } : raise(name, by, tags);

const where = fc.array(
  fc.oneof(
    fc.record({ field: fc.constant('n'), gte: fc.integer({ min: 0, max: 4 }) }),
    fc.record({ field: fc.constant('tags'), contains: fc.constantFrom(...words) }),
    fc.record({ field: fc.constant('name'), like: fc.constantFrom('a*', '%', '*') }),
  ),
  { maxLength: 1 },
) as fc.Arbitrary<Condition[]>;

const bound = (values: fc.Arbitrary<string | number>) =>
  fc.record({ gte: values, gt: values, lt: values, lte: values }, { requiredKeys: [] });
const number = fc.integer({ min: -3, max: 6 });
const word = fc.constantFrom(...words);
const among = <T>(values: fc.Arbitrary<T>) => fc.array(values, { minLength: 1, maxLength: 3 });

const shape = fc.oneof(
  fc.record({ index: fc.constant('n'), range: bound(number) }, { requiredKeys: ['index'] }),
  fc.record({ index: fc.constant('n'), in: among(number) }),
  fc.record({ index: fc.constant('name'), eq: fc.constantFrom(...names).map((name) => [name]) }),
  fc.record({ index: fc.constant('name'), in: among(fc.constantFrom(...names)) }),
  fc.record({ index: fc.constant('name'), range: bound(fc.constantFrom(...names)) }),
  fc.record(
    { index: fc.constant('tag'), eq: word.map((tag) => [tag]), range: bound(number) },
    { requiredKeys: ['index', 'eq'] },
  ),
  fc.record({ index: fc.constant('tag'), in: among(word) }),
  fc.record({ index: fc.constant('tag') }),
);

const query = fc
  .tuple(
    shape,
    fc.record(
      {
        where,
        order: fc.constantFrom('asc', 'desc'),
        limit: fc.integer({ min: 1, max: 4 }),
        scanLimit: fc.integer({ min: 1, max: 4 }),
      },
      { requiredKeys: ['limit'] },
    ),
  )
  .map(([one, other]) => ({ ...one, ...other }));

/** What the rules say, over all documents at once: no index, no paging. */
function bruteForce(documents: ReadonlyMap<string, Counter>, asked: Query): Counter[] {
  const rows = [...documents].flatMap(([key, doc]) =>
    placesOf(doc, counters.indexes[asked.index] ?? []).map((place) => ({ doc, place: [...place, key] })),
  );
  const found = rows.filter(({ doc, place }) => isInside(place, asked) && meets(doc, asked.where));
  const sign = asked.order === 'desc' ? -1 : 1;
  return found.sort((a, b) => comparePlaces(a.place, b.place) * sign).map(({ doc }) => doc);
}

async function allRows(speculation: Speculation, asked: Query): Promise<Counter[]> {
  const rows: Counter[] = [];
  let after: string | undefined;
  for (let turns = 0; turns < 500; turns += 1) {
    const page = await speculation.query(counters, { ...asked, ...(after !== undefined && { after }) });
    expect(page.rows.length).toBeLessThanOrEqual(asked.limit ?? 50);
    rows.push(...page.rows);
    if (page.next === undefined) return rows;
    expect(page.next).not.toBe(after);
    after = page.next;
  }
  throw new Error('the query does not end');
}

/** Pages as a group makes them, one a change. */
function pageMaker() {
  const seqs = new Map<string, number>();
  let number = 0;
  return (each: Change) => {
    const entry = entryOf(each);
    const seq = (seqs.get(entry.stream) ?? 0) + 1;
    seqs.set(entry.stream, seq);
    const draft = {
      ...{ book: 'B' + 'A'.repeat(26), page: ++number, prev: '0'.repeat(64), at: '2026-09-12T22:00:00.000Z' },
      ...{ actor: someone, command: { id: 'urn:uuid:x' } },
      entries: [{ ...entry, seq, data: { ...entry.data } }],
    };
    return openPage(sealPage(draft, chance).stored);
  };
}

async function speculationOver(store: Store, stored: readonly Change[], added: readonly Change[]) {
  const nextPage = pageMaker();
  const generation = await store.views.begin();
  const documents = new Map<string, Counter>();
  const note = (each: Change, page: ReturnType<typeof nextPage>) => {
    const entry = page.entries[0]!;
    const doc = counters.evolve(documents.get(each.name), entry, page);
    if (doc === undefined) documents.delete(each.name);
    else documents.set(each.name, doc);
    return page;
  };
  for (const each of stored) {
    const page = note(each, nextPage(each));
    const puts = await new Speculation(store.views, generation, [counters]).fold(page);
    await store.views.fold(generation, [{ number: page.page, leaf: page.leaf, puts }]);
  }
  const speculation = new Speculation(store.views, generation, [counters]);
  for (const each of added) await speculation.fold(note(each, nextPage(each)));
  return { speculation, documents };
}

describe('a query of what a group adds to the stored views', () => {
  const store = memoryStore();
  beforeAll(() => store.views.declare([counters]));

  it('answers page after page as the rules answer over all documents', async () => {
    const changes = fc.array(change, { maxLength: 14 });
    await fc.assert(
      fc.asyncProperty(
        changes,
        changes,
        fc.array(query, { minLength: 1, maxLength: 8 }),
        async (stored, added, asked) => {
          const { speculation, documents } = await speculationOver(store, stored, added);
          for (const each of asked) expect(await allRows(speculation, each)).toEqual(bruteForce(documents, each));
        },
      ),
      { numRuns: 150 },
    );
  });

  it('is refused for an index that its view does not have', async () => {
    const { speculation } = await speculationOver(store, [], []);
    await expect(speculation.query(counters, { index: 'colour' })).rejects.toThrow('colour');
  });
});
