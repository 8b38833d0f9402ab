import { deflateSync, inflateSync } from 'node:zlib';
import { bundled, cut, pasted, unbundled } from '../copying/bundle.ts';
import type { BundledSet } from '../copying/bundle.ts';
import { outOfSpace } from '../copying/space-abends.ts';
import { fillSet, wholeSet } from '../copying/whole-sets.ts';
import { ddMissing, openListing } from '../listing.ts';
import type { Listing } from '../listing.ts';
import { ended } from '../program.ts';
import type { Completion, Dd, Program, Step } from '../program.ts';

const packedLength = 1024;
const kind = 'TERSE';
const conflict = 8;
const notPacked = 12;
const cannotStart = 16;

/**
 * Packs a data set or a library into records of 1,024 bytes, and unpacks them. The packed form is this system's own:
 * files packed elsewhere are refused as not packed.
 *
 * @see z/OS MVS Diagnosis: Tools and Service Aids, AMATERSE: 0, 4, 8, 12, 16. Wordings of AMA messages not verified.
 */
export const amaterse: Program = {
  names: ['AMATERSE', 'TRSMAIN'],
  run: (step) => Promise.resolve(run(step)),
};

function run(step: Step): Completion {
  const listing = openListing(step, 'SYSPRINT', { recfm: 'FBA', lrecl: 121 });
  if (listing === undefined) return ended(cannotStart);
  listing.line('AMA500I AMATERSE PROGRAM STARTED', '1');
  const end = (code: number, message?: string) => {
    if (message !== undefined) listing.line(message);
    listing.line(`AMA504I RETURN CODE: ${String(code)}`);
    return ended(code);
  };
  const mode = step.parm.trim().toUpperCase();
  if (!['PACK', 'SPACK', 'UNPACK'].includes(mode)) return end(cannotStart, `AMA502E INVALID PARAMETER: ${mode}`);
  const [input, output] = [step.dd('SYSUT1') ?? step.dd('INFILE'), step.dd('SYSUT2') ?? step.dd('OUTFILE')];
  if (input === undefined || output === undefined) {
    ddMissing(step, input === undefined ? 'SYSUT1' : 'SYSUT2');
    return end(cannotStart, 'AMA510E UNABLE TO OPEN SYSUT1 OR SYSUT2');
  }
  return mode === 'UNPACK' ? unpack(step, listing, input, output, end) : pack(step, input, output, mode, end);
}

type End = (code: number, message?: string) => Completion;

function contentOf(step: Step, input: Dd): BundledSet {
  const whole =
    input.dsname === undefined || input.concatenation[0]?.member !== undefined
      ? undefined
      : wholeSet(step.dataSets, input.dsname);
  if (whole !== undefined) return whole;
  const { recfm = 'FB', lrecl = 80, blksize = 0 } = input.attributes;
  const attributes = {
    dsorg: 'PS' as const,
    recfm,
    lrecl,
    blksize,
    primary: 1,
    secondary: 1,
    dirblk: 0,
    spaceUnit: 'TRACKS' as const,
  };
  return { dsname: input.dsname ?? '', attributes, records: input.records(), members: [] };
}

function pack(step: Step, input: Dd, output: Dd, mode: string, end: End): Completion {
  const own = output.attributes.lrecl;
  if (own !== undefined && own !== 0 && own !== packedLength)
    return end(conflict, `AMA518E LRECL OF THE OUTPUT MUST BE ${String(packedLength)}`);
  const set = contentOf(step, input);
  output.open({ recfm: 'FB', lrecl: packedLength });
  for (const record of cut(deflateSync(bundled(kind, [set])), packedLength)) output.write(record);
  return end(0, `AMA573I ${mode} COMPLETED FOR ${set.dsname}`);
}

function unpack(step: Step, listing: Listing, input: Dd, output: Dd, end: End): Completion {
  const set = setIn(input);
  if (set === undefined) return end(notPacked, 'AMA527E INPUT DATA SET IS NOT IN PACKED FORMAT');
  const { recfm, lrecl, blksize, dsorg } = set.attributes;
  listing.line(
    `AMA555I THE VALUES ARE: BLKSIZE=${String(blksize)} LRECL=${String(lrecl)} RECFM=${recfm} DSORG=${dsorg}`,
  );
  const target = output.dsname === undefined ? undefined : step.dataSets.find(output.dsname);
  const whole = output.concatenation[0]?.member === undefined;
  if (dsorg === 'PO') {
    if (target?.attributes.dsorg !== 'PO' || !whole)
      return end(notPacked, 'AMA519E OUTPUT DATA SET IS NOT PARTITIONED');
    try {
      fillSet(step.dataSets, set, target.dsname, step.user);
    } catch (error) {
      throw outOfSpace(step, output, error);
    }
    return end(0, `AMA573I UNPACK COMPLETED FOR ${target.dsname}`);
  }
  if (target?.attributes.dsorg === 'PO' && whole) return end(notPacked, 'AMA519E OUTPUT DATA SET IS PARTITIONED');
  const own = output.attributes.lrecl;
  if (own !== undefined && own !== 0 && own < lrecl) return end(conflict, 'AMA518E LRECL OF THE OUTPUT IS TOO SMALL');
  output.open({ recfm, lrecl, ...(blksize > 0 ? { blksize } : {}) });
  for (const record of set.records) output.write(record);
  return end(own !== undefined && own > lrecl ? 4 : 0, `AMA573I UNPACK COMPLETED FOR ${output.dsname ?? output.name}`);
}

function setIn(input: Dd): BundledSet | undefined {
  const bytes = pasted(input.records());
  if (bytes === undefined) return undefined;
  try {
    return unbundled(kind, inflateSync(bytes))?.[0];
  } catch {
    return undefined;
  }
}
