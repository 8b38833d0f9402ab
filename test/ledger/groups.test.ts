import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import type { Command } from '../../src/ledger/ledger.schema.ts';
import { wallGuard } from '../../src/ledger/wall-guard.ts';
import { LockstepError } from '../../src/shared/errors.ts';
import type { AppendOutcome, Store } from '../../src/store/ports.ts';
import { counters, counterTypes, raise, someone } from '../support/book.ts';
import { faultyStore } from '../support/faulty-store.ts';
import { openOver as open, raising, start } from '../support/memory-book.ts';
import { memoryStore } from '../support/memory-store.ts';

const refusing = (more: Partial<Command>): Command => ({
  actor: someone,
  decide: () => {
    throw new LockstepError('request.not-found', 'no such counter', { counter: 'a' });
  },
  ...more,
});

const key = (name: string) => ({ key: name, digest: 'a'.repeat(64) });
const codeOf = (outcome: PromiseSettledResult<unknown>) =>
  outcome.status === 'fulfilled' ? 'done' : (outcome.reason as LockstepError).code;

/** A store whose appends go through `append` instead, until it is told to leave them alone. */
function withAppend(
  store: Store,
  append: (send: () => Promise<AppendOutcome>, turn: number) => Promise<AppendOutcome>,
) {
  let turn = 0;
  const pages: Store['pages'] = {
    ...store.pages,
    append: (writes, generation) => append(() => store.pages.append(writes, generation), ++turn),
  };
  return { ...store, pages };
}

describe('commands of one group', () => {
  it('with one id have one page, and both are told of it', async () => {
    const ledger = await open(memoryStore());
    const twice = [1, 2, 3].map(() => ledger.commit(raising('a', { id: 'night:1' })));
    expect((await Promise.all(twice)).map(({ page, replayed }) => [page, replayed])).toEqual([
      [2, false],
      [2, true],
      [2, true],
    ]);
    expect(ledger.head()).toBe(2);
  });

  it('with one key have one answer', async () => {
    const ledger = await open(memoryStore());
    const other = { key: 'k', digest: 'b'.repeat(64) };
    const answers = await Promise.allSettled([
      ledger.commit(raising('z')),
      ledger.commit(raising('a', { key: key('k') })),
      ledger.commit(raising('a', { key: key('k') })),
      ledger.commit(raising('a', { key: other })),
      ledger.commit(raising('a', { key: other, actor: { kind: 'person', id: 'another' } })),
    ]);
    expect(answers.map(codeOf)).toEqual(['done', 'done', 'done', 'request.key-reused', 'done']);
    expect(await ledger.get(counters, 'a')).toMatchObject({ n: 2 });
  });

  it('are not refused on what never became durable', async () => {
    const shared = memoryStore();
    const other = await open(shared);
    const first = withAppend(shared, async (send, turn) => {
      if (turn === 1) await other.commit(raising('b'));
      return send();
    });
    const ledger = await open(first);
    const onlyBefore = raising('a', {
      decide: async (reading) => ((await reading.get(counters, 'b')) === undefined ? [raise('a')] : []),
    });
    const onlyAlone = raising('a', {
      async decide(reading) {
        if ((await reading.get(counters, 'a')) !== undefined) throw new LockstepError('request.not-found', 'too late');
        return [raise('c')];
      },
    });
    const answers = await Promise.allSettled([ledger.commit(onlyBefore), ledger.commit(onlyAlone)]);
    expect(answers.map(codeOf)).toEqual(['done', 'done']);
    expect(await ledger.get(counters, 'c')).toMatchObject({ n: 1 });
    expect(await ledger.get(counters, 'a')).toBeUndefined();
  });

  it('decide again and are recorded behind the page that was first', async () => {
    const shared = memoryStore();
    const other = await open(shared);
    const racing = withAppend(shared, async (send, turn) => {
      if (turn <= 3) await other.commit(raising('b'));
      return send();
    });
    const ledger = await open(racing);
    const pages = await Promise.all(['a', 'a', 'a'].map((name) => ledger.commit(raising(name))));
    expect(new Set(pages.map(({ page }) => page)).size).toBe(3);
    expect(await ledger.get(counters, 'a')).toMatchObject({ n: 3 });
    expect(ledger.head()).toBe(1 + 3 + 3);
  });

  it('stand when one of them cannot be recorded', async () => {
    const ledger = await open(memoryStore());
    const answers = await Promise.allSettled([
      ledger.commit(raising('a')),
      ledger.commit(raising('b', { key: key('k'.repeat(200)) })),
      ledger.commit(raising('b', { id: 'x'.repeat(200) })),
      ledger.commit(raising('b', { actor: { kind: 'person', id: 'p'.repeat(65) } })),
      ledger.commit(raising('x'.repeat(200))),
      ledger.commit(raising('half a pair \ud800')),
      ledger.commit(raising('a')),
    ]);
    const unfit = 'ledger.entry-unfit';
    expect(answers.map(codeOf)).toEqual(['done', unfit, unfit, unfit, unfit, unfit, 'done']);
    expect(await ledger.get(counters, 'a')).toMatchObject({ n: 2 });
    expect(ledger.head()).toBe(3);
  });
});

describe('a command that was recorded before', () => {
  it('has the time of its page, not of the question', async () => {
    let now = start;
    const ledger = await open(memoryStore(), { clock: { now: () => now, sleep: () => Promise.resolve() } });
    const first = await ledger.commit(raising('a', { id: 'night:1' }));
    now += 3_600_000;
    const again = await ledger.commit(raising('a', { id: 'night:1' }));
    expect(again).toEqual({ ...first, replayed: true });
  });

  it('and refused under a key is refused again by its id, never told as done', async () => {
    const ledger = await open(memoryStore());
    const asked = { id: 'night:1', key: key('k') };
    await expect(ledger.commit(refusing(asked))).rejects.toMatchObject({ code: 'request.not-found' });
    const again = ledger.commit(raising('a', { id: 'night:1' }));
    await expect(again).rejects.toMatchObject({ code: 'request.not-found', facts: { counter: 'a' } });
    expect(await ledger.get(counters, 'a')).toBeUndefined();
  });

  it('and unfit under a key stays refused', async () => {
    const ledger = await open(memoryStore());
    const unfit = { stream: 'counter:a', type: 'counter.raised/1', data: { by: 'many' } };
    const bad = ledger.commit(raising('a', { key: key('k'), decide: () => [unfit] }));
    await expect(bad).rejects.toMatchObject({ code: 'ledger.entry-unfit' });
    await expect(ledger.commit(raising('a', { key: key('k') }))).rejects.toMatchObject({ code: 'ledger.entry-unfit' });
    expect(ledger.head()).toBe(2);
  });

  it('is refused with its own words where its facts have no JSON form', async () => {
    const ledger = await open(memoryStore());
    const odd = (facts: Record<string, unknown>) => () => {
      throw new LockstepError('request.not-found', 'odd', facts);
    };
    const answers = await Promise.allSettled([
      ledger.commit(raising('a')),
      ledger.commit(raising('b', { key: key('k'), decide: odd({ big: 1n }) })),
      ledger.commit(raising('b', { key: key('l'), decide: odd({ half: '\ud800' }) })),
    ]);
    expect(answers.map(codeOf)).toEqual(['done', 'request.not-found', 'request.not-found']);
  });
});

describe('an append in doubt', () => {
  it.each(['refused', 'lost-answer', 'late'] as const)(
    'is not told as failed because a later send is refused (first send: %s)',
    async (first) => {
      const store = memoryStore();
      const born = await open(store);
      const ledger = await open(faultyStore(store, [first, 'refused']));
      const [outcome] = await Promise.allSettled([ledger.commit(raising('a'))]);
      expect(codeOf(outcome)).toBe(first === 'refused' ? 'ledger.unavailable' : 'done');
      await born.catchUp();
      expect((await born.get(counters, 'a'))?.n).toBe(first === 'refused' ? undefined : 1);
    },
  );

  it('is settled also where the store throws instead of answering', async () => {
    const store = withAppend(memoryStore(), async (send, turn) => {
      if (turn !== 2) return send();
      await send();
      throw new Error('connection reset');
    });
    const ledger = await open(store);
    expect(await ledger.commit(raising('a'))).toMatchObject({ page: 2, replayed: false });
    expect(await ledger.commit(raising('a'))).toMatchObject({ page: 3 });
  });

  it('is unknown when the service stops meanwhile, and who waited behind it is told that nothing was recorded', async () => {
    let sent: () => void = () => undefined;
    const inDoubt = new Promise<void>((resolve) => (sent = resolve));
    const store = withAppend(memoryStore(), (send, turn) => {
      if (turn === 1) return send();
      sent();
      return Promise.resolve({ outcome: 'unknown', cause: new Error('no answer') });
    });
    const ledger = await open(store);
    const first = ledger.commit(raising('a'));
    const behind = ledger.commit(raising('b'));
    await inDoubt;
    ledger.stop();
    expect((await Promise.allSettled([first, behind, ledger.commit(raising('c'))])).map(codeOf)).toEqual([
      'ledger.unknown-outcome',
      'ledger.unavailable',
      'ledger.unavailable',
    ]);
  });
});

describe('a book that another writer shares', () => {
  it('is not decided on any more once it holds what this version cannot read', async () => {
    const store = memoryStore();
    const ledger = await open(store);
    const newer = await open(store, { entryTypes: { ...counterTypes, 'counter.frozen/1': z.strictObject({}) } });
    await newer.commit(raising('a', { decide: () => [{ stream: 'frozen:a', type: 'counter.frozen/1', data: {} }] }));
    await expect(ledger.commit(raising('a'))).rejects.toMatchObject({ code: 'ledger.unknown-outcome' });
    const decided: string[] = [];
    const next = ledger.commit(raising('a', { decide: () => [(decided.push('a'), raise('a'))] }));
    await expect(next).rejects.toMatchObject({ code: 'ledger.too-new' });
    expect(decided).toEqual([]);
  });
});

describe('the time of a page', () => {
  it('is never before the previous page, also when the clock goes back', async () => {
    let now = start;
    const ledger = await open(memoryStore(), { clock: { now: () => now, sleep: () => Promise.resolve() } });
    const seen: string[] = [];
    const step = raising('a', { decide: ({ at }) => [(seen.push(at), raise('a'))] });
    const pages: string[] = [];
    for (const leap of [5000, -9000, 1000, 6000]) {
      now += leap;
      pages.push((await ledger.commit(step)).at);
    }
    expect(pages.map((at) => Date.parse(at) - start)).toEqual([5000, 5000, 5000, 5000]);
    expect(seen).toEqual(pages);
    now += 2001;
    expect(Date.parse((await ledger.commit(step)).at) - start).toBe(5001);
  });

  it('is not recorded when the machine clock was moved while the group decided', async () => {
    const machine = { wallMs: start, wall: () => machine.wallMs, monotonic: () => 0 };
    const ledger = await open(memoryStore(), { guard: wallGuard(machine) });
    const years = 10 * 365 * 86_400_000;
    const moved = raising('a', { decide: () => [((machine.wallMs += years), raise('a'))] });
    await expect(ledger.commit(moved)).rejects.toMatchObject({ code: 'clock.apart' });
    expect(ledger.head()).toBe(1);
    machine.wallMs = start + 900;
    expect((await ledger.commit(raising('a'))).page).toBe(2);
  });
});
