import { readFileSync } from 'node:fs';
import { LockstepError } from '../shared/errors.ts';
import { isProblemCode } from '../shared/problems.ts';

const problemType = 'urn:lockstep:problem:';

/** Where a running service is asked, and with whose token. */
export interface ServiceWords {
  readonly url: string;
  readonly tokenFile: string;
}

/**
 * Asks a running service.
 *
 * @param path below /api/v1
 * @param body of a POST; absent: a GET
 * @throws {LockstepError} with the code and the words of the service's refusal
 */
export async function askService<T>({ url, tokenFile }: ServiceWords, path: string, body?: object): Promise<T> {
  const token = readFileSync(tokenFile, 'utf8').trim();
  if (!/^[\x21-\x7e]+$/.test(token))
    throw new LockstepError('config.invalid', `${tokenFile} does not hold one token, alone on its line`, {});
  const answer = await fetch(`${url.replace(/\/+$/, '')}/api/v1${path}`, {
    method: body === undefined ? 'GET' : 'POST',
    headers: {
      Authorization: `Bearer ${token}`,
      ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const read = (await answer.json().catch(() => ({}))) as Record<string, unknown>;
  if (answer.ok) return read as T;
  const { type, detail } = read;
  const code = typeof type === 'string' ? type.slice(problemType.length) : '';
  throw new LockstepError(
    isProblemCode(code) ? code : 'request.invalid',
    typeof detail === 'string' ? detail : `the service answered with status ${answer.status}`,
  );
}
