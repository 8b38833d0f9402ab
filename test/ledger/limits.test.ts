import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { z } from 'zod';
import { entryLimitBytes, pageLimitBytes } from '../../src/ledger/page.rules.ts';
import type { LockstepError } from '../../src/shared/errors.ts';
import type { View } from '../../src/ledger/view.schema.ts';
import { longestQueue } from '../../src/ledger/commit-queue.ts';
import { counters, raise, someone } from '../support/book.ts';
import { openOver, raising } from '../support/memory-book.ts';
import { memoryStore } from '../support/memory-store.ts';

const types = { 'text.kept/1': z.strictObject({ text: z.json() }) };
const texts: View<{ text: unknown }> = {
  ...{ name: 'texts', version: 1, indexes: {} },
  keys: (entry) => (entry.type === 'text.kept/1' ? [entry.stream] : []),
  evolve: (_doc, entry) => ({ text: entry.data['text'] }),
};
const open = () => openOver(memoryStore(), { entryTypes: types, views: [texts] });

const kept = (stream: string, text: unknown) => ({ stream, type: 'text.kept/1', data: { text } });
const keeping = (...all: unknown[]) => ({
  actor: someone,
  decide: () => all.map((text, index) => kept(`t:${index}`, text)),
});
const codeOf = (outcome: PromiseSettledResult<unknown>) =>
  outcome.status === 'fulfilled' ? 'done' : (outcome.reason as LockstepError).code;

/** Bytes of an entry's text round the text that it keeps. */
const round = '{"data":{"text":""},"seq":1,"stream":"t:0","type":"text.kept/1"}'.length;

describe('an entry', () => {
  it('may have 64 KiB and not a byte more, in UTF-8', async () => {
    const ledger = await open();
    const most = entryLimitBytes - round;
    const outcomes = await Promise.allSettled(
      ['x'.repeat(most), 'x'.repeat(most + 1), 'é'.repeat(most / 2), `${'é'.repeat(most / 2)}x`].map((text) =>
        ledger.commit(keeping(text)),
      ),
    );
    expect(outcomes.map(codeOf)).toEqual(['done', 'ledger.entry-unfit', 'done', 'ledger.entry-unfit']);
  });

  it.each([
    ['half a surrogate pair', 'x\ud800'],
    ['half a pair in a name', { '\udc00': 1 }],
    ['an integer over 2^53', 2 ** 53],
    ['a number that is not finite', Infinity],
    ['no number at all', NaN],
    ['a date, a map or a function', () => 1],
  ])('is refused with %s, and nothing is recorded', async (_what, text) => {
    const ledger = await open();
    await expect(ledger.commit(keeping('fine', text))).rejects.toMatchObject({ code: 'ledger.entry-unfit' });
    expect(ledger.head()).toBe(1);
  });

  it('comes back as it was said, and is folded as every later reader reads it', async () => {
    const ledger = await open();
    await fc.assert(
      fc.asyncProperty(fc.jsonValue({ noUnicodeString: false }), async (value) => {
        const text = JSON.parse(JSON.stringify(value)) as unknown;
        const outcome = await Promise.allSettled([ledger.commit(keeping(text))]);
        if (codeOf(outcome[0]) === 'ledger.entry-unfit') return;
        const folded = await ledger.get(texts, 't:0');
        expect(folded?.text).toEqual(text);
        expect(await ledger.asOf(texts, 't:0', ['t:0'], ledger.head())).toEqual(folded);
      }),
      { numRuns: 100 },
    );
  });

  it('has one form: zero has no sign, and numbers are written in one way', async () => {
    const ledger = await open();
    await ledger.commit(keeping(-0, [1.0, 0.1], { b: 1e-7, a: 1 }));
    const entries = (await ledger.page(2))?.entries.map(({ data }) => data['text']);
    expect(entries).toStrictEqual([0, [1, 0.1], { a: 1, b: 0.0000001 }]);
  });
});

describe('a page', () => {
  it('may have 1 MiB, and a command that says more is refused whole', async () => {
    const ledger = await open();
    const piece = 'x'.repeat(60_000);
    const fitting = Math.floor(pageLimitBytes / (60_000 + round + 70));
    expect((await ledger.commit(keeping(...Array<string>(fitting).fill(piece)))).entries).toHaveLength(fitting);
    const over = ledger.commit(keeping(...Array<string>(fitting + 1).fill(piece)));
    await expect(over).rejects.toMatchObject({ code: 'ledger.entry-unfit' });
    expect(await ledger.get(texts, `t:${fitting}`)).toBeUndefined();
    expect(ledger.head()).toBe(2);
  });

  it('numbers the entries of each stream without gaps', async () => {
    const ledger = await openOver(memoryStore());
    const both = () => ['a', 'b', 'a'].map((name) => raise(name));
    await Promise.all([1, 2].map(() => ledger.commit(raising('', { decide: both }))));
    const seqs = (await ledger.history('counter:a')).map(({ entry, page }) => [page.page, entry.seq]);
    expect(seqs).toEqual([
      [2, 1],
      [2, 2],
      [3, 3],
      [3, 4],
    ]);
    expect(await ledger.version('counter:b')).toBe(2);
  });
});

describe('what is kept for reading', () => {
  it('refuses the one command whose document has no place in an index', async () => {
    const marks: View<object> = {
      ...{ name: 'marks', version: 1, indexes: { tag: ['tags', 'name'] } },
      keys: (entry) => counters.keys(entry),
      evolve: (_doc, entry) => ({ tags: entry.data['tags'] ?? [], name: entry.seq === 2 ? ['x', 'y'] : 'x' }),
    };
    const ledger = await openOver(memoryStore(), { views: [marks] });
    const outcomes = await Promise.allSettled(['a', 'a', 'b'].map((name) => ledger.commit(raising(name))));
    expect(outcomes.map(codeOf)).toEqual(['done', 'ledger.entry-unfit', 'done']);
  });

  it('refuses further commands when too many wait for a store that does not answer', async () => {
    const store = memoryStore();
    const silent = { ...store.pages, append: () => new Promise<never>(() => undefined) };
    await openOver(store);
    const ledger = await openOver({ ...store, pages: silent }, { answerWithinMs: 0 });
    const waiting = Array.from({ length: longestQueue + 1 }, () => ledger.commit(raising('a')));
    const outcomes = await Promise.allSettled([...waiting, ledger.commit(raising('a'))]);
    expect(codeOf(outcomes.at(-1)!)).toBe('ledger.unavailable');
    expect(new Set(outcomes.slice(0, -1).map(codeOf))).toEqual(new Set(['ledger.unknown-outcome']));
  });
});
