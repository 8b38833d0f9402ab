import { tsoSession } from '../commands/tso/door.ts';
import { codeOfResult, findExec, runExec } from '../commands/rexx/run-exec.ts';
import { openListing } from './listing.ts';
import { ended, type Program } from './program.ts';

/**
 * Runs an exec without TSO: PARM names it, words after it are its argument. 20 when there is none, 20021 (shown as
 * 3637) for a PARM that names none, else what the exec gives.
 *
 * @see z/OS TSO/E REXX Reference, IRXJCL: Return codes
 */
export function irxjcl(timeZone: string): Program {
  return {
    names: ['IRXJCL'],
    async run(step) {
      const listing = openListing(step, 'SYSTSPRT');
      const parts = /^([A-Z#@$][A-Z0-9#@$]{0,7})(?: +(.*))?$/i.exec(step.parm.trim());
      if (parts === null) {
        listing?.line('IRX0404E An invalid parameter was specified on the JCL EXEC statement.');
        return ended(20_021);
      }
      if (listing === undefined) return ended(20);
      const systsin = step.dd('SYSTSIN');
      const input =
        systsin === undefined || systsin.kind === 'dummy' ? [] : systsin.lines().map((line) => line.trimEnd());
      const session = tsoSession({ step, listing, timeZone, input });
      const found = findExec(session, (parts[1] ?? '').toUpperCase());
      if (found === undefined) {
        listing.line(
          `IRX0406E REXX exec load file SYSEXEC does not contain exec member ${(parts[1] ?? '').toUpperCase()}.`,
        );
        return ended(20);
      }
      const args = parts[2] === undefined ? [] : [parts[2]];
      return ended(codeOfResult(await runExec(found, session, { args, how: 'COMMAND', environment: 'MVS' })));
    },
  };
}
