import { DataSetError } from '../../datasets/data-sets.ts';
import type { Member } from '../../datasets/data-sets.ts';
import type { Listing } from '../listing.ts';
import type { Step } from '../program.ts';
import type { CopyGroup, CopyInput, CopyOperation, Selection } from './iebcopy-control.rules.ts';
import type { CopyParm } from './iebcopy-parm.rules.ts';
import { blocksFit, fits, placeOf, reblocked } from './libraries.ts';
import type { Place } from './libraries.ts';
import { sourceOf, unload } from './member-sources.ts';
import type { MemberSource } from './member-sources.ts';
import { outOfSpace } from './space-abends.ts';
import { wantedMembers } from './wanted-members.rules.ts';
import type { WantedMember } from './wanted-members.rules.ts';

export interface GroupCopy {
  step: Step;
  listing: Listing;
  operation: CopyOperation;
  output: Place;
  parm: CopyParm;
  group: CopyGroup;
}

/** Copies from all inputs of one copy step. @returns the severity */
export function copyGroup(copy: GroupCopy): number {
  const { step, listing, group } = copy;
  const left = new Map((group.select ?? []).map((one) => [one.from, one]));
  let severity = 0;
  for (const input of group.inputs) {
    severity = Math.max(severity, copyInput(copy, input, left));
    if (severity >= 8) return severity;
  }
  for (const name of left.keys()) {
    listing.line(`IEB177I ${name.padEnd(8)} WAS SELECTED BUT NOT FOUND IN ANY INPUT DATA SET`);
    severity = Math.max(severity, 4);
  }
  step.signal.throwIfAborted();
  return severity;
}

function copyInput(copy: GroupCopy, { ddname, replace }: CopyInput, left: Map<string, Selection>): number {
  const { step, listing, output, operation } = copy;
  const dd = step.dd(ddname);
  const input = dd === undefined ? undefined : placeOf(step, dd);
  const invalid = (name: string) => {
    listing.line(`IEB120I ${name.padEnd(8)} VALIDATION ERROR`);
    return 8;
  };
  if (input === undefined) return invalid(ddname);
  if (input.kind === 'PS' && output.kind === 'PS') {
    listing.line('IEB173I BOTH INPUT AND OUTPUT DATA SETS ARE SEQUENTIAL');
    return 8;
  }
  if (input.dsname === output.dsname) return compress(copy, input);
  const source = sourceOf(step, input);
  if (source === undefined) {
    listing.line(`IEB172I INDD DATA SET (${ddname}) INVALID FOR LOAD`);
    return 8;
  }
  const load = operation.verb === 'COPYMOD';
  if (load && !source.attributes.recfm.startsWith('U')) return invalid(ddname);
  if (output.kind !== 'PS' && !fits(source.attributes, output.attributes)) return invalid(output.dd.name);
  announce(listing, input, output);
  const wanted = wantedMembers({ group: copy.group, replace, left, verb: operation.verb }, source.members);
  if (output.kind === 'PS') return unloadMembers(copy, input, source, wanted);
  return new MemberCopy(copy, input, source).run(wanted);
}

function announce(listing: Listing, input: Place, output: Place): void {
  const from = input.kind === 'PS' ? 'LOADING FROM' : output.kind === 'PS' ? 'UNLOADING FROM' : 'COPYING FROM';
  const place = (one: Place) => `VOL=${one.volume} DSN=${one.dsname}`;
  const kind = (one: Place) => (one.kind === 'PS' ? 'SEQ' : one.kind).padEnd(4);
  listing.line(`IEB1013I ${from} ${kind(input)} INDD=${input.dd.name.padEnd(8)} ${place(input)}`);
  listing.line(`IEB1014I           TO ${kind(output)} OUTDD=${output.dd.name.padEnd(8)} ${place(output)}`);
}

/** A PDSE has no dead space: compressing it does nothing. */
function compress({ step, listing, group, output }: GroupCopy, input: Place): number {
  if (group.select !== undefined || group.exclude !== undefined) {
    listing.line('IEB123I INVALID SYNTAX - SELECT OR EXCLUDE WITH COMPRESS IN PLACE');
    return 8;
  }
  const { dsname, volume, kind } = input;
  listing.line(`IEB1018I COMPRESSING ${kind} OUTDD=${output.dd.name.padEnd(8)} VOL=${volume} DSN=${dsname}`);
  if (kind !== 'PDS') return 0;
  const before = step.dataSets.usage(dsname).usedTracks;
  step.dataSets.compress(dsname);
  if (step.dataSets.usage(dsname).usedTracks === before)
    listing.line('IEB153I ALL MEMBERS COMPRESSED - ALL WERE ORIGINALLY COMPRESSED');
  return 0;
}

function unloadMembers(copy: GroupCopy, input: Place, source: MemberSource, wanted: readonly WantedMember[]): number {
  const { listing, output, operation } = copy;
  const members = wanted.map(({ member, to }) => ({ ...member, name: to, records: source.read(member.name) }));
  unload(output, { dsname: input.dsname, attributes: source.attributes, records: [], members });
  listing.line(`IEB167I FOLLOWING MEMBER(S) UNLOADED FROM INPUT DATA SET REFERENCED BY ${input.dd.name}`);
  if (operation.list)
    for (const { to } of wanted) listing.line(`IEB154I ${to.padEnd(8)} HAS BEEN SUCCESSFULLY UNLOADED`);
  listing.line(summary(wanted.length, wanted.length, 'UNLOADED', input));
  return 0;
}

const summary = (count: number, of: number, word: string, input: Place) =>
  `IEB1098I ${String(count)} OF ${String(of)} MEMBERS ${word} FROM INPUT DATA SET REFERENCED BY ${input.dd.name}`;

/** One input going into a library, member by member; what arrived before a failure stays. */
class MemberCopy {
  private count = 0;
  private severity = 0;
  private readonly refused: string[] = [];
  private readonly arrived = new Map<string, string>();
  private readonly word: string;

  constructor(
    private readonly copy: GroupCopy,
    private readonly input: Place,
    private readonly source: MemberSource,
  ) {
    this.word = input.kind === 'PS' ? 'LOADED' : 'COPIED';
  }

  run(wanted: readonly WantedMember[]): number {
    const { listing } = this.copy;
    const mainsFirst = [...wanted].sort((a, b) => rank(a.member) - rank(b.member));
    for (const one of mainsFirst) this.take(one);
    if (this.count === 0)
      listing.line(`IEB166I NO MEMBERS COPIED FROM INPUT DATA SET REFERENCED BY ${this.input.dd.name}`);
    else listing.line(summary(this.count, wanted.length, this.word, this.input));
    if (this.refused.length === 0) return this.severity;
    listing.line('IEB148E NO SPACE IN OUTPUT DIRECTORY FOR DIRECTORY ENTRIES FOR FOLLOWING MEMBER(S)');
    listing.line(`        FROM INPUT DATA SET REFERENCED BY ${this.input.dd.name}`);
    listing.lines(this.refused.map((name) => `        ${name}`));
    return 8;
  }

  private take(one: WantedMember): void {
    const { step, output, listing, parm } = this.copy;
    if (!one.replace && step.dataSets.member(output.dsname, one.to) !== undefined) {
      listing.line(`         ${one.to.padEnd(8)} IS IN THE OUTPUT DATA SET AND WAS NOT REPLACED`);
      if (parm.warnNotReplaced) this.severity = Math.max(this.severity, 4);
      return;
    }
    try {
      if (!this.write(one)) return;
    } catch (error) {
      if (!(error instanceof DataSetError) || error.fault.kind !== 'directory-full')
        throw outOfSpace(step, output.dd, error);
      this.refused.push(one.to);
      return;
    }
    this.arrived.set(one.member.name, one.to);
    this.say(one);
  }

  private write({ member, to }: WantedMember): boolean {
    const { step, output, operation, listing } = this.copy;
    const main = member.aliasOf === undefined ? undefined : this.arrived.get(member.aliasOf);
    if (main !== undefined) {
      step.dataSets.addAlias(output.dsname, main, to);
      return true;
    }
    const read = this.source.read(member.name);
    const records = operation.verb === 'COPYMOD' ? reblocked(read, output.attributes.blksize) : read;
    if (!blocksFit(records, output)) {
      listing.line(`IEB130I ${to.padEnd(8)} NOT COPIED - BLOCK SIZE OF OUTPUT DATA SET IS SMALLER THAN ITS BLOCKS`);
      this.severity = Math.max(this.severity, 4);
      return false;
    }
    step.dataSets.write(output.dsname, to, records, {
      user: step.user,
      statistics: member.statistics ?? 'none',
      ...(member.load === undefined ? {} : { load: member.load }),
    });
    return true;
  }

  /** IEB155I is said of a renamed member; its wording is not verified. */
  private say({ member, to }: WantedMember): void {
    const { listing, operation } = this.copy;
    if (this.count === 0)
      listing.line(`IEB167I FOLLOWING MEMBER(S) ${this.word} FROM INPUT DATA SET REFERENCED BY ${this.input.dd.name}`);
    this.count += 1;
    if (!operation.list) return;
    listing.line(
      to === member.name
        ? `IEB154I ${to.padEnd(8)} HAS BEEN SUCCESSFULLY ${this.word}`
        : `IEB155I ${member.name.padEnd(8)} HAS BEEN SUCCESSFULLY ${this.word} AND IS A NEW MEMBER NAMED ${to}`,
    );
  }
}

const rank = (member: Member) => (member.aliasOf === undefined ? 0 : 1);
