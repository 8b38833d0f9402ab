import { describe, expect, it } from '@jest/globals';
import { moveHere } from '../../src/ledger/moving.ts';
import { counters, openCounters, someone, temporaryFolder } from '../support/book.ts';
import { openOver, raising } from '../support/memory-book.ts';
import { memoryStore } from '../support/memory-store.ts';

const admin = { actor: { kind: 'person', id: 'admin' }, reason: 'the old machine is gone' } as const;

describe('a book that is at home elsewhere', () => {
  it('can be read, and refuses every command with the way out', async () => {
    using folder = temporaryFolder();
    const home = await openCounters(folder.path);
    await home.ledger.commit(raising('a'));
    const { book } = home.ledger;
    await home.close();
    const copy = await openCounters(folder.path, { home: 'elsewhere' });
    expect(copy.ledger.refusal()).toMatchObject({ code: 'ledger.elsewhere', facts: { book } });
    expect(await copy.ledger.get(counters, 'a')).toMatchObject({ n: 1 });
    const refused = [raising('a'), raising('b', { key: { key: 'k', digest: 'd'.repeat(64) } })].map((command) =>
      expect(copy.ledger.commit(command)).rejects.toMatchObject({ code: 'ledger.elsewhere' }),
    );
    await Promise.all(refused);
    expect((await copy.store.pages.head()).page).toBe(2);
    await copy.close();
  });

  it('is decided on once it was moved, and what was its home is then the copy', async () => {
    const store = memoryStore();
    const old = await openOver(store);
    const fresh = await openOver(store, { home: 'there' });
    const { page, entries } = await moveHere(fresh, admin);
    expect(entries).toMatchObject([
      { type: 'book.moved/1', data: { home: 'there', by: 'admin', reason: admin.reason } },
    ]);
    expect(fresh.refusal()).toBeUndefined();
    expect((await fresh.commit(raising('a'))).page).toBe(page + 1);
    await expect(old.commit(raising('a'))).rejects.toMatchObject({ code: 'ledger.elsewhere' });
    expect(old.refusal()).toMatchObject({ code: 'ledger.elsewhere' });
    expect((await openOver(store, { home: 'there' })).refusal()).toBeUndefined();
    expect((await openOver(store)).refusal()).toMatchObject({ code: 'ledger.elsewhere' });
  });

  it('is moved once, however often that is asked', async () => {
    const store = memoryStore();
    await openOver(store);
    const fresh = await openOver(store, { home: 'there' });
    const first = await moveHere(fresh, admin);
    const again = await Promise.all([moveHere(fresh, admin), moveHere(fresh, { ...admin, reason: 'to be sure' })]);
    expect(again.map(({ page }) => page)).toEqual([first.page, first.page]);
  });

  it('tells the slower of two that gave birth to it with different homes', async () => {
    const store = memoryStore();
    let raced = false;
    const append: typeof store.pages.append = async (writes, generation) => {
      if (!raced) {
        raced = true;
        await openOver(store, { home: 'there' });
      }
      return store.pages.append(writes, generation);
    };
    const slower = await openOver({ ...store, pages: { ...store.pages, append } });
    expect(slower.refusal()).toMatchObject({ code: 'ledger.elsewhere' });
    expect(slower.head()).toBe(1);
    await expect(slower.commit(raising('a'))).rejects.toMatchObject({ code: 'ledger.elsewhere' });
  });

  it('is refused for another estate and as another kind', async () => {
    const store = memoryStore();
    await (await openOver(store)).commit({ actor: someone, decide: () => [] });
    await expect(openOver(store, { estate: 'other' })).rejects.toMatchObject({
      code: 'config.invalid',
      facts: { setting: 'estate' },
    });
    await expect(openOver(store, { kind: 'real' })).rejects.toMatchObject({ code: 'clock.real-book' });
  });
});
