import { describe, expect, it } from '@jest/globals';
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { chmodSync, chownSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openCounters, temporaryFolder } from '../support/book.ts';
import { canMount } from '../support/mounting.ts';

const child = fileURLToPath(new URL('../store/opening-child.mjs', import.meta.url));

/** Nobody: the rights of files do not hold root back. */
const nobody = 65534;
/** Only root may become another user, and that one must be able to read the sources. */
const itAsNobody = process.getuid?.() === 0 && canRead(child, nobody) ? it : it.skip;
const itWhereMounting = canMount() ? it : it.skip;

function openedBy(uid: number, folder: string): Promise<string> {
  const started = spawn(process.execPath, ['--no-warnings', child, folder], {
    ...{ uid, gid: uid, env: { PATH: process.env['PATH'] ?? '', HOME: '/nonexistent', TMPDIR: '/tmp' } },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let said = '';
  started.stdout.on('data', (text: Buffer) => (said += text.toString()));
  return new Promise((resolve) => started.once('close', () => resolve(said.trim())));
}

describe('a folder that the user of the service cannot write', () => {
  itAsNobody('is refused with the reason, and a folder of its own is not', async () => {
    using folder = temporaryFolder();
    chmodSync(folder.path, 0o755);
    const [own, foreign] = [join(folder.path, 'own'), join(folder.path, 'foreign')];
    mkdirSync(own);
    chownSync(own, nobody, nobody);
    await openCounters(foreign).then(({ close }) => close());
    expect(await openedBy(nobody, own)).toBe('open at 1');
    expect(await openedBy(nobody, foreign)).toBe(
      `store.folder-unfit: ${foreign} cannot hold a book: this user may not write there`,
    );
    expect(await openedBy(0, foreign)).toBe('open at 1');
  });

  itWhereMounting('is refused on a file system that is mounted read only, also to root', async () => {
    using folder = temporaryFolder();
    await openCounters(folder.path).then(({ close }) => close());
    execFileSync('/bin/mount', ['--bind', folder.path, folder.path]);
    try {
      execFileSync('/bin/mount', ['-o', 'remount,bind,ro', folder.path]);
      expect(await openedBy(0, folder.path)).toBe(
        `store.folder-unfit: ${folder.path} cannot hold a book: the file system is read only`,
      );
    } finally {
      execFileSync('/bin/umount', ['-l', folder.path]);
    }
  });
});

function canRead(file: string, uid: number): boolean {
  return spawnSync('/usr/bin/head', ['-c1', file], { uid, gid: uid, stdio: 'ignore' }).status === 0;
}
