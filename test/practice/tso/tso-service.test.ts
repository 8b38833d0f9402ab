import { describe, expect, it } from '@jest/globals';
import { jobCard, startWhole } from '../support/practice.ts';
import { send, startSmallSystem } from '../support/small-system.ts';

const json = { 'Content-Type': 'application/json' };
const put = (system: { port: number }, path: string, body: unknown) =>
  send(system, 'PUT', path, { headers: json, body: JSON.stringify(body) });
const start = (system: { port: number }, query = 'acct=IZUACCT&proc=IZUFPROC&chset=697&cpage=1047&rows=24&cols=80') =>
  send(system, 'POST', `/zosmf/tsoApp/tso?${query}`);

describe('TSO address spaces', () => {
  it('start with the messages of a logon, a prompt and a key', async () => {
    await using system = await startSmallSystem();
    const answer = await start(system);
    expect(answer.status).toBe(200);
    expect(Object.keys(answer.json())).toEqual([
      'servletKey',
      'queueID',
      'sessionID',
      'ver',
      'tsoData',
      'reused',
      'timeout',
    ]);
    expect(answer.json()).toMatchObject({
      servletKey: expect.stringMatching(/^DEVA-\d+-[a-p]{8}$/),
      ver: '0100',
      reused: false,
      timeout: false,
      tsoData: [
        {
          'TSO MESSAGE': {
            VERSION: '0100',
            DATA: 'IKJ56455I DEVA LOGON IN PROGRESS AT 22:00:00 ON SEPTEMBER 12, 2026',
          },
        },
        { 'TSO MESSAGE': { VERSION: '0100', DATA: 'IKJ56951I NO BROADCAST MESSAGES' } },
        { 'TSO MESSAGE': { VERSION: '0100', DATA: 'READY ' } },
        { 'TSO PROMPT': { VERSION: '0100', HIDDEN: 'FALSE' } },
      ],
    });
  });

  it('take a command and give its lines to who asks, at once or later', async () => {
    await using system = await startSmallSystem();
    const key = String((await start(system)).json()['servletKey']);
    const command = { 'TSO RESPONSE': { VERSION: '0100', DATA: 'FROBNICATE NOW' } };
    const lines = [
      { 'TSO MESSAGE': { VERSION: '0100', DATA: 'IKJ56500I COMMAND FROBNICATE NOT FOUND' } },
      { 'TSO MESSAGE': { VERSION: '0100', DATA: 'READY ' } },
      { 'TSO PROMPT': { VERSION: '0100', HIDDEN: 'FALSE' } },
    ];
    expect((await put(system, `/zosmf/tsoApp/tso/${key}`, command)).json()['tsoData']).toEqual(lines);
    expect((await put(system, `/zosmf/tsoApp/tso/${key}?readReply=false`, command)).json()['tsoData']).toBeUndefined();
    expect((await send(system, 'GET', `/zosmf/tsoApp/tso/${key}`)).json()['tsoData']).toEqual(lines);
  });

  it('answer a ping, and nobody after their end', async () => {
    await using system = await startSmallSystem();
    const key = String((await start(system)).json()['servletKey']);
    const alive = { servletKey: key, ver: '0100', reused: false, timeout: false };
    expect((await put(system, `/zosmf/tsoApp/tso/ping/${key}`, {})).json()).toEqual(alive);
    expect((await send(system, 'DELETE', `/zosmf/tsoApp/tso/${key}`)).json()).toEqual(alive);
    const gone = await put(system, `/zosmf/tsoApp/tso/ping/${key}`, {});
    expect([gone.status, gone.json()['servletKey']]).toEqual([200, null]);
    expect(gone.text).toContain(`IZUG1126E: z/OSMF cannot correlate the request for key \\"${key}\\"`);
  });

  it('belong to their user alone', async () => {
    await using system = await startSmallSystem({
      site: {
        users: [
          { userid: 'DEVA', password: 'secret-1' },
          { userid: 'DEVB', password: 'secret-1' },
        ],
      },
    });
    const key = String((await start(system)).json()['servletKey']);
    const auth = `Basic ${Buffer.from('DEVB:secret-1').toString('base64')}`;
    for (const method of ['GET', 'DELETE'])
      expect((await send(system, method, `/zosmf/tsoApp/tso/${key}`, { auth })).text).toContain('IZUG1126E');
    expect((await put(system, `/zosmf/tsoApp/tso/ping/${key}`, {})).json()['servletKey']).toBe(key);
  });

  it('are as many as a user may have, and requests for files need one too', async () => {
    await using system = await startSmallSystem({ site: { zosmf: { addressSpacesPerUser: 2 } } });
    const first = String((await start(system)).json()['servletKey']);
    expect((await start(system)).status).toBe(200);
    const third = await start(system);
    expect([third.status, third.text.includes('IZUG1115E')]).toEqual([200, true]);
    const list = () => send(system, 'GET', '/zosmf/restfiles/ds?dslevel=SYS1');
    expect((await list()).json()).toMatchObject({ category: 3, rc: 12, reason: 4 });
    await send(system, 'DELETE', `/zosmf/tsoApp/tso/${first}`);
    expect((await list()).status).toBe(200);
  });

  it('may be slow, and are given up after the time that the request allows', async () => {
    await using system = await startSmallSystem();
    const slow = await send(system, 'PUT', '/practice/slow-address-spaces', {
      headers: { ...json, 'X-Practice-Token': 'practice' },
      body: JSON.stringify({ seconds: 3600 }),
    });
    expect(slow.status).toBe(204);
    const answer = await send(system, 'GET', '/zosmf/restfiles/ds?dslevel=SYS1', {
      headers: { 'X-IBM-Response-Timeout': '5' },
    });
    expect([answer.status, answer.json()]).toMatchObject([500, { category: 2, rc: 4, reason: 1 }]);
    expect(answer.json().message).toContain('timeout receiving response (>5 secs)');
    expect((await send(system, 'GET', '/zosmf/restfiles/ds?dslevel=SYS1')).status).toBe(200);
  });
});

describe('a single TSO command', () => {
  const path = '/zosmf/tsoApp/v1/tso';

  it('is answered with its lines and READY, and leaves no address space when it is stateless', async () => {
    await using system = await startSmallSystem({ site: { zosmf: { addressSpacesPerUser: 1 } } });
    for (let turn = 0; turn < 3; turn += 1)
      expect((await put(system, path, { tsoCmd: 'FROBNICATE', cmdState: 'stateless' })).json()).toEqual({
        cmdResponse: [{ message: 'IKJ56500I COMMAND FROBNICATE NOT FOUND' }, { message: 'READY ' }],
        tsoPromptReceived: 'Y',
      });
  });

  it('goes on in its address space when it is stateful', async () => {
    await using system = await startSmallSystem({ site: { zosmf: { addressSpacesPerUser: 1 } } });
    const first = (await put(system, path, { tsoCmd: 'ONE', cmdState: 'stateful' })).json();
    const key = String(first['servletKey']);
    expect(key).toMatch(/^DEVA-/);
    expect((await put(system, path, { tsoCmd: 'TWO', cmdState: 'stateful' })).status).toBe(500);
    expect((await put(system, `${path}/${key}`, { tsoCmd: 'TWO', keyword: 'TWO' })).json()).toMatchObject({
      servletKey: key,
      keywordDetected: 'Y',
    });
    expect((await send(system, 'DELETE', `${path}/${key}`)).status).toBe(200);
  });

  it.each([
    [{}, 'tsoCmd'],
    [{ tsoCmd: ' ' }, 'tsoCmd'],
    [{ tsoCmd: 'TIME', maxWaitTime: 301 }, 'maxWaitTime'],
    [{ tsoCmd: 'TIME', cmdState: 'maybe' }, 'cmdState'],
  ])('is refused with the name of what is wrong: %j', async (body, name) => {
    await using system = await startSmallSystem();
    const answer = await put(system, path, body);
    expect([answer.status, answer.text.includes(`\\"${name}\\"`)]).toEqual([400, true]);
  });
});

describe('commands of a TSO address space', () => {
  const tso = async (system: { port: number }, tsoCmd: string, key?: string) =>
    (
      await put(system, `/zosmf/tsoApp/v1/tso${key === undefined ? '' : `/${key}`}`, { tsoCmd, cmdState: 'stateful' })
    ).json();
  const lines = (document: Record<string, unknown>) =>
    (document['cmdResponse'] as { message: string }[]).map(({ message }) => message);

  it('work on the system that jobs work on', async () => {
    await using system = await startWhole();
    const first = await tso(system, "LISTDS 'PAY.JCL'");
    expect(lines(first).slice(0, 3)).toEqual(['PAY.JCL', '--RECFM-LRECL-BLKSIZE-DSORG', expect.stringMatching(/FB/)]);
    const key = String(first['servletKey']);
    await tso(system, "ALLOC FI(OUT) DA('DEVA.NEW') NEW CATALOG SPACE(1,1) TRACKS RECFM(F,B) LRECL(80) DSORG(PS)", key);
    expect(lines(await tso(system, 'LISTALC', key)).join('\n')).toContain('DEVA.NEW');
    await tso(system, 'FREE FI(OUT)', key);
    expect((await send(system, 'GET', '/zosmf/restfiles/ds?dslevel=DEVA.NEW')).json()).toMatchObject({
      returnedRows: 1,
    });
    expect(lines(await tso(system, 'FROBNICATE', key))).toEqual(['IKJ56500I COMMAND FROBNICATE NOT FOUND', 'READY ']);
  });

  it('show what JES2 has to tell their user', async () => {
    await using system = await startWhole();
    const submitted = await send(system, 'PUT', '/zosmf/restjobs/jobs', {
      headers: { 'Content-Type': 'text/plain' },
      body: `${jobCard('TOLD', 'CLASS=A,MSGCLASS=H,NOTIFY=&SYSUID')}\n//S EXEC PGM=IEFBR14\n`,
    });
    const path = `/zosmf/restjobs/jobs/TOLD/${submitted.json().jobid}`;
    while ((await send(system, 'GET', path)).json()['status'] !== 'OUTPUT');
    expect(lines(await tso(system, 'TIME')).join('\n')).toMatch(/\$HASP165 TOLD {5}ENDED AT \S+ {2}MAXCC=0/);
  });
});
