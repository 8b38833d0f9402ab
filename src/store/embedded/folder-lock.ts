import { closeSync, mkdirSync, openSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { LockstepError } from '../../shared/errors.ts';

interface Holder {
  readonly pid: number;
  /** Start of the process and boot of the machine: a process id alone comes again. */
  readonly started: string;
  readonly boot: string;
}

const claimForm = /^in-use-by\.(\d+)\.(\d*)\.([\w-]*)$/;
const claimOf = ({ pid, started, boot }: Holder): string => `in-use-by.${pid}.${started}.${boot}`;

/**
 * Keeps a second process out of a book's folder: LMDB would bear it, the caches above it would not. A process claims the
 * folder by an empty file whose name says who it is, and only then looks for other claims: of two that start at once at
 * least one sees the other and yields. A claim left by a killed process is known as stale, and removed.
 *
 * @throws {LockstepError} `store.folder-taken` naming the process that has it, `store.folder-unfit` for a folder that this
 *   user cannot write
 */
export function lockFolder(folder: string): { release(): void } {
  writing(folder, () => mkdirSync(folder, { recursive: true }));
  const me: Holder = { pid: process.pid, started: startOf(process.pid) ?? '', boot: bootId() };
  const own = claimOf(me);
  if (!writing(folder, () => claim(join(folder, own)))) throw taken(folder, me.pid);
  const release = () => rmSync(join(folder, own), { force: true });
  for (const { name, holder } of claimsIn(folder)) {
    if (name === own) continue;
    if (isAlive(holder)) {
      release();
      throw taken(folder, holder.pid);
    }
    rmSync(join(folder, name), { force: true });
  }
  return { release };
}

const unwritable: Readonly<Record<string, string>> = {
  EACCES: 'this user may not write there',
  EPERM: 'this user may not write there',
  EROFS: 'the file system is read only',
  ENOSPC: 'there is no room on the disk',
};

function writing<T>(folder: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    const why = unwritable[(error as NodeJS.ErrnoException).code ?? ''];
    if (why === undefined) throw error;
    throw new LockstepError('store.folder-unfit', `${folder} cannot hold a book: ${why}`, { folder });
  }
}

/** @returns false where this very process has the folder open already */
function claim(path: string): boolean {
  try {
    closeSync(openSync(path, 'wx'));
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    return false;
  }
}

function claimsIn(folder: string): { name: string; holder: Holder }[] {
  return readdirSync(folder).flatMap((name) => {
    const [, pid, started = '', boot = ''] = claimForm.exec(name) ?? [];
    return pid === undefined ? [] : [{ name, holder: { pid: Number(pid), started, boot } }];
  });
}

function taken(folder: string, pid: number): LockstepError {
  return new LockstepError('store.folder-taken', `${folder} is in use by process ${pid}`, { folder });
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
