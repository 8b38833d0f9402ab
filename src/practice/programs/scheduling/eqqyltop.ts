import { DateTime } from 'luxon';
import { type LoaderInput, readLoaderInput } from '../../subsystems/batch-loader.ts';
import type { Scheduler } from '../../subsystems/subsystems.ts';
import { type Listing, openListing } from '../listing.ts';
import { ended, type Program, type Step } from '../program.ts';

/**
 * The scheduler's batch loader: SYSIN defines application descriptions, messages go to EQQMLOG. ACTION(ADD) refuses
 * one that exists; REPLACE takes either; SCAN writes nothing. An application in error is left out, the others are
 * loaded. Operator instructions (OISTART, OIT) are kept. The current plan is not its business. Lines without a number
 * stand for messages that were not looked up.
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
  const input = readLoaderInput(sysin.kind === 'dummy' ? [] : sysin.lines());
  if (input.optionsMisplaced)
    say('EQQY003E OPTIONS STATEMENT MISPLACED IN INPUT FILE. PROCESSING IS DONE IN SCAN MODE');
  const scheduler = input.subsystem === undefined ? undefined : step.subsystems.scheduler(input.subsystem);
  const scan = input.action === 'SCAN' || input.optionsMisplaced;
  if (!scan && scheduler === undefined) {
    listing.line(`               SUBSYSTEM ${input.subsystem ?? '(NONE NAMED)'} IS NOT ACTIVE`);
    return 12;
  }
  const codes = [
    input.optionsMisplaced ? 8 : 0,
    ...input.rejected.map(({ adid, error }) => rejected(listing, adid, error)),
    ...loadApplications(input, { listing, say, scheduler: scan ? undefined : scheduler }),
    ...(scan ? [] : loadInstructions(step, input, say)),
  ];
  return Math.max(...codes);
}

function rejected(listing: Listing, adid: string, error: string): number {
  listing.line(`               STATEMENT IN ERROR: ${error}`);
  if (adid !== '') listing.line(`               STATEMENTS FOR AD ${adid} WERE NOT PROCESSED`);
  return 8;
}

/** Takes the applications that could be read, one by one; without a scheduler they are only looked at. */
function loadApplications(
  { applications, action }: LoaderInput,
  { listing, say, scheduler }: { listing: Listing; say: (text: string) => void; scheduler: Scheduler | undefined },
): number[] {
  return applications.map((application) => {
    const exists = scheduler?.applications().some(({ adid }) => adid === application.adid) === true;
    if (exists && action === 'ADD') {
      listing.line(`               AD ${application.adid} EXISTS AND ACTION(ADD) WAS SPECIFIED`);
      return 8;
    }
    scheduler?.replace(application);
    say(`EQQY001I STATEMENTS FOR AD ${application.adid} PROCESSED SUCCESSFULLY`);
    return 0;
  });
}

/** Operator instructions: a database of their own, EQQOIDS. */
function loadInstructions(
  step: Step,
  { instructions, subsystem, action }: LoaderInput,
  say: (text: string) => void,
): number[] {
  const store = step.subsystems.definitions?.(`oi-${subsystem ?? ''}`);
  return instructions.map(({ adid, operation, text }) => {
    const key = `${adid} ${operation}`;
    if (store === undefined || (action === 'ADD' && store.get(key) !== undefined)) return 8;
    store.put(key, Object.fromEntries(text.map((line, at) => [String(at + 1).padStart(3, '0'), line])));
    say(`EQQY001I STATEMENTS FOR OI ${key} PROCESSED SUCCESSFULLY`);
    return 0;
  });
}
