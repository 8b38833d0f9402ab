import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { basic, send } from '../support/small-system.ts';
import { jobCard, startWhole } from '../support/practice.ts';

const word = 'TOPSECRETWORD';
const data = '/zosmf/restfiles/ds/';
const jobs = '/zosmf/restjobs/jobs';
const deva = basic();
const other = basic('OTHER', 'secret-2');

let system: Awaited<ReturnType<typeof startWhole>>;

type Body = string | object;

const ask = (auth: string, method: string, path: string, body?: Body) =>
  send(system, method, path, {
    auth,
    headers: { 'Content-Type': typeof body === 'object' ? 'application/json' : 'text/plain' },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });

const ams = (auth: string, ...input: string[]) => ask(auth, 'PUT', '/zosmf/restfiles/ams', { input });
const tso = (auth: string, tsoCmd: string) =>
  ask(auth, 'PUT', '/zosmf/tsoApp/v1/tso', { tsoCmd, cmdState: 'stateless' });
const consoleCommand = (auth: string, more: object) =>
  ask(auth, 'PUT', '/zosmf/restconsoles/consoles/defcn', { cmd: 'D A,L', ...more });

/** Runs a job to its end; the whole of its spool with the code. */
async function run(auth: string, steps: string, card = jobCard('DOOR')) {
  const job = (await ask(auth, 'PUT', jobs, `${card}\n${steps}\n`)).json();
  const url = `${jobs}/${job.jobname}/${job.jobid}`;
  for (;;) {
    const { status, retcode } = (await ask(auth, 'GET', url)).json();
    if (status === 'OUTPUT') {
      const files = (await ask(auth, 'GET', `${url}/files`)).rows();
      const texts = await Promise.all(
        files.map(({ id }) => ask(auth, 'GET', `${url}/files/${String(id)}/records`).then(({ text }) => text)),
      );
      return { url, retcode, spool: texts.join('\n') };
    }
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

const idcams = (statement: string, dds = '') =>
  `//S       EXEC PGM=IDCAMS\n//SYSPRINT DD SYSOUT=*\n${dds}//SYSIN DD *\n ${statement}\n/*`;

beforeAll(async () => {
  system = await startWhole({
    site: {
      profiles: [
        { class: 'DATASET', name: 'SECRET.**', uacc: 'NONE', access: { OTHER: 'ALTER' } },
        { class: 'DATASET', name: 'SHOWN.**', uacc: 'READ', access: { OTHER: 'ALTER' } },
        { class: 'OPERCMDS', name: 'MVS.SETPROG.**', uacc: 'NONE' },
        { class: 'JESSPOOL', name: 'KSBPRD.OTHER.**', uacc: 'NONE' },
      ],
    },
  });
  for (const high of ['SECRET', 'SHOWN']) {
    await ask(other, 'POST', `${data}${high}.SEQ`, { dsorg: 'PS', recfm: 'FB', lrecl: 80, primary: 1 });
    await ask(other, 'PUT', `${data}${high}.SEQ`, `${word}\n`);
    const cluster = `(NAME(${high}.KSDS) INDEXED KEYS(5 0) RECORDSIZE(80 80) TRACKS(1 1))`;
    await ams(other, `DEFINE CLUSTER ${cluster}`, `REPRO INDATASET(${high}.SEQ) OUTDATASET(${high}.KSDS)`);
  }
  await ask(other, 'POST', `${data}SECRET.PROCS`, { dsorg: 'PO', recfm: 'FB', lrecl: 80, primary: 1, dirblk: 5 });
  await ask(other, 'PUT', `${data}SECRET.PROCS(HIDDEN)`, `//HIDDEN PROC\n//*${word}\n//S EXEC PGM=IEFBR14\n`);
  await ask(deva, 'POST', `${data}DEVA.SEQ`, { dsorg: 'PS', recfm: 'FB', lrecl: 80, primary: 1 });
  await ask(deva, 'PUT', `${data}DEVA.SEQ`, 'MINE\n');
  for (const high of ['SECRET', 'SHOWN']) {
    await ams(deva, `DEFINE ALIAS (NAME(DEVA.A${high}) RELATE(${high}.SEQ))`);
    await ams(deva, `DEFINE PATH (NAME(DEVA.P${high}) PATHENTRY(${high}.KSDS))`);
  }
});

afterAll(() => system.stop());

describe('others’ data behind a name of one’s own', () => {
  it.each(['DEVA.ASECRET', 'DEVA.PSECRET', 'SECRET.KSDS', 'SECRET.KSDS.DATA'])(
    'is not printed by access method services: %s',
    async (name) => {
      const direct = await ams(deva, `PRINT INDATASET(${name}) CHARACTER`);
      expect(direct.status).toBe(500);
      expect(direct.text).not.toContain(word);
      const { spool, retcode } = await run(deva, idcams(`PRINT INDATASET(${name}) CHARACTER`));
      expect(spool).not.toContain(word);
      expect(retcode).not.toBe('CC 0000');
    },
  );

  it.each(['SECRET.KSDS', 'DEVA.PSECRET', 'DEVA.ASECRET'])('is not read through a DD statement: %s', async (name) => {
    const printed = await run(deva, idcams('PRINT INFILE(IN) CHARACTER', `//IN DD DSN=${name},DISP=SHR\n`));
    expect(printed.retcode).not.toBe('CC 0000');
    const copied = await run(
      deva,
      `//S EXEC PGM=SORT\n//SYSOUT DD SYSOUT=*\n//SORTIN DD DSN=${name},DISP=SHR\n//SORTOUT DD SYSOUT=*\n//SYSIN DD *\n OPTION COPY\n/*`,
    );
    expect(copied.retcode).not.toBe('CC 0000');
    expect(printed.spool + copied.spool).not.toContain(word);
  });

  it.each(['DEVA.ASHOWN', 'DEVA.PSHOWN', 'SHOWN.KSDS'])('is not written by who may only read it: %s', async (name) => {
    const statement = `REPRO INDATASET(DEVA.SEQ) OUTDATASET(${name})`;
    expect((await ams(deva, statement)).status).toBe(500);
    expect((await run(deva, idcams(statement))).retcode).not.toBe('CC 0000');
    const kept = await ams(other, 'PRINT INDATASET(SHOWN.SEQ) CHARACTER', 'PRINT INDATASET(SHOWN.KSDS) CHARACTER');
    expect(kept.text).not.toContain('MINE');
  });

  it('gets no new names, groups or components', async () => {
    for (const statement of [
      'DEFINE GDG (NAME(SECRET.GROUP) LIMIT(2))',
      'DEFINE CLUSTER (NAME(DEVA.K) RECORDSIZE(80 80) KEYS(5 0) TRACKS(1 1)) DATA(NAME(SECRET.K))',
      'DEFINE ALTERNATEINDEX (NAME(DEVA.X) RELATE(SHOWN.KSDS) KEYS(3 2) TRACKS(1 1))',
    ])
      expect((await ams(deva, statement)).status).toBe(500);
    const renamed = await tso(deva, "RENAME 'DEVA.SEQ' 'SECRET.PUT'");
    expect(renamed.text).toContain('913');
    const list = await send(system, 'GET', '/zosmf/restfiles/ds?dslevel=SECRET.**');
    expect(list.text).not.toMatch(/SECRET\.(GROUP|K"|PUT)/);
  });
});

describe('jobs', () => {
  it.each([
    '//L JCLLIB ORDER=SECRET.PROCS\n//S EXEC HIDDEN',
    '//L JCLLIB ORDER=SECRET.PROCS\n// INCLUDE MEMBER=HIDDEN',
  ])('do not read libraries of procedures that their user may not read: %s', async (steps) => {
    const { retcode, spool } = await run(deva, steps);
    expect(retcode).toBe('JCL ERROR');
    expect(spool).not.toContain(word);
    expect(spool).toContain('ICH408I');
    expect((await run(other, '//L JCLLIB ORDER=SECRET.PROCS\n//S EXEC HIDDEN')).retcode).toBe('CC 0000');
  });

  it('issue no command in the name of a user who did not let them', async () => {
    const { url } = await run(other, '//S EXEC PGM=IEFBR14', jobCard('VICTIM'));
    const number = Number(/(\d+)$/.exec(url)?.[1]);
    const card = jobCard('DOOR', 'CLASS=A,MSGCLASS=H,USER=OTHER');
    const { retcode } = await run(deva, `//C COMMAND '$PJ${String(number)}'\n//S EXEC PGM=IEFBR14`, card);
    expect(retcode).toBe('SEC ERROR');
    expect((await ask(other, 'GET', url)).status).toBe(200);
  });
});

describe('address spaces', () => {
  it('end without harm to the system when they cannot delete what they allocated', async () => {
    await tso(deva, "ALLOC F(X) DA('SHOWN.SEQ') OLD DELETE REUSE");
    expect((await send(system, 'GET', '/zosmf/info')).status).toBe(200);
    expect((await ask(other, 'GET', `${data}SHOWN.SEQ`)).text).toContain(word);
  });
});

describe('operator commands', () => {
  it('that change the link list ask for authority', async () => {
    const { 'cmd-response': answer } = (await consoleCommand(deva, { cmd: 'SETPROG LNKLST,ACTIVATE,NAME=X' })).json();
    expect(answer).toContain('IEE345I SETPROG');
  });
});

describe('keys of consoles', () => {
  it('give answers and detections to the user who issued the command alone', async () => {
    const key = (await consoleCommand(other, { async: 'Y', 'unsol-key': 'IEF' })).json();
    const response = key['cmd-response-uri'];
    expect((await ask(deva, 'GET', response)).json()).toMatchObject({ 'return-code': 8, 'reason-code': 14 });
    expect((await ask(deva, 'GET', String(key['detection-uri']))).json()).toMatchObject({ 'return-code': 5 });
    expect((await ask(other, 'GET', response)).json()['cmd-response']).toContain('IEE114I');
    expect((await ask(other, 'GET', String(key['detection-uri']))).json()).toMatchObject({ status: 'waiting' });
  });
});

describe('a token that was logged out', () => {
  it('stays out in every spelling', async () => {
    const answer = await send(system, 'POST', '/zosmf/services/authenticate', { auth: deva });
    const cookies = (answer.headers['set-cookie'] as string[]).map((cookie) => cookie.split(';')[0] ?? '');
    expect(cookies).toHaveLength(2);
    for (const Cookie of cookies) {
      const as = (value: string, method = 'GET', path = '/zosmf/info') =>
        send(system, method, path, { auth: undefined, headers: { Cookie: value } }).then(({ status }) => status);
      expect(await as(Cookie)).toBe(200);
      expect(await as(Cookie, 'DELETE', '/zosmf/services/authenticate')).toBe(204);
      const last = Array.from('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789');
      const body = Cookie.replace(/=+$/, '');
      const spelt = [Cookie, `${Cookie}=`, `${Cookie}.x`, ...last.map((letter) => body.slice(0, -1) + letter)];
      expect([...new Set(await Promise.all(spelt.map((one) => as(one))))]).toEqual([401]);
    }
  });
});

it('no failure was left without an answer', () => {
  expect(system.failures).toEqual([]);
});
