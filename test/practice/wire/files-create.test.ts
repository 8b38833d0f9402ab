import { describe, expect, it } from '@jest/globals';
import { ebcdic } from '../../../src/practice/codepages/code-page.ts';
import { basic, send, startSmallSystem } from '../support/small-system.ts';
import { textLibrary as library } from '../support/text-library.ts';

const ds = '/zosmf/restfiles/ds';
const json = { 'Content-Type': 'application/json' };

type On = { port: number; dataSets: Awaited<ReturnType<typeof startSmallSystem>>['dataSets'] };
const create = (on: On, dsname: string, wish: Record<string, unknown>) =>
  send(on, 'POST', `${ds}/${dsname}`, { body: JSON.stringify(wish) });

describe('creating', () => {
  const made: [Record<string, unknown>, Record<string, unknown>][] = [
    [
      { dsorg: 'PS', alcunit: 'TRK', primary: 10, secondary: 5, recfm: 'FB', lrecl: 80, blksize: 400 },
      { dsorg: 'PS', spaceUnit: 'TRACKS', primary: 10, secondary: 5, recfm: 'FB', lrecl: 80, blksize: 400 },
    ],
    [
      { dsorg: 'PO', alcunit: 'CYL', primary: 2, secondary: 1, dirblk: 25, recfm: 'VB', lrecl: 259 },
      { dsorg: 'PO', dsntype: 'PDS', spaceUnit: 'CYLINDERS', primary: 30, secondary: 15, dirblk: 25, blksize: 27998 },
    ],
    [
      { dsorg: 'PO', dsntype: 'library', primary: 1, recfm: 'u', blksize: 0, lrecl: 0 },
      { dsorg: 'PO', dsntype: 'LIBRARY', recfm: 'U', lrecl: 0, blksize: 32760, dirblk: 0 },
    ],
    [
      { dsorg: 'PS', alcunit: 'BLK', avgblk: 27920, primary: 10, secondary: 4, recfm: 'FB', lrecl: 80 },
      { spaceUnit: 'BLOCKS', averageLength: 27920, primary: 5, secondary: 2 },
    ],
    [
      { dsorg: 'PS', dsntype: 'LARGE', primary: 1, recfm: 'FBA', lrecl: 133 },
      { dsntype: 'LARGE', blksize: 27930 },
    ],
    [
      { dsorg: 'PS', dsntype: 'EXTREQ', primary: 1, recfm: 'VBS', lrecl: 32756 },
      { dsntype: 'EXTREQ', recfm: 'VBS' },
    ],
    [
      { dsorg: 'PS', primary: 1 },
      { recfm: '?', lrecl: 0, blksize: 0 },
    ],
    [
      { primary: 1, storclass: 'SCFAST', mgntclass: 'MCSTD', dataclass: 'DCSRC', unit: 'SYSDA', volser: 'prc001' },
      { storclas: 'SCFAST', mgmtclas: 'MCSTD', dataclas: 'DCSRC' },
    ],
  ];
  it.each(made)('%j', async (wish, label) => {
    await using on = await startSmallSystem();
    const answer = await create(on, 'pay.new', wish);
    expect([answer.status, answer.text]).toEqual([201, '']);
    expect(on.dataSets.find('PAY.NEW')!.attributes).toMatchObject(label);
  });

  it('like takes everything from the model but what the request says itself', async () => {
    await using on = await startSmallSystem();
    on.dataSets.create(
      'PAY.MODEL',
      { ...library, dsntype: 'PDS', dirblk: 7, spaceUnit: 'CYLINDERS', primary: 45 },
      'X',
    );
    expect((await create(on, 'PAY.SAME', { like: 'pay.model' })).status).toBe(201);
    expect(on.dataSets.find('PAY.SAME')!.attributes).toEqual(on.dataSets.find('PAY.MODEL')!.attributes);
    expect((await create(on, 'PAY.WIDER', { like: 'PAY.MODEL', lrecl: 100, primary: 1, alcunit: 'TRK' })).status).toBe(
      201,
    );
    expect(on.dataSets.find('PAY.WIDER')!.attributes).toMatchObject({
      ...{ dsorg: 'PO', dirblk: 7, recfm: 'FB', lrecl: 100, blksize: 27900, primary: 1, spaceUnit: 'TRACKS' },
    });
    expect((await create(on, 'PAY.NONE', { like: 'NO.SUCH' })).status).toBe(404);
  });

  const refused: [Record<string, unknown>, number, number][] = [
    [{ dsorg: 'PS', dirblk: 5 }, 860, 12],
    [{ dsorg: 'XX' }, 860, 60],
    [{ recfm: 'QB' }, 860, 73],
    [{ lrecl: 40_000 }, 860, 66],
    [{ blksize: 40_000 }, 860, 48],
    [{ primary: 16_777_216 }, 860, 10],
    [{ secondary: 16_777_216 }, 860, 11],
    [{ dsorg: 'PS', dsntype: 'LIBRARY' }, 860, 32786],
    [{ dsorg: 'PO', dsntype: 'LARGE' }, 860, 32786],
    [{ dsntype: 'HFS' }, 860, 32786],
    [{ dsntype: 'PIPE' }, 860, 32786],
  ];
  it.each(refused)('refuses %j with SVC 99 error %i, text unit %i', async (wish, rc, reason) => {
    await using on = await startSmallSystem();
    const answer = await create(on, 'PAY.NEW', { primary: 1, recfm: 'FB', lrecl: 80, ...wish });
    expect([answer.status, answer.json()]).toMatchObject([500, { category: 8, rc, reason }]);
    expect(on.dataSets.find('PAY.NEW')).toBeUndefined();
  });

  it.each([{ alcunit: 'MB' }, { lrecl: 'eighty' }, { primary: -1 }, { dirblk: 1.5 }, { like: 7 }])(
    'refuses %j as no value',
    async (wish) => {
      await using on = await startSmallSystem();
      expect((await create(on, 'PAY.NEW', { primary: 1, ...wish })).json()).toMatchObject({
        ...{ category: 1, message: `Value of ${Object.keys(wish)[0]!} is not valid` },
      });
    },
  );

  it('a generation goes into its group by its absolute or its relative name', async () => {
    await using on = await startSmallSystem();
    on.dataSets.defineGdg({ name: 'PAY.GDG', limit: 2, scratch: true, empty: false });
    for (const name of ['PAY.GDG.G0001V00', 'PAY.GDG(+1)', 'PAY.GDG(+1)'])
      expect((await create(on, name, { primary: 1, recfm: 'FB', lrecl: 80 })).status).toBe(201);
    expect(on.dataSets.findGdg('PAY.GDG')!.generations).toEqual(['PAY.GDG.G0002V00', 'PAY.GDG.G0003V00']);
    expect((await send(on, 'PUT', `${ds}/PAY.GDG(0)`, { body: 'NEWEST' })).status).toBe(204);
    expect((await send(on, 'GET', `${ds}/PAY.GDG.G0003V00`)).text).toBe('NEWEST\n');
    expect((await send(on, 'GET', `${ds}/PAY.GDG(-1)`)).text).toBe('');
    for (const none of ['(-2)', '(+1)']) expect((await send(on, 'GET', `${ds}/PAY.GDG${none}`)).status).toBe(404);
  });
});

describe('utilities', () => {
  const utility = (on: On, target: string, body: Record<string, unknown>, auth = basic()) =>
    send(on, 'PUT', `${ds}/${target}`, { headers: json, body: JSON.stringify(body), auth });
  const copy = (on: On, target: string, from: Record<string, unknown>, more: Record<string, unknown> = {}) =>
    utility(on, target, { request: 'copy', 'from-dataset': from, ...more });
  const text = (on: On, dsname: string, member?: string) =>
    on.dataSets.read(dsname, member).map((record) => ebcdic.decode(record).trimEnd());
  const system = () =>
    startSmallSystem({
      heldAs: (dsname) => (dsname === 'PAY.REGION' ? 'shared' : undefined),
      fill(dataSets) {
        for (const name of ['PAY.FROM', 'PAY.INTO', 'PAY.REGION', 'SECRET.LIB']) dataSets.create(name, library, 'DEVA');
        const sequential = { ...library, dsorg: 'PS', dsntype: 'BASIC' } as const;
        for (const name of ['PAY.SEQ', 'PAY.SEQ2']) dataSets.create(name, sequential, 'DEVA');
        dataSets.create('PAY.SHORT', { ...sequential, lrecl: 10, blksize: 100 }, 'DEVA');
        for (const name of ['A', 'B', 'C'])
          dataSets.write('PAY.FROM', name, [ebcdic.encode(`CONTENT ${name}`)], {
            user: 'OLDHAND',
            statistics: 'update',
          });
        dataSets.write('PAY.SEQ', undefined, [ebcdic.encode('SEQUENTIAL')], { user: 'DEVA' });
        dataSets.write('SECRET.LIB', 'A', [ebcdic.encode('SECRET')], { user: 'OTHER' });
      },
    });

  it('copy a member under another name, with its statistics', async () => {
    await using on = await system();
    const answer = await copy(on, 'pay.into(x)', { dsn: 'pay.from', member: 'a' });
    expect([answer.status, answer.text]).toEqual([204, '']);
    expect([text(on, 'PAY.INTO', 'X'), on.dataSets.member('PAY.INTO', 'X')!.statistics!.user]).toEqual([
      ['CONTENT A'],
      'OLDHAND',
    ]);
  });

  it('copy all members, a member out, a sequential data set in, one to the other', async () => {
    await using on = await system();
    expect((await copy(on, 'PAY.INTO', { dsn: 'PAY.FROM', member: '*' })).status).toBe(204);
    expect(on.dataSets.members('PAY.INTO').map(({ name }) => name)).toEqual(['A', 'B', 'C']);
    expect((await copy(on, 'PAY.SEQ2', { dsn: 'PAY.FROM', member: 'B' })).status).toBe(204);
    expect(text(on, 'PAY.SEQ2')).toEqual(['CONTENT B']);
    expect((await copy(on, 'PAY.INTO(NEW)', { dsn: 'PAY.SEQ' })).status).toBe(204);
    expect(text(on, 'PAY.INTO', 'NEW')).toEqual(['SEQUENTIAL']);
    expect((await copy(on, 'PAY.SEQ2', { dsn: 'PAY.SEQ' })).status).toBe(204);
    expect(text(on, 'PAY.SEQ2')).toEqual(['SEQUENTIAL']);
  });

  it('copy with replace, and into a library without a member name under the old name', async () => {
    await using on = await system();
    expect((await copy(on, 'PAY.INTO', { dsn: 'PAY.FROM', member: 'A' })).status).toBe(204);
    on.dataSets.write('PAY.FROM', 'A', [ebcdic.encode('NEWER')], { user: 'DEVA' });
    expect((await copy(on, 'PAY.INTO', { dsn: 'PAY.FROM', member: 'A' })).status).toBe(500);
    expect((await copy(on, 'PAY.INTO', { dsn: 'PAY.FROM', member: 'A' }, { replace: true })).status).toBe(204);
    expect(text(on, 'PAY.INTO', 'A')).toEqual(['NEWER']);
  });

  it('refuse to copy what is missing, too long, or a library as a whole', async () => {
    await using on = await system();
    expect((await copy(on, 'PAY.INTO(A)', { dsn: 'PAY.FROM', member: 'NONE' })).status).toBe(404);
    expect((await copy(on, 'PAY.INTO(A)', { dsn: 'NO.SUCH', member: 'A' })).status).toBe(404);
    expect((await copy(on, 'NO.SUCH(A)', { dsn: 'PAY.FROM', member: 'A' })).status).toBe(404);
    expect((await copy(on, 'PAY.SHORT', { dsn: 'PAY.SEQ' })).json()).toMatchObject({ category: 4 });
    expect(text(on, 'PAY.SHORT')).toEqual([]);
    expect((await copy(on, 'PAY.INTO', { dsn: 'PAY.FROM' })).status).toBe(500);
  });

  it('want the target alone unless told otherwise: a region that holds it hinders EXCLU, not SHRW', async () => {
    await using on = await system();
    const from = { dsn: 'PAY.FROM', member: 'A' };
    for (const more of [{}, { enq: 'EXCLU' }, { enq: 'exclu' }])
      expect((await copy(on, 'PAY.REGION', from, more)).json()).toMatchObject({ category: 6, reason: 34603530 });
    expect((await copy(on, 'PAY.REGION', from, { enq: 'SHRW' })).status).toBe(204);
  });

  it('need READ for the source and UPDATE for the target', async () => {
    await using on = await system();
    expect((await copy(on, 'PAY.INTO', { dsn: 'SECRET.LIB', member: 'A' })).json()).toMatchObject({ category: 4 });
    expect((await copy(on, 'SECRET.LIB', { dsn: 'PAY.FROM', member: 'B' })).json()).toMatchObject({ category: 4 });
    expect(on.dataSets.members('SECRET.LIB')).toHaveLength(1);
  });

  it('copy a data set of a volume that is not catalogued', async () => {
    await using on = await system();
    const loose = on.dataSets.onVolume('PRC001');
    loose.create('PAY.LOOSE', { ...library, dsorg: 'PS', dsntype: 'BASIC' }, 'DEVA');
    loose.write('PAY.LOOSE', undefined, [ebcdic.encode('LOOSE')], { user: 'DEVA' });
    expect((await copy(on, 'PAY.SEQ2', { dsn: 'PAY.LOOSE' })).status).toBe(404);
    expect((await copy(on, 'PAY.SEQ2', { dsn: 'PAY.LOOSE', volser: 'prc001' })).status).toBe(204);
    expect(text(on, 'PAY.SEQ2')).toEqual(['LOOSE']);
  });

  it('copy from a UNIX file, text by line and anything else by record length', async () => {
    await using on = await system();
    on.unix.writeText('/tmp/copied.txt', 'DEVA', 'ONE\nTWO\n');
    on.unix.write('/tmp/copied.bin', 'DEVA', Buffer.alloc(160, 0xc1));
    const fromFile = (target: string, filename: string, more: Record<string, unknown> = {}) =>
      utility(on, target, { request: 'copy', 'from-file': { filename, ...more } });
    expect((await fromFile('PAY.INTO(TEXT)', '/tmp/copied.txt')).status).toBe(204);
    expect(text(on, 'PAY.INTO', 'TEXT')).toEqual(['ONE', 'TWO']);
    expect((await fromFile('PAY.SEQ2', '/tmp/copied.bin', { type: 'binary' })).status).toBe(204);
    expect(on.dataSets.read('PAY.SEQ2')).toHaveLength(2);
    const none = await fromFile('PAY.SEQ2', '/tmp/none');
    expect([none.status, none.json()]).toMatchObject([404, { category: 6, rc: 8, message: 'file not found' }]);
    expect((await fromFile('PAY.SEQ2', 'relative')).status).toBe(400);
  });

  it('rename data sets and members', async () => {
    await using on = await system();
    const rename = (target: string, from: Record<string, unknown>) =>
      utility(on, target, { request: 'rename', 'from-dataset': from });
    expect((await rename('pay.renamed', { dsn: 'pay.seq' })).status).toBe(204);
    expect([on.dataSets.find('PAY.SEQ'), text(on, 'PAY.RENAMED')]).toEqual([undefined, ['SEQUENTIAL']]);
    expect((await rename('PAY.FROM(Z)', { dsn: 'PAY.FROM', member: 'a' })).status).toBe(204);
    expect(on.dataSets.members('PAY.FROM').map(({ name }) => name)).toEqual(['B', 'C', 'Z']);
  });

  it('migrate, recall and delete by the storage manager', async () => {
    await using on = await system();
    const row = async () =>
      (await send(on, 'GET', `${ds}?dslevel=PAY.SEQ`, { headers: { 'X-IBM-Attributes': 'base' } })).json().items[0];
    expect((await utility(on, 'PAY.SEQ', { request: 'hmigrate' })).status).toBe(204);
    expect(await row()).toEqual({ dsname: 'PAY.SEQ', migr: 'YES', vol: 'MIGRAT' });
    expect((await utility(on, 'PAY.SEQ', { request: 'hrecall', wait: true })).status).toBe(204);
    expect([await row(), text(on, 'PAY.SEQ')]).toMatchObject([{ migr: 'NO' }, ['SEQUENTIAL']]);
    expect((await utility(on, 'PAY.SEQ', { request: 'hdelete' })).status).toBe(500);
    await utility(on, 'PAY.SEQ', { request: 'hmigrate', wait: true });
    expect((await utility(on, 'PAY.SEQ', { request: 'hdelete', wait: true, purge: true })).status).toBe(204);
    expect(on.dataSets.find('PAY.SEQ')).toBeUndefined();
  });

  it('tell a storage manager that fails, and one that is not allowed', async () => {
    await using on = await system();
    for (const request of ['hmigrate', 'hrecall', 'hdelete']) {
      expect((await utility(on, 'NO.SUCH', { request })).json()).toMatchObject({
        details: [expect.stringContaining('ARC1001I NO.SUCH'), expect.anything()],
      });
      expect((await utility(on, 'SECRET.LIB', { request })).json()).toMatchObject({ category: 4 });
    }
    expect((await utility(on, 'PAY.REGION', { request: 'hmigrate' })).json()).toMatchObject({ category: 4 });
  });
});
