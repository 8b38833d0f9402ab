import { createHash, timingSafeEqual } from 'node:crypto';
import type { Disk } from '../disk/disk.ts';
import type { SiteUser } from '../site/site.schema.ts';

export interface Passwords {
  /** The user id in upper case when the password is right and the user is not revoked. */
  check(userid: string, password: string): string | undefined;
  change(userid: string, oldPassword: string, newPassword: string): boolean;
  isRevoked(userid: string): boolean;
  /** What an administrator does: `ALTUSER userid REVOKE`. */
  revoke(userid: string): void;
  /** And `ALTUSER userid RESUME`. */
  resume(userid: string): void;
}

const digest = (text: string) => createHash('sha256').update(text).digest();

/** Users of the site file. Wrong passwords in a row revoke a user; a right one sets the count back. */
export function passwords(users: readonly SiteUser[], revokeAfter: number, disk: Disk): Passwords {
  const known = new Map(users.map((user) => [user.userid, digest(user.password)]));
  const failures = new Map(disk.entries('wrong-passwords').map(([userid, count]) => [userid, Number(count)]));
  const nobody = digest('');
  const count = (userid: string, wrong: number) => {
    failures.set(userid, wrong);
    disk.put('wrong-passwords', userid, wrong);
  };
  const isRevoked = (userid: string) => (failures.get(userid) ?? 0) >= revokeAfter;
  const check = (name: string, password: string) => {
    const userid = name.toUpperCase();
    const stored = known.get(userid);
    const same = timingSafeEqual(stored ?? nobody, digest(password));
    if (stored === undefined || isRevoked(userid)) return undefined;
    if (!same) {
      count(userid, (failures.get(userid) ?? 0) + 1);
      return undefined;
    }
    if (failures.get(userid) !== undefined && failures.get(userid) !== 0) count(userid, 0);
    return userid;
  };
  return {
    check,
    change(name, oldPassword, newPassword) {
      const userid = check(name, oldPassword);
      if (userid === undefined || newPassword.length === 0) return false;
      known.set(userid, digest(newPassword));
      return true;
    },
    isRevoked,
    revoke: (userid) => count(userid, revokeAfter),
    resume: (userid) => count(userid, 0),
  };
}
