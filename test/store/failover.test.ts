import { describe } from '@jest/globals';
import { ownMembers } from '../support/own-members.ts';
import { failoverConformance } from './failover.ts';

describe('on our own replica set', () => {
  failoverConformance(() => ownMembers(), { rounds: 2, pauseMs: 150, timeoutMs: 60_000 });
});
