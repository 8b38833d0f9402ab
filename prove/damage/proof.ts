import type { Proof, Proven } from '../proof.ts';
import { suite } from '../suite.ts';

const folders = suite('', [
  'test/damage',
  'test/store/durability.test.ts',
  'test/store/settling.test.ts',
  'test/night/full-disk.test.ts',
]);

/** The suite of the ledger, on a store that loses requests and answers. */
const faulty = (seed: number) => suite('', ['test/ledger'], { LOCKSTEP_TEST_STORE_FAULTS: String(seed) });

/** Disks that are full, read only, cut or changed; folders that are taken; and the ledger on a store that loses answers. */
export const proof: Proof = {
  async prove(box): Promise<Proven> {
    const disks = await folders.prove(box);
    box.say(`${disks.cases} cases of damage`);
    let seeds = 0;
    let cases = disks.cases;
    const failures = [...disks.failures];
    do {
      seeds += 1;
      const seed = box.seed + seeds;
      const proven = await faulty(seed).prove(box);
      cases += proven.cases;
      failures.push(...proven.failures.map((failure) => `LOCKSTEP_TEST_STORE_FAULTS=${seed}: ${failure}`));
      box.say(`the ledger on a faulty store, seed ${seed}: ${proven.cases} cases`);
    } while (box.left() > 45_000);
    return {
      cases,
      failures,
      covered: `full, read-only, taken, cut and changed folders; the ledger's suite on a store that loses answers, ${seeds} seeds`,
      ...(disks.notRun === undefined ? {} : { notRun: disks.notRun }),
    };
  },
};
