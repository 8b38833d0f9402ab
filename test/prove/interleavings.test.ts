import { describe, expect, it } from '@jest/globals';
import { Interleaving } from '../../prove/interleavings/interleaving.schema.ts';
import { pairNight } from '../../prove/interleavings/pair-night.ts';
import { basesOf, shortProof } from '../../prove/interleavings/proof.ts';
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
});
