import { ended, type Program } from './program.ts';

/** Does nothing: all effects come from the DISP of its DD statements. Always ends 0. */
export const iefbr14: Program = {
  names: ['IEFBR14'],
  run: () => Promise.resolve(ended(0)),
};
