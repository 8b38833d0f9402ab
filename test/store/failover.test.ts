import { describe } from '@jest/globals';
import { ownMembers } from '../support/own-members.ts';
import { failoverConformance } from './failover.ts';

/** The proof asks for more of the same than the tests of every day. */
const rounds = Number(process.env['LOCKSTEP_FAILOVER_ROUNDS'] ?? 1);

describe('on our own replica set', () => {
  failoverConformance(() => ownMembers(), { rounds, pauseMs: 150, timeoutMs: 60_000 });
});
