import { DateTime } from 'luxon';
import { readLoaderInput } from '../../subsystems/batch-loader.ts';
import { type Listing, openListing } from '../listing.ts';
import { ended, type Program, type Step } from '../program.ts';

/**
 * The scheduler's batch loader: SYSIN defines application descriptions, messages go to EQQMLOG. ACTION(ADD) refuses
 * one that exists; REPLACE takes either; SCAN writes nothing. The current plan is not its business.
 *
 * @see IBM Z Workload Scheduler, Managing the Workload, Batch-loader control statements; Messages, EQQY001I to EQQY004I
 */
export function eqqyltop(timeZone: string): Program {
  return {
    names: ['EQQYLTOP'],
    run(step) {
      const listing = openListing(step, 'EQQMLOG');
      if (listing === undefined) return Promise.resolve(ended(12));
      const stamp = () => DateTime.fromMillis(step.now(), { zone: timeZone }).toFormat('MM/dd HH.mm.ss');
      const say = (text: string) => listing.line(`${stamp()} ${text}`);
      const code = load(step, listing, say);
      say(`EQQY004I END OF PROCESSING. HIGHEST RETURN CODE ${String(code).padStart(4, '0')}`);
      return Promise.resolve(ended(code));
    },
  };
}

function load(step: Step, listing: Listing, say: (text: string) => void): number {
  const sysin = step.dd('SYSIN');
  if (sysin === undefined) {
    say('EQQY005W OPEN OF FILE SYSIN FAILED');
    return 12;
  }
  const input = readLoaderInput(sysin.lines());
  if (input.optionsMisplaced)
    say('EQQY003E OPTIONS STATEMENT MISPLACED IN INPUT FILE. PROCESSING IS DONE IN SCAN MODE');
  if (input.error !== undefined) {
    listing.line(`               STATEMENT IN ERROR: ${input.error}`);
    return 8;
  }
  const scheduler = input.subsystem === undefined ? undefined : step.subsystems.scheduler(input.subsystem);
  const scan = input.action === 'SCAN' || input.optionsMisplaced;
  if (!scan && scheduler === undefined) {
    listing.line(`               SUBSYSTEM ${input.subsystem ?? '(NONE NAMED)'} IS NOT ACTIVE`);
    return 12;
  }
  let highest = input.optionsMisplaced ? 8 : 0;
  for (const application of input.applications) {
    const exists = scheduler?.applications().some(({ adid }) => adid === application.adid) === true;
    if (!scan && exists && input.action === 'ADD') {
      listing.line(`               AD ${application.adid} EXISTS AND ACTION(ADD) WAS SPECIFIED`);
      highest = Math.max(highest, 8);
      continue;
    }
    if (!scan) scheduler?.replace(application);
    say(`EQQY001I STATEMENTS FOR AD ${application.adid} PROCESSED SUCCESSFULLY`);
  }
  return highest;
}
