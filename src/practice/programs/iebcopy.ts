import { DataSetError, type Member } from '../datasets/data-sets.ts';
import { type CopyOperation, readCopyControl, type Selection } from './iebcopy-control.ts';
import { ddMissing, type Listing, localTime, openListing } from './listing.ts';
import { Abend, type Completion, type Dd, ended, type Program, type Step } from './program.ts';

/**
 * Copies members between partitioned data sets. Without R a member that the output already has is left alone, and the
 * code stays 0. What was copied before a failure stays.
 *
 * @see DFSMSdfp Utilities, IEBCOPY; z/OS MVS System Messages Vol 7 (IEB)
 */
export function iebcopy(timeZone: string): Program {
  return {
    names: ['IEBCOPY'],
    run(step) {
      const listing = openListing(step, 'SYSPRINT');
      if (listing === undefined) return Promise.resolve(ended(8));
      heading(step, listing, timeZone);
      return Promise.resolve(finish(listing, runOperations(step, listing)));
    },
  };
}

function heading(step: Step, listing: Listing, timeZone: string): void {
  const at = localTime(step, timeZone);
  listing.line(`${' '.repeat(43)}IEBCOPY MESSAGES AND CONTROL STATEMENTS${' '.repeat(22)}PAGE     1`, '1');
  listing.line(`IEB1135I IEBCOPY  SERVICE LEVEL NONE      DATED ${at.toFormat('yyyyMMdd')} DFSMS PRACTICE`);
  listing.line(
    `IEB1035I ${step.jobname.padEnd(8)} ${step.stepName.padEnd(8)} ${(step.procStepName ?? '').padEnd(8)} ` +
      `${at.toFormat('HH:mm:ss EEE dd LLL yyyy').toUpperCase()} PARM='${step.parm}'`,
  );
}

function runOperations(step: Step, listing: Listing): number {
  const control = step.dd('SYSIN');
  const lines = control === undefined || control.kind === 'dummy' ? [] : control.lines();
  for (const line of lines) listing.line(line.trimEnd());
  const { operations, error } = readCopyControl(lines);
  if (error !== undefined) {
    listing.line('IEB104I INVALID COMMAND OPERATION ATTEMPTED');
    listing.line(error);
    return 8;
  }
  const wanted = operations.length > 0 ? operations : [wholeCopy];
  return Math.max(...wanted.map((operation) => runOperation(step, listing, operation)));
}

const wholeCopy: CopyOperation = {
  verb: 'COPY',
  output: 'SYSUT2',
  inputs: [{ ddname: 'SYSUT1', replace: false }],
  select: undefined,
  exclude: undefined,
};

function finish(listing: Listing, severity: number): Completion {
  if (severity !== 0) listing.line('IEB151I JOB HAS TERMINATED WITH ERROR(S)');
  listing.line(`IEB147I END OF JOB - ${String(severity).padStart(2, '0')} WAS HIGHEST SEVERITY CODE`);
  return ended(severity);
}

function runOperation(step: Step, listing: Listing, operation: CopyOperation): number {
  const output = step.dd(operation.output);
  const inputs = operation.inputs.map(({ ddname, replace }) => ({ ddname, replace, dd: step.dd(ddname) }));
  const absent = output === undefined ? operation.output : inputs.find(({ dd }) => dd === undefined)?.ddname;
  if (output === undefined || absent !== undefined) {
    ddMissing(step, absent ?? operation.output);
    return 8;
  }
  const left = new Map((operation.select ?? []).map((one) => [one.from, one]));
  let severity = 0;
  for (const { dd, replace } of inputs) {
    if (dd === undefined) continue;
    severity = Math.max(severity, copyFrom({ step, listing, operation, input: dd, output, replace, left }));
  }
  for (const name of left.keys()) {
    listing.line(`IEB177I ${name.padEnd(8)} WAS SELECTED BUT NOT FOUND IN ANY INPUT DATA SET`);
    severity = Math.max(severity, 4);
  }
  if (severity < 8) room(step, listing, output);
  return severity;
}

interface Copying {
  step: Step;
  listing: Listing;
  operation: CopyOperation;
  input: Dd;
  output: Dd;
  replace: boolean;
  /** Selected members that no input has yielded yet. */
  left: Map<string, Selection>;
}

interface Wanted {
  member: Member;
  to: string;
  replace: boolean;
}

function copyFrom(copying: Copying): number {
  const { step, listing, input, output } = copying;
  const from = library(step, input);
  const to = library(step, output);
  if (from === undefined || to === undefined || !fits(from, to)) {
    listing.line(`IEB120I ${(from === undefined ? input : output).name.padEnd(8)} VALIDATION ERROR`);
    return 8;
  }
  if (from.dsname === to.dsname) {
    listing.line(`IEB1018I COMPRESSING ${from.kind} OUTDD=${output.name.padEnd(8)} VOL=${to.volume} DSN=${to.dsname}`);
    if (from.kind === 'PDS') step.dataSets.compress(to.dsname);
    return 0;
  }
  listing.line(
    `IEB1013I COPYING FROM ${from.kind.padEnd(4)} INDD=${input.name.padEnd(8)} VOL=${from.volume} DSN=${from.dsname}`,
  );
  listing.line(
    `IEB1014I           TO ${to.kind.padEnd(4)} OUTDD=${output.name.padEnd(8)} VOL=${to.volume} DSN=${to.dsname}`,
  );
  const wanted = wantedOf(copying, step.dataSets.members(from.dsname));
  const copied = copyMembers(copying, from.dsname, to.dsname, wanted);
  const word =
    copied.count === 0 ? `IEB166I NO MEMBERS COPIED FROM INPUT DATA SET REFERENCED BY ${input.name}` : undefined;
  if (word !== undefined) listing.line(word);
  else
    listing.line(
      `IEB1098I ${String(copied.count)} OF ${String(wanted.length)} MEMBERS COPIED FROM INPUT DATA SET REFERENCED BY ${input.name}`,
    );
  return copied.severity;
}

function library(step: Step, dd: Dd) {
  const entry = dd.dsname === undefined ? undefined : step.dataSets.find(dd.dsname);
  if (entry === undefined || entry.attributes.dsorg !== 'PO') return undefined;
  const { dsname, volume, attributes } = entry;
  return { dsname, volume, attributes, kind: attributes.dsntype === 'LIBRARY' ? 'PDSE' : 'PDS' };
}

type Library = NonNullable<ReturnType<typeof library>>;

function fits(from: Library, to: Library): boolean {
  const load = (one: Library) => one.attributes.recfm === 'U';
  if (load(from) !== load(to)) return false;
  return load(from) || from.attributes.lrecl === to.attributes.lrecl;
}

function wantedOf({ operation, replace, left }: Copying, members: readonly Member[]): Wanted[] {
  const { select, exclude, verb } = operation;
  if (select === undefined)
    return members
      .filter(({ name }) => exclude?.includes(name) !== true)
      .map((member) => ({ member, to: member.name, replace }));
  const wanted: Wanted[] = [];
  for (const selection of [...left.values()]) {
    const found = members.find(({ name }) => name === selection.from);
    if (found === undefined) continue;
    left.delete(selection.from);
    const main = verb === 'COPYGRP' ? (found.aliasOf ?? found.name) : found.name;
    const group = verb === 'COPYGRP' ? members.filter((one) => one.name === main || one.aliasOf === main) : [found];
    for (const member of group) {
      if (wanted.some((one) => one.member.name === member.name)) continue;
      const to = member.name === selection.from ? selection.to : member.name;
      wanted.push({ member, to, replace: replace || selection.replace });
    }
  }
  return wanted;
}

function copyMembers({ step, listing, input, output }: Copying, from: string, to: string, wanted: readonly Wanted[]) {
  const arrived = new Map<string, string>();
  const refused: string[] = [];
  let count = 0;
  const mainsFirst = [...wanted].sort(
    (a, b) => Number(a.member.aliasOf !== undefined) - Number(b.member.aliasOf !== undefined),
  );
  for (const one of mainsFirst) {
    if (!one.replace && step.dataSets.member(to, one.to) !== undefined) {
      listing.line(`         ${one.to.padEnd(8)} IS IN THE OUTPUT DATA SET AND WAS NOT REPLACED`);
      continue;
    }
    try {
      if (count === 0)
        listing.line(`IEB167I FOLLOWING MEMBER(S) COPIED FROM INPUT DATA SET REFERENCED BY ${input.name}`);
      copyOne(step, from, to, one, arrived);
      arrived.set(one.member.name, one.to);
      listing.line(
        `IEB154I ${one.to.padEnd(8)} HAS BEEN SUCCESSFULLY COPIED${one.to === one.member.name ? '' : ` FROM ${one.member.name}`}`,
      );
      count += 1;
    } catch (error) {
      if (!(error instanceof DataSetError)) throw error;
      if (error.fault.kind !== 'directory-full') throw outOfSpace(step, output, error);
      refused.push(one.to);
    }
  }
  if (refused.length === 0) return { count, severity: 0 };
  listing.line('IEB148E NO SPACE IN OUTPUT DIRECTORY FOR DIRECTORY ENTRIES FOR FOLLOWING MEMBER(S)');
  listing.line(`        FROM INPUT DATA SET REFERENCED BY ${input.name}`);
  listing.lines(refused.map((name) => `        ${name}`));
  return { count, severity: 8 };
}

function copyOne(
  step: Step,
  from: string,
  to: string,
  { member, to: name }: Wanted,
  arrived: ReadonlyMap<string, string>,
): void {
  const main = member.aliasOf === undefined ? undefined : arrived.get(member.aliasOf);
  if (main !== undefined) {
    step.dataSets.addAlias(to, main, name);
    return;
  }
  step.dataSets.write(to, name, step.dataSets.read(from, member.name), {
    user: step.user,
    statistics: member.statistics ?? 'none',
    ...(member.load === undefined ? {} : { load: member.load }),
  });
}

/** SD37-04: primary used and no secondary; SE37-04: sixteen extents of a PDS or a full volume. */
export function outOfSpace(step: Step, dd: Dd, error: DataSetError): Error {
  if (error.fault.kind !== 'no-space') return error;
  const [code, id] = error.fault.extents >= 16 ? (['E37', 'IEC032I'] as const) : (['D37', 'IEC031I'] as const);
  return new Abend({ kind: 'system-abend', code, reason: '00000004' }, [
    `${id} ${code}-04,IFG0554P,${step.jobname},${step.stepName},${dd.name},${error.fault.dsname}`,
  ]);
}

function room(step: Step, listing: Listing, output: Dd): void {
  const entry = output.dsname === undefined ? undefined : step.dataSets.find(output.dsname);
  if (entry === undefined || entry.attributes.dsntype === 'LIBRARY') return;
  const { usedTracks, allocatedTracks: tracks, usedDirectoryBlocks } = step.dataSets.usage(entry.dsname);
  const unused = (count: number) => String(Math.max(0, count));
  listing.line(
    `IEB144I THERE ARE ${unused(tracks - usedTracks)} UNUSED TRACKS IN OUTPUT DATA SET REFERENCED BY ${output.name}`,
  );
  listing.line(
    `IEB149I THERE ARE ${unused(entry.attributes.dirblk - usedDirectoryBlocks)} UNUSED DIRECTORY BLOCKS IN OUTPUT DIRECTORY`,
  );
}
