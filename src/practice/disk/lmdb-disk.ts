import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { open } from 'lmdb';
import type { Database } from 'lmdb';
import { LockstepError } from '../../shared/errors.ts';
import type { Disk } from './disk.ts';
import { holdFolder } from './folder-hold.ts';

type Key = [room: string, key: string];

/** What is written and not yet committed, so that it can be read. */
interface Uncommitted {
  readonly value: unknown;
  readonly gone: boolean;
}

/** Where everything of a practice system's folder lies. */
export const databaseFile = (folder: string) => join(folder, 'practice.lmdb');

/** Number of the form in which all rooms are kept; a folder of another form cannot be used. */
const form = 2;
const formKey: Key = ['disk', 'form'];

/**
 * Opens or creates the practice system's folder, which another process may write to: for those who read.
 *
 * @throws {LockstepError} `config.invalid` when another version made it
 */
export function lmdbDisk(folder: string, closed: () => Promise<void> = () => Promise.resolve()): Disk {
  mkdirSync(folder, { recursive: true });
  const database = open<unknown, Key>({ path: databaseFile(folder) });
  const isNew = [...database.getKeys({ limit: 1 })].length === 0;
  if (!isNew && database.get(formKey) !== form) {
    void database.close();
    throw new LockstepError('config.invalid', `${folder} holds a practice system of another version`, { folder });
  }
  const disk = new LmdbDisk(database, closed);
  if (isNew) disk.put(...formKey, form);
  return disk;
}

/**
 * Opens or creates the folder for a system that runs: no other one may until it is closed.
 *
 * @throws {LockstepError} `config.invalid` when a system runs in it, or another version made it
 */
export async function ownFolder(folder: string): Promise<Disk> {
  mkdirSync(folder, { recursive: true });
  const hold = await holdFolder(folder);
  try {
    return lmdbDisk(folder, () => hold.release());
  } catch (error) {
    await hold.release();
    throw error;
  }
}

/**
 * One writer. Writes are handed to LMDB in batches as the running code gives up control; LMDB puts all batches of one
 * turn of the event loop into one transaction (`eventTurnBatching`), and transactions follow each other in order. So the
 * end of a step, which waits for nothing, is on disk whole or not at all.
 */
class LmdbDisk implements Disk {
  private readonly uncommitted = new Map<string, Map<string, Uncommitted>>();
  private waiting: { room: string; key: string; change: Uncommitted }[] = [];
  private scheduled = false;
  private last: Promise<void> = Promise.resolve();
  private failure: Error | undefined;

  constructor(
    private readonly database: Database<unknown, Key>,
    private readonly closed: () => Promise<void>,
  ) {}

  entries(room: string, prefix = ''): readonly (readonly [string, unknown])[] {
    const range = this.database.getRange(rangeOf(room, prefix));
    const committed = Array.from(range, ({ key, value }) => [key[1], value] as const);
    const changes = this.uncommitted.get(room);
    if (changes === undefined || changes.size === 0) return committed;
    const stored = new Map(committed);
    for (const [key, { value, gone }] of changes)
      if (!key.startsWith(prefix)) continue;
      else if (gone) stored.delete(key);
      else stored.set(key, value);
    return [...stored].sort(([a], [b]) => (a < b ? -1 : 1));
  }

  keys(room: string): readonly string[] {
    const changes = this.uncommitted.get(room);
    const stored = Array.from(this.database.getKeys(rangeOf(room)), (key) => key[1]);
    if (changes === undefined || changes.size === 0) return stored;
    const all = new Set(stored);
    for (const [key, { gone }] of changes)
      if (gone) all.delete(key);
      else all.add(key);
    return [...all].sort();
  }

  get(room: string, key: string): unknown {
    const change = this.uncommitted.get(room)?.get(key);
    if (change !== undefined) return change.gone ? undefined : change.value;
    return this.database.get([room, key]);
  }

  put(room: string, key: string, value: unknown): void {
    this.write(room, key, { value, gone: false });
  }

  remove(room: string, key: string): void {
    this.write(room, key, { value: undefined, gone: true });
  }

  *all(): Iterable<readonly [string, string, unknown]> {
    const transaction = this.database.useReadTransaction();
    try {
      for (const { key, value } of this.database.getRange({ transaction })) yield [...key, value];
    } finally {
      transaction.done();
    }
  }

  async committed(): Promise<void> {
    this.commit();
    await this.last;
    if (this.failure !== undefined) throw this.failure;
  }

  async flushed(): Promise<void> {
    await this.committed();
    await this.database.flushed;
  }

  async close(): Promise<void> {
    try {
      await this.flushed();
    } finally {
      await this.database.close();
      await this.closed();
    }
  }

  private write(room: string, key: string, change: Uncommitted): void {
    const changes = this.uncommitted.get(room) ?? new Map<string, Uncommitted>();
    this.uncommitted.set(room, changes);
    changes.set(key, change);
    this.waiting.push({ room, key, change });
    this.schedule();
  }

  private schedule(): void {
    if (this.scheduled || this.waiting.length === 0) return;
    this.scheduled = true;
    queueMicrotask(() => {
      this.scheduled = false;
      this.commit();
    });
  }

  private commit(): void {
    const batch = this.waiting;
    if (batch.length === 0) return;
    this.waiting = [];
    const written = this.database.batch(() => {
      for (const { room, key, change } of batch)
        void (change.gone ? this.database.remove([room, key]) : this.database.put([room, key], change.value));
    });
    const before = this.last;
    this.last = written
      .then(
        () => undefined,
        (error: unknown) => {
          this.failure ??= error instanceof Error ? error : new Error('the practice folder cannot be written');
        },
      )
      .then(() => before)
      .then(() => this.forget(batch));
  }

  private forget(batch: typeof this.waiting): void {
    if (this.failure !== undefined) return;
    for (const { room, key, change } of batch) {
      const changes = this.uncommitted.get(room);
      if (changes?.get(key) === change) changes.delete(key);
    }
  }
}

const rangeOf = (room: string, prefix = '') => ({
  start: [room, prefix] satisfies Key,
  end: [room, `${prefix}\uffff`] satisfies Key,
});
