import { suite } from '../suite.ts';

/** The sample night once for each fault of the practice system. */
export const proof = suite(
  'every fault of the practice system, each in a sample night of its own',
  ['test/night/every-fault.test.ts'],
  {
    LOCKSTEP_TEST_FAULTS: 'each',
  },
);
