import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Clock } from '../../shared/clock.ts';
import type { Chance } from '../../shared/ids.ts';

/** Single sign-on tokens of our own form: user and expiry, signed with a key that lives as long as the process. */
export interface Tokens {
  issue(user: string): string;
  /** The user of a token that is genuine, not expired and not logged out. */
  userOf(token: string): string | undefined;
  revoke(token: string): void;
}

export function tokens(clock: Clock, chance: Chance, minutes: number): Tokens {
  const key = chance.bytes(32);
  /** By claim: one token can be spelt in several ways. */
  const loggedOut = new Set<string>();
  const claimOf = (token: string) => Buffer.from(token.split('.')[0] ?? '', 'base64').toString('utf8');
  const sign = (text: string) => createHmac('sha256', key).update(text).digest();
  return {
    issue(user) {
      const claim = `${user} ${String(clock.now() + minutes * 60_000)} ${chance.bytes(6).toString('hex')}`;
      return `${Buffer.from(claim).toString('base64')}.${sign(claim).toString('base64')}`;
    },
    userOf(token) {
      const signature = token.split('.')[1] ?? '';
      const claim = claimOf(token);
      const expected = sign(claim);
      const given = Buffer.from(signature, 'base64');
      if (given.length !== expected.length || !timingSafeEqual(given, expected) || loggedOut.has(claim))
        return undefined;
      const [user, expires] = claim.split(' ');
      return Number(expires) > clock.now() ? user : undefined;
    },
    revoke: (token) => void loggedOut.add(claimOf(token)),
  };
}
