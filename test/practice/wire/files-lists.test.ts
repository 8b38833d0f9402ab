import { describe, expect, it } from '@jest/globals';
import type { DataSets } from '../../../src/practice/datasets/data-sets.ts';
import { ebcdic } from '../../../src/practice/codepages/code-page.ts';
import type { WireRequest } from '../../../src/practice/wire/answer.ts';
import { listAnswer } from '../../../src/practice/wire/files/list-answer.ts';
import { localDates } from '../../../src/practice/wire/files/local-dates.ts';
import { send, startSmallSystem } from '../support/small-system.ts';
import { textLibrary as library } from '../support/text-library.ts';

const ds = '/zosmf/restfiles/ds';
const base = { 'X-IBM-Attributes': 'base' };

function fill(dataSets: DataSets) {
  dataSets.create('EST.LIB', { ...library, recfm: 'FBA', lrecl: 133, blksize: 27930 }, 'DEVA');
  dataSets.create('EST.PDS', { ...library, dsntype: 'PDS', dirblk: 5, spaceUnit: 'CYLINDERS', primary: 30 }, 'DEVA');
  dataSets.create('EST.SEQ', { ...library, dsorg: 'PS', dsntype: 'BASIC', expdt: '2027/060' }, 'DEVA');
  dataSets.create('EST.SEQ.BELOW', { ...library, dsorg: 'PS', dsntype: 'LARGE' }, 'DEVA');
  dataSets.create('EST.EXT', { ...library, dsorg: 'PS', dsntype: 'EXTREQ', expdt: '9999/999' }, 'DEVA');
  dataSets.create('EST.OLD', { ...library, dsorg: 'PS', dsntype: 'BASIC' }, 'DEVA');
  dataSets.migrate('EST.OLD');
  dataSets.create('EST.OLDER', { ...library, dsorg: 'PS', dsntype: 'BASIC' }, 'DEVA');
  dataSets.migrate('EST.OLDER', 2);
  dataSets.defineAlias('EST.ALIAS', 'EST.LIB');
  dataSets.defineGdg({ name: 'EST.GDG', limit: 5, scratch: true, empty: false });
  dataSets.create('EST.GDG.G0001V00', { ...library, dsorg: 'PS', dsntype: 'BASIC' }, 'DEVA');
  dataSets.rollIn('EST.GDG', 'EST.GDG.G0001V00');
  dataSets.vsam.define(
    {
      ...{ name: 'EST.KSDS', type: 'KSDS', key: { length: 8, offset: 0 }, averageRecord: 80, maximumRecord: 80 },
      ...{ primary: 15, secondary: 15, spaceUnit: 'CYLINDERS' },
    },
    'DEVA',
  );
  dataSets.onVolume('PRC002').create('EST.LOOSE', { ...library, dsorg: 'PS', dsntype: 'BASIC' }, 'DEVA');
}

const system = () => startSmallSystem({ site: { volumes: [{ serial: 'PRC001' }, { serial: 'PRC002' }] }, fill });

async function list(on: { port: number }, query: string, headers: Record<string, string> = base) {
  const answer = await send(on, 'GET', `${ds}?${query}`, { headers });
  expect(answer.status).toBe(200);
  return answer.json();
}
const rowOf = async (on: { port: number }, name: string) =>
  (await list(on, `dslevel=${name}`)).items.find((row) => row['dsname'] === name)!;

describe('rows of data sets', () => {
  it('PDSE: all attributes, strings, in alphabetical order after the name', async () => {
    await using on = await system();
    const row = await rowOf(on, 'EST.LIB');
    expect(row).toMatchObject({
      ...{ blksz: '27930', catnm: 'CATALOG.MASTER', cdate: '2026/09/12', dev: '3390', dsntp: 'LIBRARY', dsorg: 'PO-E' },
      ...{ edate: '***None***', extx: '1', lrecl: '133', migr: 'NO', mvol: 'N', ovf: 'NO', recfm: 'FBA' },
      ...{ sizex: '15', spacu: 'TRACKS', used: expect.stringMatching(/^\d+$/) },
    });
    const [first, ...keys] = Object.keys(row);
    expect([first, keys]).toEqual(['dsname', [...keys].sort()]);
  });

  it.each([
    ['PDS', 'EST.PDS', { dsntp: 'PDS', dsorg: 'PO', spacu: 'CYLINDERS', sizex: '30' }],
    ['PS', 'EST.SEQ', { dsorg: 'PS', edate: '2027/03/01', vol: expect.stringMatching(/^PRC00/) }],
    ['large PS', 'EST.SEQ.BELOW', { dsorg: 'PS-L', dsntp: 'LARGE' }],
    ['extended PS', 'EST.EXT', { dsorg: 'PS-E', edate: '***Perm***' }],
    ['a generation', 'EST.GDG.G0001V00', { dsorg: 'PS', recfm: 'FB' }],
    ['VSAM data', 'EST.KSDS.DATA', { dsorg: 'VS', blksz: '?', lrecl: '?', recfm: '?', used: '?', dev: '3390' }],
    ['VSAM index', 'EST.KSDS.INDEX', { dsorg: 'VS', blksz: '?', lrecl: '?', recfm: '?', used: '?' }],
  ])('%s', async (_kind, name, attributes) => {
    await using on = await system();
    expect(await rowOf(on, name)).toMatchObject(attributes);
  });

  it('a sequential data set has no dsntp', async () => {
    await using on = await system();
    expect(await rowOf(on, 'EST.SEQ')).not.toHaveProperty('dsntp');
  });

  it.each([
    ['migrated', 'EST.OLD', { dsname: 'EST.OLD', migr: 'YES', vol: 'MIGRAT' }],
    ['migrated to tape', 'EST.OLDER', { dsname: 'EST.OLDER', migr: 'YES', vol: 'MIGRA2' }],
    [
      'VSAM cluster',
      'EST.KSDS',
      { dsname: 'EST.KSDS', catnm: 'CATALOG.MASTER', dsorg: 'VS', migr: 'NO', mvol: 'N', vol: '*VSAM*' },
    ],
    [
      'alias',
      'EST.ALIAS',
      {
        ...{ dsname: 'EST.ALIAS', catnm: 'CATALOG.MASTER', migr: 'NO', mvol: 'N', vol: '*ALIAS' },
        vols: expect.any(String),
      },
    ],
    [
      'GDG base',
      'EST.GDG',
      {
        ...{ dsname: 'EST.GDG', catnm: 'CATALOG.MASTER', migr: 'NO', mvol: 'N', vol: '??????' },
        vols: expect.any(String),
      },
    ],
  ])('%s: few attributes', async (_kind, name, row) => {
    await using on = await system();
    expect(await rowOf(on, name)).toEqual(row);
  });

  it('used grows with content, extx with extents, rdate with use', async () => {
    await using on = await system();
    const records = Array.from({ length: 30_000 }, () => ebcdic.encode('X'));
    on.dataSets.write('EST.SEQ', undefined, records, { user: 'DEVA' });
    expect(await rowOf(on, 'EST.SEQ')).toMatchObject({ used: '96', extx: '3', sizex: '45', rdate: '2026/09/12' });
  });
});

describe('what a level finds', () => {
  it('the name, and everything below', async () => {
    await using on = await system();
    const names = async (level: string) =>
      (await list(on, `dslevel=${encodeURIComponent(level)}`, {})).items.map((row) => row['dsname']);
    expect(await names('est.seq')).toEqual(['EST.SEQ', 'EST.SEQ.BELOW']);
    expect(await names('EST.SEQ.*')).toEqual(['EST.SEQ.BELOW']);
    expect(await names('EST.%DG')).toEqual(['EST.GDG', 'EST.GDG.G0001V00']);
    expect(await names('EST.O*')).toEqual(['EST.OLD', 'EST.OLDER']);
    expect(await names('EST.**.BELOW')).toEqual(['EST.SEQ.BELOW']);
    expect(await names('NO.SUCH')).toEqual([]);
  });

  it('names alone unless more is asked for, or volumes', async () => {
    await using on = await system();
    expect((await list(on, 'dslevel=EST.LIB', {})).items).toEqual([{ dsname: 'EST.LIB' }]);
    expect((await list(on, 'dslevel=EST.KSDS', { 'X-IBM-Attributes': 'vol' })).items).toEqual([
      { dsname: 'EST.KSDS', vol: '*VSAM*' },
      { dsname: 'EST.KSDS.DATA', vol: expect.stringMatching(/^PRC/) },
      { dsname: 'EST.KSDS.INDEX', vol: expect.stringMatching(/^PRC/) },
    ]);
  });

  it('pages: start is the first name, moreRows and totalRows as asked, 0 and nonsense as no limit and as 1000', async () => {
    await using on = await system();
    const first = await list(on, 'dslevel=EST', { 'X-IBM-Max-Items': '3', 'X-IBM-Attributes': 'dsname,total' });
    expect(first).toEqual({
      items: [{ dsname: 'EST.ALIAS' }, { dsname: 'EST.EXT' }, { dsname: 'EST.GDG' }],
      ...{ returnedRows: 3, moreRows: true, totalRows: 13, JSONversion: 1 },
    });
    const second = await list(on, 'dslevel=EST&start=EST.GDG', { 'X-IBM-Max-Items': '2' });
    expect(second.items).toEqual([{ dsname: 'EST.GDG' }, { dsname: 'EST.GDG.G0001V00' }]);
    for (const limit of ['0', 'nonsense', '-1'])
      expect(await list(on, 'dslevel=EST', { 'X-IBM-Max-Items': limit })).not.toHaveProperty('moreRows');
  });

  it('on a volume: what is there, catalogued or not', async () => {
    await using on = await system();
    expect((await list(on, 'dslevel=EST.LOOSE')).items).toEqual([]);
    const [loose] = (await list(on, 'dslevel=EST&volser=PRC002')).items.filter((row) => row['dsname'] === 'EST.LOOSE');
    expect(loose).toMatchObject({ dsorg: 'PS', vol: 'PRC002', vols: 'PRC002' });
    expect(loose).not.toHaveProperty('catnm');
    for (const volser of ['PRC001', 'PRC002']) await list(on, `volser=${volser}`);
    expect((await list(on, 'volser=prc002', {})).items).toContainEqual({ dsname: 'EST.LOOSE' });
    expect((await list(on, 'volser=NONE')).items).toEqual([]);
  });

  it('is answered in this form, and without authority to the data sets', async () => {
    await using on = await startSmallSystem({ fill: (dataSets) => dataSets.create('SECRET.LIB', library, 'OTHER') });
    const answer = await send(on, 'GET', `${ds}?dslevel=SECRET`);
    expect(answer.text).toBe('{"items":[{"dsname":"SECRET.LIB"}],"returnedRows":1,"JSONversion":1}');
  });
});

describe('a data set outside the catalog', () => {
  it('is read, written and deleted by its volume; the catalogued one of that name stays', async () => {
    await using on = await system();
    on.dataSets.onVolume('PRC002').create('EST.TWIN', { ...library, dsorg: 'PS', dsntype: 'BASIC' }, 'DEVA');
    on.dataSets.create('EST.TWIN', { ...library, dsorg: 'PS', dsntype: 'BASIC' }, 'DEVA', 'PRC001');
    const loose = `${ds}/-(PRC002)/EST.TWIN`;
    expect((await send(on, 'PUT', loose, { body: 'LOOSE' })).status).toBe(204);
    expect((await send(on, 'PUT', `${ds}/EST.TWIN`, { body: 'CATALOGUED' })).status).toBe(204);
    expect((await send(on, 'GET', loose)).text).toBe('LOOSE\n');
    expect((await send(on, 'DELETE', loose)).status).toBe(204);
    expect((await send(on, 'GET', loose)).status).toBe(404);
    expect((await send(on, 'GET', `${ds}/-(prc001)/EST.TWIN`)).text).toBe('CATALOGUED\n');
    expect((await send(on, 'GET', `${ds}/-(NOVOL)/EST.TWIN`)).status).toBe(404);
  });

  it('an alias leads to its data set, whose profile decides', async () => {
    await using on = await startSmallSystem({
      fill(dataSets) {
        dataSets.create('SECRET.SEQ', { ...library, dsorg: 'PS', dsntype: 'BASIC' }, 'OTHER');
        dataSets.defineAlias('OPEN.SEQ', 'SECRET.SEQ');
        dataSets.create('PAY.SEQ', { ...library, dsorg: 'PS', dsntype: 'BASIC' }, 'DEVA');
        dataSets.defineAlias('PAY.ALIAS', 'PAY.SEQ');
      },
    });
    for (const method of ['GET', 'PUT', 'DELETE'])
      expect((await send(on, method, `${ds}/OPEN.SEQ`, { body: method === 'PUT' ? 'X' : '' })).status).toBe(500);
    expect((await send(on, 'PUT', `${ds}/PAY.ALIAS`, { body: 'BY ALIAS' })).status).toBe(204);
    expect((await send(on, 'GET', `${ds}/PAY.SEQ`)).text).toBe('BY ALIAS\n');
    expect((await send(on, 'DELETE', `${ds}/PAY.ALIAS`)).status).toBe(204);
    expect((await send(on, 'GET', `${ds}/PAY.SEQ`)).status).toBe(200);
    expect((await send(on, 'GET', `${ds}/PAY.ALIAS`)).status).toBe(404);
  });
});

describe('rows of members', () => {
  const withMembers = () =>
    startSmallSystem({
      fill(dataSets) {
        dataSets.create('PAY.LIB', library, 'DEVA');
        for (const name of ['PAYA', 'PAY1', 'PAY#', 'ABC', '$X'])
          dataSets.write('PAY.LIB', name, [ebcdic.encode('X')], { user: 'DEVA', statistics: 'update' });
        dataSets.write('PAY.LIB', 'PLAIN', [ebcdic.encode('X')], { user: 'DEVA', statistics: 'none' });
        dataSets.create('PAY.EMPTY', library, 'DEVA');
      },
    });
  const members = async (on: { port: number }, query = '', headers: Record<string, string> = {}) =>
    (await send(on, 'GET', `${ds}/PAY.LIB/member${query}`, { headers })).json();

  it('stand in the order of the directory, from start on, as the pattern says', async () => {
    await using on = await withMembers();
    const names = async (query?: string) => (await members(on, query)).items.map(({ member }) => member);
    expect(await names()).toEqual(['$X', 'ABC', 'PAY#', 'PAYA', 'PAY1', 'PLAIN']);
    expect(await names('?start=PAYA')).toEqual(['PAYA', 'PAY1', 'PLAIN']);
    expect(await names('?start=payb')).toEqual(['PAY1', 'PLAIN']);
    expect(await names('?pattern=PAY%25')).toEqual(['PAY#', 'PAYA', 'PAY1']);
    expect(await names('?pattern=*A*')).toEqual(['ABC', 'PAY#', 'PAYA', 'PAY1', 'PLAIN']);
    expect(await names('?pattern=$X')).toEqual(['$X']);
    expect(await names('?pattern=.*')).toEqual([]);
  });

  it('pages by Max-Items and start', async () => {
    await using on = await withMembers();
    const page = await members(on, '?start=ABC', { 'X-IBM-Max-Items': '2', 'X-IBM-Attributes': 'member,total' });
    expect(page).toEqual({
      items: [{ member: 'ABC' }, { member: 'PAY#' }],
      ...{ returnedRows: 2, moreRows: true, totalRows: 5, JSONversion: 1 },
    });
  });

  it('a member without statistics has its name alone; an empty library has no items', async () => {
    await using on = await withMembers();
    const { items } = await members(on, '', base);
    expect(items.at(-1)).toEqual({ member: 'PLAIN' });
    expect(items[0]).toMatchObject({ vers: 1, c4date: '2026/09/12', mtime: '22:00', msec: '00', user: 'DEVA' });
    expect((await send(on, 'GET', `${ds}/PAY.EMPTY/member`)).json()).toEqual({
      ...{ items: [], returnedRows: 0, JSONversion: 1 },
    });
  });
});

describe('a long list', () => {
  const request = (headers: Record<string, string>) => ({ headers }) as unknown as WireRequest;
  const entries = Array.from({ length: 100_000 }, (_, at) => at);

  it('makes those rows alone that it answers', () => {
    const made: number[] = [];
    const textOf = (at: number) => {
      made.push(at);
      return `{"member":"${String(at)}"}`;
    };
    const answer = listAnswer(request({ 'x-ibm-max-items': '3', 'x-ibm-attributes': 'member,total' }), entries, textOf);
    expect(JSON.parse(String(answer.body))).toMatchObject({ returnedRows: 3, moreRows: true, totalRows: 100_000 });
    expect(made).toEqual([0, 1, 2]);
  });

  it('dates rows in the time zone of the system, summer and winter', () => {
    const dates = localDates('Europe/London');
    const summer = Date.UTC(2026, 6, 1, 23, 30, 5);
    const winter = Date.UTC(2026, 0, 1, 23, 30, 5);
    expect([dates.day(summer), dates.time(summer), dates.second(summer)]).toEqual(['2026/07/02', '00:30', '05']);
    expect([dates.day(winter), dates.time(winter), dates.second(winter)]).toEqual(['2026/01/01', '23:30', '05']);
  });
});
