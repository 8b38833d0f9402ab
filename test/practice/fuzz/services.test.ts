import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { basic, send } from '../support/small-system.ts';
import { jobCard, startWhole } from '../support/practice.ts';

let system: Awaited<ReturnType<typeof startWhole>>;

beforeAll(async () => {
  system = await startWhole();
  const library = { dsorg: 'PO', recfm: 'FB', lrecl: 80, primary: 1, dirblk: 5 };
  const headers = { 'Content-Type': 'application/json' };
  await send(system, 'POST', '/zosmf/restfiles/ds/DEVA.LIB', { headers, body: JSON.stringify(library) });
  await send(system, 'PUT', '/zosmf/restfiles/ds/DEVA.LIB(MEM)', { body: `${'a'.repeat(79)}\n` });
});

afterAll(() => system.stop());

/** Sends bytes as they are, and reads until the server closes. */
const raw = (bytes: Buffer | string) =>
  new Promise<string>((resolve) => {
    const socket = connect(system.port, '127.0.0.1');
    const chunks: Buffer[] = [];
    socket.on('data', (chunk: Buffer) => chunks.push(chunk));
    socket.on('error', () => undefined);
    socket.on('close', () => resolve(Buffer.concat(chunks).toString('latin1')));
    socket.write(bytes);
  });

const paths = [
  ...['/zosmf/info', '/zosmf/services/authenticate', '/zosmf/services', '/zosmf/workflow', '/zosmf', '/', '//zosmf'],
  ...['/zosmf/restjobs/jobs', '/zosmf/restjobs/jobs/FUZZ/JOB00001', '/zosmf/restjobs/jobs/FUZZ/JOB00001/files'],
  ...['/zosmf/restjobs/jobs/FUZZ/JOB00001/files/2/records', '/zosmf/restjobs/jobs/-JES2', '/zosmf/restjobs/x'],
  ...['/zosmf/restfiles/ds', '/zosmf/restfiles/ds/DEVA.LIB(MEM)', '/zosmf/restfiles/ds/DEVA.LIB/member'],
  ...['/zosmf/restfiles/ds/-(PRC001)/DEVA.SEQ', '/zosmf/restfiles/ams', '/zosmf/restfiles/fs', '/zosmf/restfiles/mfs'],
  ...['/zosmf/restfiles/fs/tmp/x', '/zosmf/restconsoles/consoles/defcn', '/zosmf/restconsoles/v1/log'],
  ...['/zosmf/restconsoles/consoles/defcn/solmsgs/C1000000', '/zosmf/restconsoles/consoles/defcn/detections/D1000000'],
  ...['/zosmf/tsoApp/v1/tso', '/zosmf/tsoApp/tso', '/zosmf/tsoApp/tso/x', '/zosmf/tsoApp/tso/ping/x'],
  ...['/zosmf/resttopology/systems', '/zosmf/resttopology/systems/groupName/x', '/practice/faults'],
];
const methods = ['GET', 'PUT', 'POST', 'DELETE', 'HEAD', 'OPTIONS', 'PATCH', 'TRACE', 'LOCK'];
const odd = fc.constantFrom(
  ...['[', '%', '..', '-1', '0-0', '5-1', '99999999999999999999,9', '1e999', 'null', '{}', '*', '**.**.**', 'é', ''],
  ...['text;fileEncoding=IBM-1147', 'binary', 'record', 'constructor', '__proto__', 'x'.repeat(5000), 'DEVA', 'Y'],
);
const anyText = fc.oneof(odd, fc.string(), fc.string({ unit: 'binary' }), fc.integer().map(String));
const queryName = fc.constantFrom(
  ...['owner', 'prefix', 'jobid', 'max-jobs', 'user-correlator', 'exec-data', 'status', 'mode', 'fileEncoding'],
  ...['search', 'maxreturnsize', 'insensitive', 'dslevel', 'volser', 'start', 'pattern', 'path', 'name', 'size'],
  ...['perm', 'mtime', 'depth', 'time', 'timeRange', 'acct', 'proc', 'fsname', 'timeout', '__proto__'],
);
const headerName = fc.constantFrom(
  ...['X-IBM-Max-Items', 'X-IBM-Attributes', 'X-IBM-Data-Type', 'X-IBM-Record-Range', 'Range', 'If-Match'],
  ...['X-IBM-Obtain-ENQ', 'X-IBM-Session-Ref', 'X-IBM-Response-Timeout', 'X-IBM-Dsname-Encoding', 'Cookie'],
  ...['X-IBM-Intrdr-Mode', 'X-IBM-Intrdr-Recfm', 'X-IBM-Intrdr-Lrecl', 'X-IBM-Intrdr-File-Encoding', 'Content-Type'],
  ...['X-IBM-User-Correlator', 'X-IBM-JCL-Symbol-A', 'X-IBM-Notification-URL', 'X-IBM-Notification-Options', 'Expect'],
);
const headerValue = fc.oneof(
  anyText,
  fc.constantFrom(
    ...['application/json', 'application/octet-stream', 'text/plain;charset=IBM-037', 'TEXT', 'RECORD', 'BINARY'],
    ...['V', '1', '256', '32760', 'EXCL', 'SHRW', '100-continue', 'http://[::1', 'LtpaToken2=x; jwtToken=y'],
  ),
);
const member = fc.constantFrom(
  ...['request', 'from-dataset', 'from-file', 'dsn', 'member', 'input', 'cmd', 'sol-key', 'solKeyReg', 'unsol-key'],
  ...['detect-time', 'system', 'tsoCmd', 'cmdState', 'keyword', 'TSO RESPONSE', 'userID', 'oldPwd', 'newPwd', 'file'],
  ...['class', 'version', 'dsorg', 'recfm', 'lrecl', 'primary', 'like', 'type', 'mode', 'from', 'action', 'perms'],
);
const memberValue = fc.oneof(
  anyText,
  fc.jsonValue({ maxDepth: 2 }),
  fc.constantFrom<unknown>(
    ...['copy', 'rename', 'hmigrate', 'hrecall', 'move', 'chmod', 'chtag', 'cancel', 'hold', 'PS', 'PO', 'FB', 'U'],
    ...['D T', '$DA', 'LISTDS x', 'stateless', "//'DEVA.LIB(MEM)'", '/tmp', ['LISTCAT'], { dsn: 'DEVA.LIB' }],
  ),
);
const body = fc.oneof(
  fc.dictionary(member, memberValue, { maxKeys: 6 }).map((document) => Buffer.from(JSON.stringify(document))),
  fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)),
  fc
    .uint8Array({ maxLength: 200 })
    .map((bytes) => Buffer.concat([Buffer.from(`${jobCard('FUZZ')}\n//S EXEC PGM=`), bytes])),
  fc.constant(Buffer.from('['.repeat(20_000))),
);

const anyRequest = fc.record({
  method: fc.constantFrom(...methods, 'GET', 'PUT', 'POST', 'DELETE'),
  path: fc.constantFrom(...paths),
  tail: fc.option(anyText, { freq: 4 }),
  query: fc.array(fc.tuple(queryName, anyText), { maxLength: 4 }),
  headers: fc.array(fc.tuple(headerName, headerValue), { maxLength: 5 }),
  type: fc.constantFrom('application/json', 'text/plain', 'application/octet-stream'),
  body: fc.option(body, { freq: 3 }),
  chunked: fc.boolean(),
  signedOn: fc.constantFrom(true, true, true, true, true, false),
});

function bytesOf(request: typeof anyRequest extends fc.Arbitrary<infer Value> ? Value : never): Buffer {
  const printable = (text: string) => text.replaceAll(/[^!-~]/g, '').slice(0, 200);
  const query = new URLSearchParams(request.query).toString();
  const tail = request.tail === null ? '' : `/${printable(request.tail)}`;
  const length = request.chunked ? 'Transfer-Encoding: chunked' : `Content-Length: ${String(request.body?.length)}`;
  const lines = [
    `${request.method} ${request.path}${tail}${query === '' ? '' : `?${query}`} HTTP/1.1`,
    ...['Host: x', 'Connection: close', `Content-Type: ${request.type}`],
    ...(request.signedOn ? [`Authorization: ${basic()}`] : []),
    ...request.headers.map(([name, value]) => `${name}: ${value.replaceAll(/[\r\n]/g, '')}`),
    ...(request.body === null ? [] : [length]),
  ];
  const { body: content } = request;
  const framed = (bytes: Buffer) =>
    bytes.length === 0
      ? '0\r\n\r\n'
      : Buffer.concat([Buffer.from(`${bytes.length.toString(16)}\r\n`), bytes, Buffer.from('\r\n0\r\n\r\n')]);
  const sent = content === null ? '' : request.chunked ? framed(content) : content;
  return Buffer.concat([Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1'), Buffer.from(sent)]);
}

describe('whatever is sent to any service', () => {
  it('is answered, and no answer says that something unexpected happened', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyRequest, { minLength: 4, maxLength: 8 }), async (requests) => {
        const answers = await Promise.all(requests.map((request) => raw(bytesOf(request))));
        for (const answer of answers) {
          expect(answer).toMatch(/^HTTP\/1\.1 [1-5]\d\d /);
          expect(answer).not.toContain('Unexpected error');
        }
        expect(system.failures).toEqual([]);
      }),
      { numRuns: 120, endOnFailure: true },
    );
    expect((await send(system, 'GET', '/zosmf/info')).status).toBe(200);
  }, 60_000);
});

describe('an expression that would look for ever', () => {
  const endless = '(a|aa)+$b';
  const asked = `?research=${encodeURIComponent(endless)}`;

  it('is given up in members, spool files and console messages', async () => {
    const member = '/zosmf/restfiles/ds/DEVA.LIB(EVIL)';
    await send(system, 'PUT', member, { headers: { 'Content-Type': 'text/plain' }, body: `${'a'.repeat(70)}\n` });
    const found = await send(system, 'GET', `${member}${asked}`);
    expect(found.status).toBe(500);
    const job = (
      await send(system, 'PUT', '/zosmf/restjobs/jobs', {
        body: `${jobCard('LOOK')}\n//* ${'a'.repeat(60)}\n//S EXEC PGM=X`,
      })
    ).json();
    const spool = await send(system, 'GET', `/zosmf/restjobs/jobs/LOOK/${job.jobid}/files/JCL/records${asked}`);
    expect(spool.json()).toMatchObject({ category: 6, rc: 4, reason: 4 });
    const issue = { cmd: `D A,${'a'.repeat(100)}`, 'sol-key': '^(.*)*#$', solKeyReg: 'Y' };
    const headers = { 'Content-Type': 'application/json' };
    const console = await send(system, 'PUT', '/zosmf/restconsoles/consoles/defcn', {
      headers,
      body: JSON.stringify(issue),
    });
    expect(console.json()).toMatchObject({ 'sol-key-detected': false });
  });
});

describe('bodies and targets', () => {
  const head = (line: string, ...headers: string[]) =>
    [`${line} HTTP/1.1`, 'Host: x', `Authorization: ${basic()}`, ...headers, '', ''].join('\r\n');

  it('a body that is too large is refused before it is sent', async () => {
    const target = 'PUT /zosmf/restfiles/ds/DEVA.LIB(BIG)';
    const large = `Content-Length: ${String(513 * 1024 * 1024)}`;
    expect(await raw(head(target, large))).toMatch(/^HTTP\/1\.1 413 /);
    expect(await raw(head(target, large, 'Expect: 100-continue'))).toMatch(/^HTTP\/1\.1 413 /);
    const unsigned = `${target} HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000\r\n\r\n`;
    expect(await raw(unsigned)).toMatch(/^HTTP\/1\.1 413 /);
    const small = head(target, 'Content-Length: 3', 'Expect: 100-continue', 'Connection: close');
    expect(await raw(`${small}abc`)).toMatch(/^HTTP\/1\.1 100 Continue\r\n\r\nHTTP\/1\.1 201 /);
  });

  it('a client that goes away in the middle of its body is nobody’s failure', async () => {
    await new Promise<void>((resolve) => {
      const socket = connect(system.port, '127.0.0.1', () => {
        socket.write(head('PUT /zosmf/restfiles/ds/DEVA.LIB(GONE)', 'Content-Length: 100') + 'abc', () =>
          setTimeout(() => socket.destroy(), 20),
        );
      });
      socket.on('close', () => setTimeout(resolve, 50));
    });
    expect(system.failures).toEqual([]);
    expect((await send(system, 'GET', '/zosmf/restfiles/ds/DEVA.LIB(GONE)')).status).toBe(404);
  });

  it('a target may name scheme and host, and HEAD is GET without a body', async () => {
    expect(await raw(head('GET http://elsewhere/zosmf/info', 'Connection: close'))).toContain('"zosmf_version":"29"');
    const headers = await raw(head('HEAD /zosmf/info', 'Connection: close'));
    expect(headers).toMatch(/^HTTP\/1\.1 200 /);
    expect(headers).not.toContain('zosmf_version');
  });

  it('times that no calendar has are refused', async () => {
    const answer = await send(system, 'GET', '/zosmf/restconsoles/v1/log?time=99999999999999999999');
    expect(answer.json()).toMatchObject({ 'return-code': 1, 'reason-code': 20 });
  });
});
