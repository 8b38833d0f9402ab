import { afterEach, describe, expect, it } from '@jest/globals';
import { whyNoMore } from '../../src/runs/engine-ends.rules.ts';
import { Sight } from '../../src/runs/sight.ts';
import { engineStream } from '../../src/runs/run.views.ts';
import { LockstepError } from '../../src/shared/errors.ts';
import { memoryStore } from '../support/memory-store.ts';
import { VirtualClock } from '../support/virtual-clock.ts';
import { Instance } from '../support/watched-instance.ts';

const beatMs = 1000;
const takeoverMs = 5000;

async function passUntil(clock: VirtualClock, work: Promise<unknown>): Promise<void> {
  let done = false;
  void work.finally(() => (done = true));
  await clock.until(() => done, 120_000);
}

describe('one of several instances over a book drives the engine', () => {
  let started: Instance[] = [];
  let time: VirtualClock;

  async function instances(count: number, store = memoryStore()): Promise<Instance[]> {
    const clock = new VirtualClock(Date.parse('2026-09-12T22:00:00.000Z'));
    time = clock;
    for (const name of ['ann', 'bob', 'cyd'].slice(0, count)) {
      const each = new Instance(name, clock, store, { beatMs, takeoverMs });
      await passUntil(clock, each.start());
      started.push(each);
    }
    return started;
  }

  afterEach(async () => {
    for (const each of started) {
      each.thaw();
      await passUntil(time, each.watch.stop());
      each.leave();
    }
    started = [];
  });

  const driving = () => started.filter(({ watch }) => watch.drives).map(({ name }) => name);
  const terms = async ({ store }: Instance): Promise<number> => {
    let count = 0;
    for await (const { entries } of store.pages.pagesOf(engineStream))
      count += entries.filter((entry) => 'text' in entry && entry.text.includes('engine.taken/1')).length;
    return count;
  };

  it('the first takes it at once, and the others watch for as long as it lives', async () => {
    const [ann] = await instances(3);
    await time.pass(10 * 60_000);
    expect(driving()).toEqual(['ann']);
    expect(await terms(ann!)).toBe(1);
    expect(started[1]!.watch.standing).toEqual({ drives: false, instance: 'bob', driver: 'ann', epoch: 1 });
  });

  it('a dead one is taken over within the time-out and two beats, by one of those that watch', async () => {
    const [ann] = await instances(3);
    await time.pass(60_000);
    ann!.freeze();
    const died = time.now();
    expect(await time.until(() => started.slice(1).some(({ watch }) => watch.drives), 60_000)).toBe(true);
    expect(time.now() - died).toBeLessThanOrEqual(takeoverMs + 2 * beatMs);
    expect(time.now() - died).toBeGreaterThanOrEqual(takeoverMs - beatMs);
    await time.pass(60_000);
    expect(started.slice(1).filter(({ watch }) => watch.drives)).toHaveLength(1);
    expect(await terms(ann!)).toBe(2);
  });

  it('one that comes back after it was taken over watches, and neither takes the engine from the other', async () => {
    const [ann, bob] = await instances(2);
    await time.pass(10_000);
    ann!.freeze();
    await time.until(() => bob!.watch.drives, 60_000);
    ann!.thaw();
    await time.until(() => !ann!.watch.drives, 10_000);
    await time.pass(10 * 60_000);
    expect(driving()).toEqual(['bob']);
    expect(await terms(ann!)).toBe(2);
    expect(ann!.watch.standing.driver).toBe('bob');
  });

  it('one that was taken over takes the engine again when its successor dies', async () => {
    const [ann, bob] = await instances(2);
    ann!.freeze();
    await time.until(() => bob!.watch.drives, 60_000);
    ann!.thaw();
    await time.pass(60_000);
    bob!.freeze();
    expect(await time.until(() => ann!.watch.drives, 3 * takeoverMs)).toBe(true);
    expect(ann!.engines).toHaveLength(2);
  });

  it('a clean stop hands over at the next look', async () => {
    const [ann, bob] = await instances(2);
    await time.pass(30_000);
    await passUntil(time, ann!.watch.stop());
    const stopped = time.now();
    expect(await time.until(() => bob!.watch.drives, 60_000)).toBe(true);
    expect(time.now() - stopped).toBeLessThanOrEqual(beatMs);
  });

  it('one that cannot decide frees the engine for another at once, and waits twice the time-out itself', async () => {
    const [ann, bob] = await instances(2);
    await time.pass(5000);
    ann!.blind = true;
    const blinded = time.now();
    expect(await time.until(() => bob!.watch.drives, 60_000)).toBe(true);
    expect(time.now() - blinded).toBeLessThanOrEqual(2 * beatMs);
    bob!.freeze();
    ann!.blind = false;
    await time.until(() => ann!.watch.drives, 60_000);
    expect(time.now() - blinded).toBeGreaterThanOrEqual(2 * takeoverMs);
  });

  it('two that cannot decide do not take the engine from each other for ever', async () => {
    const [ann, bob] = await instances(2);
    ann!.blind = true;
    bob!.blind = true;
    await time.pass(10 * 60_000);
    const tried = ann!.engines.length + bob!.engines.length;
    expect(tried).toBeGreaterThan(10);
    expect(tried).toBeLessThanOrEqual(2 * (600_000 / (2 * takeoverMs)) + 2);
  });

  it('a claim whose owner died before it took the engine does not move one that drives', async () => {
    const [ann] = await instances(2);
    await time.pass(5000);
    const text = await ann!.store.cell.get('engine');
    await ann!.store.cell.swap('engine', text, JSON.stringify({ instance: 'cyd', epoch: 2, beat: 0 }));
    await time.pass(60_000);
    expect(driving()).toEqual(['ann']);
    expect(await terms(ann!)).toBe(1);
  });

  it('a beat that is left from before a crash holds up a start for no longer than the time-out', async () => {
    const store = memoryStore();
    await store.cell.swap('engine', undefined, JSON.stringify({ instance: 'old', epoch: 7, beat: 99 }));
    const [ann] = await instances(1, store);
    const began = time.now();
    expect(await time.until(() => ann!.watch.drives, 60_000)).toBe(true);
    expect(time.now() - began).toBeLessThanOrEqual(takeoverMs + beatMs);
  });

  it('where no other instance can be it is taken at once, and nothing beats', async () => {
    const clock = new VirtualClock(Date.parse('2026-09-12T22:00:00.000Z'));
    time = clock;
    const store = memoryStore();
    await store.cell.swap('engine', undefined, JSON.stringify({ instance: 'old', epoch: 7, beat: 99 }));
    const ann = new Instance('ann', clock, store, { beatMs, takeoverMs });
    started.push(ann);
    await ann.start({ alone: true });
    expect(ann.watch.drives).toBe(true);
    await clock.pass(60_000);
    expect(await store.cell.get('engine')).toContain('old');
  });

  it('of two that take it at the same moment one gives way', async () => {
    const [ann, bob] = await instances(2);
    ann!.freeze();
    bob!.freeze();
    const clock = time;
    const cyd = new Instance('cyd', clock, ann!.store, { beatMs, takeoverMs });
    const dan = new Instance('dan', clock, ann!.store, { beatMs, takeoverMs });
    started.push(cyd, dan);
    // Each with a cell of its own: the ledger alone decides between them.
    await passUntil(
      clock,
      Promise.all([cyd.start({ cell: memoryStore().cell }), dan.start({ cell: memoryStore().cell })]),
    );
    await clock.pass(1000);
    expect([cyd, dan].filter(({ watch }) => watch.drives)).toHaveLength(1);
    expect(await terms(ann!)).toBe(2);
  });

  it('a pause of the whole machine makes nobody take the engine', async () => {
    const [ann, bob] = await instances(2);
    await time.pass(5000);
    ann!.freeze();
    bob!.freeze();
    await time.pass(60_000);
    bob!.thaw();
    ann!.thaw();
    await time.pass(60_000);
    expect(driving()).toEqual(['ann']);
    expect(await terms(ann!)).toBe(1);
  });
});

describe('the silence of the driving instance', () => {
  const text = JSON.stringify({ instance: 'ann', epoch: 1, beat: 3 });
  const looked = (sight: Sight, at: number, took = 0, seen: string | undefined = text) =>
    sight.note(seen, { before: at, after: at + took });

  it('is counted from the look that first saw its last beat', () => {
    const sight = new Sight(2000);
    for (const at of [0, 1000, 2000, 3000]) looked(sight, at);
    expect(sight.silentMs).toBe(3000);
    expect(sight.beat).toEqual({ instance: 'ann', epoch: 1, beat: 3 });
    sight.note(undefined, { before: 4000, after: 4000 });
    expect(sight.silentMs).toBe(0);
  });

  it('does not grow while the watching instance was stopped itself, nor while its look waited', () => {
    const stopped = new Sight(2000);
    for (const at of [0, 1000, 61_000]) looked(stopped, at);
    expect(stopped.silentMs).toBe(3000);
    const slow = new Sight(2000);
    looked(slow, 0, 60_000);
    looked(slow, 61_000);
    expect(slow.silentMs).toBe(1000);
  });

  it('says nothing of an instance where the cell holds what nobody here wrote', () => {
    const sight = new Sight(2000);
    looked(sight, 0, 0, 'not a beat');
    expect(sight.beat).toBeUndefined();
  });
});

describe('what ends deciding in an instance', () => {
  const of = (code: ConstructorParameters<typeof LockstepError>[0], shared: boolean) =>
    whyNoMore(new LockstepError(code, 'because'), shared) !== undefined;

  it('is being taken over, always; and where another can go on, its clock and its ledger', () => {
    expect(of('run.engine-superseded', false)).toBe(true);
    expect(of('clock.apart', true)).toBe(true);
    expect(of('ledger.unavailable', true)).toBe(true);
    expect(of('ledger.too-new', true)).toBe(true);
    expect(of('clock.apart', false)).toBe(false);
    expect(of('ledger.unavailable', false)).toBe(false);
  });

  it('is no credential: another instance would have the same user revoked', () => {
    expect(of('zosmf.credential', true)).toBe(false);
    expect(whyNoMore(new Error('any other'), true)).toBeUndefined();
  });
});
