import { openListing } from '../listing.ts';
import { ended, type Program } from '../program.ts';
import { answer, ca7Commands, type Ca7Session } from './ca7-commands.ts';

/**
 * The CA 7 batch terminal: commands of SYSIN, answers in SYSPRINT. Its return code only says that the terminal ran:
 * 0 with errors in the text too, 8 without SYSIN. Definitions are kept in the database of the instance that PARM names.
 *
 * @see Broadcom, How the Batch Terminal Interface program SASSBSTR processes; Batch Terminal Interface
 */
export const sasbstr: Program = {
  names: ['SASSBSTR'],
  run(step) {
    const listing = openListing(step, 'SYSPRINT');
    const input = step.dd('SYSIN');
    const jobs = step.subsystems.definitions?.(`ca7-${/UCC7|CA7\w?/.exec(step.parm)?.[0] ?? 'CA7'}`);
    if (listing === undefined || input === undefined || jobs === undefined) return Promise.resolve(ended(8));
    listing.line('CA-7 BATCH TERMINAL INTERFACE', '1');
    const session: Ca7Session = { step, jobs, screen: '', loggedOn: false, say: (text) => listing.line(text) };
    for (const command of ca7Commands(input.kind === 'dummy' ? [] : input.lines())) {
      listing.line(command, '0');
      answer(session, command);
    }
    listing.line('BSTR-00 BATCH TERMINAL SESSION ENDED', '0');
    return Promise.resolve(ended(0));
  },
};
