import { SignJWT, decodeJwt, jwtVerify } from 'jose';
import type { Clock } from '../../shared/clock.ts';
import type { Chance } from '../../shared/ids.ts';

/**
 * JSON web tokens beside LTPA tokens: z/OSMF gives both at log-in when JWT support is on.
 *
 * Source: z/OSMF Programming Guide, «Log in to the z/OSMF server». Its own are signed with a certificate; these with a key
 * that lives as long as the process.
 */
export interface JsonWebTokens {
  issue(user: string): Promise<string>;
  /** The user of a token that is genuine, not expired and not logged out. */
  userOf(token: string): Promise<string | undefined>;
  revoke(token: string): void;
}

const algorithm = 'HS256';

export function jsonWebTokens(wall: Clock, chance: Chance, minutes: number, issuer: string): JsonWebTokens {
  const key = chance.bytes(32);
  /** By identifier: one token can be spelt in several ways. */
  const loggedOut = new Set<string>();
  const seconds = () => Math.floor(wall.now() / 1000);
  return {
    issue: (user) =>
      new SignJWT({ token_type: 'Bearer', upn: user, realm: 'SAFRealm', groups: [] })
        .setProtectedHeader({ alg: algorithm, typ: 'JWT' })
        .setSubject(user)
        .setIssuer(issuer)
        .setJti(chance.uuid())
        .setIssuedAt(seconds())
        .setExpirationTime(seconds() + minutes * 60)
        .sign(key),
    async userOf(token) {
      try {
        const currentDate = new Date(wall.now());
        const { payload } = await jwtVerify(token, key, { algorithms: [algorithm], currentDate, issuer });
        return loggedOut.has(payload.jti ?? '') ? undefined : payload.sub;
      } catch {
        return undefined;
      }
    },
    revoke(token) {
      const jti = identifierOf(token);
      if (jti !== undefined) loggedOut.add(jti);
    },
  };
}

function identifierOf(token: string): string | undefined {
  try {
    return decodeJwt(token).jti;
  } catch {
    return undefined;
  }
}
