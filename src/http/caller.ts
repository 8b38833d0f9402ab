import type { Request } from 'express';
import type { Authenticator, Identity, Role } from '../access/caller.schema.ts';
import { LockstepError } from '../shared/errors.ts';

/** Name of the cookie that holds a browser's session. */
export const sessionCookie = 'lockstep_session';

/** @throws {LockstepError} `access.unauthenticated`, or `access.forbidden` for a browser session that would act */
export async function identify(req: Request, authenticator: Authenticator): Promise<Identity> {
  const authorization = req.get('authorization');
  const session = cookieOf(req, sessionCookie);
  const identity = await authenticator.authenticate({
    ...(authorization !== undefined && { authorization }),
    ...(session !== undefined && { session }),
  });
  if (identity === undefined) {
    const shown = authorization ?? session;
    throw new LockstepError(
      'access.unauthenticated',
      shown === undefined ? 'Send a bearer token' : 'The credential is unknown or has ended',
    );
  }
  if (identity.means === 'session' && req.method !== 'GET' && req.method !== 'HEAD')
    throw new LockstepError('access.forbidden', 'A browser session may only look: to act, send your bearer token', {
      means: identity.means,
    });
  return identity;
}

/** @throws {LockstepError} `access.forbidden`, naming the roles of which one is missing */
export function authorise(identity: Identity, roles: readonly Role[] | undefined): void {
  if (roles === undefined || roles.some((role) => identity.roles.includes(role))) return;
  const needed = roles.length === 1 ? `the role ${roles.join()}` : `one of the roles ${roles.join(', ')}`;
  throw new LockstepError('access.forbidden', `This needs ${needed}, which ${identity.person} does not have`, {
    person: identity.person,
    anyOf: roles,
  });
}

/** Value of a cookie of the request; the first where the name comes twice. */
export function cookieOf(req: Request, name: string): string | undefined {
  const pairs = (req.get('cookie') ?? '').split(';').map((pair) => pair.trim());
  const pair = pairs.find((candidate) => candidate.startsWith(`${name}=`));
  return pair?.slice(name.length + 1);
}
