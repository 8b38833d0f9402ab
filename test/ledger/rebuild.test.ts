import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { rebuild } from '../../src/ledger/generations.ts';
import { ledgerEntries } from '../../src/ledger/own-entries.schema.ts';
import { ownViews } from '../../src/ledger/own.views.ts';
import type { View } from '../../src/ledger/view.schema.ts';
import type { Store } from '../../src/store/ports.ts';
import { counters, counterTypes, openCounters, raise, someone, temporaryFolder } from '../support/book.ts';
import { openOver, raising } from '../support/memory-book.ts';
import { memoryStore } from '../support/memory-store.ts';

const all = { views: [...ownViews, counters], entryTypes: { ...ledgerEntries, ...counterTypes } };

const change = fc.record({
  name: fc.constantFrom('a', 'b', 'c'),
  by: fc.integer({ min: -2, max: 9 }),
  tags: fc.array(fc.constantFrom('x', 'y', '\u{10000}', '\uffff'), { maxLength: 2 }),
  goes: fc.boolean(),
});

const entryOf = ({ name, by, tags, goes }: { name: string; by: number; tags: string[]; goes: boolean }) =>
  goes ? { stream: `counter:${name}`, type: 'counter.removed/1', data: {} } : raise(name, by, tags);

describe('views made anew', () => {
  it('have the same bytes, and any record can be had as of any page', async () => {
    const commands = fc.array(fc.array(change, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(commands, async (pages) => {
        const store = memoryStore();
        const ledger = await openOver(store);
        const seen: unknown[][] = [];
        const names = ['a', 'b', 'c'];
        for (const page of pages) {
          await ledger.commit({ actor: someone, decide: () => page.map(entryOf) });
          seen.push(await Promise.all(names.map((name) => ledger.get(counters, name))));
        }
        for (const [index, docs] of seen.entries())
          expect(
            await Promise.all(names.map((name) => ledger.asOf(counters, name, [`counter:${name}`], index + 2))),
          ).toEqual(docs);
        const report = await rebuild(store, all);
        expect(report).toMatchObject({ pages: pages.length + 1, differing: [] });
      }),
      { numRuns: 40 },
    );
  });

  it('differ by name where a served document is not what the pages say', async () => {
    const store = memoryStore();
    const ledger = await openOver(store);
    await ledger.commit(raising('a\nb'));
    const text = JSON.stringify({ n: 7, name: 'a\nb', tags: [] });
    await store.views.fold(1, [{ number: 3, leaf: 'f'.repeat(64), puts: [{ view: 'counters', key: 'a\nb', text }] }]);
    expect((await rebuild(store, all)).differing).toEqual([{ view: 'counters', key: 'a\nb' }]);
  });

  it('are refused over pages of which one does not name the one before', async () => {
    const [store, other] = [memoryStore(), memoryStore()];
    for (const each of [store, other]) {
      const ledger = await openOver({
        ...each,
        pages: { ...each.pages, bookId: () => store.pages.bookId('B' + 'A'.repeat(26)) },
      });
      for (const name of ['a', 'b', 'c']) await ledger.commit(raising(name));
    }
    const pages: Store['pages'] = {
      ...store.pages,
      async *pages(from, to) {
        for await (const page of store.pages.pages(from, to))
          yield page._id.endsWith('3') ? (await other.pages.page(3))! : page;
      },
    };
    await expect(rebuild({ ...store, pages }, all)).rejects.toMatchObject({
      code: 'ledger.damaged',
      facts: { page: 3 },
    });
  });

  it('fold the entries of one page in their order there, whatever their streams count', async () => {
    const last: View<{ by: string }> = {
      ...{ name: 'last', version: 1, indexes: {} },
      keys: (entry) => (entry.stream.startsWith('counter:') ? ['last'] : []),
      evolve: (_doc, entry) => ({ by: entry.stream }),
    };
    const store = memoryStore();
    const ledger = await openOver(store, { views: [counters, last] });
    await ledger.commit(raising('a'));
    const { page } = await ledger.commit(raising('', { decide: () => [raise('a'), raise('b')] }));
    await ledger.commit(raising('a'));
    expect(await ledger.asOf(last, 'last', ['counter:a', 'counter:b'], page)).toEqual({ by: 'counter:b' });
  });

  it('leave nothing of a build that was cut off, once another is served', async () => {
    using folder = temporaryFolder();
    const one = await openCounters(folder.path);
    await Promise.all(Array.from({ length: 450 }, (_, n) => one.ledger.commit(raising(`c${n % 150}`))));
    const before = await one.ledger.get(counters, 'c7');
    const cut = await one.store.views.begin();
    const { leaf } = await one.store.pages.head();
    const puts = Array.from({ length: 300 }, (_, n) => ({
      view: 'counters',
      key: `k${n}`,
      text: '{"n":1,"name":"k","tags":["t"]}',
    }));
    expect(await one.store.views.fold(cut, [{ number: 1, leaf, puts }])).toBe(true);
    await one.close();
    const two = await openCounters(folder.path, { views: [{ ...counters, version: 2 }] });
    const served = await two.store.views.current();
    const left: string[] = [];
    for (const generation of [1, cut])
      for await (const { view, key } of two.store.views.documents(generation)) left.push(`${view} ${key}`);
    const rows = await two.store.views.query(cut, 'counters', { index: 'tag' });
    expect({ left, rows: rows.rows, served: served?.generation }).toEqual({ left: [], rows: [], served: cut + 1 });
    expect(await two.ledger.get(counters, 'c7')).toEqual(before);
    expect((await two.ledger.commit(raising('c7'))).page).toBe(452);
    await two.close();
  });
});
