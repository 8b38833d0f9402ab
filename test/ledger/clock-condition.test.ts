import { describe, expect, it } from '@jest/globals';
import { wallGuard } from '../../src/ledger/wall-guard.ts';
import { clockConditions } from '../../src/service/machine-clock.ts';
import { openCounters, temporaryFolder } from '../support/book.ts';

const now = Date.parse('2026-09-12T22:00:00Z');

describe('the condition of the clock in readyz', () => {
  it('is asked of a real ledger: ready at its last page, not ready behind it', async () => {
    using folder = temporaryFolder();
    const { ledger, close } = await openCounters(folder.path, { kind: 'real', guard: () => undefined });
    const at = (ms: number) => ({ now: () => ms, sleep: () => Promise.resolve() });
    const [condition] = clockConditions({ ledger, machine: at(now) });
    expect(await condition?.look()).toMatchObject({ ready: true });
    const [behind] = clockConditions({ ledger, machine: at(now - 3000) });
    expect(await behind?.look()).toMatchObject({ ready: false, detail: expect.stringContaining('3 s behind') });
    await close();
  });

  it('is not ready while the clock is moved, and ready once it is right', async () => {
    const time = { wall: 1_000_000, monotonic: 0 };
    const wall = wallGuard({ wall: () => time.wall, monotonic: () => time.monotonic });
    const ledger = { kind: 'real', lastAt: () => undefined } as const;
    const machine = { now: () => time.wall, sleep: () => Promise.resolve() };
    const [condition] = clockConditions({ ledger, machine, wall });
    expect(await condition?.look()).toMatchObject({ ready: true });
    time.wall += 600_000;
    expect(await condition?.look()).toMatchObject({
      ready: false,
      detail: expect.stringContaining('moved by 600000 ms'),
    });
    time.wall -= 600_000;
    expect(await condition?.look()).toMatchObject({ ready: true });
  });
});
