import { matchesMask } from '../catalog/name-mask.rules.ts';
import { AccessLevel } from '../site/site.schema.ts';
import type { Profile, Site } from '../site/site.schema.ts';

/** Says who may do what: programs ask before they open, JES before it cancels, the wire before it answers. */
export interface Authority {
  allows(user: string, resourceClass: Profile['class'], resource: string, level: AccessLevel): boolean;
  /** Whether a profile of the class covers the resource. */
  protects(resourceClass: Profile['class'], resource: string): boolean;
  /** Name of the profile that decides about the resource. */
  profile(resourceClass: Profile['class'], resource: string): string | undefined;
}

/** What these classes give is given by a profile alone: acting for another user, and what superusers may do. */
const mustBeGranted: ReadonlySet<Profile['class']> = new Set(['SURROGAT', 'FACILITY']);

const rank = (level: AccessLevel) => AccessLevel.options.indexOf(level);
const literalLength = (mask: string) => mask.search(/[*%]|$/);

/**
 * The most specific profile of the class decides: the user's own entry, else the best of the user's groups, else UACC. A user
 * may do all with data sets of the own high-level qualifier, and with own jobs.
 */
export function createAuthority(site: Pick<Site, 'users' | 'profiles' | 'security'>): Authority {
  const groups = new Map(site.users.map((user) => [user.userid, user.groups]));
  const profiles = [...site.profiles]
    .sort((a, b) => literalLength(b.name) - literalLength(a.name))
    .map((profile) => ({ profile, matches: matchesMask(profile.name) }));
  const granted = (profile: Profile, user: string): AccessLevel => {
    const own = profile.access[user];
    if (own !== undefined) return own;
    const byGroup = (groups.get(user) ?? []).flatMap((group) => profile.access[group] ?? []);
    return byGroup.sort((a, b) => rank(b) - rank(a))[0] ?? profile.uacc;
  };
  const covering = (resourceClass: Profile['class'], resource: string) =>
    profiles.find(({ profile, matches }) => profile.class === resourceClass && matches(resource));
  return {
    profile: (resourceClass, resource) => covering(resourceClass, resource)?.profile.name,
    protects: (resourceClass, resource) => covering(resourceClass, resource) !== undefined,
    allows(user, resourceClass, resource, level) {
      if (resourceClass === 'DATASET' && resource.split('.')[0] === user) return true;
      const found = covering(resourceClass, resource);
      if (found !== undefined) return rank(granted(found.profile, user)) >= rank(level);
      return !mustBeGranted.has(resourceClass) && rank(site.security.unprotected) >= rank(level);
    },
  };
}

/** JESJOBS resource of an action on a job, as JES2 builds it. */
export const jobResource = (
  action: 'CANCEL' | 'HOLD' | 'RELEASE' | 'PURGE' | 'MODIFY',
  node: string,
  owner: string,
  jobname: string,
) => `${action}.${node}.${owner}.${jobname}`;

/** JESSPOOL resource of a spool data set: node, owner, job, job id, data set number and name. */
export const spoolResource = (
  node: string,
  job: { readonly owner: string; readonly jobname: string; readonly jobid: string },
  file: { readonly id: number; readonly ddname: string },
) => `${node}.${job.owner}.${job.jobname}.${job.jobid}.D${String(file.id).padStart(7, '0')}.${file.ddname}`;
