import type { Attributes, Member } from '../../datasets/data-sets.ts';
import type { WireRequest } from '../answer.ts';
import type { WireParts } from '../parts.ts';
import { longestRecord } from './data-type.rules.ts';
import { badRequest, cannotOpen, dataSetHeld, memberHeld, memberNotFound } from './errors.ts';
import { wordingFaults } from './fault-wording.ts';
import { holdersOf } from './holders.ts';
import { likeNamedMember, membersNotReplaced, organisationNotSupported, wouldTruncate } from './ispf-errors.ts';
import { recalled } from './recalls.ts';
import { isMemberName, resolved, usable } from './target.ts';
import type { Located, Target } from './target.ts';

export interface CopyWish {
  replace?: boolean | undefined;
  /** Aliases of the member go with it. */
  aliases: boolean;
  /** How the target is held meanwhile. @default EXCLU */
  enq?: 'SHR' | 'SHRW' | 'EXCLU' | undefined;
}

/**
 * Copies a data set or members as ISPF library services do: with statistics and load module attributes, one member, all
 * of them (`*`), a member into a sequential data set or the other way round.
 *
 * @throws {Refusal}
 */
export async function copyDataSet(
  parts: WireParts,
  request: WireRequest,
  source: Target,
  target: Target,
  wish: CopyWish,
): Promise<void> {
  const [from, to] = [resolved(parts, source), resolved(parts, target)];
  await recalled(parts, request, usable(parts, request.user, from, 'READ').entry);
  await recalled(parts, request, usable(parts, request.user, to, 'UPDATE').entry);
  const input = usable(parts, request.user, from, 'READ');
  const output = targetOfCopy(parts, request.user, to, wish);
  for (const { entry } of [input, output])
    if (entry.attributes.dsorg === 'VS') throw organisationNotSupported(entry.dsname);
  const copy = { parts, user: request.user, input, output };
  if (from.member === undefined) copySequential(copy, to.member, wish);
  else if (output.entry.attributes.dsorg === 'PS') copyOut(copy, from.member);
  else copyMembers(copy, from.member, to.member, wish);
}

/**
 * The library or data set that is written, free of others: EXCLU wants it alone, as DISP=OLD does, so a region that holds
 * it keeps members from being copied; SHR and SHRW do not mind.
 *
 * @throws {Refusal}
 */
export function targetOfCopy(
  parts: WireParts,
  user: string,
  target: Target,
  { enq = 'EXCLU' }: Pick<CopyWish, 'enq'>,
): Located {
  const found = usable(parts, user, target, 'UPDATE');
  const { dsname } = found.entry;
  const isHeld = enq === 'EXCLU' && parts.heldAs(dsname) !== undefined;
  if (isHeld || parts.enqueueSessions.reserved(dsname) !== undefined)
    throw dataSetHeld(dsname, holdersOf(parts, dsname));
  if (target.member !== undefined && parts.enqueueSessions.edited(dsname, target.member) !== undefined)
    throw memberHeld(dsname, target.member);
  return found;
}

interface Copy {
  parts: WireParts;
  user: string;
  input: Located;
  output: Located;
}

function copySequential({ input, output, user }: Copy, member: string | undefined, wish: CopyWish): void {
  if (input.entry.attributes.dsorg !== 'PS') throw cannotOpen();
  const { dsname, attributes } = output.entry;
  if ((attributes.dsorg === 'PO') !== (member !== undefined)) throw cannotOpen();
  if (member !== undefined && !isMemberName(member)) throw badRequest(1, `Member name '${member}' is not valid`);
  if (member !== undefined && wish.replace !== true && output.sets.member(dsname, member) !== undefined)
    throw likeNamedMember(member);
  const records = wordingFaults(() => input.sets.read(input.entry.dsname));
  demandFit(records, dsname, attributes);
  wordingFaults(() => output.sets.write(dsname, member, records, { user, statistics: 'update' }), attributes);
}

/** A member becomes the content of a sequential data set. */
function copyOut({ input, output, user }: Copy, member: string): void {
  const { dsname, attributes } = output.entry;
  if (member === '*') throw cannotOpen();
  const records = wordingFaults(() => input.sets.read(input.entry.dsname, member));
  demandFit(records, dsname, attributes);
  wordingFaults(() => output.sets.write(dsname, undefined, records, { user, statistics: 'none' }), attributes);
}

function demandFit(records: readonly Buffer[], dsname: string, attributes: Attributes): void {
  if (attributes.recfm === '?') return;
  const longest = longestRecord(attributes);
  if (records.some((record) => record.length > longest)) throw wouldTruncate(dsname);
}

interface MemberPair {
  member: Member;
  to: string;
}

function copyMembers(copy: Copy, from: string, to: string | undefined, wish: CopyWish): void {
  const { output } = copy;
  const { dsname, attributes } = output.entry;
  const pairs = memberPairs(copy.input, from, to, wish.aliases);
  const isThere = ({ to: name }: MemberPair) => output.sets.member(dsname, name) !== undefined;
  const kept = new Set(wish.replace === true ? [] : pairs.filter(isThere));
  const [first] = kept;
  if (first !== undefined && from !== '*') throw likeNamedMember(first.to);
  const wanted = pairs.filter((pair) => !kept.has(pair));
  for (const { to: name } of wanted)
    if (copy.parts.enqueueSessions.edited(dsname, name) !== undefined) throw memberHeld(dsname, name);
  for (const { member } of wanted)
    demandFit(
      wordingFaults(() => copy.input.sets.read(copy.input.entry.dsname, member.name)),
      dsname,
      attributes,
    );
  wordingFaults(() => wanted.forEach((pair) => copyMember(copy, pair)), attributes);
  if (kept.size > 0) throw membersNotReplaced(kept.size, wanted.length);
}

function memberPairs({ sets, entry }: Located, from: string, to: string | undefined, aliases: boolean): MemberPair[] {
  const { dsname } = entry;
  const members = wordingFaults(() => sets.members(dsname));
  if (from === '*') {
    const mainFirst = [...members].sort((a, b) => Number(a.aliasOf !== undefined) - Number(b.aliasOf !== undefined));
    return mainFirst.map((member) => ({ member, to: member.name }));
  }
  const main = members.find(({ name }) => name === from);
  if (main === undefined) throw memberNotFound(dsname, from);
  const name = to ?? main.name;
  if (!isMemberName(name)) throw badRequest(1, `Member name '${name}' is not valid`);
  const more = aliases ? members.filter(({ aliasOf }) => aliasOf === main.name) : [];
  return [
    { member: main, to: name },
    ...more.map((member) => ({ member: { ...member, aliasOf: name }, to: member.name })),
  ];
}

function copyMember({ input, output, user }: Copy, { member, to }: MemberPair): void {
  const into = output.entry.dsname;
  if (member.aliasOf !== undefined && output.sets.member(into, member.aliasOf) !== undefined) {
    if (output.sets.member(into, to) !== undefined) output.sets.removeMember(into, to);
    output.sets.addAlias(into, member.aliasOf, to);
    return;
  }
  output.sets.write(into, to, input.sets.read(input.entry.dsname, member.name), {
    user,
    statistics: member.statistics ?? 'none',
    ...(member.load === undefined ? {} : { load: member.load }),
  });
}
