import { z } from 'zod';
import type { SignedOn } from '../security/authenticate.ts';
import { empty, json } from './answer.ts';
import type { WireAnswer, WireRequest } from './answer.ts';
import type { WireParts } from './parts.ts';

export const sessionCookie = (token: string) => `LtpaToken2=${token}; Path=/; Secure; HttpOnly`;

export const jwtCookie = (token: string) => `jwtToken=${token}; Path=/; Secure; HttpOnly`;

/** The answer to anybody whom the server does not know: no body. */
export const unauthorised: WireAnswer = { status: 401, headers: { 'WWW-Authenticate': 'Basic realm="defaultRealm"' } };

const NewPassword = z.looseObject({ userID: z.string(), oldPwd: z.string(), newPwd: z.string() });

/** `/zosmf/services/authenticate`: log in (POST), log out (DELETE), change the password (PUT, which needs no sign-on). */
export function authenticateService(
  parts: WireParts,
  request: WireRequest,
  signedOn: SignedOn | undefined,
): WireAnswer {
  switch (request.method) {
    case 'POST':
      if (signedOn === undefined) return json(401, { returnCode: 8, reasonCode: 1, message: 'Authentication failed.' });
      return json(200, { returnCode: 0, reasonCode: 0, message: 'Success.' });
    case 'DELETE':
      if (signedOn?.token === undefined) return unauthorised;
      parts.tokens.revoke(signedOn.token);
      parts.webTokens.revoke(signedOn.token);
      return empty(204);
    case 'PUT':
      return changePassword(parts, request);
    default:
      return { status: 405, headers: { Allow: 'POST, PUT, DELETE' } };
  }
}

function changePassword(parts: WireParts, request: WireRequest): WireAnswer {
  const refused = json(400, { returnCode: 8, reasonCode: 2, message: 'The password change failed.' });
  try {
    const { userID, oldPwd, newPwd } = NewPassword.parse(JSON.parse(request.body.toString('utf8')));
    return parts.passwords.change(userID, oldPwd, newPwd)
      ? json(200, { returnCode: 0, reasonCode: 0, message: 'Success.' })
      : refused;
  } catch {
    return refused;
  }
}
