import type { Attributes } from '../../../src/practice/datasets/data-sets.ts';

/** A library of source text, as most tests need one. */
export const textLibrary: Attributes = {
  dsorg: 'PO',
  dsntype: 'LIBRARY',
  recfm: 'FB',
  lrecl: 80,
  blksize: 27_920,
  primary: 15,
  secondary: 15,
  dirblk: 0,
  spaceUnit: 'TRACKS',
};
