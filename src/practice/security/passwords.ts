import { createHash, randomBytes, scryptSync, timingSafeEqual } from 'node:crypto';
import type { Disk } from '../disk/disk.ts';
import type { SiteUser } from '../site/site.schema.ts';

export interface Passwords {
  /** The user id in upper case when the password is right, not expired, and the user is not revoked. */
  check(userid: string, password: string): string | undefined;
  /** Also the way out of an expired password. */
  change(userid: string, oldPassword: string, newPassword: string): boolean;
  isRevoked(userid: string): boolean;
  /** Whether there is such a user, in upper case. */
  has(userid: string): boolean;
  /** What an administrator does: `ALTUSER userid REVOKE`. */
  revoke(userid: string): void;
  /** And `ALTUSER userid RESUME`. */
  resume(userid: string): void;
  /** The password has to be changed before the next sign-on. */
  expire(userid: string): void;
}

const rooms = { wrong: 'wrong-passwords', changed: 'changed-passwords', expired: 'expired-passwords' };

const digest = (text: string) => createHash('sha256').update(text).digest();

/** Users of the site file. Wrong passwords in a row revoke a user; a right one sets the count back. */
export function passwords(users: readonly SiteUser[], revokeAfter: number, disk: Disk): Passwords {
  const known = new KnownPasswords(users, disk);
  const failures = new Map(disk.entries(rooms.wrong).map(([userid, count]) => [userid, Number(count)]));
  const expired = new Set(disk.entries(rooms.expired).map(([userid]) => userid));
  const count = (userid: string, wrong: number) => {
    failures.set(userid, wrong);
    disk.put(rooms.wrong, userid, wrong);
  };
  const isRevoked = (userid: string) => (failures.get(userid) ?? 0) >= revokeAfter;
  const isRight = (name: string, password: string) => {
    const userid = name.toUpperCase();
    const same = known.matches(userid, password);
    if (!known.has(userid) || isRevoked(userid)) return undefined;
    if (!same) {
      count(userid, (failures.get(userid) ?? 0) + 1);
      return undefined;
    }
    if (failures.get(userid) !== undefined && failures.get(userid) !== 0) count(userid, 0);
    return userid;
  };
  return {
    check(name, password) {
      const userid = isRight(name, password);
      return userid === undefined || expired.has(userid) ? undefined : userid;
    },
    change(name, oldPassword, newPassword) {
      const userid = isRight(name, oldPassword);
      if (userid === undefined || newPassword.length === 0 || newPassword === oldPassword) return false;
      known.change(userid, newPassword);
      if (expired.delete(userid)) disk.remove(rooms.expired, userid);
      return true;
    },
    isRevoked,
    has: (userid) => known.has(userid),
    revoke: (userid) => count(userid, revokeAfter),
    resume: (userid) => count(userid, 0),
    expire(userid) {
      expired.add(userid);
      disk.put(rooms.expired, userid, true);
    },
  };
}

interface KeptPassword {
  salt: string;
  hash: string;
}

/** Passwords of the site file, and those that users have changed: the folder holds only what cannot be turned back. */
class KnownPasswords {
  readonly #digests: Map<string, Buffer>;
  readonly #changed: Map<string, KeptPassword>;
  readonly #nobody = digest('');

  constructor(
    users: readonly SiteUser[],
    private readonly disk: Disk,
  ) {
    this.#digests = new Map(users.map((user) => [user.userid, digest(user.password)]));
    this.#changed = new Map(disk.entries(rooms.changed).map(([userid, kept]) => [userid, kept as KeptPassword]));
  }

  has(userid: string): boolean {
    return this.#digests.has(userid);
  }

  matches(userid: string, password: string): boolean {
    const kept = this.#changed.get(userid);
    if (kept !== undefined && this.#fits(kept, password)) {
      this.#changed.delete(userid);
      this.#digests.set(userid, digest(password));
      return true;
    }
    const same = timingSafeEqual(this.#digests.get(userid) ?? this.#nobody, digest(password));
    return same && kept === undefined;
  }

  change(userid: string, password: string): void {
    const salt = randomBytes(16).toString('hex');
    this.#changed.delete(userid);
    this.#digests.set(userid, digest(password));
    this.disk.put(rooms.changed, userid, { salt, hash: scryptSync(password, salt, 32).toString('hex') });
  }

  #fits({ salt, hash }: KeptPassword, password: string): boolean {
    return timingSafeEqual(scryptSync(password, salt, 32), Buffer.from(hash, 'hex'));
  }
}
