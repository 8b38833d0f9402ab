import { describe } from '@jest/globals';
import { mongodMembers, mongodProgram } from '../support/mongod-members.ts';
import { failoverConformance } from './failover.ts';

const describeReal = mongodProgram === undefined ? describe.skip : describe;

describeReal('on a real replica set (LOCKSTEP_TEST_MONGOD names the program)', () => {
  failoverConformance(() => mongodMembers(mongodProgram ?? ''), { rounds: 1, pauseMs: 3000, timeoutMs: 300_000 });
});
