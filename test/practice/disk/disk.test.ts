import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { memoryDisk } from '../../../src/practice/disk/disk.ts';
import { lmdbDisk, ownFolder } from '../../../src/practice/disk/lmdb-disk.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'disk-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

describe.each([
  ['in memory', () => memoryDisk()],
  ['in a folder', () => lmdbDisk(folder)],
])('a disk %s', (_, open) => {
  it('shows what was just written, in the order of keys, and by the start of a key', async () => {
    const disk = open();
    disk.put('room', 'b', 2);
    disk.put('room', 'a', 1);
    disk.put('other', 'a', 9);
    disk.put('room', 'c', 3);
    await disk.flushed();
    disk.put('room', 'ab', 4);
    disk.remove('room', 'b');
    expect(disk.entries('room')).toEqual([
      ['a', 1],
      ['ab', 4],
      ['c', 3],
    ]);
    expect(disk.entries('room', 'a').map(([key]) => key)).toEqual(['a', 'ab']);
    expect(disk.keys('room')).toEqual(['a', 'ab', 'c']);
    expect([disk.get('room', 'b'), disk.get('room', 'c'), disk.get('none', 'c')]).toEqual([undefined, 3, undefined]);
    await disk.close();
  });
});

describe('a disk in a folder', () => {
  it('gives back bytes as they were, also after many later reads', async () => {
    const first = lmdbDisk(folder);
    for (let at = 0; at < 50; at += 1) first.put('bytes', String(at), Buffer.alloc(5000, at));
    await first.close();
    const second = lmdbDisk(folder);
    const early = second.get('bytes', '7') as Uint8Array;
    for (let at = 0; at < 50; at += 1) second.get('bytes', String(at));
    expect(Buffer.from(early).equals(Buffer.alloc(5000, 7))).toBe(true);
    await second.close();
  });

  it('belongs to one running system at a time, and is free as soon as that one is gone', async () => {
    const first = await ownFolder(folder);
    await expect(ownFolder(folder)).rejects.toThrow(/runs in/);
    await first.close();
    const second = await ownFolder(folder);
    await second.close();
  });

  it('is refused when another version made it', async () => {
    const disk = lmdbDisk(folder);
    disk.put('disk', 'form', 1);
    await disk.close();
    expect(() => lmdbDisk(folder)).toThrow(/another version/);
    await expect(ownFolder(folder)).rejects.toThrow(/another version/);
  });

  it('holds after a kill -9 all that one turn wrote, or nothing of it', async () => {
    const script = fileURLToPath(new URL('./writing-child.ts', import.meta.url));
    let last = 0;
    for (let kill = 0; kill < 3; kill += 1) {
      const child = spawn(process.execPath, ['--import', 'tsx', script, folder], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      await once(child.stdout, 'data');
      await new Promise((resolve) => setTimeout(resolve, 40 + 17 * kill));
      child.kill('SIGKILL');
      await once(child, 'exit');
      const disk = lmdbDisk(folder);
      const [first, second] = [disk.get('pairs', 'first') as number, disk.get('pairs', 'second') as number];
      expect(second).toBe(first);
      expect(second).toBeGreaterThan(last);
      expect(disk.keys('content')).toEqual([String(second)]);
      last = second;
      await disk.close();
    }
  });
});
