import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { memoryDisk } from '../../../src/practice/disk/disk.ts';
import { lmdbDisk } from '../../../src/practice/disk/lmdb-disk.ts';
import { loadSnapshot } from '../../../src/practice/snapshot/load-snapshot.ts';
import { saveSnapshot } from '../../../src/practice/snapshot/save-snapshot.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'snapshot-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const bytes = Buffer.from(Array.from({ length: 3000 }, (_, at) => (at * 7) % 256));

async function saved(): Promise<string> {
  const disk = lmdbDisk(join(folder, 'first'));
  disk.put('content', '1', bytes);
  disk.put('data-sets', 'A.B', { name: 'A.B', tracks: 1.5, members: [{ name: 'M' }], none: undefined });
  for (let at = 0; at < 2500; at += 1) disk.put('jobs', String(at), { at });
  const file = join(folder, 'night.snapshot');
  await saveSnapshot(disk, file);
  await disk.close();
  return file;
}

describe('a snapshot', () => {
  it('brings back every value as it was', async () => {
    const file = await saved();
    expect(await loadSnapshot(file, join(folder, 'second'))).toBe(2503);
    const disk = lmdbDisk(join(folder, 'second'));
    expect(disk.get('data-sets', 'A.B')).toEqual({ name: 'A.B', tracks: 1.5, members: [{ name: 'M' }] });
    expect(bytes.equals(disk.get('content', '1') as Uint8Array)).toBe(true);
    expect(disk.keys('jobs')).toHaveLength(2500);
    await disk.close();
    expect(existsSync(join(folder, 'second', 'loading'))).toBe(false);
  });

  it('holds a system as it was at one moment, however it goes on', async () => {
    const disk = lmdbDisk(join(folder, 'first'));
    for (let at = 0; at < 3000; at += 1) disk.put('room', String(at).padStart(4, '0'), [bytes, 0]);
    const file = join(folder, 'night.snapshot');
    const saving = saveSnapshot(disk, file);
    for (let turn = 1; turn < 20; turn += 1) {
      await new Promise((resolve) => setTimeout(resolve, 2));
      for (let at = 0; at < 3000; at += 500) disk.put('room', String(at).padStart(4, '0'), [bytes, turn]);
    }
    await saving;
    await disk.close();
    await loadSnapshot(file, join(folder, 'second'));
    const second = lmdbDisk(join(folder, 'second'));
    const turns = new Set(
      second
        .entries('room')
        .flatMap(([key, value]) => (Number(key) % 500 === 0 ? [(value as [unknown, number])[1]] : [])),
    );
    expect(turns.size).toBe(1);
    await second.close();
  });

  it('is refused when it is damaged anywhere, and leaves the system that is there alone', async () => {
    const file = await saved();
    const whole = readFileSync(file);
    const target = join(folder, 'second');
    const before = lmdbDisk(target);
    before.put('room', 'key', 'kept');
    await before.close();
    for (const at of [30, 45, Math.floor(whole.length / 2), whole.length - 12]) {
      const broken = Buffer.from(whole);
      broken[at] = (broken[at] ?? 0) ^ 0x55;
      writeFileSync(file, broken);
      await expect(loadSnapshot(file, target, { replace: true })).rejects.toThrow(/snapshot/);
    }
    writeFileSync(file, whole.subarray(0, whole.length - 40));
    await expect(loadSnapshot(file, target, { replace: true })).rejects.toThrow(/damaged/);
    const after = lmdbDisk(target);
    expect(after.get('room', 'key')).toBe('kept');
    await after.close();
  });

  it('is told from other files and from other forms, and never replaces a system unasked', async () => {
    const file = join(folder, 'file');
    writeFileSync(file, 'just some text that is no snapshot at all');
    await expect(loadSnapshot(file, join(folder, 'x'))).rejects.toThrow(/is no snapshot/);
    writeFileSync(file, 'LOCKSTEP PRACTICE SNAPSHOT 7\nwhatever');
    await expect(loadSnapshot(file, join(folder, 'x'))).rejects.toThrow(/another form/);
    await expect(loadSnapshot(join(folder, 'none'), join(folder, 'x'))).rejects.toThrow(/does not exist/);
    await expect(loadSnapshot(await saved(), join(folder, 'first'))).rejects.toThrow(/already/);
  });

  it('can be taken of a system that lives in memory', async () => {
    const disk = memoryDisk();
    disk.put('room', 'key', { bytes });
    await saveSnapshot(disk, join(folder, 'file'));
    expect(await loadSnapshot(join(folder, 'file'), join(folder, 'x'))).toBe(1);
  });
});
