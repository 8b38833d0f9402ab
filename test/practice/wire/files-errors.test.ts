import { describe, expect, it } from '@jest/globals';
import { ebcdic } from '../../../src/practice/codepages/code-page.ts';
import { send, startSmallSystem } from '../support/small-system.ts';
import { textLibrary as library } from '../support/text-library.ts';

const ds = '/zosmf/restfiles/ds';
const json = { 'Content-Type': 'application/json' };
const space = { primary: 1, recfm: 'FB', lrecl: 80 };

type Answer = Awaited<ReturnType<typeof send>>;

/** Status and document of an error, without the stack. */
function errorOf(answer: Answer) {
  const { stack, ...document } = answer.json() as Record<string, unknown>;
  expect(stack).toMatch(/^ {2}1 [0-9A-F]{8}\+[0-9A-F]{8} .+\n(.|\n)*CEEBBEXT\n$/);
  return { status: answer.status, ...document };
}

const held = (dsname: string) => {
  if (dsname === 'PAY.HELD') return 'exclusive';
  return dsname === 'PAY.SHARED' ? 'shared' : undefined;
};

const system = () =>
  startSmallSystem({
    heldAs: held,
    fill(dataSets) {
      for (const dsname of ['PAY.LIB', 'PAY.HELD', 'PAY.SHARED', 'PAY.OTHER', 'SECRET.LIB'])
        dataSets.create(dsname, library, 'OTHER');
      dataSets.create('PAY.SEQ', { ...library, dsorg: 'PS', dsntype: 'BASIC' }, 'DEVA');
      for (const name of ['A', 'B'])
        dataSets.write('PAY.LIB', name, [ebcdic.encode(name)], { user: 'DEVA', statistics: 'update' });
      dataSets.write('PAY.OTHER', 'A', [ebcdic.encode('OLD')], { user: 'DEVA', statistics: 'update' });
      dataSets.write('SECRET.LIB', 'A', [ebcdic.encode('SECRET')], { user: 'OTHER' });
    },
  });

describe('the rows of A.6.4', () => {
  it.each([
    ['GET', `${ds}/NO.SUCH`],
    ['PUT', `${ds}/NO.SUCH`],
    ['GET', `${ds}/NO.SUCH(A)`],
    ['PUT', `${ds}/NO.SUCH(A)`],
  ])('Read/write, data set not cataloged: %s %s', async (method, path) => {
    await using on = await system();
    expect(errorOf(await send(on, method, path))).toEqual({
      status: 404,
      category: 6,
      rc: 8,
      reason: 386400778,
      message: 'Data set not found.',
      details: ['IKJ56228I DATA SET NO.SUCH NOT IN CATALOG OR CATALOG CAN NOT BE ACCESSED    '],
    });
  });

  it('Read, member missing', async () => {
    await using on = await system();
    expect(errorOf(await send(on, 'GET', `${ds}/pay.lib(none)`))).toEqual({
      ...{ status: 404, category: 6, rc: 8, reason: 524 },
      ...{ message: 'Member not found', details: ['PAY.LIB(NONE)'] },
    });
  });

  it.each([
    ['Member list, library not cataloged', 'GET', `${ds}/NO.SUCH/member`, 'LMINIT error'],
    ['Delete, data set not cataloged', 'DELETE', `${ds}/NO.SUCH`, 'LMERASE error'],
    ['Delete, data set not cataloged (member)', 'DELETE', `${ds}/NO.SUCH(A)`, 'LMERASE error'],
  ])('%s', async (_row, method, path, message) => {
    await using on = await system();
    expect(errorOf(await send(on, method, path))).toEqual({
      ...{ status: 404, category: 4, rc: 8, reason: 0, message },
      details: ["ISRZ002 Data set not cataloged - 'NO.SUCH' was not found in catalog."],
    });
  });

  it.each([
    ['GET', `${ds}/SECRET.LIB(A)`],
    ['PUT', `${ds}/SECRET.LIB(A)`],
    ['GET', `${ds}/SECRET.LIB/member`],
    ['GET', `${ds}/SECRET.LIB`],
  ])('Read/write/list members, not authorized: %s %s', async (method, path) => {
    await using on = await system();
    expect(errorOf(await send(on, method, path, { body: method === 'PUT' ? 'X' : '' }))).toEqual({
      ...{ status: 500, category: 4, rc: 8, reason: 0, message: 'LMOPEN error' },
      details: ['ISRZ002 Authorization failed - You may not use this protected data set. Open 913 abend.'],
    });
  });

  it.each([
    ['DELETE', `${ds}/SECRET.LIB`],
    ['DELETE', `${ds}/SECRET.LIB(A)`],
  ])('delete, not authorized: %s %s', async (method, path) => {
    await using on = await system();
    expect(errorOf(await send(on, method, path))).toMatchObject({ status: 500, category: 4, rc: 8, reason: 0 });
    expect(on.dataSets.member('SECRET.LIB', 'A')).toBeDefined();
  });

  it('Read, data set held exclusively', async () => {
    await using on = await system();
    for (const method of ['GET', 'PUT']) {
      expect(errorOf(await send(on, method, `${ds}/PAY.HELD(A)`))).toEqual({
        ...{ status: 500, category: 6, rc: 8, reason: 34603530, message: 'Dynamic allocation failed' },
        details: [
          'IKJ56225I DATA SET PAY.HELD ALREADY IN USE, TRY LATER+    ',
          'IKJ56225I DATA SET IS ALLOCATED TO ANOTHER JOB OR USER    ',
          'IEFA110I DATA SET CONTENTION    ',
          'DATA SET PAY.HELD IN USE BY    ',
          'SYSNAME  JOBNAME  ASID      ',
        ],
      });
    }
  });

  it.each(['PAY.HELD', 'PAY.SHARED'])('Delete, data set in use: %s', async (dsname) => {
    await using on = await system();
    expect(errorOf(await send(on, 'DELETE', `${ds}/${dsname}`))).toEqual({
      ...{ status: 500, category: 4, rc: 8, reason: 0, message: 'LMERASE error' },
      details: [
        `ISRZ002 Data set in use - Data set '${dsname}' in use by another user, try later or enter HELP for a list of jobs and users allocated to '${dsname}'.`,
      ],
    });
  });

  const creating: [string, string, Record<string, unknown>, number, number][] = [
    ['Create, name already exists', 'PAY.LIB', space, -26868, 0],
    ['Create, not authorized', 'SECRET.NEW', space, 900, 7],
    ['Create, no space', 'PAY.BIG', { ...space, alcunit: 'CYL', primary: 999_999 }, 900, 7],
    ['Create, no space quantity', 'PAY.NEW', { recfm: 'FB', lrecl: 80 }, 900, 7],
    ['Create, invalid name (quotes)', "'PAY.NEW'", space, 860, 2],
    ['Create, invalid name (qualifier)', 'PAY.1NEW', space, 860, 2],
    ['Create, undefined unit', 'PAY.NEW', { ...space, unit: 'NOUNIT' }, 540, 0],
    ['Create, undefined volume', 'PAY.NEW', { ...space, volser: 'NOVOL1' }, 540, 0],
  ];
  it.each(creating)('%s', async (_row, dsname, wish, rc, reason) => {
    await using on = await system();
    expect(errorOf(await send(on, 'POST', `${ds}/${dsname}`, { body: JSON.stringify(wish) }))).toEqual({
      ...{ status: 500, category: 8, rc, reason, message: 'Dynamic allocation Error' },
    });
  });

  const utility = (on: { port: number }, target: string, body: Record<string, unknown>) =>
    send(on, 'PUT', `${ds}/${target}`, { headers: json, body: JSON.stringify(body) });
  const rename = (on: { port: number }, target: string, dsn: string, member?: string) =>
    utility(on, target, { request: 'rename', 'from-dataset': { dsn, ...(member === undefined ? {} : { member }) } });

  it.each([
    ['source missing', 'PAY.NEW', 'NO.SUCH'],
    ['new name invalid', 'PAY.TOOLONGNAME', 'PAY.SEQ'],
    ['new name in use', 'PAY.LIB', 'PAY.SEQ'],
    ['source in use', 'PAY.NEW', 'PAY.SHARED'],
    ['source not authorized', 'PAY.NEW', 'SECRET.LIB'],
    ['target not authorized', 'SECRET.NEW', 'PAY.SEQ'],
  ])('Rename data set: %s', async (_row, target, source) => {
    await using on = await system();
    expect(errorOf(await rename(on, target, source))).toEqual({
      ...{ status: 500, category: 1, rc: 8, reason: 6, message: 'data set rename failed' },
      details: ['EDC5051I An error occurred when renaming a file. (errno2=0xC013006A)'],
    });
  });

  it('Rename member: member missing', async () => {
    await using on = await system();
    expect(errorOf(await rename(on, 'PAY.LIB(NEW)', 'PAY.LIB', 'NONE'))).toEqual({
      ...{ status: 500, category: 4, rc: 8, reason: 0, message: 'Rename member failed' },
      details: ["ISRZ002 Member not found - The specified member name 'NONE' not found in the directory."],
    });
  });

  it('Rename member: new name in use', async () => {
    await using on = await system();
    const refused = errorOf(await rename(on, 'PAY.LIB(B)', 'PAY.LIB', 'A'));
    expect([refused.status, JSON.stringify(refused)]).toEqual([500, expect.stringContaining('Member already exists')]);
  });

  it('Rename member across libraries', async () => {
    await using on = await system();
    expect(errorOf(await rename(on, 'PAY.OTHER(NEW)', 'PAY.LIB', 'A'))).toEqual({
      ...{ status: 500, category: 1, rc: 4, reason: 3 },
      message: "when renaming member, 'from' dsn if specified much match 'to' dsn",
    });
  });

  it('Rename to a member name longer than 8', async () => {
    await using on = await system();
    expect(errorOf(await rename(on, 'PAY.LIB(NEWNAME12345678)', 'PAY.LIB', 'A'))).toEqual({
      ...{ status: 500, category: 1, rc: 4, reason: 3, message: 'NEWNAME123456' },
    });
    expect(errorOf(await rename(on, 'PAY.LIB', 'PAY.LIB', 'A'))).toMatchObject({ status: 500, message: 'PAY.LIB' });
  });

  it('Member pattern > 8 characters', async () => {
    await using on = await system();
    expect(errorOf(await send(on, 'GET', `${ds}/PAY.LIB/member?pattern=ABCDEFGHI`))).toEqual({
      ...{ status: 400, category: 1, rc: 4, reason: 13, message: 'pattern' },
    });
  });

  it.each([
    ['GET', `/zosmf/restfiles/nothing`, 1],
    ['GET', `${ds}/PAY.LIB/members`, 1],
    ['GET', `${ds}/PAY.LIB/member/A`, 1],
    ['GET', `${ds}/-(TOOLONG1)/PAY.LIB`, 1],
    ['GET', `${ds}/(A)`, 1],
    ['GET', `${ds}/${'A12345678.'.repeat(5)}`, 2],
    ['PUT', `${ds}/${'A'.repeat(45)}`, 2],
    ['POST', `${ds}/${'A'.repeat(45)}`, 2],
  ])('Bad URL part / data set name > 44: %s %s', async (method, path, reason) => {
    await using on = await system();
    expect(errorOf(await send(on, method, path))).toMatchObject({ status: 400, category: 1, rc: 4, reason });
  });

  it('Copy member, target exists, no replace', async () => {
    await using on = await system();
    const one = errorOf(
      await utility(on, 'PAY.OTHER(A)', { request: 'copy', 'from-dataset': { dsn: 'PAY.LIB', member: 'A' } }),
    );
    expect([one.status, JSON.stringify(one)]).toEqual([
      500,
      expect.stringContaining('ISRZ002 Like-named member already exists'),
    ]);
    const all = errorOf(
      await utility(on, 'PAY.OTHER', { request: 'copy', 'from-dataset': { dsn: 'PAY.LIB', member: '*' } }),
    );
    expect(all).toMatchObject({
      ...{ status: 500, category: 4 },
      details: ['ISRZ002 Members not replaced - 1 members not replaced, 1 members copied'],
    });
    expect(on.dataSets.members('PAY.OTHER').map(({ name }) => name)).toEqual(['A', 'B']);
    expect(ebcdic.decode(on.dataSets.read('PAY.OTHER', 'A')[0]!).trimEnd()).toBe('OLD');
  });

  it('Record longer than LRECL on write', async () => {
    await using on = await system();
    const answer = await send(on, 'PUT', `${ds}/PAY.LIB(NEW)`, { body: `ERSTE\n${'X'.repeat(200)}\nDRITTE\n` });
    expect(errorOf(answer)).toEqual({
      ...{ status: 500, category: 6, rc: 8, reason: 520, message: 'fwrite() error' },
      details: [
        'EDC5003I Truncation of a record occurred during an I/O operation. (errno2=0xC0440016)',
        '__amrc: __last_op=151 __code=0x00000000',
      ],
    });
    expect((await send(on, 'GET', `${ds}/PAY.LIB(NEW)`)).text).toBe(`ERSTE\n${'X'.repeat(80)}\nDRITTE\n`);
  });
});

describe('other requests that are wrong', () => {
  it('have an error document with its keys in the order of the service', async () => {
    await using on = await system();
    const answer = await send(on, 'GET', `${ds}/NO.SUCH`);
    expect(Object.keys(answer.json())).toEqual(['category', 'rc', 'reason', 'message', 'stack', 'details']);
    expect(answer.headers['content-type']).toBe('application/json; charset=UTF-8');
  });

  it('a code page that nobody knows, of content, body and name', async () => {
    await using on = await system();
    const unknown = {
      ...{ status: 500, category: 16, rc: 121, reason: -1037303780, message: 'iconv_open() failed.' },
      details: ['EDC5121I Invalid argument. (errno2=0xC22C001C)'],
    };
    for (const name of ['IBM-939', 'UTF-99']) {
      const headers = { 'X-IBM-Data-Type': `text;fileEncoding=${name}` };
      expect(errorOf(await send(on, 'GET', `${ds}/PAY.LIB(A)`, { headers }))).toEqual(unknown);
      expect(errorOf(await send(on, 'PUT', `${ds}/PAY.LIB(A)`, { headers, body: 'X' }))).toEqual(unknown);
    }
    const body = { headers: { 'Content-Type': 'text/plain; charset=klingon' }, body: 'X' };
    expect(errorOf(await send(on, 'PUT', `${ds}/PAY.LIB(A)`, body))).toEqual(unknown);
    const named = { headers: { 'X-IBM-Dsname-Encoding': 'IBM-1' } };
    expect(errorOf(await send(on, 'GET', `${ds}/PAY.LIB(A)`, named))).toEqual(unknown);
  });

  it.each([
    ['X-IBM-Data-Type', 'hieroglyphs'],
    ['X-IBM-Record-Range', '5'],
    ['X-IBM-Record-Range', '9-5'],
    ['X-IBM-Migrated-Recall', 'perhaps'],
    ['X-IBM-Obtain-ENQ', 'MINE'],
    ['X-IBM-Session-Ref', '00'],
    ['X-IBM-Response-Timeout', '4'],
    ['X-IBM-Response-Timeout', '601'],
    ['X-IBM-Target-System', 'ELSEWHRE'],
  ])('%s: %s', async (name, value) => {
    await using on = await system();
    const answer = errorOf(await send(on, 'GET', `${ds}/PAY.LIB(A)`, { headers: { [name]: value } }));
    expect(answer).toMatchObject({ status: 400, category: 1, rc: 4, message: expect.stringContaining(name) });
  });

  it.each(['research=%5B', 'maxreturnsize=many&search=A', 'insensitive=maybe&search=A'])(
    'search: %s',
    async (query) => {
      await using on = await system();
      expect(errorOf(await send(on, 'GET', `${ds}/PAY.LIB(A)?${query}`))).toMatchObject({ status: 400, category: 1 });
    },
  );

  it.each([
    ['POST', ds],
    ['DELETE', ds],
    ['PATCH', `${ds}/PAY.LIB`],
    ['PUT', `${ds}/PAY.LIB/member`],
    ['GET', '/zosmf/restfiles/ams'],
  ])('method %s of %s is not allowed', async (method, path) => {
    await using on = await system();
    const answer = await send(on, method, path);
    expect([answer.status, answer.text, answer.headers['allow']]).toEqual([405, '', expect.stringMatching(/[A-Z]/)]);
  });

  it('a list without level or volume, or with a level that has no qualifier', async () => {
    await using on = await system();
    for (const query of ['', '?dslevel=', '?dslevel=**', '?dslevel=*', `?dslevel=${'A'.repeat(45)}`, '?dslevel=A%20B'])
      expect(errorOf(await send(on, 'GET', ds + query))).toMatchObject({ status: 400, category: 1, rc: 4 });
  });

  it('a body that is no JSON, or JSON of the wrong shape', async () => {
    await using on = await system();
    for (const [method, path] of [
      ['POST', `${ds}/PAY.NEW`],
      ['PUT', `${ds}/PAY.LIB(A)`],
      ['PUT', '/zosmf/restfiles/ams'],
    ] as const)
      expect(errorOf(await send(on, method, path, { headers: json, body: '{"request":' }))).toMatchObject({
        ...{ status: 400, category: 7 },
      });
    for (const body of [
      '[]',
      '{}',
      '{"request":7}',
      '{"request":"shred"}',
      '{"request":"copy"}',
      '{"request":"rename"}',
    ])
      expect(errorOf(await send(on, 'PUT', `${ds}/PAY.LIB(A)`, { headers: json, body }))).toMatchObject({
        status: 400,
      });
    const enq = JSON.stringify({ request: 'copy', 'from-dataset': { dsn: 'PAY.LIB', member: 'A' }, enq: 'ALL' });
    expect(errorOf(await send(on, 'PUT', `${ds}/PAY.LIB(C)`, { headers: json, body: enq }))).toMatchObject({
      ...{ status: 400, message: 'Value of enq is not valid' },
    });
  });

  it('a library without a member, a member of a sequential data set, a name that is none', async () => {
    await using on = await system();
    const cannot = { status: 500, category: 6, rc: 8, reason: 513, message: 'fopen() error' };
    expect(errorOf(await send(on, 'PUT', `${ds}/PAY.LIB`, { body: 'X' }))).toMatchObject(cannot);
    expect(errorOf(await send(on, 'PUT', `${ds}/PAY.SEQ(A)`, { body: 'X' }))).toMatchObject(cannot);
    expect(errorOf(await send(on, 'GET', `${ds}/PAY.SEQ(A)`))).toMatchObject(cannot);
    expect(errorOf(await send(on, 'GET', `${ds}/PAY.LIB(9X)`))).toMatchObject({ status: 400, category: 1 });
    expect(errorOf(await send(on, 'GET', `${ds}/PAY.SEQ/member`))).toMatchObject({ status: 500, category: 4 });
  });

  it('text that is none of its character set', async () => {
    await using on = await system();
    const answer = errorOf(await send(on, 'PUT', `${ds}/PAY.LIB(A)`, { body: Buffer.from([0x41, 0xff, 0xfe, 0x42]) }));
    expect(answer).toMatchObject({ status: 500, message: 'Illegal character sequence detected by iconv()' });
    expect((await send(on, 'GET', `${ds}/PAY.LIB(A)`)).text).toBe('A\n');
  });
});
