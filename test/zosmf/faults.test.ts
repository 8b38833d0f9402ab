import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import { LockstepError } from '../../src/shared/errors.ts';
import { client, jobDocument, json, noSuchJob, rawServer } from './raw-server.ts';
import type { Seen } from './raw-server.ts';
import type { ServerResponse } from 'node:http';

const secretJcl = "//R609A030 JOB 1\n//S1 EXEC PGM=X,PARM='TOPSECRETPARM'";

type Answer = (seen: Seen, response: ServerResponse) => void;
const html: Answer = (_seen, response) => {
  response.writeHead(200, { 'Content-Type': 'text/html' });
  response.end('<html><body>Sign in</body></html>');
};
const empty: Answer = (_seen, response) => {
  response.writeHead(200);
  response.end();
};
const truncated: Answer = (_seen, response) => {
  response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': '1000' });
  response.write('[{"jobid":');
  setTimeout(() => response.destroy(), 20);
};
const silent: Answer = () => undefined;
const dropped: Answer = (seen) => void seen.socket.destroy();
const otherJson: Answer = (_seen, response) => json(response, 200, { hello: 'world' });
const status =
  (code: number, body: unknown): Answer =>
  (_seen, response) =>
    json(response, code, body);
const document = (category: number, rc: number, reason: number) => ({ category, rc, reason, message: 'Said z/OSMF' });

async function codeOf(work: Promise<unknown>): Promise<string> {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  return error instanceof LockstepError ? error.code : String(error);
}

describe('what a fault means', () => {
  it.each<[string, Answer, string, string]>([
    ['a dropped connection', dropped, 'zosmf.unreachable', 'zosmf.in-doubt'],
    ['no answer', silent, 'zosmf.unreachable', 'zosmf.in-doubt'],
    ['an answer that breaks off', truncated, 'zosmf.unreachable', 'zosmf.in-doubt'],
    ['a web page', html, 'zosmf.refused', 'zosmf.in-doubt'],
    ['an empty answer', empty, 'zosmf.refused', 'zosmf.in-doubt'],
    ['other JSON', otherJson, 'zosmf.refused', 'zosmf.in-doubt'],
    ['HTTP 400', status(400, document(6, 4, 4)), 'zosmf.refused', 'zosmf.refused'],
    ['HTTP 500 of the service', status(500, document(6, 8, 5)), 'zosmf.refused', 'zosmf.refused'],
    ['HTTP 500 unexpected', status(500, document(7, 0, 0)), 'zosmf.refused', 'zosmf.in-doubt'],
    ['HTTP 503', status(503, {}), 'zosmf.busy', 'zosmf.in-doubt'],
    ['HTTP 429', status(429, {}), 'zosmf.busy', 'zosmf.busy'],
    ['HTTP 401', status(401, {}), 'zosmf.credential', 'zosmf.credential'],
  ])('%s: %#', async (_name, answer, read, change) => {
    await using server = await rawServer(answer);
    const timeouts = { silenceMs: 300 };
    expect(await codeOf(client(server.port, { timeouts }).jobsByPrefix('R609A'))).toBe(read);
    expect(await codeOf(client(server.port, { timeouts }).submit(secretJcl, 'LABC'))).toBe(change);
  });

  it('says unreachable when nothing listens, for a change too', async () => {
    const probe = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => probe.once('listening', resolve));
    const { port } = probe.address() as AddressInfo;
    await new Promise((resolve) => probe.close(resolve));
    expect(await codeOf(client(port).submit(secretJcl, 'LABC'))).toBe('zosmf.unreachable');
  });

  it('says busy when z/OSMF has no TSO address space for a read', async () => {
    await using server = await rawServer(status(500, document(3, 12, 4)));
    expect(await codeOf(client(server.port).members('KSBP.SAV.COBOL'))).toBe('zosmf.busy');
  });

  it('keeps to its own deadline when bytes trickle', async () => {
    await using server = await rawServer((_seen, response) => {
      response.writeHead(200, { 'Content-Type': 'application/json' });
      const drip = setInterval(() => response.write(' '), 20);
      response.on('close', () => clearInterval(drip));
    });
    expect(await codeOf(client(server.port, { timeouts: { answerMs: 200 } }).submit(secretJcl, 'LABC'))).toBe(
      'zosmf.in-doubt',
    );
  });
});

describe('an error', () => {
  it('carries what z/OSMF said, and neither the password nor the JCL', async () => {
    await using server = await rawServer(status(400, document(6, 4, 13)));
    const error: unknown = await client(server.port)
      .submit(secretJcl, 'LABC')
      .catch((reason: unknown) => reason);
    expect(error).toMatchObject({
      code: 'zosmf.refused',
      facts: { system: 'KSB1', operation: 'submit a job', httpStatus: 400, category: 6, rc: 4, reason: 13 },
    });
    const everything = JSON.stringify(error, Object.getOwnPropertyNames(error)) + String((error as Error).cause);
    expect(everything).not.toMatch(/TOPSECRETPARM|S3CRETPW|UzNDUkVU/);
    expect((error as Error).cause).toBeUndefined();
  });
});

describe('a job that z/OSMF does not know', () => {
  it('is undefined to a look, and not done to a release or purge', async () => {
    await using server = await rawServer(status(400, noSuchJob));
    const zosmf = client(server.port);
    expect(await zosmf.job('J1:LABC')).toBeUndefined();
    expect(await zosmf.release('J1:LABC')).toEqual({ done: false, message: noSuchJob.message });
    expect(await zosmf.purge('J1:LABC')).toEqual({ done: false, message: noSuchJob.message });
  });

  it('is not read out of any other refusal', async () => {
    await using server = await rawServer(status(400, document(6, 4, 7)));
    expect(await codeOf(client(server.port).job('J1:LABC'))).toBe('zosmf.refused');
  });
});

describe('a release', () => {
  it.each([
    [200, { status: 0, message: 'Request was successful.' }, true],
    [200, { status: '0' }, true],
    [200, { status: 156, message: 'Job not cancellable or purgeable' }, false],
    [202, {}, false],
  ])('with answer %i %j is done: %s', async (code, body, done) => {
    await using server = await rawServer(status(code, body));
    expect((await client(server.port).release('J1.:LABC')).done).toBe(done);
    expect(server.seen[0]?.url).toBe('/zosmf/restjobs/jobs/J1.%3ALABC');
    expect(JSON.parse(server.seen[0]?.body ?? '')).toEqual({ request: 'release', version: '2.0' });
  });
});

describe('a member', () => {
  it.each([
    ['member', document(6, 8, 524)],
    ['data set', document(6, 8, 386_400_778)],
  ])('is undefined when z/OSMF says that the %s is not there', async (_what, body) => {
    await using server = await rawServer(status(404, body));
    expect(await client(server.port).memberBytes('KSBP.SAV.COBOL', 'SVINTCLC')).toBeUndefined();
  });

  it('is not taken for missing when something before z/OSMF answers 404', async () => {
    await using server = await rawServer((_seen, response) => {
      response.writeHead(404, { 'Content-Type': 'text/html' });
      response.end('<h1>Not found</h1>');
    });
    expect(await codeOf(client(server.port).memberBytes('KSBP.SAV.COBOL', 'SVINTCLC'))).toBe('zosmf.refused');
  });

  it('is read as it is stored, byte for byte', async () => {
    const stored = Buffer.from([0x00, 0xff, 0x0d, 0x0a, 0x15, 0x80]);
    await using server = await rawServer((_seen, response) => response.end(stored));
    expect(await client(server.port).memberBytes('KSBP.SAV.LOADLIB', 'SV#1')).toEqual(stored);
    expect(server.seen[0]).toMatchObject({
      url: '/zosmf/restfiles/ds/KSBP.SAV.LOADLIB(SV%231)',
      headers: { 'x-ibm-data-type': 'binary' },
    });
  });
});

describe('the list by prefix', () => {
  it('asks for all owners in one call, and says when it may be cut', async () => {
    await using server = await rawServer((_seen, response) =>
      json(
        response,
        200,
        Array.from({ length: 1000 }, () => jobDocument()),
      ),
    );
    const { jobs, full } = await client(server.port).jobsByPrefix('R609A');
    expect(jobs).toHaveLength(1000);
    expect(full).toBe(true);
    expect(server.seen[0]?.url).toBe('/zosmf/restjobs/jobs?owner=*&prefix=R609A*&max-jobs=1000&exec-data=Y');
  });
});

describe('the search by user correlator', () => {
  it('falls back to own jobs where a level refuses owner and correlator together', async () => {
    await using server = await rawServer((seen, response) => {
      if (seen.url.includes('owner=')) json(response, 400, document(6, 4, 4));
      else json(response, 200, [jobDocument()]);
    });
    expect(await client(server.port).jobsByUserCorrelator('LABC')).toHaveLength(1);
  });
});

describe('a command', () => {
  it('joins the lines that came at once with those that came later', async () => {
    const late = ['+ NAME=SVINTINQ\r+ RESPONSE: NORMAL', ''];
    await using server = await rawServer((seen, response) => {
      if (seen.method === 'PUT') json(response, 200, { 'cmd-response': '', 'cmd-response-key': 'C1' });
      else json(response, 200, { 'cmd-response': late.shift() ?? '' });
    });
    const answer = await client(server.port).command('F CICSPA1,CEMT SET PROGRAM(SVINTINQ) PHASEIN');
    expect(answer).toBe('+ NAME=SVINTINQ\n+ RESPONSE: NORMAL');
    expect(server.seen.map((seen) => seen.url)).toEqual([
      '/zosmf/restconsoles/consoles/defcn',
      '/zosmf/restconsoles/consoles/defcn/solmsgs/C1',
      '/zosmf/restconsoles/consoles/defcn/solmsgs/C1',
    ]);
  });
});
