import type { IncomingHttpHeaders } from 'node:http';
import type { Passwords } from './passwords.ts';
import type { Tokens } from './tokens.ts';

/** Who sends a request, and by which means. */
export interface SignedOn {
  user: string;
  by: 'basic' | 'token';
  token?: string;
}

/** Reads Basic credentials first, else the LTPA or JWT cookie, else a bearer token. */
export function signOn(
  headers: IncomingHttpHeaders,
  parts: { passwords: Passwords; tokens: Tokens },
): SignedOn | undefined {
  const [scheme = '', credentials = ''] = (headers.authorization ?? '').split(' ');
  if (/^basic$/i.test(scheme)) {
    const [userid = '', ...rest] = Buffer.from(credentials, 'base64').toString('utf8').split(':');
    const user = parts.passwords.check(userid, rest.join(':'));
    return user === undefined ? undefined : { user, by: 'basic' };
  }
  const token = /^bearer$/i.test(scheme) ? credentials : tokenCookie(headers.cookie ?? '');
  if (token === undefined) return undefined;
  const user = parts.tokens.userOf(token);
  return user === undefined ? undefined : { user, by: 'token', token };
}

function tokenCookie(cookies: string): string | undefined {
  return /(?:^|;\s*)(?:LtpaToken2|jwtToken)=([^;]+)/.exec(cookies)?.[1]?.replaceAll(/^"|"$/g, '');
}
