import { base32 } from '../shared/base32.ts';
import { canonicalJson } from '../shared/canonical-json.ts';
import { sha256 } from '../shared/digest.ts';

/**
 * User part of the job correlator of one attempt: `L` and the first 25 base-32 characters of the SHA-256 of the
 * canonical JSON of `[book, run, step, attempt]`. One attempt has one, whoever computes it, and no two books share any.
 */
export function correlatorOf(book: string, run: string, step: string, attempt: number): string {
  return `L${base32(sha256(canonicalJson([book, run, step, attempt]))).slice(0, 25)}`;
}

/** A correlator for reading jobs of the checks, which are no attempts; the digest of what they ask keeps them apart. */
export function checkCorrelatorOf(nonce: string, jcl: string): string {
  return `K${base32(sha256(canonicalJson([nonce, jcl]))).slice(0, 25)}`;
}
