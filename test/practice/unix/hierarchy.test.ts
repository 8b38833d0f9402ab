import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { memoryDisk } from '../../../src/practice/disk/disk.ts';
import type { Disk } from '../../../src/practice/disk/disk.ts';
import { createUnixFiles } from '../../../src/practice/unix/create-unix-files.ts';
import { UnixError } from '../../../src/practice/unix/errno.ts';
import { lmdbDisk } from '../../../src/practice/disk/lmdb-disk.ts';
import { SiteUnix, SiteUser } from '../../../src/practice/site/site.schema.ts';

const two = [
  { userid: 'DEVA', password: 'a' },
  { userid: 'OTHER', password: 'a' },
];

const system = (disk: Disk = memoryDisk(), more: Record<string, unknown> = {}) => {
  const clock = { now: () => Date.UTC(2026, 8, 12, 21), sleep: () => Promise.resolve() };
  const users = (more.users ?? two) as Record<string, unknown>[];
  const section = more.unix === undefined ? {} : { unix: SiteUnix.parse(more.unix) };
  const site = { users: users.map((user) => SiteUser.parse(user)), ...section };
  return { unix: createUnixFiles({ disk, clock, site }) };
};
const failure = (act: () => unknown) => {
  try {
    act();
  } catch (error) {
    if (error instanceof UnixError) return error.errno;
    throw error;
  }
  return 'none';
};
const bytes = (text: string) => Buffer.from(text, 'latin1');

describe('the file hierarchy on a folder', () => {
  it('keeps long files, links, tags and mounts from one start to the next', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'practice-unix-'));
    const root = { users: [{ userid: 'DEVA', password: 'a', omvs: { uid: 0 } }] };
    const long = Buffer.from(Array.from({ length: 150_000 }, (_, at) => at % 253));
    const first = lmdbDisk(folder);
    const { unix } = system(first, root);
    unix.makeDirectory('/u/deva/m', 'DEVA');
    unix.createFileSystem('DEVA.ZFS', 'DEVA', { cylinders: { primary: 1, secondary: 1 } });
    unix.mount('DEVA.ZFS', 'DEVA', '/u/deva/m', 'rdwr', 'ZFS');
    unix.write('/u/deva/m/long', 'DEVA', long);
    unix.tag('/u/deva/m/long', 'DEVA', { type: 'text', codeset: 'UTF-8' });
    unix.symbolicLink('m/long', '/u/deva/link', 'DEVA');
    const before = unix.list('/u/deva/m', 'DEVA');
    await first.close();
    const second = lmdbDisk(folder);
    const again = system(second, root).unix;
    expect(again.read('/u/deva/link', 'DEVA')).toEqual(long);
    expect(again.list('/u/deva/m', 'DEVA')).toEqual(before);
    expect(again.fileSystems().map(({ mountPoint }) => mountPoint)).toEqual(['/u/deva/m', '/']);
    await second.close();
    rmSync(folder, { recursive: true });
  });

  it('is filled from the folders of the site file, and takes group numbers from it', () => {
    const folder = mkdtempSync(join(tmpdir(), 'practice-unix-'));
    mkdirSync(join(folder, 'sub'));
    writeFileSync(join(folder, 'sub', 'text'), 'plain\n');
    writeFileSync(join(folder, 'bytes'), Buffer.from([0xff, 0x00]));
    const { unix } = system(memoryDisk(), {
      users: [
        { userid: 'DEVA', password: 'a', groups: ['TEAM'], omvs: { uid: 77, home: '/home/d', program: '/bin/tcsh' } },
      ],
      unix: { groups: { TEAM: 500 }, from: [{ directory: '/usr/lpp/app', folder }] },
    });
    expect(unix.readText('/usr/lpp/app/sub/text', 'DEVA')).toBe('plain\n');
    expect(unix.status('/usr/lpp/app/bytes', 'DEVA')).toMatchObject({ tag: { type: 'binary' }, size: 2 });
    expect(unix.identity('DEVA')).toMatchObject({ uid: 77, gid: 500, home: '/home/d', program: '/bin/tcsh' });
    expect(unix.status('/home/d', 'DEVA')).toMatchObject({ user: 'DEVA', group: 'TEAM' });
    rmSync(folder, { recursive: true });
  });
});

describe('the file hierarchy', () => {
  it('is born with the usual directories, a home for each user and /dev/null', () => {
    const { unix } = system();
    expect(unix.list('/', 'DEVA').map(({ name }) => name)).toEqual([
      ...['bin', 'dev', 'etc', 'lib', 'tmp', 'u', 'usr', 'var'],
    ]);
    expect(unix.status('/u/deva', 'DEVA')).toMatchObject({ kind: 'directory', user: 'DEVA', mode: 0o755 });
    expect(unix.status('/tmp', 'DEVA').mode).toBe(0o1777);
    unix.write('/dev/null', 'DEVA', bytes('gone'));
    expect(unix.read('/dev/null', 'DEVA')).toHaveLength(0);
  });

  it('keeps bytes, and text by its tag', () => {
    const { unix } = system();
    expect(unix.write('/u/deva/a', 'DEVA', bytes('\x00\xff'))).toBe('created');
    expect(unix.write('/u/deva/a', 'DEVA', bytes('\x01'), { append: true })).toBe('replaced');
    expect(unix.read('/u/deva/a', 'DEVA')).toEqual(bytes('\x00\xff\x01'));
    unix.writeText('/u/deva/t', 'DEVA', 'AB\n');
    expect(unix.read('/u/deva/t', 'DEVA').toString('hex')).toBe('c1c215');
    unix.tag('/u/deva/t', 'DEVA', { type: 'text', codeset: 'ISO8859-1' });
    unix.writeText('/u/deva/t', 'DEVA', 'AB\n');
    expect(unix.read('/u/deva/t', 'DEVA').toString('hex')).toBe('41420a');
    expect(failure(() => unix.writeText('/u/deva/t', 'DEVA', '\u20ac'))).toBe('EILSEQ');
  });

  it('holds a file that is longer than one piece', () => {
    const { unix } = system();
    const long = Buffer.from(Array.from({ length: 200_000 }, (_, at) => at % 251));
    unix.write('/u/deva/long', 'DEVA', long);
    unix.write('/u/deva/long', 'DEVA', bytes('end'), { append: true });
    expect(unix.read('/u/deva/long', 'DEVA')).toEqual(Buffer.concat([long, bytes('end')]));
    expect(unix.status('/u/deva/long', 'DEVA').size).toBe(200_003);
  });

  it('is as it was left when the system starts again', () => {
    const disk = memoryDisk();
    const first = system(disk).unix;
    first.makeDirectory('/u/deva/d', 'DEVA', 0o700);
    first.write('/u/deva/d/f', 'DEVA', bytes('kept'));
    first.symbolicLink('d/f', '/u/deva/l', 'DEVA');
    const again = system(disk).unix;
    expect(again.read('/u/deva/l', 'DEVA').toString('latin1')).toBe('kept');
    expect(again.status('/u/deva/d', 'DEVA')).toEqual(first.status('/u/deva/d', 'DEVA'));
  });

  it('follows links, counts names, and stops at a loop', () => {
    const { unix } = system();
    unix.write('/u/deva/a', 'DEVA', bytes('x'));
    unix.link('/u/deva/a', '/u/deva/b', 'DEVA');
    expect(unix.status('/u/deva/b', 'DEVA').links).toBe(2);
    unix.remove('/u/deva/a', 'DEVA');
    expect(unix.read('/u/deva/b', 'DEVA')).toEqual(bytes('x'));
    unix.symbolicLink('two', '/u/deva/one', 'DEVA');
    unix.symbolicLink('one', '/u/deva/two', 'DEVA');
    expect(failure(() => unix.read('/u/deva/one', 'DEVA'))).toBe('ELOOP');
    unix.symbolicLink('../../u/./deva/', '/u/deva/up', 'DEVA');
    expect(unix.resolve('/u/deva/up/../deva/up/b', 'DEVA')).toBe('/u/deva/b');
    expect(unix.status('/u/deva/up', 'DEVA', { follow: false })).toMatchObject({
      kind: 'link',
      target: '../../u/./deva/',
    });
    expect(unix.resolve('/../../..', 'DEVA')).toBe('/');
  });

  it.each([
    ['a name that is not there', '/u/deva/none', 'ENOENT'],
    ['a name below a file', '/u/deva/f/x', 'ENOTDIR'],
    ['a file with a slash behind it', '/u/deva/f/', 'ENOTDIR'],
    ['a directory', '/u/deva', 'EISDIR'],
    ['a name of more than 255 bytes', `/u/${'n'.repeat(256)}`, 'ENAMETOOLONG'],
    ['a path of more than 1023 bytes', '/u'.repeat(512), 'ENAMETOOLONG'],
    ['an empty path', '', 'ENOENT'],
    ['a path with a null character', '/u/de\0va', 'EINVAL'],
  ])('refuses to read %s', (_, path, errno) => {
    const { unix } = system();
    unix.write('/u/deva/f', 'DEVA', bytes('x'));
    expect(failure(() => unix.read(path, 'DEVA'))).toBe(errno);
  });

  it('lets a file be read and written by the bits of one class only', () => {
    const { unix } = system(memoryDisk(), {
      users: [
        { userid: 'DEVA', password: 'a', groups: ['TEAM'] },
        { userid: 'MATE', password: 'a', groups: ['TEAM'] },
        { userid: 'OTHER', password: 'a' },
        { userid: 'ROOT', password: 'a', omvs: { uid: 0 } },
      ],
    });
    unix.makeDirectory('/u/deva/d', 'DEVA', 0o770);
    unix.write('/u/deva/d/f', 'DEVA', bytes('x'), { mode: 0o640 });
    unix.changeMode('/u/deva/d/f', 'DEVA', 0o040);
    expect(failure(() => unix.read('/u/deva/d/f', 'DEVA'))).toBe('EACCES');
    expect(failure(() => unix.read('/u/deva/d/f', 'MATE'))).toBe('none');
    expect(failure(() => unix.write('/u/deva/d/f', 'MATE', bytes('y')))).toBe('EACCES');
    expect(failure(() => unix.read('/u/deva/d/f', 'OTHER'))).toBe('EACCES');
    expect(failure(() => unix.read('/u/deva/d/f', 'ROOT'))).toBe('none');
    expect(failure(() => unix.changeMode('/u/deva/d/f', 'MATE', 0o777))).toBe('EPERM');
    expect(failure(() => unix.changeOwner('/u/deva/d/f', 'DEVA', { uid: 0 }))).toBe('EPERM');
    expect(failure(() => unix.remove('/u/deva/d/f', 'OTHER'))).toBe('EACCES');
  });

  it('lets only the owner take a file out of a sticky directory', () => {
    const { unix } = system();
    unix.write('/tmp/mine', 'DEVA', bytes('x'), { mode: 0o666 });
    expect(failure(() => unix.remove('/tmp/mine', 'OTHER'))).toBe('EPERM');
    expect(failure(() => unix.rename('/tmp/mine', '/tmp/yours', 'OTHER'))).toBe('EPERM');
    unix.remove('/tmp/mine', 'DEVA');
    expect(unix.exists('/tmp/mine', 'DEVA')).toBe(false);
  });

  it('moves files and directories, but no directory into itself', () => {
    const { unix } = system();
    unix.makeDirectory('/u/deva/a', 'DEVA');
    unix.makeDirectory('/u/deva/a/b', 'DEVA');
    unix.write('/u/deva/a/b/f', 'DEVA', bytes('x'));
    expect(failure(() => unix.rename('/u/deva/a', '/u/deva/a/b/c', 'DEVA'))).toBe('EINVAL');
    unix.rename('/u/deva/a/b', '/u/deva/z', 'DEVA');
    expect(unix.read('/u/deva/z/../z/f', 'DEVA')).toEqual(bytes('x'));
    expect(failure(() => unix.removeDirectory('/u/deva/z', 'DEVA'))).toBe('ENOTEMPTY');
    unix.removeTree('/u/deva/z', 'DEVA');
    expect(unix.list('/u/deva', 'DEVA').map(({ name }) => name)).toEqual(['a']);
    expect(unix.status('/u/deva', 'DEVA').links).toBe(3);
  });

  it('mounts a file system over a directory, and shows the directory again without it', () => {
    const { unix } = system(memoryDisk(), { users: [{ userid: 'DEVA', password: 'a', omvs: { uid: 0 } }] });
    unix.makeDirectory('/u/deva/m', 'DEVA');
    unix.write('/u/deva/m/under', 'DEVA', bytes('u'));
    unix.createFileSystem('DEVA.ZFS', 'DEVA', { cylinders: { primary: 1, secondary: 1 } });
    unix.mount('DEVA.ZFS', 'DEVA', '/u/deva/m', 'rdwr', 'ZFS');
    expect(unix.list('/u/deva/m', 'DEVA')).toEqual([]);
    unix.write('/u/deva/m/in', 'DEVA', bytes('i'));
    expect(unix.resolve('/u/deva/m/..', 'DEVA')).toBe('/u/deva');
    expect(failure(() => unix.rename('/u/deva/m/in', '/u/deva/out', 'DEVA'))).toBe('EXDEV');
    expect(failure(() => unix.removeDirectory('/u/deva/m', 'DEVA'))).toBe('EBUSY');
    expect(unix.fileSystemOf('/u/deva/m/in', 'DEVA').name).toBe('DEVA.ZFS');
    expect(failure(() => unix.deleteFileSystem('DEVA.ZFS', 'DEVA'))).toBe('EBUSY');
    unix.unmount('DEVA.ZFS', 'DEVA');
    expect(unix.list('/u/deva/m', 'DEVA').map(({ name }) => name)).toEqual(['under']);
    unix.mount('DEVA.ZFS', 'DEVA', '/u/deva/m', 'rdonly', 'ZFS');
    expect(unix.read('/u/deva/m/in', 'DEVA')).toEqual(bytes('i'));
    expect(failure(() => unix.write('/u/deva/m/new', 'DEVA', bytes('n')))).toBe('EROFS');
    expect(failure(() => unix.write('/u/deva/m/in', 'DEVA', bytes('n')))).toBe('EROFS');
  });
});
