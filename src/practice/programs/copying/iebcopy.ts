import { ddMissing, localTime, openListing } from '../listing.ts';
import type { Listing } from '../listing.ts';
import { ended } from '../program.ts';
import type { Completion, Program, Step } from '../program.ts';
import { copyGroup } from './copy-members.ts';
import { readCopyControl } from './iebcopy-control.rules.ts';
import type { CopyControl, CopyOperation } from './iebcopy-control.rules.ts';
import { readCopyParm } from './iebcopy-parm.rules.ts';
import type { CopyParm } from './iebcopy-parm.rules.ts';
import { placeOf } from './libraries.ts';
import type { Place } from './libraries.ts';

/**
 * Copies members between partitioned data sets. Without R a member that the output already has is left alone, and the
 * code stays 0. What was copied before a failure stays. Locks of ISPF edit are not looked at.
 *
 * @see DFSMSdfp Utilities, IEBCOPY; z/OS MVS System Messages Vol 7 (IEB)
 */
export function iebcopy(timeZone: string): Program {
  return {
    names: ['IEBCOPY', 'IEBDSCPY'],
    run(step) {
      const listing = openListing(step, 'SYSPRINT');
      if (listing === undefined) return Promise.resolve(ended(8));
      heading(step, listing, timeZone);
      const parm = readCopyParm(step.parm);
      if (typeof parm === 'string') {
        listing.line(`IEB1007I INVALID PARM VALUE: ${parm}`);
        return Promise.resolve(finish(listing, 8));
      }
      return Promise.resolve(finish(listing, runOperations(step, listing, parm)));
    },
  };
}

function heading(step: Step, listing: Listing, timeZone: string): void {
  const at = localTime(step, timeZone);
  listing.line(`${' '.repeat(43)}IEBCOPY MESSAGES AND CONTROL STATEMENTS${' '.repeat(22)}PAGE     1`, '1');
  listing.line(
    'IEB1135I IEBCOPY  FMID HDZ3310  SERVICE LEVEL NONE     DATED 20230920 DFSMS 03.01.00 z/OS    03.01.00 HBB77E0  CPU 8561',
  );
  listing.line(
    `IEB1035I ${step.jobname.padEnd(8)} ${step.stepName.padEnd(8)} ${(step.procStepName ?? '').padEnd(8)} ` +
      `${at.toFormat('HH:mm:ss EEE dd LLL yyyy').toUpperCase()} PARM='${step.parm}'`,
  );
}

function runOperations(step: Step, listing: Listing, parm: CopyParm): number {
  const control = controlOf(step, listing, parm);
  if (control.error !== undefined) {
    listing.line(control.error.message);
    return 8;
  }
  return Math.max(...control.operations.map((operation) => runOperation(step, listing, operation, parm)));
}

/** Without control statements PARM says what is done to SYSUT1 and SYSUT2. */
function controlOf(step: Step, listing: Listing, parm: CopyParm): CopyControl {
  const control = step.dd('SYSIN');
  const lines = control === undefined || control.kind === 'dummy' ? [] : control.lines();
  if (lines.some((line) => line.trim() !== '')) {
    for (const line of lines) listing.line(line.trimEnd());
    return readCopyControl(lines, parm.list);
  }
  const verb = parm.compress || parm.replace ? 'COPY' : (parm.verb ?? 'COPY');
  const input = parm.compress ? 'INDD=SYSUT2' : parm.replace ? 'INDD=((SYSUT1,R))' : 'INDD=SYSUT1';
  const statement = verb === 'ALTERMOD' ? '  ALTERMOD OUTDD=SYSUT2' : `  ${verb} OUTDD=SYSUT2,${input}`;
  listing.line(`${statement}${' '.repeat(Math.max(1, 40 - statement.length))}GENERATED STATEMENT`);
  return readCopyControl([statement], parm.list);
}

function finish(listing: Listing, severity: number): Completion {
  if (severity !== 0) listing.line('IEB151I JOB HAS TERMINATED WITH ERROR(S)');
  listing.line(`IEB147I END OF JOB - ${String(severity).padStart(2, '0')} WAS HIGHEST SEVERITY CODE`);
  return ended(severity);
}

function runOperation(step: Step, listing: Listing, operation: CopyOperation, parm: CopyParm): number {
  const names = [operation.output, ...operation.groups.flatMap(({ inputs }) => inputs.map(({ ddname }) => ddname))];
  const absent = names.find((name) => step.dd(name) === undefined);
  if (absent !== undefined) {
    ddMissing(step, absent);
    listing.line(`IEB129I ${absent.padEnd(8)} COULD NOT BE OPENED`);
    return 8;
  }
  const dd = step.dd(operation.output);
  const output = dd === undefined ? undefined : placeOf(step, dd);
  if (output === undefined) {
    listing.line(`IEB120I ${operation.output.padEnd(8)} VALIDATION ERROR`);
    return 8;
  }
  if (operation.verb === 'ALTERMOD') return alter(step, listing, operation, output);
  let severity = 0;
  for (const group of operation.groups) {
    severity = Math.max(severity, copyGroup({ step, listing, operation, output, parm, group }));
    if (severity >= 8) return severity;
  }
  room(step, listing, output);
  return severity;
}

/** Modules of this system carry their relocation dictionary already; only missing ones are news. */
function alter(step: Step, listing: Listing, operation: CopyOperation, output: Place): number {
  if (output.kind !== 'PDS' || !output.attributes.recfm.startsWith('U')) {
    listing.line(`IEB120I ${output.dd.name.padEnd(8)} VALIDATION ERROR`);
    return 8;
  }
  const members = new Set(step.dataSets.members(output.dsname).map(({ name }) => name));
  const wanted = operation.groups.flatMap(({ select }) => select ?? []).map(({ from }) => from);
  const missing = wanted.filter((name) => !members.has(name));
  for (const name of missing)
    listing.line(`IEB177I ${name.padEnd(8)} WAS SELECTED BUT NOT FOUND IN ANY INPUT DATA SET`);
  return missing.length > 0 ? 4 : 0;
}

function room(step: Step, listing: Listing, output: Place): void {
  if (output.kind !== 'PDS') return;
  const { usedTracks, allocatedTracks, usedDirectoryBlocks } = step.dataSets.usage(output.dsname);
  const unused = (count: number) => String(Math.max(0, count));
  listing.line(
    `IEB144I THERE ARE ${unused(allocatedTracks - usedTracks)} UNUSED TRACKS IN OUTPUT DATA SET REFERENCED BY ${output.dd.name}`,
  );
  listing.line(
    `IEB149I THERE ARE ${unused(output.attributes.dirblk - usedDirectoryBlocks)} UNUSED DIRECTORY BLOCKS IN OUTPUT DIRECTORY`,
  );
}
