import { nameMask } from '../../catalog/name-mask.rules.ts';
import type { Member } from '../../datasets/data-sets.ts';
import type { CopyGroup, CopyVerb, Selection } from './iebcopy-control.rules.ts';

export interface WantedMember {
  member: Member;
  to: string;
  replace: boolean;
}

export interface Wish {
  verb: CopyVerb;
  group: CopyGroup;
  /** R stands beside the input. */
  replace: boolean;
  /** Selected members that no input has yielded yet; what is found is taken out. */
  left: Map<string, Selection>;
}

/** The members of one input that are to be copied; COPYGRP takes a member with all its aliases. */
export function wantedMembers({ verb, group, replace, left }: Wish, members: readonly Member[]): WantedMember[] {
  if (group.select === undefined) {
    const excluded = (name: string) => group.exclude?.some((mask) => nameMask(mask, '%')(name)) === true;
    const mains = new Set(members.filter(({ name }) => excluded(name)).map(({ name, aliasOf }) => aliasOf ?? name));
    const out = (member: Member) =>
      verb === 'COPYGRP' ? mains.has(member.aliasOf ?? member.name) : excluded(member.name);
    return members.filter((member) => !out(member)).map((member) => ({ member, to: member.name, replace }));
  }
  const byName = new Map(members.map((member) => [member.name, member]));
  const aliases = aliasTable(members);
  const wanted = new Map<string, WantedMember>();
  for (const selection of [...left.values()]) {
    const found = /[*%]/.test(selection.from)
      ? members.filter(({ name }) => nameMask(selection.from, '%')(name))
      : [byName.get(selection.from)].filter((one) => one !== undefined);
    if (found.length > 0) left.delete(selection.from);
    for (const member of found.flatMap((one) => (verb === 'COPYGRP' ? groupOf(one, byName, aliases) : [one]))) {
      if (wanted.has(member.name)) continue;
      const to = member.name === selection.from ? selection.to : member.name;
      wanted.set(member.name, { member, to, replace: replace || selection.replace });
    }
  }
  return [...wanted.values()];
}

function aliasTable(members: readonly Member[]): Map<string, Member[]> {
  const aliases = new Map<string, Member[]>();
  for (const member of members) {
    if (member.aliasOf === undefined) continue;
    const others = aliases.get(member.aliasOf);
    if (others === undefined) aliases.set(member.aliasOf, [member]);
    else others.push(member);
  }
  return aliases;
}

function groupOf(
  member: Member,
  byName: ReadonlyMap<string, Member>,
  aliases: ReadonlyMap<string, readonly Member[]>,
): Member[] {
  const main = byName.get(member.aliasOf ?? member.name) ?? member;
  return [main, ...(aliases.get(main.name) ?? [])];
}
