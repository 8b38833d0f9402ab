import { describe, expect, it } from '@jest/globals';
import { LockstepError } from '../../src/shared/errors.ts';
import { counters, openCounters, raise, someone, temporaryFolder } from '../support/book.ts';

const commitRaise = (name: string, by = 1) => ({ actor: someone, decide: () => [raise(name, by)] });

describe('a command', () => {
  it('is one page, numbered after the book was born, and seen by the next reader', async () => {
    using folder = temporaryFolder();
    const { ledger, close } = await openCounters(folder.path);
    const { page, entries } = await ledger.commit(commitRaise('a', 3));
    expect({ page, seq: entries[0]?.seq }).toEqual({ page: 2, seq: 1 });
    expect(await ledger.get(counters, 'a')).toMatchObject({ n: 3 });
    expect((await ledger.page(2))?.entries).toEqual([
      { stream: 'counter:a', seq: 1, type: 'counter.raised/1', data: { by: 3, tags: [] } },
    ]);
    await close();
  });

  it('decides on what the commands before it in the same group have added', async () => {
    using folder = temporaryFolder();
    const { ledger, close } = await openCounters(folder.path);
    const step = () =>
      ledger.commit({
        actor: someone,
        decide: async (reading) => {
          const n = (await reading.get(counters, 'a'))?.n ?? 0;
          const { rows } = await reading.query(counters, { index: 'name', eq: ['a'] });
          expect(rows[0]?.n ?? 0).toBe(n);
          return n < 40 ? [raise('a')] : [];
        },
      });
    await Promise.all(Array.from({ length: 100 }, step));
    expect(await ledger.get(counters, 'a')).toMatchObject({ n: 40 });
    expect(await ledger.version('counter:a')).toBe(40);
    expect(ledger.head()).toBe(41);
    await close();
  });

  it('leaves nothing when it refuses, and the others of its group stand', async () => {
    using folder = temporaryFolder();
    const { ledger, close } = await openCounters(folder.path);
    const refused = ledger.commit({
      actor: someone,
      decide: () => {
        throw new LockstepError('request.not-found', 'no such counter');
      },
    });
    const [, outcome] = await Promise.allSettled([
      ledger.commit(commitRaise('a')),
      refused,
      ledger.commit(commitRaise('a')),
    ]);
    expect(outcome).toMatchObject({ status: 'rejected', reason: { code: 'request.not-found' } });
    expect(ledger.head()).toBe(3);
    await close();
  });

  it('is refused when the record has moved on since it was read', async () => {
    using folder = temporaryFolder();
    const { ledger, close } = await openCounters(folder.path);
    const expects = { stream: 'counter:a', version: 0 };
    const both = await Promise.allSettled([1, 2].map(() => ledger.commit({ ...commitRaise('a'), expects })));
    expect(both.map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);
    expect(both[1]).toMatchObject({ reason: { code: 'request.version-stale' } });
    await close();
  });

  it('is refused whole when an entry does not fit its type', async () => {
    using folder = temporaryFolder();
    const { ledger, close } = await openCounters(folder.path);
    const bad = { stream: 'counter:a', type: 'counter.raised/1', data: { by: 'many' } };
    await expect(ledger.commit({ actor: someone, decide: () => [raise('a'), bad] })).rejects.toMatchObject({
      code: 'ledger.entry-unfit',
    });
    expect(await ledger.get(counters, 'a')).toBeUndefined();
    await close();
  });
});

describe('an Idempotency-Key', () => {
  const key = (digest: string) => ({ key: 'k1', digest: digest.repeat(64) });

  it('gives the first answer again to the same request, and appends nothing', async () => {
    using folder = temporaryFolder();
    const { ledger, close } = await openCounters(folder.path);
    const first = await ledger.commit({ ...commitRaise('a'), key: key('a') });
    const again = await ledger.commit({ ...commitRaise('a'), key: key('a') });
    expect(again).toMatchObject({ page: first.page, replayed: true });
    expect(await ledger.get(counters, 'a')).toMatchObject({ n: 1 });
    await close();
  });

  it('is refused for another request', async () => {
    using folder = temporaryFolder();
    const { ledger, close } = await openCounters(folder.path);
    await ledger.commit({ ...commitRaise('a'), key: key('a') });
    await expect(ledger.commit({ ...commitRaise('b'), key: key('b') })).rejects.toMatchObject({
      code: 'request.key-reused',
    });
    await close();
  });

  it('remembers a refusal, also after a restart', async () => {
    using folder = temporaryFolder();
    const one = await openCounters(folder.path);
    const refuse = () => {
      throw new LockstepError('request.not-found', 'no such counter', { counter: 'a' });
    };
    await expect(one.ledger.commit({ actor: someone, key: key('a'), decide: refuse })).rejects.toMatchObject({
      code: 'request.not-found',
    });
    await one.close();
    const two = await openCounters(folder.path);
    const again = two.ledger.commit({ ...commitRaise('a'), key: key('a') });
    await expect(again).rejects.toMatchObject({ code: 'request.not-found', facts: { counter: 'a' } });
    await two.close();
  });
});

describe('a book opened again', () => {
  it('goes on where it stood', async () => {
    using folder = temporaryFolder();
    const one = await openCounters(folder.path);
    for (let n = 0; n < 300; n += 1) await one.ledger.commit(commitRaise(`c${n % 7}`));
    const root = one.ledger.leaves.root();
    await one.close();
    const two = await openCounters(folder.path);
    expect(two.ledger.book).toBe(one.ledger.book);
    expect(two.ledger.head()).toBe(301);
    expect(two.ledger.leaves.root()).toEqual(root);
    expect((await two.ledger.commit(commitRaise('c0'))).page).toBe(302);
    await two.close();
  });

  it('shows any record as of any page', async () => {
    using folder = temporaryFolder();
    const { ledger, close } = await openCounters(folder.path);
    for (let n = 0; n < 5; n += 1) await ledger.commit(commitRaise('a'));
    expect(await ledger.asOf(counters, 'a', ['counter:a'], 4)).toMatchObject({ n: 3 });
    expect(await ledger.asOf(counters, 'a', ['counter:a'], 1)).toBeUndefined();
    await close();
  });
});
