import { describe, expect, it } from '@jest/globals';
import { Interleaving } from '../../prove/interleavings/interleaving.schema.ts';
import { pairNight } from '../../prove/interleavings/pair-night.ts';
import { basesOf, shortProof } from '../../prove/interleavings/proof.ts';
import { holds, lyingBase } from '../../prove/ports/lying-store.ts';
import { timeBox } from '../../prove/proof.ts';

describe('two instances, the turn of each call chosen by chance', () => {
  it('run each job once, lose nothing, and come to the end of the night', async () => {
    const proven = await shortProof(10).prove(timeBox(110, 20260912, () => undefined));
    expect(proven.failures).toEqual([]);
    expect(proven.cases).toBe(10);
  }, 120_000);

  it('do the same, call by call, when the same is chosen', async () => {
    const given = Interleaving.parse({
      ...{ night: 'short', schedule: 7, choices: 300, lagMs: 45_000, speed: 50 },
      faults: [{ after: 200, kind: 'crash', who: 0 }],
    });
    const bases = await basesOf(1);
    const [first, second] = [await pairNight(bases.short, given), await pairNight(bases.short, given)];
    expect(second).toEqual(first);
    expect(first).toMatchObject({ complaints: [], turns: 300, instances: 3 });
  });

  it('withdraw a job that was adopted between the look at it and its purge', async () => {
    const given = Interleaving.parse({
      ...{ night: 'failed', schedule: -1131466063, choices: 2830, lagMs: 45_000, speed: 50 },
      faults: [
        { after: 2, kind: 'request lost', who: 1 },
        { after: 493, kind: 'request lost', who: 1 },
        { after: 2719, kind: 'crash', who: 0 },
      ],
    });
    const bases = await basesOf(20260912);
    expect(await pairNight(bases.failed, given)).toMatchObject({ complaints: [], outcome: 'as planned' });
  });

  it('are found out by the rule of acknowledgements when their store says done of what it does not keep', async () => {
    const given = Interleaving.parse({
      ...{ night: 'short', schedule: 7, choices: 300, lagMs: 0, speed: 50, faults: [] },
    });
    const { short } = await basesOf(1);
    const liar = lyingBase(short, (writes) => writes.some(({ stored }) => holds(stored, 'attempt.adopted/1')));
    const { complaints } = await pairNight(liar, given);
    expect(complaints.join('\n')).toMatch(/ack\.one-page: call \d+ \(instance-\d, commit\)/);
  });
});
