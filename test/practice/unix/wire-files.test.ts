import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { basic, send, startSmallSystem } from '../support/small-system.ts';
import { textLibrary as library } from '../support/text-library.ts';
import type { Row } from '../support/small-system.ts';

const fs = '/zosmf/restfiles/fs';
const json = { 'Content-Type': 'application/json' };

describe('UNIX files on the wire', () => {
  let system: Awaited<ReturnType<typeof startSmallSystem>>;
  beforeAll(async () => {
    system = await startSmallSystem({
      site: {
        users: [
          { userid: 'DEVA', password: 'secret-1', groups: ['TEAM'] },
          { userid: 'OTHER', password: 'secret-2' },
          { userid: 'ROOT', password: 'secret-3', omvs: { uid: 0 } },
        ],
      },
      fill: (dataSets) => {
        dataSets.create('DEVA.LIB', library, 'DEVA');
        dataSets.write('DEVA.LIB', 'ONE', [Buffer.from('C1C2', 'hex')], { user: 'DEVA' });
      },
    });
  });
  afterAll(async () => {
    expect(system.failures).toEqual([]);
    await system[Symbol.asyncDispose]();
  });

  const other = basic('OTHER', 'secret-2');
  const put = (path: string, body: string | Buffer, headers: Record<string, string> = {}, auth = basic()) =>
    send(system, 'PUT', fs + path, { body, headers: { 'Content-Type': 'text/plain', ...headers }, auth });
  const get = (path: string, headers: Record<string, string> = {}, auth = basic()) =>
    send(system, 'GET', fs + path, { headers, auth });
  const utility = (path: string, body: unknown, auth = basic()) =>
    send(system, 'PUT', fs + path, { body: JSON.stringify(body), headers: json, auth });
  const list = (query: string, headers: Record<string, string> = {}, auth = basic()) =>
    send(system, 'GET', `${fs}?${query}`, { headers, auth });
  const create = (path: string, body: unknown, auth = basic()) =>
    send(system, 'POST', fs + path, { body: JSON.stringify(body), auth });
  const remove = (path: string, headers: Record<string, string> = {}, auth = basic()) =>
    send(system, 'DELETE', fs + path, { headers, auth });
  const names = (row: Row) => row.items.map(({ name }) => name);
  const fault = async (answer: Promise<{ status: number; json: () => Row }>) => {
    const { status, json: document } = await answer;
    const { category, rc, reason, message, details } = document();
    return [status, category, rc, reason, message, (details as string[] | undefined)?.join('|')];
  };

  describe('create, read and write', () => {
    it('answers 201 for a new file and 204 for an old one', async () => {
      expect((await put('/u/deva/new', 'one\n')).status).toBe(201);
      const again = await put('/u/deva/new', 'two\n');
      expect([again.status, again.text]).toEqual([204, '']);
      const read = await get('/u/deva/new');
      expect([read.status, read.text, read.headers['content-type']]).toEqual([
        200,
        'two\n',
        'text/plain; charset=UTF-8',
      ]);
    });

    it('keeps text as EBCDIC, and gives the stored bytes in binary mode', async () => {
      await put('/u/deva/text', 'AB\n');
      expect((await get('/u/deva/text', { 'X-IBM-Data-Type': 'binary' })).bytes.toString('hex')).toBe('c1c215');
      await put('/u/deva/bin', Buffer.from([0, 255, 13, 10]), { 'X-IBM-Data-Type': 'binary' });
      expect((await get('/u/deva/bin', { 'X-IBM-Data-Type': 'binary' })).bytes).toEqual(Buffer.from([0, 255, 13, 10]));
      expect((await get('/u/deva/bin', { 'X-IBM-Data-Type': 'record' })).bytes.toString('hex')).toBe(
        '0000000400ff0d0a',
      );
    });

    it.each(['037', 'IBM-037', '1047', '1140', 'IBM-1147', 'ISO8859-1', 'UTF-8', 'UCS-2'])(
      'writes and reads in code page %s',
      async (page) => {
        const type = { 'X-IBM-Data-Type': `text;fileEncoding=${page}` };
        await put('/u/deva/page', 'a[é]!\n', type);
        expect((await get('/u/deva/page', type)).text).toBe('a[é]!\n');
      },
    );

    it('takes a bare code page as Content-Type for the body', async () => {
      await put('/u/deva/bare', Buffer.from('é\n', 'latin1'), { 'Content-Type': 'ISO8859-1' });
      expect((await get('/u/deva/bare')).text).toBe('é\n');
      expect((await get('/u/deva/bare', { 'Content-Type': 'ISO8859-1' })).bytes).toEqual(Buffer.from('é\n', 'latin1'));
    });

    it('reads and writes by the tag of the file', async () => {
      await create('/u/deva/tagged', { type: 'file' });
      await utility('/u/deva/tagged', { request: 'chtag', action: 'set', type: 'text', codeset: 'ISO8859-1' });
      await put('/u/deva/tagged', 'é\n');
      expect((await get('/u/deva/tagged', { 'X-IBM-Data-Type': 'binary' })).bytes.toString('hex')).toBe('e90a');
      expect((await get('/u/deva/tagged')).text).toBe('é\n');
    });

    it('refuses text that the code page cannot hold, and leaves the file as it was', async () => {
      await put('/u/deva/held', 'kept\n');
      expect(await fault(put('/u/deva/held', 'snow \u2603\n'))).toEqual([
        ...[500, 16, 147, -1033961426, 'Illegal character sequence detected by iconv()'],
        'EDC5147I Illegal byte sequence. (errno2=0xC25F002E)',
      ]);
      expect((await fault(put('/u/deva/held', Buffer.from([0xff, 0xfe, 0x80]))))[4]).toContain('iconv()');
      expect((await get('/u/deva/held')).text).toBe('kept\n');
    });

    it('guards a write with If-Match and a read with If-None-Match', async () => {
      const first = await put('/u/deva/etag', 'one\n');
      const tag = String(first.headers.etag);
      expect(tag).toMatch(/^[0-9A-F]{32}$/);
      expect((await get('/u/deva/etag')).headers.etag).toBe(tag);
      const unchanged = await get('/u/deva/etag', { 'If-None-Match': tag });
      expect([unchanged.status, unchanged.text, unchanged.headers.etag]).toEqual([304, '', tag]);
      const refused = await put('/u/deva/etag', 'two\n', { 'If-Match': 'ABC' });
      expect([refused.status, refused.text]).toEqual([412, '']);
      expect((await put('/u/deva/etag', 'two\n', { 'If-Match': tag })).status).toBe(204);
      expect((await put('/u/deva/none-yet', 'x', { 'If-Match': tag })).status).toBe(412);
    });

    it.each([
      ['X-IBM-Record-Range', '1-2', 'b\nc\n'],
      ['X-IBM-Record-Range', '0,2', 'a\nb\n'],
      ['X-IBM-Record-Range', '2,99', 'c\nd\n'],
    ])('reads the lines of %s %s', async (header, value, text) => {
      await put('/u/deva/lines', 'a\nb\nc\nd\n');
      expect((await get('/u/deva/lines', { [header]: value })).text).toBe(text);
    });

    it('searches, and reads a range of bytes', async () => {
      await put('/u/deva/lines', 'alpha\nbeta\ngamma\n');
      expect((await get('/u/deva/lines?search=BETA&maxreturnsize=1')).text).toBe('beta\n');
      expect((await get('/u/deva/lines?research=%5Eg')).text).toBe('gamma\n');
      expect((await get('/u/deva/lines?search=none')).text).toBe('');
      await put('/u/deva/bytes', 'abcdef', { 'X-IBM-Data-Type': 'binary' });
      const part = await get('/u/deva/bytes', { 'X-IBM-Data-Type': 'binary', Range: 'bytes=1-3' });
      expect([part.status, part.text, part.headers['content-range']]).toEqual([206, 'bcd', 'bytes 1-3/6']);
    });

    it.each([
      ['{"type":"file","mode":"rwxr-x---"}', '-rwxr-x---'],
      ['{"type":"FILE","mode":"RW-RW-RW-"}', '-rw-rw-rw-'],
      ['{"type":"directory","mode":"rwxr-xr-x"}', 'drwxr-xr-x'],
    ])('creates by %s', async (body, mode) => {
      await remove('/u/deva/made');
      const answer = await send(system, 'POST', `${fs}/u/deva/made`, { body });
      expect([answer.status, answer.text]).toEqual([201, '']);
      const rows = (await list('path=/u/deva')).json().items;
      expect(rows.find(({ name }) => name === 'made')).toMatchObject({ mode, user: 'DEVA', group: 'TEAM' });
    });
  });

  describe('names', () => {
    it.each([
      'a#b',
      'a@b$c',
      "q'(x),:;=&~!*",
      '<[^{|}]>',
      'sp ace',
      'per%cent',
      'plus+',
      'what?',
      'ünï',
      '..three',
      'back\\slash',
    ])('keeps the name %j in path and list', async (name) => {
      const path = `/u/deva/${name.replaceAll(/[ %+?ü ï\\]/g, (character) => encodeURIComponent(character))}`;
      expect((await put(path, 'x\n')).status).toBe(201);
      expect((await get(path)).text).toBe('x\n');
      expect(names((await list('path=%2Fu%2Fdeva')).json())).toContain(name);
      expect((await remove(path)).status).toBe(204);
    });

    it('takes doubled slashes, encoded slashes and a slash behind', async () => {
      await create('/u/deva/dir', { type: 'directory' });
      expect((await put('//u/deva//dir/f', 'x\n')).status).toBe(201);
      expect((await get('/u%2Fdeva%2Fdir%2Ff')).text).toBe('x\n');
      expect(names((await list('path=/u/deva/dir/')).json())).toEqual(['.', '..', 'f']);
      expect((await list('path=u/deva/dir')).status).toBe(200);
    });
  });

  describe('lists', () => {
    beforeAll(async () => {
      for (const path of ['/tmp/l', '/tmp/l/sub', '/tmp/l/sub/deep'])
        await create(path, { type: 'directory', mode: 'rwxr-xr-x' });
      await put('/tmp/l/a.txt', 'x'.repeat(2000));
      await put('/tmp/l/sub/b.txt', 'b\n');
      await put('/tmp/l/sub/deep/c.sh', 'c\n');
      await utility('/tmp/l/sub/deep/c.sh', { request: 'chmod', mode: '755' });
      await utility('/tmp/l/link', { request: 'link', from: 'a.txt', type: 'symbol' });
    });

    it('begin with . and .., and show the keys in their order', async () => {
      const { items, ...rest } = (await list('path=/tmp/l')).json();
      expect(items.map(({ name, mode }) => [name, mode])).toEqual([
        ...[
          ['.', 'drwxr-xr-x'],
          ['..', 'drwxrwxrwt'],
          ['a.txt', '-rw-r--r--'],
        ],
        ...[
          ['link', 'lrwxrwxrwx'],
          ['sub', 'drwxr-xr-x'],
        ],
      ]);
      expect(Object.keys(items[2]!)).toEqual(['name', 'mode', 'size', 'uid', 'user', 'gid', 'group', 'mtime']);
      expect(items[2]).toMatchObject({ size: 2000, user: 'DEVA', mtime: '2026-09-12T21:00:00' });
      expect(items[3]).toMatchObject({ target: 'a.txt' });
      expect(rest).toEqual({ returnedRows: 5, totalRows: 5, JSONversion: 1 });
    });

    it.each([
      ['2', 2],
      ['0', 5],
      ['x', 5],
    ])('are cut by X-IBM-Max-Items %s to %i rows', async (most, count) => {
      const answer = (await list('path=/tmp/l', { 'X-IBM-Max-Items': most })).json();
      expect([answer.items.length, answer.returnedRows, answer.totalRows]).toEqual([count, count, 5]);
    });

    it('show a file by its whole path, and a link itself for X-IBM-Lstat', async () => {
      expect(names((await list('path=/tmp/l/a.txt')).json())).toEqual(['/tmp/l/a.txt']);
      const [row] = (await list('path=/tmp/l/link', { 'X-IBM-Lstat': 'true' })).json().items;
      expect(row).toMatchObject({ mode: 'lrwxrwxrwx', target: 'a.txt' });
    });

    it.each([
      ['name=*.txt', ['a.txt', 'sub/b.txt']],
      ['name=*.txt&depth=1', ['a.txt']],
      ['type=d', ['sub', 'sub/deep']],
      ['type=l&symlinks=report', ['link']],
      ['type=f&symlinks=report', ['a.txt', 'sub/b.txt', 'sub/deep/c.sh']],
      ['type=f&symlinks=follow', ['a.txt', 'link', 'sub/b.txt', 'sub/deep/c.sh']],
      ['size=%2B1K&type=f&symlinks=report', ['a.txt']],
      ['size=2&type=f', ['sub/b.txt', 'sub/deep/c.sh']],
      ['size=-3&type=f', ['sub/b.txt', 'sub/deep/c.sh']],
      ['perm=755&type=f', ['sub/deep/c.sh']],
      ['perm=-111&type=f', ['sub/deep/c.sh']],
      ['perm=-444&name=*.sh', ['sub/deep/c.sh']],
      ['mtime=0&name=b*', ['sub/b.txt']],
      ['mtime=%2B1', []],
      ['user=deva&name=c*', ['sub/deep/c.sh']],
      ['user=OTHER', []],
      ['user=nobody', []],
      ['group=SYS1&type=f&name=a*', ['a.txt']],
    ])('search by %s', async (query, found) =>
      expect(names((await list(`path=/tmp/l&${query}`)).json())).toEqual(found),
    );

    it.each(['size=big', 'perm=9', 'type=z', 'mtime=old', 'name=x&depth=a', 'name=x&filesys=no', 'name=x&symlinks=no'])(
      'refuse the query %s',
      async (query) => {
        expect((await fault(list(`path=/tmp/l&${query}`))).slice(0, 4)).toEqual([400, 1, 4, 13]);
      },
    );
  });

  describe('errors', () => {
    beforeAll(async () => {
      await create('/u/deva/private', { type: 'directory', mode: 'rwx------' });
      await put('/u/deva/private/f', 'secret\n');
      await put('/u/deva/plain', 'x\n');
      await utility('/u/deva/plain', { request: 'chmod', mode: '600' });
    });

    const noFile = 'EDC5129I No such file or directory. (errno2=0x053B006C)';
    const denied = 'EDC5111I Permission denied. (errno2=0xEF076015)';
    it.each<[string, () => Promise<{ status: number; json: () => Row }>, unknown[]]>([
      ['list, path missing', () => list('path=/u/none'), [404, 1, 4, 8, 'Path name not found', noFile]],
      [
        'list, file on the way',
        () => list('path=/u/deva/plain/x'),
        [400, 1, 4, 7, 'Path name is not valid', 'EDC5135I Not a directory. (errno2=0x0594003C)'],
      ],
      [
        'list, name too long',
        () => list(`path=/u/${'x'.repeat(300)}`),
        [400, 1, 4, 7, 'Path name is not valid', 'EDC5126I Filename too long. (errno2=0x053B0040)'],
      ],
      ['list, not permitted', () => list('path=/u/deva/private', {}, other), [500, 16, 16, 1, 'stat() failed', denied]],
      ['list, no path', () => list('path='), [400, 1, 4, 13, 'path', undefined]],
      [
        'read, missing',
        () => get('/u/deva/none'),
        [404, 6, 8, 98762850, 'File not found.', 'EDC5129I No such file or directory. (errno2=0x05620062)'],
      ],
      [
        'read, directory',
        () => get('/u/deva/private'),
        [500, 6, 8, 92078512, 'file lock via fcntl() failed', 'EDC5121I Invalid argument. (errno2=0x055501B0)'],
      ],
      [
        'read, not permitted',
        () => get('/u/deva/plain', {}, other),
        [500, 6, 8, -277913579, 'Client is not authorized for file access.', denied],
      ],
      [
        'write, not permitted',
        () => put('/u/deva/plain', 'y', {}, other),
        [500, 6, 8, -277913579, 'Client is not authorized for file access.', denied],
      ],
      [
        'write, no directory',
        () => put('/u/deva/none/f', 'y'),
        [404, 6, 8, 98762850, 'File not found.', 'EDC5129I No such file or directory. (errno2=0x05620062)'],
      ],
      [
        'create, file there',
        () => create('/u/deva/plain', { type: 'file' }),
        [500, 1, 4, 19, 'The specified file already exists', undefined],
      ],
      [
        'create, directory there',
        () => create('/u/deva/private', { type: 'directory' }),
        [500, 1, 4, 19, 'The specified directory already exists', undefined],
      ],
      [
        'create, no directory',
        () => create('/u/none/f', { type: 'file' }),
        [404, 1, 4, 8, 'Path name not found', noFile],
      ],
      [
        'create file, not permitted',
        () => create('/u/deva/f', { type: 'file' }, other),
        [500, 8, -1, 98959436, 'creat() error', denied],
      ],
      [
        'create directory, not permitted',
        () => create('/u/deva/d', { type: 'directory' }, other),
        [500, 8, -1, -276865003, 'mkdir() error', denied],
      ],
      [
        'create, wrong type',
        () => create('/u/deva/f', { type: 'pipe' }),
        [400, 1, 4, 7, 'Value of type is not valid', undefined],
      ],
      [
        'create, wrong mode',
        () => create('/u/deva/f', { type: 'file', mode: 'rwz' }),
        [400, 1, 4, 7, 'Value of mode is not valid', undefined],
      ],
      [
        'create, no JSON',
        () => send(system, 'POST', `${fs}/u/deva/f`, { body: '{' }),
        [400, 7, 4, 1, 'JSON input cannot be parsed', undefined],
      ],
      ['delete, missing', () => remove('/u/deva/none'), [500, 8, -1, 96141420, 'lstat() error', noFile]],
      [
        'delete, directory not empty',
        () => remove('/u/deva/private'),
        [500, 8, -1, -283353019, 'rmdir() error', 'EDC5136I Directory not empty. (errno2=0xEF1C6045)'],
      ],
      [
        'delete, not permitted',
        () => remove('/u/deva/plain', {}, other),
        [500, 8, -1, -284729323, 'unlink() error', denied],
      ],
      [
        'utility, missing file',
        () => utility('/u/deva/none', { request: 'chmod', mode: '644' }),
        [
          500,
          1,
          8,
          9,
          'Error executing command. exit_code=1',
          `/bin/chmod 644 /u/deva/none|chmod: FSUM6180 file "/u/deva/none": ${noFile}`,
        ],
      ],
      [
        'utility, unknown',
        () => utility('/u/deva/plain', { request: 'burn' }),
        [400, 1, 4, 7, 'Value of request is not valid', undefined],
      ],
      [
        'utility, without request',
        () => utility('/u/deva/plain', {}),
        [400, 1, 4, 7, 'Value of request is not valid', undefined],
      ],
      [
        'utility, no JSON',
        () => send(system, 'PUT', `${fs}/u/deva/plain`, { body: 'x', headers: json }),
        [400, 7, 4, 1, 'JSON input cannot be parsed', undefined],
      ],
      ['no path at all', () => send(system, 'GET', fs), [400, 1, 4, 1, `URL '${fs}' is not valid`, undefined]],
      [
        'unknown code page',
        () => get('/u/deva/plain', { 'X-IBM-Data-Type': 'text;fileEncoding=IBM-9999' }),
        [500, 16, 121, -1037303780, 'iconv_open() failed.', 'EDC5121I Invalid argument. (errno2=0xC22C001C)'],
      ],
    ])('%s', async (_, act, wanted) => expect(await fault(act())).toEqual(wanted));

    it('show the keys in the order of the files service', async () =>
      expect(Object.keys((await list('path=/u/none')).json())).toEqual([
        'category',
        'rc',
        'reason',
        'message',
        'stack',
        'details',
      ]));

    it('answer 405 with the methods that there are', async () => {
      const answer = await send(system, 'PATCH', `${fs}/u/deva/plain`);
      expect([answer.status, answer.headers.allow]).toEqual([405, 'GET, PUT, POST, DELETE']);
    });
  });

  describe('utilities', () => {
    const mode = async (path: string) => (await list(`path=${path}`, { 'X-IBM-Lstat': 'true' })).json().items[0]!.mode;
    beforeAll(async () => {
      await create('/u/deva/work', { type: 'directory', mode: 'rwxr-xr-x' });
      await create('/u/deva/work/sub', { type: 'directory', mode: 'rwxr-xr-x' });
      await put('/u/deva/work/f', 'text\n');
      await put('/u/deva/work/sub/g', 'more\n');
    });

    it.each([
      ['755', '-rwxr-xr-x'],
      ['u=rw,go=r', '-rw-r--r--'],
      ['g+w,o-r', '-rw-rw----'],
      ['RWXR-X---', '-rwxr-x---'],
      ['RWX', undefined],
    ])('chmod %s', async (text, shown) => {
      const answer = await utility('/u/deva/work/f', { request: 'chmod', mode: text });
      if (shown === undefined) expect(answer.status).toBe(500);
      else expect([answer.status, await mode('/u/deva/work/f')]).toEqual([204, shown]);
    });

    it('chmod goes through a directory when it is recursive', async () => {
      await utility('/u/deva/work', { request: 'chmod', mode: '700', recursive: true });
      expect(await mode('/u/deva/work/sub/g')).toBe('-rwx------');
    });

    it('chown is for uid 0; the group may be one of the own', async () => {
      expect((await utility('/u/deva/work/f', { request: 'chown', owner: 'OTHER' })).status).toBe(500);
      expect((await utility('/u/deva/work/f', { request: 'chown', owner: 'DEVA', group: 'TEAM' })).status).toBe(204);
      const auth = basic('ROOT', 'secret-3');
      expect((await utility('/u/deva/work/f', { request: 'chown', owner: 'OTHER', group: '0' }, auth)).status).toBe(
        204,
      );
      expect((await list('path=/u/deva/work/f')).json().items[0]).toMatchObject({ user: 'OTHER', group: 'SYS1' });
      await utility('/u/deva/work/f', { request: 'chown', owner: 'DEVA' }, auth);
    });

    it.each([
      [{ action: 'set', type: 'text', codeset: 'ISO8859-1' }, 't ISO8859-1   T=on  /u/deva/work/sub/g'],
      [{ action: 'set', type: 'binary' }, 'b binary      T=off /u/deva/work/sub/g'],
      [{ action: 'set', type: 'mixed', codeset: 'IBM-1047' }, 'm IBM-1047    T=off /u/deva/work/sub/g'],
      [{ action: 'remove' }, '- untagged    T=off /u/deva/work/sub/g'],
    ])('chtag %j', async (request, line) => {
      const set = await utility('/u/deva/work/sub/g', { request: 'chtag', ...request });
      expect([set.status, set.text]).toEqual([204, '']);
      const shown = await utility('/u/deva/work/sub/g', { request: 'chtag', action: 'list' });
      expect([shown.status, shown.json()]).toEqual([200, { stdout: [line] }]);
    });

    it('copies a file, and a directory with all that is below', async () => {
      expect((await utility('/u/deva/copy', { request: 'copy', from: '/u/deva/work/sub/g' })).status).toBe(204);
      expect((await get('/u/deva/copy')).text).toBe('more\n');
      expect((await utility('/u/deva/tree', { request: 'copy', from: '/u/deva/work' })).status).toBe(500);
      expect((await utility('/u/deva/tree', { request: 'copy', from: '/u/deva/work', recursive: true })).status).toBe(
        204,
      );
      expect((await get('/u/deva/tree/sub/g')).text).toBe('more\n');
      expect(
        (await utility('/u/deva/copy', { request: 'copy', from: '/u/deva/work/f', overwrite: false })).status,
      ).toBe(500);
      expect((await get('/u/deva/copy')).text).toBe('more\n');
    });

    it('copies from a data set', async () => {
      const from = { dsn: 'DEVA.LIB', member: 'ONE' };
      expect((await utility('/u/deva/one', { request: 'copy', 'from-dataset': from })).status).toBe(204);
      expect((await get('/u/deva/one')).text).toBe('AB\n');
      await utility('/u/deva/one', { request: 'copy', 'from-dataset': { ...from, type: 'binary' } });
      expect((await get('/u/deva/one', { 'X-IBM-Data-Type': 'binary' })).bytes).toHaveLength(80);
      const missing = await fault(utility('/u/deva/x', { request: 'copy', 'from-dataset': { dsn: 'NO.SUCH' } }));
      expect(missing[5]).toContain('EDC5049I');
    });

    it('moves a file', async () => {
      await put('/u/deva/here', 'x\n');
      expect((await utility('/u/deva/there', { request: 'move', from: '/u/deva/here' })).status).toBe(204);
      expect([(await get('/u/deva/here')).status, (await get('/u/deva/there')).text]).toEqual([404, 'x\n']);
    });

    it('sets and shows extended attributes', async () => {
      expect((await utility('/u/deva/work/f', { request: 'extattr', set: 'ap' })).status).toBe(204);
      const shown = await utility('/u/deva/work/f', { request: 'extattr' });
      expect(shown.json().stdout).toEqual([
        ...['/u/deva/work/f', 'APF authorized = YES', 'Program controlled = YES'],
        ...['Shared Address Space = NO', 'Shared Library = NO'],
      ]);
      expect((await utility('/u/deva/work/f', { request: 'extattr', set: 'z' })).status).toBe(500);
    });

    it('shows the base access list and refuses to extend it', async () => {
      await utility('/u/deva/work/f', { request: 'chmod', mode: '640' });
      const shown = await utility('/u/deva/work/f', { request: 'getfacl' });
      expect(shown.json().stdout).toEqual([
        ...['#file: /u/deva/work/f', '#owner: DEVA', '#group: SYS1', 'user::rw-', 'group::r--', 'other::---'],
      ]);
      const refused = await fault(utility('/u/deva/work/f', { request: 'setfacl', modify: 'user:OTHER:r--' }));
      expect([refused[0], refused[5]]).toEqual([500, expect.stringContaining('not imitated')]);
    });

    it('makes links and takes them away', async () => {
      expect((await utility('/u/deva/sym', { request: 'link', from: '/u/deva/there', type: 'symbol' })).status).toBe(
        204,
      );
      expect((await get('/u/deva/sym')).text).toBe('x\n');
      expect((await utility('/u/deva/sym', { request: 'link', from: '/u/deva/copy', type: 'symbol' })).status).toBe(
        500,
      );
      expect(
        (await utility('/u/deva/sym', { request: 'link', from: '/u/deva/copy', type: 'symbol', force: true })).status,
      ).toBe(204);
      expect((await utility('/u/deva/ext', { request: 'link', from: 'X', type: 'external' })).status).toBe(500);
      expect((await utility('/u/deva/sym', { request: 'unlink' })).status).toBe(204);
      expect((await get('/u/deva/copy')).status).toBe(200);
    });

    it('takes JSON that is sent as text for content', async () => {
      expect((await put('/u/deva/json', '{"request":"chmod","mode":"000"}')).status).toBe(201);
      expect((await get('/u/deva/json')).text).toBe('{"request":"chmod","mode":"000"}');
    });

    it('deletes a directory with all that is below when asked', async () => {
      expect((await remove('/u/deva/tree', { 'X-IBM-Option': 'recursive' })).status).toBe(204);
      expect((await list('path=/u/deva/tree')).status).toBe(404);
    });
  });

  describe('file systems', () => {
    const mfs = '/zosmf/restfiles/mfs';
    const act = (name: string, body: unknown, auth = basic('ROOT', 'secret-3')) =>
      send(system, 'PUT', `${mfs}/${name}`, { body: JSON.stringify(body), auth });
    const zfs = (method: string, name: string, body?: unknown, auth = basic()) =>
      send(system, method, `${mfs}/zfs/${name}?timeout=20`, {
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        auth,
      });

    it('are made, mounted, filled, unmounted and deleted', async () => {
      const made = await zfs('POST', 'DEVA.TEST.ZFS', {
        perms: 755,
        cylsPri: 100,
        cylsSec: 10,
        volumes: ['PRC001'],
        JSONversion: 1,
      });
      expect([made.status, made.text]).toEqual([201, '']);
      const listed = await send(system, 'GET', '/zosmf/restfiles/ds?dslevel=DEVA.TEST.ZFS');
      expect(listed.json().items[0]).toMatchObject({ dsname: 'DEVA.TEST.ZFS' });
      await create('/u/deva/mnt', { type: 'directory', mode: 'rwxrwxrwx' });
      const body = { action: 'mount', 'mount-point': '/u/deva/mnt', 'fs-type': 'ZFS', mode: 'rdwr' };
      expect((await act('DEVA.TEST.ZFS', body, basic())).status).toBe(500);
      const mounted = await act('DEVA.TEST.ZFS', body);
      expect([mounted.status, mounted.text]).toEqual([204, '']);
      expect((await put('/u/deva/mnt/inside', 'x\n')).status).toBe(201);
      const [row] = (await send(system, 'GET', `${mfs}/?fsname=DEVA.TEST.ZFS`)).json().items;
      expect(row).toMatchObject({
        name: 'DEVA.TEST.ZFS',
        mountpoint: '/u/deva/mnt',
        mode: ['rdwr', 'acl', 'synchonly'],
        fstname: 'ZFS',
      });
      expect((await send(system, 'GET', `${mfs}?path=/u/deva/mnt/inside`)).json().items).toEqual([row]);
      expect((await zfs('DELETE', 'DEVA.TEST.ZFS')).status).toBe(500);
      expect((await act('DEVA.TEST.ZFS', { action: 'unmount' })).status).toBe(204);
      expect((await get('/u/deva/mnt/inside')).status).toBe(404);
      await act('DEVA.TEST.ZFS', { ...body, mode: 'RDONLY' });
      expect((await fault(put('/u/deva/mnt/inside', 'y\n')))[5]).toBe(
        'EDC5141I Read-only file system. (errno2=0x104C0079)',
      );
      await act('DEVA.TEST.ZFS', { action: 'unmount' });
      expect((await zfs('DELETE', 'DEVA.TEST.ZFS')).status).toBe(204);
      const missing = (await fault(zfs('DELETE', 'DEVA.TEST.ZFS')))[5];
      expect(missing).toContain('ENTRY DEVA.TEST.ZFS NOT FOUND');
      expect(missing).toContain('NOT DELETED');
    });

    it('list the root first, and answer 404 with no items for an unknown one', async () => {
      const all = (await send(system, 'GET', mfs)).json();
      expect(all.items.map(({ name, mountpoint }) => [name, mountpoint])).toEqual([['OMVS.ROOT.ZFS', '/']]);
      const none = await send(system, 'GET', `${mfs}/?fsname=NO.SUCH.ZFS`);
      expect([none.status, none.json().items]).toEqual([404, []]);
    });

    it('refuse what is not right', async () => {
      const root = basic('ROOT', 'secret-3');
      expect((await zfs('POST', 'OMVS.ROOT.ZFS', {}, root)).status).toBe(500);
      expect((await zfs('POST', 'DEVA.X.ZFS', { perms: 999 })).status).toBe(400);
      expect((await act('NO.SUCH.ZFS', { action: 'mount', 'mount-point': '/tmp', 'fs-type': 'ZFS' })).status).toBe(404);
      expect((await act('OMVS.ROOT.ZFS', { action: 'unmount' })).status).toBe(500);
      expect((await act('OMVS.ROOT.ZFS', { action: 'explode' })).status).toBe(400);
      expect((await send(system, 'POST', `${mfs}/zfs`, { body: '{}' })).status).toBe(405);
    });

    it('are entered by a search only with filesys=all', async () => {
      await zfs('POST', 'DEVA.DEEP.ZFS', { perms: 777 });
      await create('/u/deva/deep', { type: 'directory', mode: 'rwxrwxrwx' });
      await act('DEVA.DEEP.ZFS', { action: 'mount', 'mount-point': '/u/deva/deep', 'fs-type': 'ZFS', mode: 'rdwr' });
      await put('/u/deva/deep/needle', 'x\n');
      expect(names((await list('path=/u/deva&name=needle')).json())).toEqual([]);
      expect(names((await list('path=/u/deva&name=needle&filesys=all')).json())).toEqual(['deep/needle']);
    });
  });
});
