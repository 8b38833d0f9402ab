import { describe, expect, it } from '@jest/globals';
import { explore, type Model } from '../../prove/model/checker.ts';
import { shortProof } from '../../prove/model/proof.ts';
import { brokenCases, soundCases } from '../../prove/model/settings.ts';
import { submitModel } from '../../prove/model/submit-model.ts';
import { timeBox } from '../../prove/proof.ts';

const bounds = { states: 100_000, ms: 20_000, bytes: 2 ** 31 };

describe('the model of the submit protocol', () => {
  it('holds its properties in every state, and finds each broken protocol guilty', async () => {
    const proven = await shortProof.prove(timeBox(25, 1, () => undefined));
    expect(proven.failures).toEqual([]);
    expect(proven.cases).toBeGreaterThan(brokenCases.length + 4);
  });

  it('says that a search which met its bound has shown nothing', () => {
    const explored = explore(submitModel(soundCases[0]!, true), { ...bounds, states: 1000 });
    expect(explored).toMatchObject({ ended: 'limit', limit: 'more than 1000 states' });
  });
});

/** Two numbers that go up to three; where both are three there is no way on. */
const counting = (goalBy: 'protocol' | 'person'): Model<readonly [number, number]> => ({
  initial: [0, 0],
  textOf: ([a, b]) => `${a}.${b}`,
  moves: ([a, b]) => [
    ...(a < 3 ? [{ label: 'left', kind: 'protocol' as const, to: [a + 1, b] as const }] : []),
    ...(b < 3 ? [{ label: 'right', kind: 'person' as const, to: [a, b + 1] as const }] : []),
  ],
  goals: [{ name: 'both are three', by: ['protocol', goalBy], holds: ([a, b]) => a === 3 && b === 3 }],
});

describe('the checker', () => {
  it('counts each state once, and the moves to the farthest', () => {
    expect(explore(counting('person'), bounds)).toMatchObject({ ended: 'all', states: 16, moves: 24, depth: 6 });
  });

  it('finds a state that cannot reach its goal by the moves that count', () => {
    expect(explore(counting('protocol'), bounds).broken).toEqual({ property: 'both are three', trace: [] });
  });

  it('gives a shortest trace to what is broken', () => {
    const model = counting('person');
    const moves: typeof model.moves = (state) =>
      model.moves(state).map((move) => (move.to.join() === '1,2' ? { ...move, breaks: 'one and two' } : move));
    const { broken } = explore({ ...model, moves }, bounds);
    expect(broken).toMatchObject({ property: 'one and two' });
    expect(broken?.trace).toHaveLength(3);
  });
});
