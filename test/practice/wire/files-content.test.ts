import { describe, expect, it } from '@jest/globals';
import { codePage, ebcdic } from '../../../src/practice/codepages/code-page.ts';
import type { Attributes } from '../../../src/practice/datasets/data-sets.ts';
import type { Refusal, WireRequest } from '../../../src/practice/wire/answer.ts';
import { within } from '../../../src/practice/wire/files/recalls.ts';
import type { WireParts } from '../../../src/practice/wire/parts.ts';
import { basic, send, startSmallSystem } from '../support/small-system.ts';
import { textLibrary as library } from '../support/text-library.ts';

const ds = '/zosmf/restfiles/ds';
const sequential: Attributes = { ...library, dsorg: 'PS', dsntype: 'BASIC' };

const system = () =>
  startSmallSystem({
    heldAs: (dsname) => (dsname === 'PAY.BUSY' ? 'shared' : undefined),
    fill(dataSets) {
      dataSets.create('PAY.LIB', library, 'DEVA');
      dataSets.create('PAY.BUSY', library, 'DEVA');
      dataSets.create('PAY.FB', sequential, 'DEVA');
      dataSets.create('PAY.VB', { ...sequential, recfm: 'VB', lrecl: 84 }, 'DEVA');
      dataSets.create('PAY.U', { ...sequential, recfm: 'U', lrecl: 0, blksize: 1000 }, 'DEVA');
      dataSets.create('PAY.BLANK', { ...sequential, recfm: '?', lrecl: 0, blksize: 0 }, 'DEVA');
      dataSets.write(
        'PAY.LIB',
        'FIVE',
        ['ONE', 'TWO', 'THREE', 'FOUR', 'FIVE'].map((line) => ebcdic.encode(line)),
        {
          ...{ user: 'DEVA', statistics: 'update' },
        },
      );
    },
  });

type On = { port: number };
const put = (on: On, path: string, body: string | Buffer, headers: Record<string, string> = {}) =>
  send(on, 'PUT', `${ds}/${path}`, { body, headers });
const get = (on: On, path: string, headers: Record<string, string> = {}) =>
  send(on, 'GET', `${ds}/${path}`, { headers });
const page = (name: string) => ({ 'X-IBM-Data-Type': `text;fileEncoding=${name}` });
const binary = { 'X-IBM-Data-Type': 'binary' };
const record = { 'X-IBM-Data-Type': 'record' };

describe('content is kept as host bytes', () => {
  it.each([
    ['IBM-1047', 'A[b]{€}^'],
    ['IBM-037', 'A[b]{x}¬'],
    ['1140', 'price: 5 €'],
    ['IBM-273', 'Grüße'],
    ['IBM-1147', 'déjà vu 5 €'],
    ['ISO8859-1', 'déjà vu'],
    ['UTF-8', 'déjà vu 5 € 漢'],
    ['UCS-2', 'déjà €'],
  ])('in %s', async (name, text) => {
    await using on = await system();
    expect((await put(on, 'PAY.VB', text, page(name))).status).toBe(204);
    expect((await get(on, 'PAY.VB', binary)).bytes).toEqual(codePage(name)!.encode(text));
    const back = codePage(name)!.decode(codePage(name)!.encode(text));
    expect((await get(on, 'PAY.VB', page(name))).text).toBe(`${back}\n`);
  });

  it('in IBM-1047 unless another is named, whatever the character set of the body', async () => {
    await using on = await system();
    const body = Buffer.from('Stra\u00dfe [1]', 'latin1');
    await put(on, 'PAY.VB', body, { 'Content-Type': 'text/plain; charset=ISO8859-1' });
    expect((await get(on, 'PAY.VB', binary)).bytes).toEqual(ebcdic.encode('Straße [1]'));
    expect((await get(on, 'PAY.VB', page('IBM-037'))).text).toBe('Straße Ý1¨\n');
  });

  it('is answered in the character set that the request names', async () => {
    await using on = await system();
    await put(on, 'PAY.VB', 'Grüße 5 €', page('IBM-1141'));
    const answer = await get(on, 'PAY.VB', { ...page('IBM-1141'), 'Content-Type': 'text/plain; charset=ISO8859-15' });
    expect(answer.bytes).toEqual(codePage('ISO8859-15')!.encode('Grüße 5 €\n'));
    expect(answer.headers['content-type']).toBe('text/plain; charset=ISO8859-15');
    expect((await get(on, 'PAY.VB', page('IBM-1141'))).headers['content-type']).toBe('text/plain; charset=UTF-8');
  });

  it('record length counts those bytes: 80 letters of two UTF-8 bytes fit, 41 of two UCS-2 bytes do not', async () => {
    await using on = await system();
    expect((await put(on, 'PAY.FB', 'é'.repeat(80))).status).toBe(204);
    expect((await put(on, 'PAY.FB', 'é'.repeat(40), page('UCS-2'))).status).toBe(204);
    expect((await put(on, 'PAY.FB', 'é'.repeat(41), page('UCS-2'))).status).toBe(500);
    expect((await put(on, 'PAY.FB', 'é'.repeat(41), page('UTF-8'))).status).toBe(500);
  });

  it('fixed records are padded and stripped again, an empty line of variable records is one blank', async () => {
    await using on = await system();
    await put(on, 'PAY.FB', 'A  \n\n  B');
    expect((await get(on, 'PAY.FB', binary)).bytes).toEqual(
      Buffer.concat(['A', '', '  B'].map((line) => ebcdic.encode(line.padEnd(80)))),
    );
    expect((await get(on, 'PAY.FB')).text).toBe('A\n\n  B\n');
    await put(on, 'PAY.VB', 'A\n\nB\n');
    expect((await get(on, 'PAY.VB', record)).bytes.toString('hex')).toBe('00000001c1' + '0000000140' + '00000001c2');
    expect((await get(on, 'PAY.VB')).text).toBe('A\n\nB\n');
  });

  it('lines may end in CRLF both ways', async () => {
    await using on = await system();
    const crlf = { 'X-IBM-Data-Type': 'text;crlf=true' };
    await put(on, 'PAY.FB', 'A\r\nB\r\n', crlf);
    expect((await get(on, 'PAY.FB', crlf)).text).toBe('A\r\nB\r\n');
    expect((await get(on, 'PAY.FB')).text).toBe('A\nB\n');
  });

  it('binary bodies are cut at the record length, the last record filled with zeros', async () => {
    await using on = await system();
    await put(on, 'PAY.FB', Buffer.alloc(100, 0xc1), binary);
    const { bytes } = await get(on, 'PAY.FB', binary);
    expect([bytes.length, bytes.subarray(99, 101)]).toEqual([160, Buffer.from([0xc1, 0])]);
  });

  it('an empty body empties; a label that says nothing becomes VB of 1028', async () => {
    await using on = await system();
    expect((await put(on, 'PAY.LIB(FIVE)', '')).status).toBe(204);
    expect((await get(on, 'PAY.LIB(FIVE)')).text).toBe('');
    expect((await put(on, 'PAY.BLANK', 'X')).status).toBe(204);
    expect(on.dataSets.find('PAY.BLANK')!.attributes).toMatchObject({ recfm: 'VB', lrecl: 1028, blksize: 6144 });
  });

  it('names are read in the code page in which they were typed', async () => {
    await using on = await system();
    on.dataSets.create('PAY.A@B', sequential, 'DEVA');
    const path = `${ds}/${encodeURIComponent('PAY.A§B')}`;
    expect((await send(on, 'GET', path, { headers: { 'X-IBM-Dsname-Encoding': 'IBM-1141' } })).status).toBe(200);
    expect((await send(on, 'GET', path)).status).toBe(404);
  });
});

describe('record ranges and searches', () => {
  it.each([
    ['0-1', 'ONE\nTWO\n', '0,2'],
    ['2-2', 'THREE\n', '2,1'],
    ['1,2', 'TWO\nTHREE\n', '1,2'],
    ['3-0', 'FOUR\nFIVE\n', '3,2'],
    ['3,99', 'FOUR\nFIVE\n', '3,2'],
    ['9,1', '', '9,0'],
  ])('range %s', async (range, text, answered) => {
    await using on = await system();
    const answer = await get(on, 'PAY.LIB(FIVE)', { 'X-IBM-Record-Range': range });
    expect([answer.status, answer.text, answer.headers['x-ibm-record-range']]).toEqual([200, text, answered]);
  });

  it('a range counts records in binary and record mode too', async () => {
    await using on = await system();
    const range = { 'X-IBM-Record-Range': '1,1' };
    expect((await get(on, 'PAY.LIB(FIVE)', { ...binary, ...range })).bytes).toEqual(ebcdic.encode('TWO'.padEnd(80)));
    expect((await get(on, 'PAY.LIB(FIVE)', { ...record, ...range })).bytes.readUInt32BE()).toBe(80);
  });

  it.each([
    ['search=three', 'THREE\nFOUR\nFIVE\n'],
    ['search=three&insensitive=false', ''],
    ['search=O&maxreturnsize=1', 'ONE\n'],
    ['research=%5EF', 'FOUR\nFIVE\n'],
    ['research=f.v&maxreturnsize=1', 'FIVE\n'],
    ['search=ONE%20', ''],
    ['search=nothing', ''],
  ])('%s', async (query, text) => {
    await using on = await system();
    expect((await get(on, `PAY.LIB(FIVE)?${query}`)).text).toBe(text);
  });

  it('an expression that would never end is given up, and others are served', async () => {
    await using on = await system();
    await put(on, 'PAY.VB', `${'a'.repeat(79)}!`);
    const answer = await get(on, `PAY.VB?research=${encodeURIComponent('^(a+)+$')}`);
    expect([answer.status, answer.json()]).toMatchObject([500, { category: 2, rc: 4, reason: 1 }]);
    expect((await get(on, 'PAY.LIB(FIVE)')).status).toBe(200);
  });
});

describe('ETags', () => {
  it('are bare, true for text and binary, and answer 304 with no body', async () => {
    await using on = await system();
    const first = await get(on, 'PAY.LIB(FIVE)');
    const tag = String(first.headers['etag']);
    expect(tag).toMatch(/^[0-9A-F]{32}$/);
    expect((await get(on, 'PAY.LIB(FIVE)', binary)).headers['etag']).toBe(tag);
    for (const known of [tag, `"${tag}"`, `W/"${tag}"`, `0000, ${tag}`, '*']) {
      const again = await get(on, 'PAY.LIB(FIVE)', { 'If-None-Match': known });
      expect([again.status, again.headers['etag'], again.text]).toEqual([304, tag, '']);
    }
    expect((await get(on, 'PAY.LIB(FIVE)', { 'If-None-Match': 'ABCD' })).status).toBe(200);
  });

  it('of content over eight megabytes come only when asked for', async () => {
    await using on = await system();
    const records = Array.from({ length: 110_000 }, () => ebcdic.encode('X'));
    on.dataSets.create('PAY.BIG', { ...sequential, primary: 5000 }, 'DEVA');
    on.dataSets.write('PAY.BIG', undefined, records, { user: 'DEVA' });
    expect((await get(on, 'PAY.BIG', binary)).headers).not.toHaveProperty('etag');
    expect((await get(on, 'PAY.BIG', { ...binary, 'X-IBM-Return-Etag': 'true' })).headers).toHaveProperty('etag');
  });

  it('keep a write from what changed meanwhile: 412 with no body, nothing written', async () => {
    await using on = await system();
    const tag = String((await get(on, 'PAY.LIB(FIVE)')).headers['etag']);
    const written = await put(on, 'PAY.LIB(FIVE)', 'NEW', { 'If-Match': tag, 'X-IBM-Return-Etag': 'true' });
    expect([written.status, written.headers['etag']]).toEqual([204, (await get(on, 'PAY.LIB(FIVE)')).headers['etag']]);
    const stale = await put(on, 'PAY.LIB(FIVE)', 'STALE', { 'If-Match': tag });
    expect([stale.status, stale.text, stale.headers['content-length']]).toEqual([412, '', '0']);
    expect((await get(on, 'PAY.LIB(FIVE)')).text).toBe('NEW\n');
    expect((await put(on, 'PAY.LIB(NONE)', 'X', { 'If-Match': '*' })).status).toBe(412);
    expect((await put(on, 'PAY.LIB(FIVE)', 'AGAIN', { 'If-Match': '*' })).status).toBe(204);
    expect((await put(on, 'NO.SUCH', 'X', { 'If-Match': '*' })).status).toBe(404);
  });
});

describe('enqueues that outlive a request', () => {
  const other = { auth: basic('OTHER', 'secret-2') };
  const exclusive = { 'X-IBM-Obtain-ENQ': 'EXCLU' };
  const editing = { 'X-IBM-Obtain-ENQ': 'SHRW' };
  const referenceOf = (answer: { headers: Record<string, string | string[] | undefined> }) =>
    String(answer.headers['x-ibm-session-ref']);

  it('SHRW keeps others from writing the member, not from reading it or writing its neighbours', async () => {
    await using on = await system();
    const held = await get(on, 'PAY.LIB(FIVE)', editing);
    expect(referenceOf(held)).toMatch(/^[0-9A-F]{32}$/);
    const refused = await send(on, 'PUT', `${ds}/PAY.LIB(FIVE)`, { body: 'X', ...other });
    expect([refused.status, refused.json()]).toMatchObject([
      500,
      {
        ...{ category: 6, rc: 8, reason: 513, message: 'Enqueue for QNAME=SPFEDIT failed' },
        details: [`ISGENQ obtain for SPFEDIT/${'PAY.LIB'.padEnd(44)}${'FIVE'.padEnd(8)} failed: RC/REASON=0x40404`],
      },
    ]);
    expect((await send(on, 'DELETE', `${ds}/PAY.LIB(FIVE)`, other)).status).toBe(500);
    expect((await send(on, 'DELETE', `${ds}/PAY.LIB`, other)).status).toBe(500);
    expect((await send(on, 'GET', `${ds}/PAY.LIB(FIVE)`, other)).status).toBe(200);
    expect((await send(on, 'PUT', `${ds}/PAY.LIB(SIX)`, { body: 'X', ...other })).status).toBe(201);
    expect((await send(on, 'GET', `${ds}/PAY.LIB(FIVE)`, { ...other, headers: editing })).status).toBe(500);
  });

  it('a session goes on by its reference and ends by X-IBM-Release-ENQ', async () => {
    await using on = await system();
    const reference = { 'X-IBM-Session-Ref': referenceOf(await get(on, 'PAY.LIB(FIVE)', exclusive)) };
    const [busy, details] = await send(on, 'GET', `${ds}/PAY.LIB(FIVE)`, other).then((answer) => [
      answer.status,
      JSON.stringify(answer.json()['details']),
    ]);
    expect([busy, details]).toEqual([500, expect.stringContaining('KSB1     DEVA')]);
    const written = await put(on, 'PAY.LIB(FIVE)', 'MINE', reference);
    expect([written.status, referenceOf(written)]).toEqual([204, reference['X-IBM-Session-Ref']]);
    const last = await put(on, 'PAY.LIB(FIVE)', 'LAST', { ...reference, 'X-IBM-Release-ENQ': 'true' });
    expect([last.status, last.headers['x-ibm-session-ref']]).toEqual([204, undefined]);
    expect((await send(on, 'GET', `${ds}/PAY.LIB(FIVE)`, other)).text).toBe('LAST\n');
    expect((await put(on, 'PAY.LIB(FIVE)', 'LATE', reference)).status).toBe(400);
  });

  it("nobody uses another's session, and a request that fails leaves none behind", async () => {
    await using on = await system();
    const reference = referenceOf(await get(on, 'PAY.LIB(FIVE)', editing));
    const headers = { 'X-IBM-Session-Ref': reference };
    expect((await send(on, 'PUT', `${ds}/PAY.LIB(FIVE)`, { ...other, body: 'X', headers })).status).toBe(400);
    expect((await get(on, 'PAY.LIB(NONE)', editing)).status).toBe(404);
    expect((await send(on, 'PUT', `${ds}/PAY.LIB(NONE)`, { ...other, body: 'X' })).status).toBe(201);
  });

  it('EXCLU is refused while a job has the data set', async () => {
    await using on = await system();
    await put(on, 'PAY.BUSY(A)', 'X');
    expect((await get(on, 'PAY.BUSY(A)', exclusive)).json()).toMatchObject({ category: 6, reason: 34603530 });
    expect((await get(on, 'PAY.BUSY(A)', editing)).status).toBe(200);
  });

  it("a session that nobody asks ends after its time on the system's clock", async () => {
    await using on = await system();
    const reference = { 'X-IBM-Session-Ref': referenceOf(await get(on, 'PAY.LIB(FIVE)', exclusive)) };
    on.advance(14 * 60_000);
    expect((await get(on, 'PAY.LIB(FIVE)', reference)).status).toBe(200);
    on.advance(14 * 60_000);
    expect((await send(on, 'GET', `${ds}/PAY.LIB(FIVE)`, other)).status).toBe(500);
    on.advance(60_000);
    expect((await send(on, 'GET', `${ds}/PAY.LIB(FIVE)`, other)).status).toBe(200);
    expect((await get(on, 'PAY.LIB(FIVE)', reference)).status).toBe(400);
  });
});

describe('a data set that is full', () => {
  it.each([
    ['no secondary quantity', { primary: 1, secondary: 0 }, 'IEC031I D37-04 PAY.FULL'],
    ['sixteen extents', { primary: 1, secondary: 1 }, 'IEC030I B37-04 PAY.FULL'],
  ])('%s: the error of the C library, and the old content', async (_why, space, detail) => {
    await using on = await system();
    on.dataSets.create('PAY.FULL', { ...sequential, ...space }, 'DEVA');
    await put(on, 'PAY.FULL', 'OLD');
    const refused = await put(on, 'PAY.FULL', 'X\n'.repeat(20_000));
    expect([refused.status, refused.json()]).toMatchObject([
      500,
      { category: 6, rc: 8, reason: 520, message: 'fwrite() error', details: [detail] },
    ]);
    expect((await get(on, 'PAY.FULL')).text).toBe('OLD\n');
  });

  it('a directory without room: ISPF says so', async () => {
    await using on = await system();
    on.dataSets.create('PAY.SMALL', { ...library, dsntype: 'PDS', dirblk: 1 }, 'DEVA');
    const statuses: number[] = [];
    for (let at = 0; at < 8; at += 1) statuses.push((await put(on, `PAY.SMALL(M${String(at)})`, 'X')).status);
    expect([statuses.at(0), statuses.at(-1)]).toEqual([201, 500]);
    expect((await put(on, 'PAY.SMALL(M9)', 'X')).json()).toMatchObject({
      category: 4,
      details: [expect.stringContaining('B14-0C')],
    });
  });
});

describe('a request that takes long', () => {
  const parts = (nowOf: { now: number }) =>
    ({
      clock: { now: () => nowOf.now, sleep: (ms: number) => Promise.resolve(void (nowOf.now += ms)) },
      stopped: new AbortController().signal,
    }) as unknown as WireParts;
  const request = (seconds?: string) =>
    ({
      user: 'DEVA',
      headers: seconds === undefined ? {} : { 'x-ibm-response-timeout': seconds },
    }) as unknown as WireRequest;
  const forever = new Promise<void>(() => undefined);

  it.each([
    [undefined, '30'],
    ['600', '600'],
  ])('Servlet did not answer in time: %s', async (header, seconds) => {
    const refused: unknown = await within(parts({ now: 0 }), request(header), forever).catch((error: unknown) => error);
    const { answer } = refused as Refusal;
    expect([answer.status, JSON.parse(String(answer.body))]).toMatchObject([
      500,
      {
        ...{ category: 2, rc: 4, reason: 1 },
        message: `receiveResponseHeader: timeout receiving response (>${seconds} secs): TsoServerConnection(USER=DEVA)`,
      },
    ]);
  });

  it('is waited for until then', async () => {
    let isDone = false;
    const work = new Promise<void>((resolve) => setImmediate(resolve)).then(() => void (isDone = true));
    const still = { clock: { now: () => 0, sleep: () => Promise.resolve() }, stopped: new AbortController().signal };
    await within(still as unknown as WireParts, request(), work);
    expect(isDone).toBe(true);
  });
});

describe('migrated data sets', () => {
  const migrated = async () => {
    const on = await system();
    await put(on, 'PAY.FB', 'KEPT');
    on.dataSets.migrate('PAY.FB');
    return on;
  };

  it('are recalled first: wait is the default', async () => {
    for (const headers of [{}, { 'X-IBM-Migrated-Recall': 'wait' }]) {
      await using on = await migrated();
      expect((await get(on, 'PAY.FB', headers)).text).toBe('KEPT\n');
      expect(on.dataSets.isMigrated('PAY.FB')).toBe(false);
    }
  });

  it('error fails and leaves it; nowait fails and starts the recall', async () => {
    await using on = await migrated();
    expect((await get(on, 'PAY.FB', { 'X-IBM-Migrated-Recall': 'error' })).status).toBe(500);
    expect(on.dataSets.isMigrated('PAY.FB')).toBe(true);
    expect((await get(on, 'PAY.FB', { 'X-IBM-Migrated-Recall': 'nowait' })).status).toBe(500);
    for (let turn = 0; turn < 20 && on.dataSets.isMigrated('PAY.FB'); turn += 1)
      await new Promise((resolve) => setImmediate(resolve));
    expect((await get(on, 'PAY.FB', { 'X-IBM-Migrated-Recall': 'error' })).text).toBe('KEPT\n');
  });

  it('a recall that fails is an error, and a write does not happen', async () => {
    await using on = await migrated();
    on.dataSets.setRecalls({ seconds: 0, fails: true });
    for (const method of ['GET', 'PUT'])
      expect((await send(on, method, `${ds}/PAY.FB`, { body: method === 'PUT' ? 'X' : '' })).json()).toMatchObject({
        ...{ category: 4, details: [expect.stringContaining('ARC1001I PAY.FB RECALL FAILED')] },
      });
    on.dataSets.setRecalls({ seconds: 0, fails: false });
    expect((await get(on, 'PAY.FB')).text).toBe('KEPT\n');
  });
});
