import { type Completion, ended, type Program, type Step } from './program.ts';
import { ddMissing, type Listing, openListing } from './listing.ts';

/**
 * Copies SYSUT1 to SYSUT2. A member that it writes has no ISPF statistics.
 *
 * @see DFSMSdfp Utilities, IEBGENER
 */
export const iebgener: Program = {
  names: ['IEBGENER', 'ICEGENER'],
  run(step) {
    const listing = openListing(step, 'SYSPRINT');
    if (listing === undefined) return Promise.resolve(ended(12));
    listing.line(
      'DATA SET UTILITY - GENERATE                                                                       PAGE 0001',
      '1',
    );
    return Promise.resolve(copy(step, listing));
  },
};

function copy(step: Step, listing: Listing): Completion {
  const control = step.dd('SYSIN');
  if (control === undefined) {
    ddMissing(step, 'SYSIN');
    return ended(12);
  }
  const statements = control.kind === 'dummy' ? [] : control.lines().filter((line) => line.trim() !== '');
  if (statements.length > 0) {
    for (const line of statements) listing.line(line.trimEnd());
    listing.line('IEB342I CONTROL STATEMENTS OF IEBGENER ARE NOT IMITATED BY THE PRACTICE SYSTEM');
    return ended(12);
  }
  const input = step.dd('SYSUT1');
  const output = step.dd('SYSUT2');
  if (input === undefined || output === undefined) {
    ddMissing(step, input === undefined ? 'SYSUT1' : 'SYSUT2');
    return ended(12);
  }
  const records = input.kind === 'dummy' ? [] : input.records();
  const { recfm = 'FB', lrecl = 80 } = input.attributes;
  if (output.attributes.lrecl !== undefined && output.attributes.lrecl !== lrecl && output.kind === 'data-set') {
    listing.line('IEB311I CONFLICTING DCB PARAMETERS');
    return ended(12);
  }
  if (output.attributes.lrecl === undefined)
    listing.line('IEB352I WARNING: ONE OR MORE OF THE OUTPUT DCB PARMS COPIED FROM INPUT');
  output.open({ recfm, lrecl });
  for (const record of records) output.write(record);
  listing.line('');
  listing.line('PROCESSING ENDED AT EOD');
  return ended(0);
}
