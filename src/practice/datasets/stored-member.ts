import type { Body } from './bodies.ts';
import type { LoadAttributes, Member, MemberStatistics } from './data-sets.ts';

export interface StoredMember extends Member {
  readonly body: Body;
}

/** A member as one value of the disk. */
export interface KeptMember {
  name: string;
  body: Body;
  aliasOf?: string;
  statistics?: MemberStatistics;
  load?: LoadAttributes;
}

export const memberOf = ({ body: _, ...member }: StoredMember): Member => member;
