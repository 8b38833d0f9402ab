import { describe, expect, it } from '@jest/globals';
import { foldedViews, kinds, openBook, tellSample } from '../../prove/restore/book.ts';
import { differences } from '../../prove/restore/independent-fold.ts';
import { notes } from '../../prove/restore/notes.ts';
import { proveRestore } from '../../prove/restore/proof.ts';
import type { Store } from '../../src/store/ports.ts';
import { memoryStore } from '../support/memory-store.ts';

const silent = { seed: 20260912, left: () => 0, say: () => undefined };
const now = () => Date.parse('2026-09-12T23:00:00Z');

async function told(): Promise<Store> {
  const store = memoryStore();
  const ledger = await openBook(store, now);
  await tellSample(ledger);
  const given = { stream: 'note:1', type: 'note.given/1', data: { text: 'a word' } };
  const key = { key: 'k', digest: 'd'.repeat(64) };
  await ledger.commit({ actor: { kind: 'person', id: 'relmgr' }, key, decide: () => [given] });
  return store;
}

async function withDocument(view: string, key: string, text: string | null): Promise<string[]> {
  const store = await told();
  const { page } = await store.pages.head();
  await store.views.fold(1, [{ number: page + 1, leaf: 'f'.repeat(64), puts: [{ view, key, text }] }]);
  return differences(store, foldedViews);
}

describe('views and a fold of their own', () => {
  it(`agree through the lives of books on ${kinds.join(', ')}`, async () => {
    const { failures, tally } = await proveRestore(silent, { seeds: 1, chapters: 8 });
    expect(failures).toEqual([]);
    expect(tally).toMatchObject({ lives: 3, comparisons: 27, erased: 6 });
  });

  it.each([
    ['changes', 'CHG-000481', '{"id":"CHG-000481"}'],
    ['notes', '1', null],
    ['notes', '2', '{"id":"2"}'],
    ['ledger-streams', 'note:1', '{"seq":9,"stream":"note:1"}'],
    ['ledger-requests', '["relmgr","k"]', null],
  ])('disagree where a document of %s was changed (%s)', async (view, key, text) => {
    expect(await withDocument(view, key, text)).toEqual([expect.stringContaining(`${view} ${key} is`)]);
  });

  it('disagree where a view remembers what it should not', async () => {
    let seen = 0;
    const forgetful = {
      ...notes,
      evolve: (...args: Parameters<typeof notes.evolve>) => {
        const note = notes.evolve(...args);
        return note && { ...note, recordVersion: (seen += 1) };
      },
    };
    const views = foldedViews.map((view) => (view.name === 'notes' ? forgetful : view));
    seen = 40;
    expect(await differences(await told(), views)).toEqual([expect.stringContaining('notes 1 is')]);
  });

  it('cannot be compared where a page was changed, or a text taken out by hand', async () => {
    const store = await told();
    const { page } = await store.pages.head();
    await store.pages.erase(page, 0);
    await expect(differences(store, foldedViews)).rejects.toThrow('nobody erased it');
  });
});
