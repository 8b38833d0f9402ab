import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import { ebcdic } from '../../../src/practice/codepages/code-page.ts';
import { basic, send, type Row } from '../support/small-system.ts';
import { jobCard, startWhole } from '../support/practice.ts';

const jobs = '/zosmf/restjobs/jobs';
const json = { 'Content-Type': 'application/json' };
const octets = { 'Content-Type': 'application/octet-stream' };
const token = { 'X-Practice-Token': 'practice' };
type System = { port: number };
const pathOf = (job: Row) => `${jobs}/${encodeURIComponent(job['job-correlator'])}`;

async function ended(system: System, job: Row): Promise<Row> {
  for (let look = 0; look < 400; look += 1) {
    const document = (await send(system, 'GET', pathOf(job))).json();
    if (document['status'] === 'OUTPUT') return document;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error(`${job.jobname} does not end`);
}

const copying = (data: string, parameters = '') =>
  [
    jobCard('COPYJOB'),
    '// EXPORT SYMLIST=*',
    '//S1 EXEC PGM=IEBGENER',
    '//SYSPRINT DD SYSOUT=*',
    '//SYSIN DD DUMMY',
    `//SYSUT1 DD *${parameters}`,
    data,
    '/*',
    '//SYSUT2 DD SYSOUT=*,DCB=(RECFM=FB,LRECL=80)',
  ].join('\n');

async function copied(system: System, job: Row, query = ''): Promise<string> {
  await ended(system, job);
  const files = (await send(system, 'GET', `${pathOf(job)}/files`)).rows();
  const id = files.find(({ ddname }) => ddname === 'SYSUT2')?.id ?? 0;
  return (await send(system, 'GET', `${pathOf(job)}/files/${String(id)}/records${query}`)).text.trimEnd();
}

describe('the internal reader', () => {
  it('takes lines, fixed records of any length, and records behind their lengths', async () => {
    await using system = await startWhole();
    const lines = copying('AS IT IS').split('\n');
    const fixed = (length: number) => Buffer.concat(lines.map((line) => ebcdic.encode(line.padEnd(length))));
    const framed = Buffer.concat(
      lines.flatMap((line) => {
        const length = Buffer.alloc(4);
        length.writeUInt32BE(line.length);
        return [length, ebcdic.encode(line)];
      }),
    );
    const submitted = [
      { headers: { 'Content-Type': 'text/plain; charset=utf8' }, body: lines.join('\r\n') },
      { headers: { ...octets, 'X-IBM-Intrdr-Mode': 'BINARY' }, body: fixed(80) },
      { headers: { ...octets, 'X-IBM-Intrdr-Mode': 'BINARY', 'X-IBM-Intrdr-Lrecl': '256' }, body: fixed(256) },
      { headers: { ...octets, 'X-IBM-Intrdr-Mode': 'RECORD' }, body: fixed(80) },
      { headers: { ...octets, 'X-IBM-Intrdr-Mode': 'RECORD', 'X-IBM-Intrdr-Recfm': 'V' }, body: framed },
    ];
    for (const options of submitted) {
      const answer = await send(system, 'PUT', jobs, options);
      expect([options.headers, answer.status]).toEqual([options.headers, 201]);
      expect(await copied(system, answer.json())).toBe('AS IT IS');
    }
  });

  it('takes longer records where the header says so', async () => {
    await using system = await startWhole();
    const body = `${copying('SHORT')}\n//* ${'X'.repeat(150)}`;
    expect((await send(system, 'PUT', jobs, { body })).status).toBe(400);
    for (const headers of [{ 'X-IBM-Intrdr-Lrecl': '256' }, { 'X-IBM-Intrdr-Lrecl': '256', 'X-IBM-Intrdr-Recfm': 'V' }])
      expect((await send(system, 'PUT', jobs, { headers, body })).status).toBe(201);
  });

  it('takes a UNIX file and a member', async () => {
    await using system = await startWhole();
    await send(system, 'PUT', '/zosmf/restfiles/ds/PAY.JCL(COPY)', { body: copying('FROM A MEMBER') });
    const member = await send(system, 'PUT', jobs, { headers: json, body: '{"file":"//\'PAY.JCL(COPY)\'"}' });
    expect(await copied(system, member.json())).toBe('FROM A MEMBER');
    const written = await send(system, 'PUT', '/zosmf/restfiles/fs/u/deva/copy.jcl', { body: copying('FROM A FILE') });
    expect([201, 204]).toContain(written.status);
    const file = await send(system, 'PUT', jobs, { headers: json, body: '{"file":"/u/deva/copy.jcl"}' });
    expect([file.status, await copied(system, file.json())]).toEqual([201, 'FROM A FILE']);
  });

  it('gives JCL symbols to data, and the reader class to a job without MSGCLASS', async () => {
    await using system = await startWhole();
    const body = copying('HELLO &WHOM', ',SYMBOLS=JCLONLY').replace('CLASS=A,MSGCLASS=H', 'CLASS=A');
    const headers = { 'X-IBM-JCL-Symbol-WHOM': 'WORLD', 'X-IBM-Intrdr-Class': 'Q' };
    const job = (await send(system, 'PUT', jobs, { headers, body })).json();
    expect(await copied(system, job)).toBe('HELLO WORLD');
    const files = (await send(system, 'GET', `${pathOf(job)}/files`)).rows();
    expect(files[0]?.['class']).toBe('Q');
  });

  it('knows a secondary JES by its segment alone', async () => {
    await using system = await startWhole({ site: { jes: { secondary: ['JESB'] } } });
    const job = (await send(system, 'PUT', `${jobs}/-JESB`, { body: copying('X') })).json();
    expect(job).toMatchObject({ subsystem: 'JESB', url: expect.stringContaining('/jobs/-JESB/') });
    expect((await send(system, 'GET', jobs)).json()).toEqual([]);
    expect((await send(system, 'GET', `${jobs}/-JESB`)).json()).toHaveLength(1);
    expect((await send(system, 'GET', `${jobs}/-JESC`)).status).toBe(500);
  });
});

/** A server that takes notifications. */
async function receiver() {
  const bodies: Row[] = [];
  const server = createServer((incoming, response) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', () => {
      bodies.push(JSON.parse(Buffer.concat(chunks).toString('utf8')) as Row);
      response.end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/told`;
  const until = async (count: number) => {
    for (let look = 0; look < 400 && bodies.length < count; look += 1)
      await new Promise((resolve) => setTimeout(resolve, 5));
    return bodies;
  };
  return {
    ...{ url, bodies, until },
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

describe('notification', () => {
  it('calls the URL when the job has ended, with the completed document', async () => {
    await using told = await receiver();
    await using system = await startWhole();
    const headers = { 'X-IBM-Notification-URL': told.url, 'X-IBM-User-Correlator': 'LTOLD' };
    const job = (await send(system, 'PUT', jobs, { headers, body: copying('X') })).json();
    expect(await told.until(1)).toEqual([
      {
        'job-correlator': job['job-correlator'],
        ...{ jobid: job.jobid, jobname: 'COPYJOB', owner: 'DEVA', class: 'A', retcode: 'CC 0000' },
        ...{ 'completion-type': 1, 'completion-code': 0, 'abend-code': null },
      },
    ]);
  });

  it('tells of readiness and start too where the options ask for it', async () => {
    await using told = await receiver();
    await using system = await startWhole();
    const options = '{"events":["ready","active","complete"]}';
    const headers = { 'X-IBM-Notification-URL': told.url, 'X-IBM-Notification-Options': options };
    await send(system, 'PUT', jobs, { headers, body: copying('X') });
    const events = (await told.until(3)).map(({ event }) => event);
    expect(new Set(events)).toEqual(new Set(['ready', 'active', 'complete']));
  });

  it('is lost or doubled on demand, and nobody waits for a receiver that is not there', async () => {
    await using told = await receiver();
    await using system = await startWhole();
    const fate = (body: string) => send(system, 'PUT', '/practice/notifications', { headers: token, body });
    const submit = async (url: string) =>
      ended(
        system,
        (await send(system, 'PUT', jobs, { headers: { 'X-IBM-Notification-URL': url }, body: copying('X') })).json(),
      );
    expect((await fate('{"fate":"lost"}')).status).toBe(204);
    await submit(told.url);
    await fate('{"fate":"doubled"}');
    const doubled = await submit(told.url);
    expect((await told.until(2)).map(({ jobid }) => jobid)).toEqual([doubled.jobid, doubled.jobid]);
    expect((await submit('http://127.0.0.1:1/nobody')).retcode).toBe('CC 0000');
    expect(system.failures).toEqual([]);
  });
});

describe('authority', () => {
  const site = {
    profiles: [
      { class: 'JESSPOOL', name: '*.DEVA.SECRET*.**', uacc: 'NONE' },
      { class: 'JESJOBS', name: 'SUBMIT.*.NOTHIS*.**', uacc: 'NONE' },
      { class: 'JESJOBS', name: 'JOBCLASS.*.R.**', uacc: 'NONE' },
      { class: 'JESJOBS', name: 'CANCEL.*.DEVA.*', uacc: 'NONE' },
    ],
    jes: {
      classes: [
        { name: 'A', initiators: 2 },
        { name: 'R', initiators: 1 },
      ],
    },
  };
  const brief = (name: string, jobClass = 'A') =>
    [jobCard(name, `CLASS=${jobClass},MSGCLASS=H`), '//S1 EXEC PGM=IEFBR14'].join('\n');

  it('lets nobody but the owner read spool that a JESSPOOL profile protects', async () => {
    await using system = await startWhole({ site });
    const secret = (await send(system, 'PUT', jobs, { body: brief('SECRET1') })).json();
    const open = (await send(system, 'PUT', jobs, { body: brief('OPEN1') })).json();
    await Promise.all([ended(system, secret), ended(system, open)]);
    const read = async (job: Row, user?: string) =>
      (
        await send(
          system,
          'GET',
          `${pathOf(job)}/files/2/records`,
          user === undefined ? {} : { auth: basic('OTHER', 'secret-2') },
        )
      ).status;
    expect([await read(secret), await read(secret, 'OTHER'), await read(open, 'OTHER')]).toEqual([200, 500, 200]);
  });

  it('ends a job in SEC ERROR that its submitter may not submit, or whose class is not for its owner', async () => {
    await using system = await startWhole({ site });
    for (const body of [brief('NOTHIS1'), brief('FINE1', 'R')]) {
      const job = (await send(system, 'PUT', jobs, { body })).json();
      expect((await ended(system, job)).retcode).toBe('SEC ERROR');
      const log = (await send(system, 'GET', `${pathOf(job)}/files/2/records`)).text;
      expect(log).toContain('ICH408I USER(DEVA    )');
      expect(log).toContain('INSUFFICIENT ACCESS AUTHORITY');
    }
  });

  it('protects a job from being cancelled under a JESJOBS profile', async () => {
    await using system = await startWhole({ site });
    const job = (
      await send(system, 'PUT', jobs, { body: brief('MINE1').replace('MSGCLASS=H', 'MSGCLASS=H,TYPRUN=HOLD') })
    ).json();
    const answer = await send(system, 'PUT', pathOf(job), {
      headers: json,
      body: '{"request":"cancel","version":"2.0"}',
      auth: basic('OTHER', 'secret-2'),
    });
    expect([answer.status, answer.json()['status']]).toEqual([200, 160]);
  });
});
