import { chmodSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { LockstepError } from '../shared/errors.ts';

/**
 * Text of a file that holds secrets; undefined where there is none yet.
 *
 * @throws {LockstepError} `config.invalid` when others than its owner may read it
 */
export function readPrivate(path: string): string | undefined {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found === undefined) return undefined;
  if (process.platform !== 'win32' && (found.mode & 0o077) !== 0)
    throw new LockstepError('config.invalid', `${path} may be read by others: chmod 600 ${path}`, { file: path });
  return readFileSync(path, 'utf8');
}

/** Writes a file for its owner's eyes alone; it is there whole or not at all. */
export function writePrivate(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const fresh = `${path}.new`;
  rmSync(fresh, { force: true });
  writeFileSync(fresh, text, { mode: 0o600, flush: true });
  chmodSync(fresh, 0o600);
  renameSync(fresh, path);
}
