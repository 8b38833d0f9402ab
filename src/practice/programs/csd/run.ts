import type { Csd } from '../../subsystems/cics-csd.ts';
import type { Listing } from '../listing.ts';
import type { Step } from '../program.ts';

/** One run of DFHCSDUP. */
export interface Run {
  csd: Csd;
  listing: Listing;
  step: Step;
  /** After an error the rest is checked only. */
  checkOnly: boolean;
}

/** Prints why a command was not done. @returns its code */
export function fails({ listing }: Run, message: string, code = 8): number {
  listing.line(message);
  return code;
}

/** Does a command, unless one before it was in error: then it was checked only. */
export function done(run: Run, verb: string, act: () => void): number {
  if (run.checkOnly) {
    run.listing.line(`DFH5123 W ${verb} COMMAND NOT EXECUTED BECAUSE OF PREVIOUS ERRORS.`);
    return 4;
  }
  act();
  run.listing.line(`DFH5101 I ${verb} COMMAND EXECUTED SUCCESSFULLY.`);
  return 0;
}
