import { commandLines } from './tso.ts';
import { openListing } from './listing.ts';
import { ended, type Program } from './program.ts';

/** z/OS Communications Server IP User's Guide, FTP client error codes: the connection failed. */
const connectFailed = 8;

/**
 * The FTP client in batch: this system reaches no other, so every session ends as one whose host does not answer. PARM
 * `(EXIT=n` gives the step that code. Without EXIT a real client ends with 0; here nothing that was not sent ends so.
 * Wordings are unverified.
 *
 * @see z/OS Communications Server IP User's Guide and Commands, Submitting FTP requests in batch
 */
export const ftp: Program = {
  names: ['FTP'],
  run(step) {
    const output = openListing(step, 'OUTPUT', { recfm: 'FBA', lrecl: 133 });
    const input = step.dd('INPUT') ?? step.dd('SYSIN');
    const host = /^([^\s(]+)/.exec(step.parm.trim())?.[1] ?? commandLines(input?.lines() ?? [])[0] ?? '';
    const given = /\(.*?\bEXIT=(\d{1,4})/i.exec(step.parm)?.[1];
    const code = given === undefined ? connectFailed : Number(given) % 4096;
    output?.line(`EZA1450I IBM FTP CS`);
    output?.line(`EZA1554I Connecting to: ${host === '' ? 'UNKNOWN' : host.split(/\s/)[0]} port: 21.`);
    output?.line('EZA2589E Connection to server interrupted or timed out.');
    output?.line('EZA1701I >>> THE PRACTICE SYSTEM REACHES NO OTHER: NOTHING WAS SENT OR RECEIVED');
    output?.line(`EZA1735I Std Return Code = ${String(code).padStart(5, '0')}, Error Code = 00008`);
    return Promise.resolve(ended(code));
  },
};
