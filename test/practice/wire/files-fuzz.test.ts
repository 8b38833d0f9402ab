import { createHash } from 'node:crypto';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { ebcdic } from '../../../src/practice/codepages/code-page.ts';
import type { DataSets } from '../../../src/practice/datasets/data-sets.ts';
import { send, startSmallSystem } from '../support/small-system.ts';
import { textLibrary as library } from '../support/text-library.ts';

const strangers = [
  'SECRET.LIB',
  'SECRET.SEQ',
  'OTHER.LIB',
  'SECRET.ALIAS',
  'SECRET.GDG',
  'SECRET.GDG.G0001V00',
  'SECRET.KSDS',
];
const own = ['DEVA.LIB', 'DEVA.SEQ', 'DEVA.NEW', 'DEVA.OLD', 'DEVA.GDG'];

function fill(dataSets: DataSets) {
  const sequential = { ...library, dsorg: 'PS', dsntype: 'BASIC' } as const;
  for (const name of ['SECRET.LIB', 'OTHER.LIB', 'DEVA.LIB']) {
    dataSets.create(name, library, 'OTHER');
    for (const member of ['A', 'B'])
      dataSets.write(name, member, [ebcdic.encode(`${name} ${member}`)], { user: 'OTHER', statistics: 'update' });
  }
  for (const name of ['SECRET.SEQ', 'DEVA.SEQ', 'DEVA.OLD', 'SECRET.GDG.G0001V00']) {
    dataSets.create(name, sequential, 'OTHER');
    dataSets.write(name, undefined, [ebcdic.encode(name)], { user: 'OTHER' });
  }
  dataSets.migrate('DEVA.OLD');
  dataSets.defineAlias('SECRET.ALIAS', 'SECRET.SEQ');
  dataSets.defineAlias('DEVA.ALIAS', 'SECRET.SEQ');
  for (const name of ['SECRET.GDG', 'DEVA.GDG']) dataSets.defineGdg({ name, limit: 3, scratch: true, empty: false });
  dataSets.rollIn('SECRET.GDG', 'SECRET.GDG.G0001V00');
  dataSets.vsam.define(
    {
      ...{ name: 'SECRET.KSDS', type: 'KSDS', key: { length: 4, offset: 0 }, averageRecord: 80, maximumRecord: 80 },
      ...{ primary: 15, secondary: 15, spaceUnit: 'TRACKS' },
    },
    'OTHER',
  );
  dataSets.vsam.insert('SECRET.KSDS', ebcdic.encode('KEY1 SECRET'));
}

/** Catalog entries, labels, directories and content of what the fuzzing user may not touch. */
function digestOf(dataSets: DataSets): string {
  const hash = createHash('sha256');
  for (const level of ['SECRET', 'OTHER']) {
    hash.update(JSON.stringify(dataSets.catalogEntries(level)));
    hash.update(JSON.stringify(dataSets.listGdgs(level)));
    for (const { dsname, attributes, volume } of dataSets.list(level)) {
      hash.update(JSON.stringify([dsname, attributes, volume]));
      if (attributes.dsorg === 'PS') hash.update(Buffer.concat(dataSets.read(dsname)));
      if (attributes.dsorg !== 'PO') continue;
      for (const member of dataSets.members(dsname)) {
        hash.update(JSON.stringify(member));
        hash.update(Buffer.concat(dataSets.read(dsname, member.name)));
      }
    }
  }
  for (const { data } of dataSets.vsam.read('SECRET.KSDS')) hash.update(data);
  return hash.digest('hex');
}

const dsname = fc.constantFrom(...strangers, ...own, 'DEVA.ALIAS');
const member = fc.constantFrom('A', 'B', 'NEW', '*', '+1', '0', '-1', 'TOOLONGNAME', '', '%', 'Ä');
const odd = fc.string({ maxLength: 12 }).map((text) => text.replaceAll(/[^\x21-\x7e]|[?]/g, '#'));
const name = fc.oneof(
  { weight: 6, arbitrary: dsname },
  { weight: 6, arbitrary: fc.tuple(dsname, member).map(([set, one]) => `${set}(${encodeURIComponent(one)})`) },
  { weight: 2, arbitrary: odd },
);
const path = fc.oneof(
  { weight: 8, arbitrary: name.map((one) => `/ds/${one}`) },
  { weight: 2, arbitrary: name.map((one) => `/ds/-(PRC001)/${one}`) },
  { weight: 2, arbitrary: name.map((one) => `/ds/${one}/member`) },
  {
    weight: 3,
    arbitrary: fc.constantFrom('/ds', '/ams', '/ds?dslevel=SECRET', '/ds?volser=PRC001', '/ds?dslevel=DEVA'),
  },
  { weight: 1, arbitrary: fc.array(odd, { maxLength: 4 }).map((parts) => `/${parts.join('/')}`) },
);
const query = fc.option(
  fc.oneof(
    fc.tuple(
      fc.constantFrom('dslevel', 'volser', 'start', 'pattern', 'search', 'research', 'maxreturnsize', 'insensitive'),
      fc.oneof(fc.string({ maxLength: 10 }), fc.constantFrom('SECRET.**', '%', '*', '(', '[a', '1', '-1', 'NaN')),
    ),
    fc.tuple(fc.string({ maxLength: 5 }), fc.string({ maxLength: 5 })),
  ),
  { nil: undefined },
);
const headerValue = fc.oneof(
  fc.constantFrom(
    '0',
    '1',
    '-1',
    'true',
    'false',
    '*',
    'base',
    'vol,total',
    'text',
    'binary',
    'record',
    'wait',
    'nowait',
  ),
  fc.constantFrom('error', 'EXCLU', 'SHRW', '0-0', '1,1', '9-1', 'text;fileEncoding=IBM-037;crlf=true', 'IBM-1141'),
  fc.string({ maxLength: 10 }).map((text) => text.replaceAll(/[^\x20-\x7e]/g, '.')),
);
const someHeaders = fc.dictionary(
  fc.constantFrom(
    ...['X-IBM-Max-Items', 'X-IBM-Attributes', 'X-IBM-Data-Type', 'X-IBM-Return-Etag', 'If-Match', 'If-None-Match'],
    ...['X-IBM-Record-Range', 'X-IBM-Migrated-Recall', 'X-IBM-Obtain-ENQ', 'X-IBM-Release-ENQ', 'X-IBM-Session-Ref'],
    ...['X-IBM-Response-Timeout', 'X-IBM-Dsname-Encoding', 'Content-Type', 'Accept-Encoding'],
  ),
  headerValue,
  { maxKeys: 3 },
);
const headers = fc
  .tuple(someHeaders, fc.constantFrom('', '', 'base', 'vol', 'base,total'))
  .map(([some, attributes]) => (attributes === '' ? some : { ...some, 'X-IBM-Attributes': attributes }));
const source = fc.record(
  { dsn: dsname, member, volser: fc.constantFrom('PRC001', 'NONE'), alias: fc.boolean() },
  { requiredKeys: ['dsn'] },
);
const utility = fc
  .record(
    {
      request: fc.constantFrom('rename', 'copy', 'hmigrate', 'hrecall', 'hdelete', 'shred'),
      'from-dataset': source,
      'from-file': fc.record({ filename: fc.constantFrom('/etc/profile', '/tmp', 'x', '/none') }),
      replace: fc.boolean(),
      enq: fc.constantFrom('SHR', 'SHRW', 'EXCLU', 'ALL'),
      wait: fc.boolean(),
    },
    { requiredKeys: ['request'] },
  )
  .map((body) => JSON.stringify(body));
const wish = fc
  .record(
    {
      ...{ dsorg: fc.constantFrom('PS', 'PO', 'XX'), alcunit: fc.constantFrom('TRK', 'CYL', 'BLK', 'MB') },
      ...{ primary: fc.integer({ min: -1, max: 20 }), secondary: fc.nat(5), dirblk: fc.nat(3), lrecl: fc.nat(40_000) },
      ...{ recfm: fc.constantFrom('FB', 'VB', 'U', 'ZZ'), like: dsname, volser: fc.constantFrom('PRC001', 'NONE') },
      dsntype: fc.constantFrom('LIBRARY', 'PDS', 'LARGE', 'PIPE'),
    },
    { requiredKeys: [] },
  )
  .map((body) => JSON.stringify(body));
const statement = fc.oneof(
  dsname.map((one) => `DELETE ${one} PURGE FORCE`),
  dsname.map((one) => `DELETE ${one} NOSCRATCH`),
  fc.tuple(dsname, dsname).map(([one, other]) => `ALTER ${one} NEWNAME(${other}.X)`),
  fc.tuple(dsname, dsname).map(([one, other]) => `REPRO INDATASET(${one}) OUTDATASET(${other}) REUSE`),
  fc.tuple(dsname, dsname).map(([one, other]) => `DEFINE ALIAS(NAME(${one}.A) RELATE(${other}))`),
  dsname.map((one) => `DEFINE GDG(NAME(${one}) LIMIT(1))`),
  dsname.map((one) => `ALTER ${one} LIMIT(1)`),
  dsname.map((one) => `DEFINE NONVSAM(NAME(${one}.N) DEVT(3390) VOL(PRC001))`),
  dsname.map((one) => `LISTCAT ENTRIES(${one}) ALL`),
  dsname.map((one) => `PRINT INDATASET(${one}) CHARACTER`),
  fc.string({ maxLength: 40 }),
);
const services = fc.array(statement, { minLength: 1, maxLength: 3 }).map((input) => JSON.stringify({ input }));
const body = fc.oneof(utility, wish, services, fc.string({ maxLength: 200 }), fc.json({ maxDepth: 2 }));

const request = fc.record({
  method: fc.constantFrom('GET', 'PUT', 'POST', 'DELETE', 'GET', 'PUT', 'PATCH', 'OPTIONS'),
  path,
  query,
  headers,
  body,
  json: fc.boolean(),
});

describe('whatever a client sends to restfiles', () => {
  let system: Awaited<ReturnType<typeof startSmallSystem>>;
  let before = '';
  beforeAll(async () => {
    system = await startSmallSystem({
      site: {
        profiles: ['SECRET.**', 'OTHER.**'].map((mask) => ({ class: 'DATASET', name: mask, uacc: 'NONE' })),
      },
      fill,
    });
    before = digestOf(system.dataSets);
  });
  afterAll(() => system[Symbol.asyncDispose]());

  const sendOne = (one: typeof request extends fc.Arbitrary<infer Value> ? Value : never) => {
    const [base = '', ...rest] = one.path.split('?');
    const asked = one.query === undefined ? rest : [...rest, new URLSearchParams([one.query]).toString()];
    return send(system, one.method, `/zosmf/restfiles${base}${asked.length > 0 ? `?${asked.join('&')}` : ''}`, {
      headers: { ...(one.json ? { 'Content-Type': 'application/json' } : {}), ...one.headers },
      body: one.body,
    });
  };

  it('is answered, errors by nothing or by a document, and data without access stays as it was', async () => {
    await fc.assert(
      fc.asyncProperty(request, async (one) => {
        const answer = await sendOne(one);
        expect([200, 201, 204, 304, 400, 404, 405, 412, 500]).toContain(answer.status);
        if (answer.status >= 400 && answer.text !== '')
          expect(answer.json()).toEqual(
            expect.objectContaining({
              ...{ category: expect.any(Number), rc: expect.any(Number), reason: expect.any(Number) },
              message: expect.stringMatching(/./),
            }),
          );
        expect(system.failures).toEqual([]);
        const was = before;
        before = digestOf(system.dataSets);
        expect(before).toBe(was);
      }),
      { numRuns: 700 },
    );
  });

  it('nothing of what may not be read is in an answer', async () => {
    await fc.assert(
      fc.asyncProperty(request, async (one) => {
        const { text } = await sendOne(one);
        for (const secret of ['SECRET.LIB A', 'OTHER.LIB B', 'KEY1 SECRET']) expect(text).not.toContain(secret);
      }),
      { numRuns: 300 },
    );
  });

  it('bytes that are no HTTP at all stop nobody', async () => {
    const raw = (bytes: Buffer) =>
      new Promise<void>((resolve) => {
        const socket = connect(system.port, '127.0.0.1', () => socket.end(bytes));
        socket.on('error', () => resolve());
        socket.on('close', () => resolve());
        socket.resume();
      });
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 80 }), odd, (bytes, text) =>
        raw(
          Buffer.concat([
            Buffer.from(`GET /zosmf/restfiles/ds/${text} HTTP/1.1\r\nHost: x\r\n`),
            bytes,
            Buffer.from('\r\n\r\n'),
          ]),
        ),
      ),
      { numRuns: 60 },
    );
    expect((await send(system, 'GET', '/zosmf/restfiles/ds/DEVA.LIB/member')).status).not.toBe(0);
  });
});
