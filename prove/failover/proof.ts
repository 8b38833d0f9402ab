import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Proof } from '../proof.ts';
import { suite } from '../suite.ts';

const files = [
  'test/store/replica-set.test.ts',
  'test/store/failover.test.ts',
  'test/store/failover-faults.test.ts',
  'test/store/mongodb-own-set.test.ts',
];

const covered =
  'the real driver on a replica set of our own: stepDown, kill, partition, rollback, late inserts, lost answers';

const report = fileURLToPath(new URL('../../docs/proofs/mongodb.md', import.meta.url));

/** What is known of a real replica set: it is not run here, but by a command of its own, which leaves a dated report. */
function realOne(): string {
  const told = existsSync(report) ? readFileSync(report, 'utf8') : '';
  const fact = (name: string) => new RegExp(`^- ${name}: (.*)$`, 'm').exec(told)?.[1]?.replaceAll('*', '');
  const last = `${fact('State') ?? 'no report'} on ${fact('Date') ?? 'no day'}, server: ${fact('Server') ?? 'none'}`;
  return `the same scenarios on a real replica set (npm run test:mongodb; docs/proofs/mongodb.md: ${last})`;
}

/** Failover (point 6): every suite of the MongoDB store on a replica set whose members step down, die and roll back. */
export const proof: Proof = {
  async prove(box) {
    const proven = await suite(covered, files, { LOCKSTEP_FAILOVER_ROUNDS: '3' }).prove(box);
    return { ...proven, notRun: [...(proven.notRun ?? []), realOne()] };
  },
};
