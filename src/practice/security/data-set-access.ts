import type { AccessLevel } from '../site/site.schema.ts';
import type { SiteUser } from '../site/site.schema.ts';
import type { Authority } from './authority.ts';

export type DataSetLevel = 'READ' | 'UPDATE' | 'ALTER';

/** What jobs ask before they open, make or delete a data set. */
export interface DataSetAccess {
  /** Lines of ICH408I, or undefined when the user may. */
  refuses(user: string, dsname: string, level: DataSetLevel, volume: string): readonly string[] | undefined;
}

const levels: readonly AccessLevel[] = ['ALTER', 'CONTROL', 'UPDATE', 'READ', 'EXECUTE'];

/** Data set access of jobs by the profiles of the site (z/OS Security Server RACF Messages and Codes: ICH408I). */
export function dataSetAccess(authority: Authority, users: readonly SiteUser[]): DataSetAccess {
  const byId = new Map(users.map((user) => [user.userid, user]));
  return {
    refuses(user, dsname, level, volume) {
      if (authority.allows(user, 'DATASET', dsname, level)) return undefined;
      const allowed = levels.find((one) => authority.allows(user, 'DATASET', dsname, one)) ?? 'NONE';
      const about = byId.get(user);
      const from = authority.profile('DATASET', dsname);
      return [
        `ICH408I USER(${user.padEnd(8)}) GROUP(${(about?.groups[0] ?? '').padEnd(8)}) NAME(${(about?.name ?? '').padEnd(20)})`,
        `  ${dsname} CL(DATASET ) VOL(${volume})`,
        '  INSUFFICIENT ACCESS AUTHORITY',
        ...(from === undefined ? [] : [`  FROM ${from}${/[*%]/.test(from) ? ' (G)' : ''}`]),
        `  ACCESS INTENT(${level.padEnd(7)})  ACCESS ALLOWED(${allowed.padEnd(7)})`,
      ];
    },
  };
}
