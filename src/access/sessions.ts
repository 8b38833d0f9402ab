import { jwtVerify, SignJWT } from 'jose';
import type { Clock } from '../shared/clock.ts';
import type { Chance } from '../shared/ids.ts';
import { readPrivate, writePrivate } from './private-file.ts';
import type { Tokens } from './tokens.ts';

/** How long a browser stays signed in, in seconds. */
export const sessionSeconds = 12 * 60 * 60;

const issuer = 'lockstep';

/** Sign-ins of browsers: a signed statement of who signed in with which token, for twelve hours. */
export interface Sessions {
  start(person: string): Promise<string>;
  /** The person, while the session runs and the token that began it is still theirs. */
  personOf(session: string): Promise<string | undefined>;
}

export interface SessionPorts {
  /** File of the HMAC key; made where there is none. */
  readonly keyFile: string;
  readonly tokens: Tokens;
  /** Machine time. */
  readonly clock: Clock;
  readonly chance: Chance;
}

export function openSessions({ keyFile, tokens, clock, chance }: SessionPorts): Sessions {
  const key = keyIn(keyFile, chance);
  const seconds = () => Math.floor(clock.now() / 1_000);
  return {
    start: (person) =>
      new SignJWT({ token: tokens.fingerprintOf(person) ?? '' })
        .setProtectedHeader({ alg: 'HS256' })
        .setIssuer(issuer)
        .setSubject(person)
        .setIssuedAt(seconds())
        .setExpirationTime(seconds() + sessionSeconds)
        .sign(key),
    async personOf(session) {
      try {
        const { payload } = await jwtVerify(session, key, {
          algorithms: ['HS256'],
          issuer,
          requiredClaims: ['sub', 'exp', 'token'],
          currentDate: new Date(clock.now()),
        });
        const { sub: person = '' } = payload;
        return payload['token'] === tokens.fingerprintOf(person) ? person : undefined;
      } catch {
        return undefined;
      }
    },
  };
}

function keyIn(path: string, chance: Chance): Uint8Array {
  const kept = readPrivate(path);
  if (kept !== undefined) return Buffer.from(kept.trim(), 'base64url');
  const key = chance.bytes(32);
  writePrivate(path, `${key.toString('base64url')}\n`);
  return key;
}
