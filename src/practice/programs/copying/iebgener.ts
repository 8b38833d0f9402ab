import { edited } from '../control/fields.rules.ts';
import { ddMissing, openListing } from '../listing.ts';
import type { Listing } from '../listing.ts';
import { Abend, ended } from '../program.ts';
import type { Completion, Dd, Program, Step } from '../program.ts';
import { copiedFormat, formatConflict, overwriteDirectory, readsDirectory } from './copied-format.ts';
import { readGenerateControl } from './iebgener-control.rules.ts';
import type { GeneratedMember } from './iebgener-control.rules.ts';
import { outOfSpace } from './space-abends.ts';

/**
 * Copies SYSUT1 to SYSUT2, edits records and splits them into members. A member that it writes has no ISPF
 * statistics; written to a PDS without a member name the records overwrite the directory.
 *
 * @see z/OS DFSMSdfp Utilities, IEBGENER; return codes 0, 4, 8, 12, 16
 */
export const iebgener: Program = {
  names: ['IEBGENER'],
  run: (step) => Promise.resolve(generate(step)),
};

/** The work of IEBGENER; ICEGENER hands over what it does not do itself. */
export function generate(step: Step): Completion {
  const listing = openListing(step, 'SYSPRINT');
  if (listing === undefined) return ended(12);
  listing.line(`DATA SET UTILITY - GENERATE${' '.repeat(70)}PAGE 0001`, '1');
  const control = step.dd('SYSIN');
  const input = step.dd('SYSUT1');
  const output = step.dd('SYSUT2');
  if (control === undefined || input === undefined || output === undefined) {
    const absent = control === undefined ? 'SYSIN' : input === undefined ? 'SYSUT1' : 'SYSUT2';
    ddMissing(step, absent);
    listing.line(`IEB316I DDNAME ${absent} CANNOT BE OPENED`);
    return jobEnded(listing);
  }
  const lines = control.kind === 'dummy' ? [] : control.lines();
  for (const line of lines) listing.line(line.trimEnd());
  const read = readGenerateControl(lines);
  if (read.kind === 'refused') return jobEnded(listing, read.message);
  if (readsDirectory(step, input))
    return jobEnded(listing, `IEB351I I/O ERROR ${step.jobname},${step.stepName},SYSUT1`);
  return write(step, listing, { input, output, members: read.kind === 'copy' ? [] : read.members });
}

function jobEnded(listing: Listing, message?: string): Completion {
  if (message !== undefined) listing.line(message);
  return ended(12);
}

interface Work {
  input: Dd;
  output: Dd;
  members: readonly GeneratedMember[];
}

function write(step: Step, listing: Listing, { input, output, members }: Work): Completion {
  const records = input.kind === 'dummy' ? [] : input.records();
  const edits = members.some(({ groups }) => groups.some(({ fields }) => fields.length > 0));
  if (!edits && formatConflict(input, output)) return jobEnded(listing, 'IEB311I CONFLICTING DCB PARAMETERS');
  const parts = partsOf(records, members);
  const format = copiedFormat(input, output, edits ? widest(parts) : undefined);
  if (format === undefined) return jobEnded(listing, 'IEB311I CONFLICTING DCB PARAMETERS');
  if (format.copied) listing.line('IEB352I WARNING: ONE OR MORE OF THE OUTPUT DCB PARMS COPIED FROM INPUT');
  listing.line('');
  listing.line('PROCESSING ENDED AT EOD');
  if (parts.some(({ names }) => names.length > 0)) return intoMembers(step, listing, output, parts);
  overwriteDirectory(step, output);
  output.open(format);
  for (const part of parts) for (const record of part.records) output.write(record);
  return ended(0);
}

interface Part {
  names: readonly string[];
  records: Buffer[];
}

const widest = (parts: readonly Part[]): number => {
  let most = 0;
  for (const { records } of parts) for (const record of records) most = Math.max(most, record.length);
  return most;
};

/** Goes through the input once; a group that finds its record hands over to the next one, or to the next member. */
function partsOf(records: readonly Buffer[], members: readonly GeneratedMember[]): Part[] {
  if (members.length === 0) return [{ names: [], records: [...records] }];
  const parts: Part[] = [];
  let at = 0;
  for (const { names, groups } of members) {
    const part: Part = { names, records: [] };
    parts.push(part);
    for (const { until, fields } of groups.length === 0 ? [{ until: undefined, fields: [] }] : groups) {
      let found = false;
      while (at < records.length && !found) {
        const record = records[at] ?? Buffer.alloc(0);
        at += 1;
        part.records.push(fields.length === 0 ? record : edited(record, fields));
        found = until?.bytes.equals(record.subarray(until.at, until.at + until.bytes.length)) === true;
      }
    }
  }
  return parts;
}

function intoMembers(step: Step, listing: Listing, output: Dd, parts: readonly Part[]): Completion {
  const entry = output.dsname === undefined ? undefined : step.dataSets.find(output.dsname);
  if (entry?.attributes.dsorg !== 'PO')
    throw new Abend({ kind: 'system-abend', code: '013', reason: '00000014' }, [
      `IEC141I 013-14,IGG0191B,${step.jobname},${step.stepName},${output.name},0940,${entry?.volume ?? ''},${output.dsname ?? ''}`,
    ]);
  try {
    for (const { names, records } of parts) {
      const [name, ...aliases] = names;
      if (name === undefined) continue;
      step.dataSets.write(entry.dsname, name, records, { user: step.user, statistics: 'none' });
      for (const alias of aliases) step.dataSets.addAlias(entry.dsname, name, alias);
    }
  } catch (error) {
    throw outOfSpace(step, output, error);
  }
  listing.line('');
  return ended(0);
}
