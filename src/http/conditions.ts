import type { Caller } from '../access/caller.schema.ts';
import { canonicalJson } from '../shared/canonical-json.ts';
import { sha256Hex } from '../shared/digest.ts';
import { LockstepError } from '../shared/errors.ts';
import { invalid } from './check.ts';
import type { Operation } from './operation.ts';

/** The request line and headers that decide whether two requests are one. */
export interface RequestLine {
  readonly method: string;
  /** Path with query, as sent. */
  readonly path: string;
  readonly ifMatch: string | undefined;
  readonly idempotencyKey: string | undefined;
}

/**
 * The version read and the Idempotency-Key, as the caller brings them to the ledger. Whether the version is stale is
 * for the ledger to say: only at the head of the book is that known.
 *
 * @throws {LockstepError} `request.version-required`, or `request.invalid` naming the header
 */
export function conditionsOf(operation: Operation, line: RequestLine, body: unknown): Pick<Caller, 'ifMatch' | 'key'> {
  const ifMatch = versionRead(operation, line.ifMatch);
  const key = keyOf(operation, line, body);
  return { ...(ifMatch !== undefined && { ifMatch }), ...(key !== undefined && { key }) };
}

function versionRead(operation: Operation, header: string | undefined): number | undefined {
  if (header === undefined) {
    if (operation.ifMatch !== 'required') return undefined;
    throw new LockstepError('request.version-required', 'Send If-Match with the ETag of the record that you read');
  }
  if (operation.method === 'get') return undefined;
  if (operation.ifMatch === undefined)
    throw invalid([{ field: 'If-Match', message: 'this operation does not depend on a version' }]);
  const version = /^"(0|[1-9]\d{0,14})"$/.exec(header)?.[1];
  if (version === undefined)
    throw invalid([{ field: 'If-Match', message: 'must be the one ETag that was read, such as "7"' }]);
  return Number(version);
}

function keyOf(operation: Operation, line: RequestLine, body: unknown): Caller['key'] {
  const key = line.idempotencyKey;
  if (key === undefined || operation.method === 'get') return undefined;
  if (operation.idempotent === false)
    throw invalid([{ field: 'Idempotency-Key', message: 'this operation does not take one' }]);
  if (!/^[\x21-\x7e](?:[\x20-\x7e]{0,126}[\x21-\x7e])?$/.test(key))
    throw invalid([{ field: 'Idempotency-Key', message: 'must be 1-128 printable ASCII characters' }]);
  const content = [line.method, line.path, line.ifMatch ?? null, body ?? null];
  return { key, digest: sha256Hex(canonicalJson(content)) };
}
