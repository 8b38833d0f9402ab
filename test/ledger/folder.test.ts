import { expect, it } from '@jest/globals';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { chance } from '../../src/shared/ids.ts';
import { fileBlobs } from '../../src/store/embedded/blobs.ts';
import { lockFolder } from '../../src/store/embedded/folder-lock.ts';
import { temporaryFolder } from '../support/book.ts';

const itOnLinux = existsSync('/proc/self/stat') ? it : it.skip;

itOnLinux('a folder is refused while another living process claims it, and its claim is left alone', () => {
  using folder = temporaryFolder();
  const stat = readFileSync(`/proc/${process.ppid}/stat`, 'utf8');
  const started = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
  const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
  const other = `in-use-by.${process.ppid}.${started}.${boot}`;
  writeFileSync(join(folder.path, other), '');
  expect(() => lockFolder(folder.path)).toThrow(`in use by process ${process.ppid}`);
  expect(readdirSync(folder.path)).toEqual([other]);
  rmSync(join(folder.path, other));
  const lock = lockFolder(folder.path);
  writeFileSync(join(folder.path, other), '');
  lock.release();
  expect(readdirSync(folder.path)).toEqual([other]);
});

it('a blob that could not be written leaves no piece of it', async () => {
  using folder = temporaryFolder();
  const digest = 'ab'.repeat(32);
  const content = Buffer.from('abend S0C7');
  const torn = fileBlobs(folder.path, { ...chance, uuid: () => 'one' });
  await torn.put(digest, content);
  rmSync(join(folder.path, 'ab', digest));
  writeFileSync(join(folder.path, 'ab', `${digest}.one`), 'of another writer');
  await expect(torn.put(digest, content)).rejects.toThrow('EEXIST');
  expect(await torn.get(digest)).toBeUndefined();
  await fileBlobs(folder.path, chance).put(digest, content);
  expect(await torn.get(digest)).toEqual(content);
  expect(readdirSync(join(folder.path, 'ab'))).toEqual([digest]);
});
