import { describe, expect, it } from '@jest/globals';
import { baseOf } from '../../prove/ports/base.ts';
import { holds, lyingBase } from '../../prove/ports/lying-store.ts';
import { failedNight, hardNight, shortNight } from '../../prove/ports/nights.ts';
import { whyNotPermitted } from '../../prove/ports/outcomes.ts';
import { type Bounds, provePorts } from '../../prove/ports/proof.ts';
import { struckNight } from '../../prove/ports/struck-night.ts';
import { timeBox } from '../../prove/proof.ts';
import { memoryStore } from '../support/memory-store.ts';

const bounds: Bounds = {
  ...{ nights: [shortNight], stores: ['embedded'], pairs: [], jobs: 30 },
  shares: { stalled: 1, double: 1, doubtful: 1, large: 1 },
  most: { stalled: 40, double: 30, doubtful: 15, large: 1 },
};

describe('a night that is struck at the calls of its ports', () => {
  it('runs each job once and loses nothing, whichever call it is, and in whichever of four ways', async () => {
    const { failures, cases, covered } = await provePorts(
      timeBox(600, 20260912, () => undefined),
      bounds,
    );
    expect(failures).toEqual([]);
    expect(covered).toContain('more leave the same world');
    expect(cases).toBeGreaterThan(300);
  }, 600_000);

  it('has a step of every kind that the planner makes', () => {
    const kinds = [shortNight, failedNight, hardNight].map(({ plan }) =>
      [...new Set([...plan.install, ...plan.backout].map(({ kind }) => kind))].sort(),
    );
    expect(kinds[2]).toEqual(['bracket', 'check', 'command', 'job', 'manual', 'notice', 'observe']);
    expect(new Set([...(kinds[0] ?? []), ...(kinds[1] ?? [])]).size).toBe(6);
  });
});

describe('the night of instances of which', () => {
  const how = { instances: 1, victim: 0, seed: 20260912, speed: 400 } as const;

  it('two are struck in their own starts, at one moment, goes on with the third', async () => {
    const base = { night: shortNight, store: memoryStore('embedded'), book: '' };
    const strikes = [{ at: 9, mode: 'late' } as const, { at: 9, mode: 'before' } as const];
    const { outcome, complaints } = await struckNight({ ...how, base, strikes });
    expect({ outcome, complaints }).toEqual({ outcome: 'as planned', complaints: [] });
  });

  it.each([
    ["the engine's", 'attempt.adopted/1'],
    ["a person's", 'step.confirmed/1'],
  ])('one is told that %s page is kept, and it is not, fails by the rule of acknowledgements', async (_whose, type) => {
    const honest = await baseOf(shortNight, 'mongodb', how.seed);
    const base = lyingBase(honest, (writes) => writes.some(({ stored }) => holds(stored, type)));
    const { complaints } = await struckNight({ ...how, base, strikes: [] });
    expect(complaints.join('\n')).toMatch(/ack\.one-page: call \d+ \(instance-1, commit\): .* is not in the book/);
  });
});

describe('the table of permitted outcomes', () => {
  const struck = (kind: string) => [{ kind, mode: 'before' as const, at: 1, time: 0 }];

  it('fails a kind of call that it does not name, by name', () => {
    expect(whyNotPermitted(struck('zosmf.reboot'), 'as planned')).toContain('zosmf.reboot');
  });

  it('tells a command that was issued from one that may have been', () => {
    expect(whyNotPermitted(struck('zosmf.command'), 'as planned')).toContain('not permitted');
    expect(whyNotPermitted(struck('zosmf.command'), 'a command in doubt')).toBeUndefined();
    expect(whyNotPermitted(struck('zosmf.submit'), 'a command in doubt')).toContain('not permitted');
  });
});
