import { createHash } from 'node:crypto';
import { realpathSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LockstepError } from '../../shared/errors.ts';

/** The hold of one process on a folder; it ends with the process, however that ends. */
export interface FolderHold {
  release(): Promise<void>;
}

/**
 * Takes a folder for this process alone, by a local socket whose name follows from the folder.
 *
 * @throws {LockstepError} `config.invalid` when a running system has it
 */
export async function holdFolder(folder: string): Promise<FolderHold> {
  const server = createServer((socket) => socket.destroy());
  server.unref();
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(addressOf(folder), resolve);
  }).catch((error: unknown) => {
    throw new LockstepError('config.invalid', `A practice system runs in ${folder}`, { folder }, { cause: error });
  });
  return { release: () => new Promise((resolve) => void server.close(() => resolve())) };
}

/** An abstract socket on Linux and a pipe on Windows vanish by themselves; elsewhere a file in the temporary folder. */
function addressOf(folder: string): string {
  const name = `lockstep-practice-${createHash('sha256').update(realpathSync(folder)).digest('hex').slice(0, 32)}`;
  if (process.platform === 'linux') return `\0${name}`;
  return process.platform === 'win32' ? `\\\\.\\pipe\\${name}` : join(tmpdir(), `${name}.sock`);
}
