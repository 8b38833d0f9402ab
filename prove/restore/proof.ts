import type { Proof, TimeBox } from '../proof.ts';
import { type Kind, kinds, nightPages, storeOf } from './book.ts';
import { BookLife } from './life.ts';

/** Seeds a kind of store must have had, and chapters of each life. */
export interface Bounds {
  readonly seeds: number;
  readonly chapters: number;
}

/** Time that one more seed is begun with. */
const enoughMs = 15_000;

/** Lives of books on each kind of store, as many as the time allows, and at least those that the bounds ask for. */
export async function proveRestore(box: TimeBox, { seeds, chapters }: Bounds) {
  const night = await nightPages();
  const failures: string[] = [];
  const tally = { lives: 0, comparisons: 0, erased: 0 };
  const live = async (kind: Kind, seed: number) => {
    await using place = await storeOf(kind);
    const life = await BookLife.begin(place.store, seed, night);
    for (let n = 0; n < chapters && life.complaints.length === 0; n += 1) await life.chapter();
    await life.end();
    tally.lives += 1;
    tally.comparisons += life.comparisons;
    tally.erased += life.erased;
    failures.push(...life.complaints.slice(0, 3).map((line) => `store ${kind}, seed ${seed}: ${line}`));
  };
  for (let n = 0; (n < seeds || box.left() > enoughMs) && failures.length === 0; n += 1) {
    for (const kind of kinds) await live(kind, box.seed + n);
    box.say(`${tally.lives} lives, ${tally.comparisons} comparisons`);
  }
  if (tally.erased === 0) failures.push('nothing was erased in any life');
  return { failures, tally };
}

/** Views against a fold of its own: nights, rebuilds, erasures, aged keys, restarts, a second instance. */
export const proof: Proof = {
  async prove(box) {
    const { failures, tally } = await proveRestore(box, { seeds: 1, chapters: 25 });
    const { lives, comparisons, erased } = tally;
    const covered = `${lives} lives of books on 3 kinds of store, ${comparisons} comparisons, ${erased} erasures`;
    return { cases: comparisons, covered, failures };
  },
};
