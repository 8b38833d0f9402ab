import { LockstepError } from '../shared/errors.ts';
import { problems } from '../shared/problems.ts';

/** Body of an error answer (RFC 9457, Problem Details for HTTP APIs). */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail?: string;
  /** Names this occurrence: the request's id, which stands in the log too. */
  readonly instance: string;
  readonly [fact: string]: unknown;
}

export const problemMedia = 'application/problem+json';

/** An unforeseen error becomes a bare 500: its text stays in the log. */
export function toProblem(error: unknown, requestId: string): Problem {
  const instance = `urn:lockstep:request:${requestId}`;
  if (!(error instanceof LockstepError))
    return { type: 'about:blank', title: 'Internal Server Error', status: 500, instance };
  const type = `urn:lockstep:problem:${error.code}`;
  return { ...error.facts, ...problems[error.code], type, detail: error.message, instance };
}

/**
 * What Express and its body reader raise about a request, in the product's own words; anything else as it is.
 *
 * @see https://github.com/expressjs/body-parser#errors
 */
export function foreseen(error: unknown): unknown {
  if (!(error instanceof Error) || !('status' in error)) return error;
  const options = { cause: error };
  switch (error.status) {
    case 413:
      return new LockstepError(
        'request.too-large',
        'The body may hold at most 1 MiB',
        { limitBytes: 1_048_576 },
        options,
      );
    case 415:
      return new LockstepError('request.unsupported-media-type', error.message, {}, options);
    case 400:
      return new LockstepError('request.malformed', malformedText(error), {}, options);
    default:
      return error;
  }
}

function malformedText(error: Error): string {
  if ('type' in error && error.type === 'entity.parse.failed') return `The body is no JSON: ${error.message}`;
  return error instanceof URIError ? 'The path is not encoded correctly' : error.message;
}
