import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Condition, IndexValue, Query } from '../../src/ledger/view.schema.ts';
import { comparePlaces, cursorOf, isInside, meets, placeOf, placesOf } from '../../src/store/query.rules.ts';
import type { Store } from '../../src/store/ports.ts';
import { noHead, pagesAfter, put, testBook } from '../support/stored-pages.ts';
import type { OpenedStore } from './conformance.ts';

const indexes: Record<string, readonly string[]> = {
  a: ['a'],
  ab: ['a', 'b'],
  nested: ['c.d', 'a'],
  tags: ['tags', 'a'],
  inner: ['a', 'tags', 'b'],
};

/** Texts that sort differently by UTF-16 units and by UTF-8 bytes, prefixes of each other, and control characters. */
const text = fc.oneof(
  fc.constantFrom('', 'a', 'A', 'ab', 'a\u0000', 'a\u0000b', 'a\u0001', 'é', 'e\u0301', '~', '\uffff', '\ue000', '😀'),
  fc.string({ unit: 'binary', maxLength: 4 }),
);
const number = fc.oneof(
  fc.constantFrom(0, 1, -1, 1.5, -1.5, 2 ** 53 - 1, -(2 ** 53 - 1), 1e-300, 5e-324),
  fc.integer({ min: -300, max: 300 }),
  fc
    .double({ noNaN: true, noDefaultInfinity: true })
    .map((value) => (Number.isSafeInteger(value) ? value : value / 3 || 0)),
);
const value: fc.Arbitrary<IndexValue> = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom('a', 'b', 'c', 1, 2, 3) },
  text,
  number,
);
const optional = { requiredKeys: [] };
const document = fc.record(
  {
    a: value,
    b: value,
    c: fc.record({ d: value }, optional),
    tags: fc.oneof(fc.array(value, { maxLength: 4 }), value),
  },
  optional,
);
const documents = fc.uniqueArray(fc.tuple(fc.oneof(text, fc.string({ maxLength: 3 })), document), {
  selector: ([key]) => key,
  maxLength: 14,
});
const field = fc.constantFrom('a', 'b', 'c.d', 'tags', 'no');
const condition: fc.Arbitrary<Condition> = fc.oneof(
  fc.record({ field, eq: value }),
  fc.record({ field, in: fc.array(value, { maxLength: 3 }) }),
  fc.record({ field, gte: value }),
  fc.record({ field, lt: value }),
  fc.record({ field, exists: fc.boolean() }),
  fc.record({ field, prefix: text }),
  fc.record({ field, contains: value }),
  fc.record({ field, like: fc.constantFrom('*', 'a*', '%', 'a%', '*b') }),
);
const narrowing = fc.oneof(
  fc.record({}),
  fc.record({ in: fc.array(value, { maxLength: 4 }) }),
  fc.record({ range: fc.record({ gte: value, gt: value, lt: value, lte: value }, optional) }),
);
const query: fc.Arbitrary<Query> = fc
  .tuple(
    fc.record(
      {
        index: fc.constantFrom(...Object.keys(indexes)),
        eq: fc.array(value, { maxLength: 2 }),
        where: fc.array(condition, { maxLength: 2 }),
        order: fc.constantFrom('asc' as const, 'desc' as const),
        limit: fc.integer({ min: 1, max: 6 }),
        scanLimit: fc.integer({ min: 1, max: 8 }),
      },
      { requiredKeys: ['index'] },
    ),
    narrowing,
  )
  .map(([form, narrow]) => fitted({ ...form, ...narrow }));

/** `in` and `range` need a field after those of `eq`. */
function fitted({ eq = [], ...rest }: Query): Query {
  const fields = indexes[rest.index] ?? [];
  const most = rest.in !== undefined || rest.range !== undefined ? fields.length - 1 : fields.length;
  return { ...rest, eq: eq.slice(0, most) };
}

interface Answer {
  readonly keys: string[];
  readonly scanned: number;
  readonly next: IndexValue[] | undefined;
}

/** The query as its rules say it, over all documents. */
function evaluated(all: readonly (readonly [string, object])[], asked: Query): Answer {
  const way = asked.order === 'desc' ? -1 : 1;
  const after = asked.after === undefined ? undefined : placeOf(asked.after);
  const rows = all
    .flatMap(([key, doc]) =>
      placesOf(doc, indexes[asked.index] ?? []).map((place) => ({ key, doc, place: [...place, key] })),
    )
    .filter(({ place }) => isInside(place, asked))
    .sort((one, other) => comparePlaces(one.place, other.place) * way)
    .filter(({ place }) => after === undefined || comparePlaces(place, after) * way > 0);
  const keys: string[] = [];
  let scanned = 0;
  for (const { key, doc } of rows) {
    if (keys.length >= (asked.limit ?? 50) || scanned >= (asked.scanLimit ?? 10_000))
      return { keys, scanned, next: rows[scanned - 1]?.place };
    scanned += 1;
    if (meets(doc, asked.where)) keys.push(key);
  }
  return { keys, scanned, next: undefined };
}

async function filled(store: Store, all: readonly (readonly [string, object])[]): Promise<number> {
  await store.views.declare([{ name: 'things', indexes }]);
  await store.pages.bookId(testBook);
  const generation = await store.views.begin();
  const early = all.map(([key]) => put(key, { a: 'before', tags: ['before', 'x'] }));
  await store.views.fold(generation, pagesAfter(noHead, [early, all.map(([key, doc]) => put(key, doc))]));
  return generation;
}

/** Every query is answered as its rules say, page after page. */
export function queryConformance(open: () => Promise<OpenedStore>, { runs }: { runs: number }): void {
  it('are answered as an evaluation of their rules answers them, page after page', async () => {
    await using opened = await open();
    const { store } = opened;
    const asked = fc.array(query, { minLength: 1, maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(documents, asked, async (all, queries) => {
        const generation = await filled(store, all);
        for (const each of queries) await answersEqual(store, generation, all, each);
      }),
      { numRuns: runs },
    );
  }, 120_000);

  it('may begin after any place, also one that this list never gave', async () => {
    await using opened = await open();
    const { store } = opened;
    const place = fc.array(value, { minLength: 4, maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(documents, query, place, async (all, each, from) => {
        const generation = await filled(store, all);
        const after = cursorOf(from.slice(0, (indexes[each.index]?.length ?? 0) + 1));
        await answersEqual(store, generation, all, { ...each, after });
      }),
      { numRuns: Math.ceil(runs / 2) },
    );
  }, 120_000);

  it('refuse a cursor that no list gave', async () => {
    await using opened = await open();
    const generation = await filled(opened.store, []);
    const asked = async () => opened.store.views.query(generation, 'things', { index: 'a', after: 'nonsense' });
    await expect(asked()).rejects.toMatchObject({ code: 'request.invalid' });
  });
}

async function answersEqual(
  store: Store,
  generation: number,
  all: readonly (readonly [string, object])[],
  asked: Query,
): Promise<void> {
  for (let after = asked.after, pages = 0; pages < 40; pages += 1) {
    const part = { ...asked, ...(after === undefined ? {} : { after }) };
    const { rows, scanned, next } = await store.views.query(generation, 'things', part);
    expect({
      keys: rows.map(({ key }) => key),
      scanned,
      next: next === undefined ? undefined : placeOf(next),
    }).toEqual(evaluated(all, part));
    if (next === undefined) return;
    after = next;
  }
}
