import type { BSON } from 'mongodb';

/** Names of the error codes that the members answer with, as a MongoDB server names them. */
const names: Readonly<Record<number, string>> = {
  2: 'BadValue',
  9: 'FailedToParse',
  26: 'NamespaceNotFound',
  43: 'CursorNotFound',
  59: 'CommandNotFound',
  64: 'WriteConcernFailed',
  91: 'ShutdownInProgress',
  189: 'PrimarySteppedDown',
  225: 'TransactionTooOld',
  10107: 'NotWritablePrimary',
  11000: 'DuplicateKey',
  11600: 'InterruptedAtShutdown',
  11602: 'InterruptedDueToReplStateChange',
  13435: 'NotPrimaryNoSecondaryOk',
};

/** Codes after which a driver may send a retryable write again: a server of 4.4 or later labels them itself. */
export const retryableCodes: ReadonlySet<number> = new Set([91, 189, 10107, 11600, 11602, 13435]);

/** An answer that a command failed. */
export class ServerError extends Error {
  constructor(
    readonly code: number,
    message: string,
    readonly facts: BSON.Document = {},
  ) {
    super(message);
  }

  get codeName(): string {
    return names[this.code] ?? `Location${this.code}`;
  }
}

/** What a reply tells of an error beside `ok`. */
export function errorFields(error: ServerError): BSON.Document {
  return { errmsg: error.message, code: error.code, codeName: error.codeName, ...error.facts };
}
