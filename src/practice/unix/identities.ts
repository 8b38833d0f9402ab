import type { Disk } from '../disk/disk.ts';
import type { Site } from '../site/site.schema.ts';
import type { UnixIdentity } from './unix-files.ts';

const idRoom = 'unix-ids';
/** The kernel's own user, uid 0 whatever the site says: owner of what the system is born with. */
export const superuser = 'OMVSKERN';
const everyone = 'OMVSGRP';

/** User and group numbers: those of the site file, and for all others numbers that stay once given. */
export interface Identities {
  readonly of: (user: string) => UnixIdentity;
  readonly userName: (uid: number) => string;
  readonly groupName: (gid: number) => string;
  readonly uidOf: (nameOrNumber: string) => number | undefined;
  readonly gidOf: (nameOrNumber: string) => number | undefined;
}

/** @see z/OS UNIX System Services Planning: Defining z/OS UNIX users to RACF (OMVS segment, AUTOUID and AUTOGID) */
export function identitiesOf(site: Pick<Site, 'users' | 'unix'>, disk: Disk): Identities {
  const uids = numbering('user', disk, 1001, [
    [superuser, 0],
    ['IBMUSER', 0],
    ...site.users.flatMap(({ userid, omvs }) => (omvs?.uid === undefined ? [] : [[userid, omvs.uid] as const])),
  ]);
  const groups = Object.entries(site.unix?.groups ?? {});
  const gids = numbering('group', disk, 101, [['SYS1', 0], [everyone, 1], ...groups]);
  const declared = new Map(site.users.map((user) => [user.userid, user]));
  for (const { userid, groups: memberOf } of site.users) {
    uids.give(userid);
    memberOf.forEach(gids.give);
  }
  return {
    of(user) {
      const known = declared.get(user);
      const memberOf = known === undefined ? [] : known.groups;
      const numbers = (memberOf.length === 0 ? [user === superuser ? 'SYS1' : everyone] : memberOf).map(gids.give);
      return {
        user,
        uid: user === superuser ? 0 : uids.give(user),
        gid: numbers[0] ?? 1,
        groups: numbers,
        home: known?.omvs?.home ?? `/u/${user.toLowerCase()}`,
        program: known?.omvs?.program ?? '/bin/sh',
      };
    },
    userName: uids.name,
    groupName: gids.name,
    uidOf: uids.number,
    gidOf: gids.number,
  };
}

function numbering(kind: string, disk: Disk, first: number, fixed: readonly (readonly [string, number])[]) {
  const numbers = new Map<string, number>();
  const names = new Map<number, string>();
  const note = (name: string, number: number) => {
    numbers.set(name, number);
    if (!names.has(number)) names.set(number, name);
  };
  for (const [name, number] of fixed) note(name, number);
  for (const [key, value] of disk.entries(idRoom)) {
    const [of, name = ''] = key.split(' ');
    if (of === kind && !numbers.has(name)) note(name, Number(value));
  }
  const give = (name: string): number => {
    const known = numbers.get(name);
    if (known !== undefined) return known;
    let number = first;
    while (names.has(number)) number += 1;
    note(name, number);
    disk.put(idRoom, `${kind} ${name}`, number);
    return number;
  };
  return {
    give,
    name: (number: number) => names.get(number) ?? String(number),
    number: (text: string) => (/^\d{1,10}$/.test(text) ? Number(text) : numbers.get(text.toUpperCase())),
  };
}
