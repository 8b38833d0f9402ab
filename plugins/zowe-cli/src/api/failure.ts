import { ImperativeError } from '@zowe/imperative';
import { exitCodes } from '../exit-codes.ts';

export interface FailureFacts {
  /** Code of Lockstep's closed table, such as `run.not-ready`, or a code of Node.js. */
  readonly code?: string | undefined;
  /** What to look at or do next. */
  readonly details?: string;
  readonly cause?: unknown;
}

/** A command that could not do its work: what happened, and by which exit code it says so. Never holds the token. */
export class LockstepFailure extends Error {
  override readonly name = 'LockstepFailure';
  readonly code: string | undefined;
  readonly details: string | undefined;

  constructor(
    readonly kind: keyof typeof exitCodes,
    message: string,
    { code, details, cause }: FailureFacts = {},
  ) {
    super(message, { cause });
    this.code = code;
    this.details = details;
  }

  get exitCode(): number {
    return exitCodes[this.kind];
  }

  /** The same, as Zowe shows and reports an error. */
  asZoweError(): ImperativeError {
    return new ImperativeError({
      msg: this.message,
      ...(this.code === undefined ? {} : { errorCode: this.code }),
      ...(this.details === undefined ? {} : { additionalDetails: this.details }),
    });
  }
}
