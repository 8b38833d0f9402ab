import fc from 'fast-check';
import { type Base, baseOf } from '../ports/base.ts';
import { failedNight, shortNight } from '../ports/nights.ts';
import { seedOf } from '../ports/seeded.ts';
import type { Proof, Proven, TimeBox } from '../proof.ts';
import { type Interleaving, interleavings } from './interleaving.schema.ts';
import { pairNight, type PairResult } from './pair-night.ts';

/** Most turns that are chosen in one night: the longer of the two has had all of its calls by then. */
const most = { choices: 4000 };
/** Of the time box, left for shrinking what was found last. */
const spareMs = 10_000;

export type Bases = Readonly<Record<Interleaving['night'], Base>>;

/** The two nights as they stand before their instances begin: a store that appends first and folds later. */
export async function basesOf(seed: number): Promise<Bases> {
  return {
    short: await baseOf(shortNight, 'mongodb', seedOf(seed, 1)),
    failed: await baseOf(failedNight, 'mongodb', seedOf(seed, 2)),
  };
}

export const proof: Proof = { prove: (box) => proveInterleavings(box, Infinity) };

/** So many interleavings, however long they take within the box. */
export const shortProof = (runs: number): Proof => ({ prove: (box) => proveInterleavings(box, runs) });

async function proveInterleavings(box: TimeBox, runs: number): Promise<Proven> {
  const bases = await basesOf(box.seed);
  const tally = new Tally();
  const property = fc.asyncProperty(interleavings(most), async (given) => {
    const result = await pairNight(bases[given.night], given);
    tally.note(given, result);
    if (tally.nights % 50 === 0) box.say(`${tally.nights} nights`);
    if (result.complaints.length > 0) throw new Error(told(given, result));
  });
  const details = await fc.check(property, {
    ...{ seed: box.seed, numRuns: Number.isFinite(runs) ? runs : 1_000_000 },
    ...{ interruptAfterTimeLimit: Math.max(1, box.left() - spareMs), includeErrorInReport: true },
  });
  const failures = details.counterexample === null ? [] : [counterexampleOf(details)];
  if (Number.isFinite(runs) && details.interrupted) failures.push(`only ${tally.nights} of ${runs} nights in the time`);
  return {
    cases: tally.nights,
    covered: `two instances, ${tally.turns} turns chosen by fast-check, ${tally.faults} faults; after each night all is looked at`,
    failures,
    detail: tally.told(),
  };
}

type Details = Awaited<ReturnType<typeof fc.check<[Interleaving]>>>;

function counterexampleOf({ counterexample, counterexamplePath, seed, numShrinks, errorInstance }: Details): string {
  const why = errorInstance instanceof Error ? errorInstance.message : String(errorInstance);
  const where = `seed ${seed}, path ${counterexamplePath ?? '?'}, shrunk ${numShrinks} times`;
  return `${JSON.stringify(counterexample?.[0])}\n  (${where})\n${why}`;
}

function told(given: Interleaving, { complaints, last }: PairResult): string {
  return [...complaints, `the last turns of ${given.choices}:`, ...last.map((turn) => `  ${turn}`)].join('\n');
}

/** What the nights came to. */
class Tally {
  nights = 0;
  turns = 0;
  faults = 0;
  readonly #outcomes = new Map<string, number>();

  note({ night, faults }: Interleaving, { outcome, turns }: PairResult): void {
    this.nights += 1;
    this.turns += turns;
    this.faults += faults.filter(({ after }) => after < turns).length;
    const key = `${night}: ${outcome}`;
    this.#outcomes.set(key, (this.#outcomes.get(key) ?? 0) + 1);
  }

  told(): string {
    return [...this.#outcomes]
      .sort()
      .map(([outcome, count]) => `${String(count).padStart(6)}  ${outcome}`)
      .join('\n');
  }
}
