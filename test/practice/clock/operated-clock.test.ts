import { describe, expect, it } from '@jest/globals';
import { operatedClock } from '../../../src/practice/clock/operated-clock.ts';
import { memoryDisk } from '../../../src/practice/disk/disk.ts';
import { VirtualClock } from '../../support/virtual-clock.ts';

const start = Date.parse('2026-03-03T20:00:00Z');
const minute = 60_000;

function system() {
  const below = new VirtualClock(start);
  const clock = operatedClock(below, memoryDisk());
  const ended: string[] = [];
  const wait = (name: string, ms: number, signal?: AbortSignal) =>
    clock.sleep(ms, signal).then(
      () => ended.push(`${name} ${String(clock.now() - start)}`),
      () => ended.push(`${name} stopped`),
    );
  return { below, clock, ended, wait };
}

describe('the clock of the practice system', () => {
  it('follows the machine until somebody operates it', async () => {
    const { below, clock, ended, wait } = system();
    void wait('a', minute);
    await below.until(() => ended.length > 0);
    expect(ended).toEqual([`a ${minute}`]);
    expect(clock.pace()).toEqual({ now: below.now(), speed: 1 });
  });

  it('runs at a chosen speed, also for those who wait already', async () => {
    const { below, clock, ended, wait } = system();
    void wait('a', 60 * minute);
    clock.run(60);
    await below.until(() => ended.length > 0);
    expect(below.now() - start).toBe(minute);
    expect(ended).toEqual([`a ${60 * minute}`]);
  });

  it('stands still when it is stopped, and goes on where it stood', async () => {
    const { below, clock, ended, wait } = system();
    void wait('a', 2 * minute);
    await below.until(() => false, minute);
    clock.run(0);
    await below.until(() => false, 24 * 60 * minute);
    expect(clock.now() - start).toBe(minute);
    expect(ended).toEqual([]);
    clock.run(1);
    await below.until(() => ended.length > 0);
    expect(ended).toEqual([`a ${2 * minute}`]);
  });

  it('steps from one end of a wait to the next, each at its own time', async () => {
    const { clock, ended, wait } = system();
    clock.run(0);
    void wait('second', 20 * minute);
    void wait('first', 5 * minute).then(() => wait('after the first', 5 * minute));
    void wait('later', 90 * minute);
    await clock.step(60 * minute);
    expect(ended).toEqual([`first ${5 * minute}`, `after the first ${10 * minute}`, `second ${20 * minute}`]);
    expect(clock.now() - start).toBe(60 * minute);
  });

  it('ends nobody’s waiting when it is set', async () => {
    const { below, clock, ended, wait } = system();
    void wait('a', 5 * minute);
    clock.set(Date.parse('2027-01-01T00:00:00Z'));
    expect(new Date(clock.now()).toISOString()).toBe('2027-01-01T00:00:00.000Z');
    await below.until(() => ended.length > 0);
    expect(below.now() - start).toBe(5 * minute);
  });

  it('lets a waiter go that is told to stop, also while it stands', async () => {
    const { below, clock, ended, wait } = system();
    const stopping = new AbortController();
    clock.run(0);
    void wait('a', minute, stopping.signal);
    stopping.abort();
    await below.until(() => ended.length > 0);
    expect(ended).toEqual(['a stopped']);
  });

  it('shows after a restart what it would have shown', () => {
    const rooms = new Map<string, unknown>();
    const disk = {
      ...memoryDisk(),
      entries: () => [...rooms],
      put: (_room: string, key: string, value: unknown) => void rooms.set(key, value),
    };
    const below = new VirtualClock(start);
    const before = operatedClock(below, disk);
    before.set(start + 1000 * minute);
    before.run(10);
    expect(operatedClock(below, disk).pace()).toEqual(before.pace());
  });
});
