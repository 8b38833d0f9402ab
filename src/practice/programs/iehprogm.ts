import { DataSetError } from '../datasets/data-sets.ts';
import type { DataSets } from '../datasets/data-sets.ts';
import { operand, readStatements, textOf } from './control/utility-statements.rules.ts';
import type { UtilityStatement } from './control/utility-statements.rules.ts';
import { ddMissing, openListing } from './listing.ts';
import { ended } from './program.ts';
import type { Completion, Program, Step } from './program.ts';

const unsuccessful = 8;
const cannotOpen = 16;

/** Wordings with the program's numbers that could not be compared with z/OS MVS System Messages Vol 8 (IEH2xxI). */
const unverified = {
  operation: 'IEH201I INVALID REQUEST... STATEMENT IGNORED.',
  keyword: 'IEH202I INVALID KEYWORD OR INCORRECT PARAMETER... STATEMENT IGNORED.',
  failed: (why: string) => `IEH209I REQUEST CANNOT BE SERVICED... ${why}`,
} as const;

const known: Readonly<Record<string, readonly string[]>> = {
  SCRATCH: ['DSNAME', 'VOL', 'MEMBER', 'PURGE', 'VTOC', 'SYS'],
  RENAME: ['DSNAME', 'VOL', 'MEMBER', 'NEWNAME'],
  CATLG: ['DSNAME', 'VOL', 'CVOL'],
  UNCATLG: ['DSNAME', 'CVOL'],
};

/**
 * Scratches, renames, catalogues and uncatalogues data sets. A volume's table of contents and the catalog are two
 * things: SCRATCH and RENAME leave the catalog as it is.
 *
 * @see z/OS DFSMSdfp Utilities, IEHPROGM: return codes 0, 4, 8, 12, 16. Passwords and generation indexes are refused.
 */
export const iehprogm: Program = {
  names: ['IEHPROGM'],
  run: (step) => Promise.resolve(run(step)),
};

function run(step: Step): Completion {
  const listing = openListing(step, 'SYSPRINT');
  if (listing === undefined) return ended(cannotOpen);
  listing.line('SYSTEM SUPPORT UTILITIES ---- IEHPROGM', '1');
  const control = step.dd('SYSIN');
  if (control === undefined) {
    ddMissing(step, 'SYSIN');
    return ended(cannotOpen);
  }
  const lines = control.kind === 'dummy' ? [] : control.lines();
  let code = 0;
  for (const statement of readStatements(lines)) {
    listing.line(` ${statement.verb} ${statement.text}`, '0');
    const refusal = carriedOut(step, statement);
    listing.line(refusal ?? `NORMAL END OF TASK RETURNED FROM ${statement.verb}`);
    if (refusal !== undefined) code = unsuccessful;
  }
  return ended(code);
}

function carriedOut(step: Step, statement: UtilityStatement): string | undefined {
  const keys = known[statement.verb];
  if (keys === undefined) return unverified.operation;
  const given = statement.operands.map(({ key, value }) => (key === '' ? (textOf(value) ?? '') : key));
  if (statement.damaged || given.some((key) => !keys.includes(key)) || given.includes('VTOC'))
    return unverified.keyword;
  const dsname = textOf(operand(statement, 'DSNAME'));
  const volumes = (textOf(operand(statement, 'VOL')) ?? '').split('=')[1]?.split(',') ?? [];
  if (dsname === undefined || (keys.includes('VOL') && volumes.length === 0)) return unverified.keyword;
  const refusal = step.refuses?.(dsname, 'ALTER');
  if (refusal !== undefined) {
    for (const line of refusal) step.wto(line, { system: true });
    return unverified.failed('SECURITY VERIFICATION FAILED');
  }
  try {
    return serve(step, statement, dsname, volumes);
  } catch (error) {
    if (!(error instanceof DataSetError)) throw error;
    return unverified.failed(reasons[error.fault.kind] ?? error.fault.kind.toUpperCase());
  }
}

const reasons: Readonly<Partial<Record<DataSetError['fault']['kind'], string>>> = {
  'not-catalogued': 'DATA SET NOT FOUND',
  'member-missing': 'MEMBER NOT FOUND',
  exists: 'NAME ALREADY EXISTS',
  'no-volume': 'VOLUME NOT MOUNTED',
};

function serve(
  step: Step,
  statement: UtilityStatement,
  dsname: string,
  volumes: readonly string[],
): string | undefined {
  const member = textOf(operand(statement, 'MEMBER'));
  const newName = textOf(operand(statement, 'NEWNAME'));
  const { dataSets } = step;
  switch (statement.verb) {
    case 'CATLG':
      dataSets.catalogue(dsname, volumes);
      return undefined;
    case 'UNCATLG':
      dataSets.uncatalogue(dsname);
      return undefined;
    case 'SCRATCH':
      for (const volume of volumes) scratch(dataSets.onVolume(volume), dsname, member);
      return undefined;
    default:
      if (newName === undefined) return unverified.keyword;
      for (const volume of volumes) rename(dataSets.onVolume(volume), dsname, member, newName);
      return undefined;
  }
}

function scratch(volume: DataSets, dsname: string, member: string | undefined): void {
  if (member === undefined) volume.remove(dsname);
  else volume.removeMember(dsname, member);
}

function rename(volume: DataSets, dsname: string, member: string | undefined, to: string): void {
  if (member === undefined) volume.rename(dsname, to);
  else volume.renameMember(dsname, member, to);
}
