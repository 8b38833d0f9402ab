import { createHash } from 'node:crypto';

/** SHA-256 as 64 lower-case hexadecimal digits; several parts are hashed one after another. */
export function sha256Hex(...parts: readonly (string | Uint8Array)[]): string {
  return sha256(...parts).toString('hex');
}

/** SHA-256 as 32 bytes; strings are hashed as UTF-8. */
export function sha256(...parts: readonly (string | Uint8Array)[]): Buffer {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest();
}
