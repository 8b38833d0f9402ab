import type { IncomingMessage } from 'node:http';
import { placeOf, type Connection } from '../connection/connection.ts';
import { LockstepFailure } from './failure.ts';

/** A problem document (RFC 9457, Problem Details for HTTP APIs) as far as it is read here. */
interface Problem {
  readonly type?: unknown;
  readonly title?: unknown;
  readonly detail?: unknown;
  readonly instance?: unknown;
  readonly errors?: unknown;
}

const prefix = 'urn:lockstep:problem:';

/** The failure that an answer above 299 stands for. */
export function refusal(connection: Connection, answer: IncomingMessage, body: Buffer): LockstepFailure {
  const status = answer.statusCode ?? 0;
  const problem = problemIn(answer, body);
  if (problem === undefined) return foreign(connection, status);
  const type = textOr(problem.type, '');
  const code = type.startsWith(prefix) ? type.slice(prefix.length) : undefined;
  const title = textOr(problem.title, `HTTP ${status}`);
  return new LockstepFailure(kindOf(status), sentence(title, problem), {
    code,
    details: [hintFor(status), ...errorsIn(problem), textOr(problem.instance, '')]
      .filter((line) => line !== '')
      .join('\n'),
  });
}

/** The failure for an answer that Lockstep never gives. */
export function foreign(connection: Connection, status: number): LockstepFailure {
  return new LockstepFailure(
    status === 401 ? 'notSignedIn' : 'notReached',
    `${placeOf(connection)}${connection.basePath} answered HTTP ${status}, and not as Lockstep does.`,
    { details: 'Check host, port and base path; a gateway in between may have answered.' },
  );
}

function problemIn(answer: IncomingMessage, body: Buffer): Problem | undefined {
  if (answer.headers['content-type']?.startsWith('application/problem+json') !== true) return undefined;
  try {
    const problem: unknown = JSON.parse(body.toString('utf8'));
    return typeof problem === 'object' && problem !== null ? problem : undefined;
  } catch {
    return undefined;
  }
}

function kindOf(status: number): LockstepFailure['kind'] {
  if (status === 401) return 'notSignedIn';
  if (status === 403) return 'notAllowed';
  return status >= 500 ? 'serviceFailed' : 'refused';
}

function sentence(title: string, { detail }: Problem): string {
  return typeof detail === 'string' && detail !== '' ? `${title}: ${detail}` : title;
}

function hintFor(status: number): string {
  return status === 401 ? 'Check the token of the lockstep profile, or --token.' : '';
}

function errorsIn({ errors }: Problem): string[] {
  if (!Array.isArray(errors)) return [];
  return errors.flatMap((each: unknown) => {
    if (typeof each !== 'object' || each === null || !('field' in each) || !('message' in each)) return [];
    return [`${String(each.field)}: ${String(each.message)}`];
  });
}

const textOr = (value: unknown, other: string): string => (typeof value === 'string' ? value : other);
