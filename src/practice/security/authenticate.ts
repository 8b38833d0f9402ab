import type { IncomingHttpHeaders } from 'node:http';
import type { JsonWebTokens } from './jwt.ts';
import type { Passwords } from './passwords.ts';
import type { Tokens } from './tokens.ts';

/** Who sends a request, and by which means. */
export interface SignedOn {
  user: string;
  by: 'basic' | 'token';
  token?: string;
}

export interface SignOnParts {
  readonly passwords: Passwords;
  readonly tokens: Tokens;
  readonly webTokens: JsonWebTokens;
}

/** Reads Basic credentials first, else the LTPA or JWT cookie, else a bearer token. */
export async function signOn(headers: IncomingHttpHeaders, parts: SignOnParts): Promise<SignedOn | undefined> {
  const [scheme = '', credentials = ''] = (headers.authorization ?? '').split(' ');
  if (/^basic$/i.test(scheme)) {
    const [userid = '', ...rest] = Buffer.from(credentials, 'base64').toString('utf8').split(':');
    const user = parts.passwords.check(userid, rest.join(':'));
    return user === undefined ? undefined : { user, by: 'basic' };
  }
  const token = /^bearer$/i.test(scheme) ? credentials : tokenCookie(headers.cookie ?? '');
  if (token === undefined) return undefined;
  const user = parts.tokens.userOf(token) ?? (await parts.webTokens.userOf(token));
  if (user === undefined || parts.passwords.isRevoked(user)) return undefined;
  return { user, by: 'token', token };
}

function tokenCookie(cookies: string): string | undefined {
  return /(?:^|;\s*)(?:LtpaToken2|jwtToken)=([^;]+)/.exec(cookies)?.[1]?.replaceAll(/^"|"$/g, '');
}
