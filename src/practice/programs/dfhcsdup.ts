import { commandsOf, operandsOf } from './csd/control.rules.ts';
import { alter, copy, define, remove } from './csd/definitions.ts';
import { group, list } from './csd/groups.ts';
import { done, fails, type Run } from './csd/run.ts';
import { openListing } from './listing.ts';
import { ended, type Program } from './program.ts';

/**
 * The CSD update batch utility. The region sees nothing of it until the group is installed.
 *
 * @see CICS TS, DFHCSDUP utility: return codes; CICS Messages, DFH5101, DFH5109. DFH5120, DFH5124, DFH5125, DFH5150 and
 *   DFH5172 are worded after their use, not looked up
 */
export const dfhcsdup: Program = {
  names: ['DFHCSDUP'],
  run(step) {
    const listing = openListing(step, 'SYSPRINT');
    if (listing === undefined) return Promise.resolve(ended(16));
    const dsname = step.dd('DFHCSD')?.dsname;
    const csd = dsname === undefined ? undefined : step.subsystems.csd?.(dsname);
    if (csd === undefined) {
      listing.line('DFH5176 S OPEN FOR DFHCSD FAILED. DD STATEMENT IS MISSING OR THE FILE IS NOT USABLE.');
      listing.line('DFH5109 I END OF DFHCSDUP UTILITY JOB. HIGHEST RETURN CODE WAS: 16');
      return Promise.resolve(ended(16));
    }
    const run: Run = { csd, listing, step, checkOnly: false };
    let highest = 0;
    for (const command of commandsOf(step.dd('SYSIN')?.lines() ?? [])) {
      listing.line('');
      for (const part of command.match(/.{1,100}(?:\s|$)/g) ?? []) listing.line(part.trim());
      const code = perform(run, command);
      highest = Math.max(highest, code);
      if (code >= 8) run.checkOnly = true;
    }
    listing.line(`DFH5109 I END OF DFHCSDUP UTILITY JOB. HIGHEST RETURN CODE WAS: ${String(highest)}`);
    return Promise.resolve(ended(highest));
  },
};

function perform(run: Run, command: string): number {
  const verb = /^[A-Z]+/.exec(command)?.[0] ?? '';
  const operands = operandsOf(command.slice(verb.length));
  switch (verb) {
    case 'DEFINE':
      return define(run, operands);
    case 'ALTER':
      return alter(run, operands);
    case 'DELETE':
      return remove(run, operands);
    case 'COPY':
      return copy(run, operands);
    case 'ADD':
    case 'REMOVE':
      return group(run, verb, operands);
    case 'LIST':
      return list(run, operands);
    case 'INITIALIZE':
    case 'INITIALISE':
      return done(run, verb, () => run.csd.initialize());
    default:
      return fails(run, `DFH5104 W ${verb} COMMAND IS NOT IMITATED BY THE PRACTICE SYSTEM`);
  }
}
