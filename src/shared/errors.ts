import type { ProblemCode } from './problems.ts';

/**
 * The one error that the product raises on purpose. `message` is for people, `code` for programs, `facts` name the
 * field or the thing. None of them ever holds a credential; `cause` keeps the origin for the log.
 */
export class LockstepError extends Error {
  override readonly name = 'LockstepError';
  constructor(
    readonly code: ProblemCode,
    message: string,
    readonly facts: Readonly<Record<string, unknown>> = {},
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** True when `error` is a LockstepError with this code. */
export function isProblem(error: unknown, code: ProblemCode): error is LockstepError {
  return error instanceof LockstepError && error.code === code;
}
