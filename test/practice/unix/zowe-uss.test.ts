import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Session } from '@zowe/imperative';
import {
  Create,
  Delete,
  Download,
  Get,
  List,
  Mount,
  Tag,
  Unmount,
  Upload,
  Utilities,
  type IZosFilesResponse,
} from '@zowe/zos-files-for-zowe-sdk';
import { SubmitJobs } from '@zowe/zos-jobs-for-zowe-sdk';
import { startWhole } from '../support/practice.ts';

interface Row {
  name: string;
  mode: string;
  mountpoint: string;
}
const rowsOf = (answer: IZosFilesResponse) => (answer.apiResponse as { items: Row[] }).items;
const namesOf = (answer: IZosFilesResponse) => rowsOf(answer).map(({ name }) => name);

/** What Zowe's own packages make of UNIX files. */
describe('the Zowe SDK on UNIX files', () => {
  let system: Awaited<ReturnType<typeof startWhole>>;
  let session: Session;
  let folder: string;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'practice-uss-'));
    system = await startWhole({
      site: { users: [{ userid: 'DEVA', password: 'secret-1', omvs: { uid: 0, home: '/u/deva' } }] },
    });
    session = new Session({
      ...{ hostname: '127.0.0.1', port: system.port, protocol: 'http', type: 'basic' },
      ...{ user: 'deva', password: 'secret-1', rejectUnauthorized: false },
    });
  });
  afterAll(async () => {
    expect(system.failures).toEqual([]);
    rmSync(folder, { recursive: true });
    await system.stop();
  });

  const listed = (path: string, options = {}) => List.fileList(session, path, options);

  it('creates a directory and a file, lists and deletes them', async () => {
    await Create.uss(session, '/u/deva/sdk', 'directory', 'rwxr-xr-x');
    await Create.uss(session, '/u/deva/sdk/empty', 'file', 'rwxrwxrwx');
    const rows = rowsOf(await listed('/u/deva/sdk'));
    expect(rows.map(({ name, mode }) => `${mode} ${name}`)).toEqual([
      ...['drwxr-xr-x .', 'drwxr-xr-x ..', '-rwxrwxrwx empty'],
    ]);
    await expect(Create.uss(session, '/u/deva/sdk', 'directory')).rejects.toThrow('already exists');
    await expect(Delete.ussFile(session, '/u/deva/sdk')).rejects.toThrow('Directory not empty.');
    await Delete.ussFile(session, '/u/deva/sdk', true);
    await expect(listed('/u/deva/sdk')).rejects.toThrow('Path name not found');
    await expect(Delete.ussFile(session, '/u/deva/sdk')).rejects.toThrow('No such file or directory.');
  });

  it('uploads a buffer, reads it, and guards it by its ETag', async () => {
    const upload = (text: string, options = {}) =>
      Upload.bufferToUssFile(session, '/u/deva/buffer', Buffer.from(text), options);
    const { etag } = (await upload('one\r\ntwo\n', { returnEtag: true })).apiResponse as { etag: string };
    expect((await Get.USSFile(session, '/u/deva/buffer')).toString()).toBe('one\ntwo\n');
    await expect(upload('lost', { etag: '0000' })).rejects.toMatchObject({ mDetails: { errorCode: 412 } });
    await upload('three\n', { etag });
    expect((await Get.USSFile(session, '/u/deva/buffer')).toString()).toBe('three\n');
  });

  it('uploads binary content and code pages, and finds them by their tags', async () => {
    const bytes = Buffer.from([0, 1, 0xff, 0x0d, 0x0a]);
    await Upload.bufferToUssFile(session, '/u/deva/bin', bytes, { binary: true });
    expect(await Utilities.isFileTagBinOrAscii(session, '/u/deva/bin')).toBe(true);
    expect(await Get.USSFile(session, '/u/deva/bin')).toEqual(bytes);
    await Upload.bufferToUssFile(session, '/u/deva/page', Buffer.from('[é]\n'), { encoding: 'IBM-1147' });
    expect(await Utilities.isFileTagBinOrAscii(session, '/u/deva/page')).toBe(false);
    expect((await Get.USSFile(session, '/u/deva/page')).toString()).toBe('[é]\n');
    await Utilities.chtag(session, '/u/deva/page', Tag.TEXT, 'ISO8859-1');
    expect(await Utilities.isFileTagBinOrAscii(session, '/u/deva/page')).toBe(true);
  });

  it('uploads files and whole directories, and downloads them again', async () => {
    mkdirSync(join(folder, 'tree', 'sub'), { recursive: true });
    writeFileSync(join(folder, 'tree', 'one.txt'), 'one\n');
    writeFileSync(join(folder, 'tree', 'sub', 'two words.txt'), 'two\n');
    await Upload.fileToUssFile(session, join(folder, 'tree', 'one.txt'), '/u/deva/file.txt');
    expect((await Get.USSFile(session, '/u/deva/file.txt')).toString()).toBe('one\n');
    await Upload.dirToUSSDirRecursive(session, join(folder, 'tree'), '/u/deva/tree');
    expect(namesOf(await listed('/u/deva/tree', { type: 'f' }))).toEqual(['one.txt', 'sub/two words.txt']);
    await Upload.dirToUSSDir(session, join(folder, 'tree'), '/u/deva/flat');
    expect(namesOf(await listed('/u/deva/flat'))).toEqual(['.', '..', 'one.txt']);
    await Download.ussFile(session, '/u/deva/file.txt', { file: join(folder, 'file.txt') });
    expect(readFileSync(join(folder, 'file.txt'), 'utf8')).toBe('one\n');
    await Download.ussDir(session, '/u/deva/tree', { directory: join(folder, 'back') }, { name: '*' });
    expect(readFileSync(join(folder, 'back', 'sub', 'two words.txt'), 'utf8')).toBe('two\n');
  });

  it('searches by name, size, time, permission, owner and depth', async () => {
    const search = async (options: object) => namesOf(await listed('/u/deva/tree', options));
    expect(await search({ name: '*.txt', depth: 1 })).toEqual(['one.txt']);
    expect(await search({ type: 'd' })).toEqual(['sub']);
    expect(await search({ size: '-5', type: 'f' })).toEqual(['one.txt', 'sub/two words.txt']);
    expect(await search({ perm: '-444', type: 'f', symlinks: true })).toHaveLength(2);
    expect(await search({ user: 'DEVA', group: 'OMVSGRP', mtime: '-1' })).toHaveLength(3);
    expect(await search({ user: 'nobody' })).toEqual([]);
    expect(await listed('/u/deva/tree', { maxLength: 2 }).then(namesOf)).toEqual(['.', '..']);
  });

  it('keeps names with odd characters', async () => {
    for (const name of ['a#b', 'p@y $1', "it's", '100%', 'a+b', 'q?', '(x)', '[b]{c}']) {
      await Upload.bufferToUssFile(session, `/u/deva/${name}`, Buffer.from(`${name}\n`));
      expect((await Get.USSFile(session, `/u/deva/${name}`)).toString()).toBe(`${name}\n`);
    }
    expect(namesOf(await listed('/u/deva'))).toEqual(expect.arrayContaining(['a#b', 'p@y $1', '100%', 'q?', '[b]{c}']));
  });

  it('renames a file, and says what a utility writes', async () => {
    await Utilities.renameUSSFile(session, '/u/deva/file.txt', '/u/deva/renamed.txt');
    expect((await Get.USSFile(session, '/u/deva/renamed.txt')).toString()).toBe('one\n');
    const list = await Utilities.putUSSPayload(session, '/u/deva/renamed.txt', { request: 'chtag', action: 'list' });
    expect(JSON.parse(list.toString())).toEqual({ stdout: ['- untagged    T=off /u/deva/renamed.txt'] });
    const failed = Utilities.putUSSPayload(session, '/u/deva/none', { request: 'chtag', action: 'list' });
    await expect(failed).rejects.toThrow('Error executing command. exit_code=1');
  });

  it('refuses what the code page cannot hold', async () =>
    expect(Upload.bufferToUssFile(session, '/u/deva/bad', Buffer.from([0xff, 0x80]))).rejects.toThrow(
      'Illegal character sequence detected by iconv()',
    ));

  it('makes, mounts, lists, unmounts and deletes a file system', async () => {
    const zfs = 'DEVA.SDK.ZFS';
    await Create.zfs(session, zfs, { perms: 755, cylsPri: 10, cylsSec: 2, timeout: 20 });
    await Create.uss(session, '/u/deva/mount', 'directory');
    await Mount.fs(session, zfs, '/u/deva/mount', { 'fs-type': 'ZFS', mode: 'rdwr' });
    await Upload.bufferToUssFile(session, '/u/deva/mount/inside', Buffer.from('x\n'));
    expect(namesOf(await List.fs(session))).toContain(zfs);
    expect(rowsOf(await List.fs(session, { fsname: zfs }))).toMatchObject([{ mountpoint: '/u/deva/mount' }]);
    expect(namesOf(await List.fsWithPath(session, { path: '/u/deva/mount' }))).toEqual([zfs]);
    await expect(List.fs(session, { fsname: 'NO.SUCH' })).rejects.toMatchObject({ mDetails: { errorCode: 404 } });
    await Unmount.fs(session, zfs);
    expect(namesOf(await listed('/u/deva/mount'))).toEqual(['.', '..']);
    await Delete.zfs(session, zfs);
    await expect(Delete.zfs(session, zfs)).rejects.toThrow('NOT FOUND');
  });

  it('submits a job from a UNIX file', async () => {
    const jcl = '//DEVAUSS JOB (ACCT),CLASS=A,MSGCLASS=H\n//S1 EXEC PGM=IEFBR14\n';
    await Upload.bufferToUssFile(session, '/u/deva/job.jcl', Buffer.from(jcl));
    expect((await SubmitJobs.submitUSSJob(session, '/u/deva/job.jcl')).jobname).toBe('DEVAUSS');
    await expect(SubmitJobs.submitUSSJob(session, '/u/deva/nojob.jcl')).rejects.toThrow('/u/deva/nojob.jcl');
  });
});
