import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { LockstepError } from '../../shared/errors.ts';

interface Holder {
  pid: number;
  started: string;
  boot: string;
}

/**
 * Keeps a second process out of a book's folder: LMDB would bear it, the caches above it would not. The lock names
 * process, its start and the boot, so that one left by a killed process is known as stale.
 *
 * @throws {LockstepError} `store.folder-taken` naming the process that has it
 */
export function lockFolder(folder: string): { release(): void } {
  mkdirSync(folder, { recursive: true });
  const path = join(folder, 'in-use-by.json');
  const me: Holder = { pid: process.pid, started: startOf(process.pid) ?? '', boot: bootId() };
  for (let tries = 0; ; tries += 1) {
    try {
      writeFileSync(path, JSON.stringify(me), { flag: 'wx' });
      return { release: () => rmSync(path, { force: true }) };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      const holder = holderOf(path);
      if (tries > 3 || (holder !== undefined && isAlive(holder)))
        throw new LockstepError('store.folder-taken', `${folder} is in use by process ${holder?.pid ?? 'unknown'}`, {
          folder,
        });
      rmSync(path, { force: true });
    }
  }
}

function holderOf(path: string): Holder | undefined {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Holder;
  } catch {
    return undefined;
  }
}

function isAlive(holder: Holder): boolean {
  if (holder.boot !== bootId()) return false;
  try {
    process.kill(holder.pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
  const started = startOf(holder.pid);
  return started === undefined || started === holder.started;
}

/** Start time of a process in clock ticks since boot (proc(5), field 22); undefined where there is no /proc. */
function startOf(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
  } catch {
    return undefined;
  }
}

function bootId(): string {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
  } catch {
    return '';
  }
}
