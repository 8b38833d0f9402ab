import { describe, expect, it } from '@jest/globals';
import { ebcdic } from '../../../src/practice/codepages/code-page.ts';
import { send, startSmallSystem } from '../support/small-system.ts';
import { textLibrary as library } from '../support/text-library.ts';

const ds = '/zosmf/restfiles/ds';
const json = { 'Content-Type': 'application/json' };

const withLibrary = () =>
  startSmallSystem({
    fill(dataSets) {
      dataSets.create('PAY.PROD.COBOL', library, 'DEVA');
      dataSets.create('PAY.PROD.LOAD', { ...library, recfm: 'U', lrecl: 0, blksize: 32760 }, 'DEVA');
      dataSets.create('PAY.SEQ', { ...library, dsorg: 'PS', recfm: 'VB', lrecl: 84 }, 'DEVA');
      dataSets.create('SECRET.LIB', library, 'OTHER');
      dataSets.create('ODD.A#B$C@D', library, 'DEVA');
      dataSets.write('PAY.PROD.COBOL', 'PAYA', [ebcdic.encode('       IDENTIFICATION DIVISION.')], {
        user: 'DEVA',
        statistics: 'update',
      });
      dataSets.write('PAY.PROD.LOAD', 'PAYA', [Buffer.from('C00001FF', 'hex'), Buffer.from('00'.repeat(300), 'hex')], {
        user: 'DEVA',
        load: {
          size: '00000130',
          ttr: '000003',
          ssi: 'AB120001',
          amode: '31',
          rmode: 'ANY',
          attributes: ['RN', 'RU'],
          authorisation: '00',
        },
      });
      dataSets.addAlias('PAY.PROD.LOAD', 'PAYA', 'PAYALIAS');
    },
  });

describe('listing data sets', () => {
  it('answers base attributes as strings of digits', async () => {
    await using system = await withLibrary();
    const answer = await send(system, 'GET', `${ds}?dslevel=PAY.PROD.LOAD`, {
      headers: { 'X-IBM-Attributes': 'base', 'X-IBM-Max-Items': '0' },
    });
    expect(answer.json()).toEqual({
      items: [
        {
          dsname: 'PAY.PROD.LOAD',
          blksz: '32760',
          catnm: 'CATALOG.MASTER',
          cdate: '2026/09/12',
          dev: '3390',
          dsntp: 'LIBRARY',
          dsorg: 'PO-E',
          edate: '***None***',
          extx: '1',
          lrecl: '0',
          migr: 'NO',
          mvol: 'N',
          ovf: 'NO',
          rdate: '2026/09/12',
          recfm: 'U',
          sizex: '15',
          spacu: 'TRACKS',
          used: '7',
          vol: 'PRC001',
          vols: 'PRC001',
        },
      ],
      returnedRows: 1,
      JSONversion: 1,
    });
  });

  it('says moreRows only when the limit cut the list, starts inclusively, and needs no access', async () => {
    await using system = await withLibrary();
    const cut = await send(system, 'GET', `${ds}?dslevel=PAY`, {
      headers: { 'X-IBM-Max-Items': '2', 'X-IBM-Attributes': 'dsname,total' },
    });
    expect(cut.json()).toEqual({
      items: [{ dsname: 'PAY.PROD.COBOL' }, { dsname: 'PAY.PROD.LOAD' }],
      returnedRows: 2,
      moreRows: true,
      totalRows: 3,
      JSONversion: 1,
    });
    const from = await send(system, 'GET', `${ds}?dslevel=pay.**&start=PAY.PROD.LOAD`, {
      headers: { 'X-IBM-Attributes': 'vol' },
    });
    expect(from.json().items).toEqual([
      { dsname: 'PAY.PROD.LOAD', vol: 'PRC001' },
      { dsname: 'PAY.SEQ', vol: 'PRC001' },
    ]);
    expect((await send(system, 'GET', `${ds}?dslevel=SECRET.**`)).json().returnedRows).toBe(1);
    const none = await send(system, 'GET', `${ds}?dslevel=NO.SUCH`);
    expect([none.status, none.json()]).toEqual([200, { items: [], returnedRows: 0, JSONversion: 1 }]);
  });
});

describe('listing members', () => {
  it('answers ISPF statistics as numbers and load attributes as strings', async () => {
    await using system = await withLibrary();
    const headers = { 'X-IBM-Attributes': 'base' };
    const source = await send(system, 'GET', `${ds}/PAY.PROD.COBOL/member`, { headers });
    expect(source.json().items).toEqual([
      {
        member: 'PAYA',
        vers: 1,
        mod: 0,
        c4date: '2026/09/12',
        m4date: '2026/09/12',
        cnorc: 1,
        inorc: 1,
        mnorc: 0,
        mtime: '22:00',
        msec: '00',
        user: 'DEVA',
        sclm: 'N',
      },
    ]);
    const load = (await send(system, 'GET', `${ds}/PAY.PROD.LOAD/member`, { headers })).json().items;
    expect(load.map((row) => row.member)).toEqual(['PAYA', 'PAYALIAS']);
    expect(load[1]).toMatchObject({
      'alias-of': 'PAYA',
      ac: '00',
      amode: '31',
      rmode: 'ANY',
      attr: 'RN RU',
      size: '00000130',
      ssi: 'AB120001',
    });
    expect(load[0]!['ttr']).toMatch(/^[0-9A-F]{6}$/);
  });

  it('tells a missing library from a protected one, and refuses a pattern over eight characters', async () => {
    await using system = await withLibrary();
    const missing = await send(system, 'GET', `${ds}/NO.LIB/member`);
    expect([missing.status, missing.json()]).toMatchObject([
      404,
      { category: 4, rc: 8, reason: 0, message: 'LMINIT error' },
    ]);
    const closed = await send(system, 'GET', `${ds}/SECRET.LIB/member`);
    expect([closed.status, closed.json()]).toMatchObject([
      500,
      { category: 4, rc: 8, reason: 0, message: 'LMOPEN error' },
    ]);
    const long = await send(system, 'GET', `${ds}/PAY.PROD.COBOL/member?pattern=PAY%3F%3F%3F%3F%3F%3F`);
    expect([long.status, long.json()]).toMatchObject([400, { category: 1, rc: 4, reason: 13, message: 'pattern' }]);
  });
});

describe('reading', () => {
  it('strips the padding of fixed records as text and gives it whole as binary', async () => {
    await using system = await withLibrary();
    const text = await send(system, 'GET', `${ds}/pay.prod.cobol(paya)`);
    expect([text.status, text.text]).toEqual([200, '       IDENTIFICATION DIVISION.\n']);
    const binary = await send(system, 'GET', `${ds}/-(PRC001)/PAY.PROD.COBOL(PAYA)`, {
      headers: { 'X-IBM-Data-Type': 'binary' },
    });
    expect(binary.bytes).toEqual(ebcdic.encode('       IDENTIFICATION DIVISION.'.padEnd(80)));
    expect(binary.headers['etag']).toBe(text.headers['etag']);
    expect(text.headers['etag']).toMatch(/^[0-9A-F]{32}$/);
  });

  it('frames records of undefined format with their lengths', async () => {
    await using system = await withLibrary();
    const framed = await send(system, 'GET', `${ds}/PAY.PROD.LOAD(PAYALIAS)`, {
      headers: { 'X-IBM-Data-Type': 'record' },
    });
    expect(framed.bytes.subarray(0, 8)).toEqual(Buffer.from('00000004C00001FF', 'hex'));
    expect(framed.bytes).toHaveLength(4 + 4 + 4 + 300);
  });

  it('answers 304 to the tag that is still true', async () => {
    await using system = await withLibrary();
    const tag = String((await send(system, 'GET', `${ds}/PAY.PROD.COBOL(PAYA)`)).headers['etag']);
    const again = await send(system, 'GET', `${ds}/PAY.PROD.COBOL(PAYA)`, { headers: { 'If-None-Match': tag } });
    expect([again.status, again.headers['etag'], again.text]).toEqual([304, tag, '']);
  });

  it('words what is missing', async () => {
    await using system = await withLibrary();
    const noSet = await send(system, 'GET', `${ds}/NO.SUCH`);
    expect([noSet.status, noSet.json()]).toMatchObject([
      404,
      { category: 6, rc: 8, reason: 386400778, message: 'Data set not found.' },
    ]);
    const noMember = await send(system, 'GET', `${ds}/PAY.PROD.COBOL(NONE)`);
    expect([noMember.status, noMember.json()]).toMatchObject([
      404,
      { category: 6, rc: 8, reason: 524, details: ['PAY.PROD.COBOL(NONE)'] },
    ]);
  });

  it('gives the directory of a library read without a member', async () => {
    await using system = await withLibrary();
    const empty = await send(system, 'GET', `${ds}/ODD.A#B$C@D`, { headers: { 'X-IBM-Data-Type': 'binary' } });
    expect(empty.bytes).toHaveLength(256);
    expect(empty.bytes.subarray(0, 11)).toEqual(Buffer.from('000EFFFFFFFFFFFFFFFF00', 'hex'));
  });
});

describe('writing', () => {
  it('answers 201 for a new member, 204 for the next time, and keeps statistics with the user', async () => {
    await using system = await withLibrary();
    const path = `${ds}/ODD.A#B$C@D(N#W$)`;
    const first = await send(system, 'PUT', path, {
      body: 'ONE\n\nTHREE\n',
      headers: { 'Content-Type': 'text/plain', 'Transfer-Encoding': 'chunked' },
    });
    const second = await send(system, 'PUT', path, { body: 'ONE\n\nTHREE', headers: { 'X-IBM-Return-Etag': 'true' } });
    expect([first.status, second.status]).toEqual([201, 204]);
    expect((await send(system, 'GET', path)).text).toBe('ONE\n\nTHREE\n');
    expect(second.headers['etag']).toBe((await send(system, 'GET', path)).headers['etag']);
    const [row] = (
      await send(system, 'GET', `${ds}/ODD.A#B$C@D/member`, { headers: { 'X-IBM-Attributes': 'base' } })
    ).json().items;
    expect(row).toMatchObject({ member: 'N#W$', vers: 1, mod: 1, cnorc: 3, user: 'DEVA' });
  });

  it('answers 412 with no body to a stale tag and writes nothing', async () => {
    await using system = await withLibrary();
    const path = `${ds}/PAY.PROD.COBOL(PAYA)`;
    const refused = await send(system, 'PUT', path, { body: 'NEW', headers: { 'If-Match': 'ABCD' } });
    expect([refused.status, refused.text]).toEqual([412, '']);
    const tag = String((await send(system, 'GET', path)).headers['etag']);
    expect((await send(system, 'PUT', path, { body: 'NEW', headers: { 'If-Match': tag } })).status).toBe(204);
    expect((await send(system, 'GET', path)).text).toBe('NEW\n');
  });

  it('cuts a record that is too long in host bytes, writes all, and then fails', async () => {
    await using system = await withLibrary();
    const path = `${ds}/PAY.SEQ`;
    const fits = await send(system, 'PUT', path, {
      body: 'é'.repeat(80),
      headers: { 'Content-Type': 'text/plain; charset=utf8' },
    });
    expect(fits.status).toBe(204);
    const cut = await send(system, 'PUT', path, { body: `${'X'.repeat(81)}\nLAST` });
    expect([cut.status, JSON.stringify(cut.json())]).toEqual([
      500,
      expect.stringContaining('Truncation of a record occurred during an I/O operation'),
    ]);
    expect((await send(system, 'GET', path)).text).toBe(`${'X'.repeat(80)}\nLAST\n`);
  });

  it('writes record mode with and without length prefixes', async () => {
    await using system = await withLibrary();
    const path = `${ds}/PAY.SEQ`;
    const headers = { 'X-IBM-Data-Type': 'record' };
    await send(system, 'PUT', path, { body: Buffer.from('00000002C1C2' + '00000001C3', 'hex'), headers });
    expect((await send(system, 'GET', path)).text).toBe('AB\nC\n');
    await send(system, 'PUT', path, { body: Buffer.from('C1C2', 'hex'), headers });
    expect((await send(system, 'GET', path)).text).toBe('AB\n');
  });

  it('takes JSON text sent as text for content', async () => {
    await using system = await withLibrary();
    const body = '{"request":"rename"}';
    expect(
      (await send(system, 'PUT', `${ds}/PAY.PROD.COBOL(JSON)`, { body, headers: { 'Content-Type': 'text/plain' } }))
        .status,
    ).toBe(201);
    expect((await send(system, 'GET', `${ds}/PAY.PROD.COBOL(JSON)`)).text).toBe(`${body}\n`);
  });
});

describe('creating and deleting', () => {
  it('creates from a JSON body whatever its content type, and answers the documented failures', async () => {
    await using system = await withLibrary();
    const body = JSON.stringify({
      dsorg: 'PO',
      dsntype: 'LIBRARY',
      alcunit: 'CYL',
      primary: 2,
      secondary: 1,
      recfm: 'FB',
      lrecl: 80,
    });
    const made = await send(system, 'POST', `${ds}/PAY.NEW.LIB`, { body });
    expect([made.status, made.text]).toEqual([201, '']);
    const [row] = (
      await send(system, 'GET', `${ds}?dslevel=PAY.NEW.LIB`, { headers: { 'X-IBM-Attributes': 'base' } })
    ).json().items;
    expect(row).toMatchObject({ dsorg: 'PO-E', spacu: 'CYLINDERS', sizex: '30', blksz: '27920' });
    const twice = await send(system, 'POST', `${ds}/PAY.NEW.LIB`, { body });
    expect([twice.status, twice.json()]).toMatchObject([
      500,
      { category: 8, rc: -26868, reason: 0, message: 'Dynamic allocation Error' },
    ]);
    const protectedName = await send(system, 'POST', `${ds}/SECRET.NEW`, { body });
    expect([protectedName.status, protectedName.json()]).toMatchObject([500, { category: 8, rc: 900, reason: 7 }]);
    const noVolume = await send(system, 'POST', `${ds}/PAY.X`, {
      body: JSON.stringify({ volser: 'NOVOL1', primary: 1 }),
    });
    expect([noVolume.status, noVolume.json()]).toMatchObject([500, { category: 8, rc: 540, reason: 0 }]);
  });

  it('deletes members and data sets with 204', async () => {
    await using system = await withLibrary();
    expect((await send(system, 'DELETE', `${ds}/PAY.PROD.COBOL(PAYA)`)).status).toBe(204);
    expect((await send(system, 'DELETE', `${ds}/PAY.PROD.COBOL`)).status).toBe(204);
    const again = await send(system, 'DELETE', `${ds}/PAY.PROD.COBOL`);
    expect([again.status, again.json()]).toMatchObject([404, { category: 4, message: 'LMERASE error' }]);
  });
});

describe('renaming and copying', () => {
  const from = (dsn: string, member?: string, more: Record<string, unknown> = {}) => ({
    'from-dataset': { dsn, ...(member === undefined ? {} : { member }), ...more },
  });

  it('copies a load module with its aliases and attributes, and refuses to replace unless told', async () => {
    await using system = await withLibrary();
    system.dataSets.create('PAY.BACK.LOAD', { ...library, recfm: 'U', lrecl: 0, blksize: 32760 }, 'DEVA');
    const copy = (more: Record<string, unknown>) =>
      send(system, 'PUT', `${ds}/PAY.BACK.LOAD(PAYA)`, {
        headers: json,
        body: JSON.stringify({ request: 'copy', ...from('PAY.PROD.LOAD', 'paya', { alias: true }), ...more }),
      });
    expect((await copy({})).status).toBe(204);
    expect(
      system.dataSets.members('PAY.BACK.LOAD').map((member) => [member.name, member.aliasOf, member.load?.ssi]),
    ).toEqual([
      ['PAYA', undefined, 'AB120001'],
      ['PAYALIAS', 'PAYA', 'AB120001'],
    ]);
    const refused = await copy({});
    expect([refused.status, JSON.stringify(refused.json())]).toEqual([
      500,
      expect.stringContaining('Like-named member already exists'),
    ]);
    expect((await copy({ replace: true })).status).toBe(204);
    expect((await copy({ replace: true, enq: 'NONSENSE' })).status).toBe(400);
  });

  it('renames a member in its library alone', async () => {
    await using system = await withLibrary();
    const rename = (target: string, dsn: string, member: string) =>
      send(system, 'PUT', `${ds}/${target}`, {
        headers: json,
        body: JSON.stringify({ request: 'rename', ...from(dsn, member) }),
      });
    expect((await rename('PAY.PROD.COBOL(PAYB)', 'PAY.PROD.COBOL', 'PAYA')).status).toBe(204);
    const gone = await rename('PAY.PROD.COBOL(PAYC)', 'PAY.PROD.COBOL', 'PAYA');
    expect([gone.status, gone.json()]).toMatchObject([
      500,
      { category: 4, rc: 8, reason: 0, message: 'Rename member failed' },
    ]);
    const across = await rename('PAY.OTHER(PAYC)', 'PAY.PROD.COBOL', 'PAYB');
    expect([across.status, across.json()]).toMatchObject([500, { category: 1, rc: 4, reason: 3 }]);
  });
});
