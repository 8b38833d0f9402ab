import type { JesOptions } from '../jes/options.ts';
import type { Site } from '../site/site.schema.ts';
import type { Authority } from './authority.ts';

/**
 * Says why a job may not be submitted, or may not use its class: the lines of ICH408I. Only a profile can refuse
 * (z/OS JES2 Initialization and Tuning Guide, Controlling who can submit jobs, and job class authorization).
 */
export function jobRefusal(
  authority: Authority,
  { system, users }: Pick<Site, 'system' | 'users'>,
): NonNullable<JesOptions['refuses']> {
  const group = new Map(users.map(({ userid, groups }) => [userid, groups[0] ?? '']));
  return ({ submitter, owner, jobname, jobClass }) => {
    const resources = [
      ['JESJOBS', `SUBMIT.${system.node}.${jobname}.${owner}`, submitter],
      ['JESJOBS', `JOBCLASS.${system.node}.${jobClass}.${jobname}`, owner],
      ['JOBCLASS', jobClass, owner],
    ] as const;
    const refused = resources.find(
      ([profileClass, resource, user]) =>
        authority.protects(profileClass, resource) && !authority.allows(user, profileClass, resource, 'READ'),
    );
    if (refused === undefined) return undefined;
    const [profileClass, resource, user] = refused;
    return [
      `ICH408I USER(${user.padEnd(8)}) GROUP(${(group.get(user) ?? '').padEnd(8)}) NAME(${nameOf(users, user).padEnd(20)})`,
      `  ${resource} CL(${profileClass.padEnd(8)})`,
      '  INSUFFICIENT ACCESS AUTHORITY',
      '  ACCESS INTENT(READ   )  ACCESS ALLOWED(NONE   )',
    ];
  };
}

const nameOf = (users: Site['users'], user: string): string => users.find(({ userid }) => userid === user)?.name ?? '';
