import { suite } from '../suite.ts';

/** The service itself: an old backup whose jobs ran since, a copy of a book, and an erasure through the API. */
export const proof = suite('services over an old backup and over a copy, and an erasure, on the practice system', [
  'test/lab/restore.test.ts',
  'test/lab/copy.test.ts',
  'test/lab/erasing.test.ts',
]);
