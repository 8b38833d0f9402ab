import { describe, expect, it } from '@jest/globals';
import { jobCard, startWhole } from '../support/practice.ts';
import { send, startSmallSystem } from '../support/small-system.ts';

const json = { 'Content-Type': 'application/json' };
const path = '/zosmf/restconsoles/consoles/defcn';
const issue = (system: { port: number }, body: unknown, to = path) =>
  send(system, 'PUT', to, { headers: json, body: JSON.stringify(body) });

describe('the console service', () => {
  it('answers a command with its text and a key', async () => {
    await using system = await startSmallSystem();
    const answer = await issue(system, { cmd: 'd t' });
    expect(answer.status).toBe(200);
    const document = answer.json();
    expect(document['cmd-response-key']).toMatch(/^C\d{7}$/);
    expect(document['cmd-response-uri']).toBe(
      `/zosmf/restconsoles/consoles/devacn/solmsgs/${String(document['cmd-response-key'])}`,
    );
    expect(document['cmd-response-url']).toBe(`${system.url}${document['cmd-response-uri']}`);
    expect(document['cmd-response']).toBe(
      ' IEE136I LOCAL: TIME=22.00.00 DATE=2026.255  UTC: TIME=21.00.00 DATE=2026.255',
    );
  });

  it('keeps the text of an async command for the first look at its key, then answers nothing for ever', async () => {
    await using system = await startSmallSystem();
    const started = (await issue(system, { cmd: 'D T', async: 'Y' })).json();
    expect(started['cmd-response']).toBeUndefined();
    const texts: unknown[] = [];
    for (let look = 0; look < 3; look += 1)
      texts.push((await send(system, 'GET', started['cmd-response-uri'])).json()['cmd-response']);
    expect(texts).toEqual([expect.stringContaining('IEE136I'), '', '']);
  });

  it('looks for a solicited key', async () => {
    await using system = await startSmallSystem();
    expect((await issue(system, { cmd: 'D T', 'sol-key': 'LOCAL:' })).json()['sol-key-detected']).toBe(true);
    expect((await issue(system, { cmd: 'D T', 'sol-key': '^X', solKeyReg: 'Y' })).json()['sol-key-detected']).toBe(
      false,
    );
  });

  it('has an error document of its own', async () => {
    await using system = await startSmallSystem();
    const text = await send(system, 'PUT', path, { headers: { 'Content-Type': 'text/plain' }, body: '{"cmd":"D T"}' });
    const answers = [
      text,
      await send(system, 'PUT', path, { headers: json, body: '{' }),
      await issue(system, {}),
      await issue(system, { cmd: 'D T' }, '/zosmf/restconsoles/consoles/9'),
      await issue(system, { cmd: 'X'.repeat(127) }),
    ];
    expect(
      answers.map((answer) => [answer.status, answer.json()['return-code'], answer.json()['reason-code']]),
    ).toEqual([
      [400, 1, 6],
      [400, 1, 12],
      [400, 1, 13],
      [400, 1, 14],
      [400, 1, 17],
    ]);
  });

  it('answers unknown commands as MVS and JES2 do', async () => {
    await using system = await startSmallSystem();
    expect((await issue(system, { cmd: 'NONSENSE' })).json()['cmd-response']).toBe(' IEE305I NONSENSE COMMAND INVALID');
    expect((await issue(system, { cmd: '$DJ1' })).json()['cmd-response']).toContain('$HASP003 RC=(52)');
  });
});

describe('what the server says of itself', () => {
  it('gives version and plug-ins in the form that tools compare', async () => {
    await using system = await startSmallSystem();
    const document = (await send(system, 'GET', '/zosmf/info')).json();
    expect(document).toMatchObject({
      zosmf_version: '29',
      zos_version: '05.29.00',
      zosmf_port: String(system.port),
      zosmf_saf_realm: 'SAFRealm',
      api_version: '1',
    });
    expect(document.plugins[0]).toMatchObject({ pluginStatus: 'ACTIVE' });
    expect((await send(system, 'GET', '/zosmf/resttopology/systems')).json()).toMatchObject({
      items: [{ systemNickName: 'KSB1' }],
      numRows: 1,
    });
  });
});

describe('commands about jobs', () => {
  it('display, hold, release, cancel and purge them as JES2 does', async () => {
    await using system = await startWhole({ speed: 1 });
    const text = async (cmd: string) => String((await issue(system, { cmd })).json()['cmd-response']);
    const jcl = [jobCard('PAYROLL', 'CLASS=A,MSGCLASS=H,TYPRUN=HOLD'), '//S1 EXEC PGM=IEBGENER'].join('\n');
    const { jobid } = (await send(system, 'PUT', '/zosmf/restjobs/jobs', { body: jcl })).json();
    expect(await text(`$DJ${jobid.slice(3)}`)).toContain('STATUS=(AWAITING EXECUTION),CLASS=A,');
    expect(await text("$D'PAYROLL'")).toContain(`JOBID=${jobid},OWNER=DEVA,PRIORITY=9,SYSAFF=(ANY),HOLD=(JOB)`);
    expect(await text('D A,PAYROLL')).toContain('PAYROLL NOT FOUND');
    expect(await text('$AJ(PAY*)')).toContain('HOLD=(NONE)');
    await expect(untilShown(() => text('D A,PAYROLL'), 'PAYROLL  S1')).resolves.toBe(true);
    expect(await text('D A,L')).toContain('PAYROLL  S1');
    expect(await text("$C'PAYROLL'")).toContain('$HASP890 JOB(PAYROLL)');
    expect(await text("$P'PAYROLL'")).toContain(`$HASP250 PAYROLL PURGED -- (JOB KEY WAS ${jobid})`);
    expect(await text("$D'PAYROLL'")).toContain('$HASP003');
  });
});

async function untilShown(text: () => Promise<string>, part: string): Promise<boolean> {
  for (let look = 0; look < 200; look += 1) {
    if ((await text()).includes(part)) return true;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  return false;
}

describe('a command for another system of the sysplex', () => {
  it('goes there by ROUTE or by the system of the request, and to no system that is not there', async () => {
    await using system = await startWhole({ site: { systems: [{ name: 'PRC8' }] } });
    const text = async (body: object) => (await issue(system, body)).json()['cmd-response'];
    expect(await text({ cmd: 'RO PRC8,D T' })).toContain('IEE136I');
    expect(await text({ cmd: 'D T', system: 'prc8' })).toContain('IEE136I');
    expect(await text({ cmd: 'ROUTE *ALL,D T' })).toMatch(/PRC8 +RESPONSES/);
    expect(await text({ cmd: 'D T', system: 'PRC9' })).toContain('IEE246I');
  });
});

describe('unsolicited messages', () => {
  const job = (name: string) => `${jobCard(name)}\n//S EXEC PGM=IEFBR14\n`;
  const submit = (system: { port: number }, name: string) =>
    send(system, 'PUT', '/zosmf/restjobs/jobs', { headers: { 'Content-Type': 'text/plain' }, body: job(name) });

  it('are watched for a keyword, which a later look finds', async () => {
    await using system = await startWhole();
    const watch = (await issue(system, { cmd: 'D T', 'unsol-key': '$HASP395 UNSOL1', 'detect-time': 60 })).json();
    expect(watch).toMatchObject({
      'detection-key': expect.stringMatching(/^D\d{7}$/),
      'detection-uri': `/zosmf/restconsoles/consoles/devacn/detections/${String(watch['detection-key'])}`,
    });
    const look = () => send(system, 'GET', String(watch['detection-uri']));
    expect((await look()).json()).toEqual({ status: 'waiting', msg: '' });
    await submit(system, 'UNSOL1');
    let seen = (await look()).json();
    while (seen['status'] === 'waiting') seen = (await look()).json();
    expect(seen).toEqual({ status: 'detected', msg: expect.stringMatching(/^\$HASP395 UNSOL1 {3}ENDED - RC=0000/) });
  });

  it('are waited for within the request when it asks so', async () => {
    await using system = await startWhole();
    const waiting = issue(system, {
      cmd: 'D T',
      'unsol-key': '^IEF404I UNSOL2',
      unsolKeyReg: 'Y',
      'unsol-detect-sync': 'Y',
      'unsol-detect-timeout': 60,
    });
    await submit(system, 'UNSOL2');
    expect((await waiting).json()).toMatchObject({ status: 'detected', msg: expect.stringContaining('ENDED') });
  });

  it('that do not come are a time-out within the request, and an expired watch later', async () => {
    await using system = await startWhole();
    const none = { cmd: 'D T', 'unsol-key': 'NEVER', 'unsol-detect-timeout': 0, 'detect-time': 0 };
    expect((await issue(system, { ...none, 'unsol-detect-sync': 'Y' })).json()).toMatchObject({ status: 'timeout' });
    const watch = (await issue(system, none)).json();
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect((await send(system, 'GET', String(watch['detection-uri']))).json()).toEqual({ status: 'expired', msg: '' });
    const unknown = await send(system, 'GET', `${path}/detections/D9999999`);
    expect([unknown.status, unknown.json()]).toMatchObject([500, { 'return-code': 5, 'reason-code': 9 }]);
  });

  it('stand in the hardcopy log with commands and their answers', async () => {
    await using system = await startWhole();
    await issue(system, { cmd: 'D T' });
    const log = (await send(system, 'GET', '/zosmf/restconsoles/v1/log?timeRange=1h&direction=backward')).json();
    expect(log).toMatchObject({ source: 'OPERLOG', totalitems: log.items.length });
    expect(log.items.map((item) => item.message)).toEqual([expect.stringContaining('IEE136I'), 'D T']);
    expect(log.items[1]).toMatchObject({ type: 'HARDCOPY', subType: 'CMD', jobName: 'DEVACN' });
    expect((await send(system, 'GET', '/zosmf/restconsoles/v1/log?timeRange=abc')).status).toBe(400);
  });
});
