import { describe, expect, it } from '@jest/globals';
import { jobCard, startWhole } from '../support/practice.ts';
import { basic, send } from '../support/small-system.ts';

type System = Awaited<ReturnType<typeof startWhole>>;

const headers = { 'X-Practice-Token': 'practice', 'Content-Type': 'application/json' };
const practice = (system: System, method: string, path: string, body?: unknown) =>
  send(system, method, `/practice/${path}`, {
    headers,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
const strike = async (system: System, fault: object) =>
  expect(await practice(system, 'POST', 'faults', fault)).toMatchObject({ status: 201 });

async function run(system: System, name: string, steps: readonly string[]) {
  const jcl = [jobCard(name), ...steps].join('\n');
  const submitted = await send(system, 'PUT', '/zosmf/restjobs/jobs', {
    headers: { 'Content-Type': 'text/plain' },
    body: `${jcl}\n`,
  });
  const path = `/zosmf/restjobs/jobs/${name}/${submitted.json().jobid}`;
  for (;;) {
    const job = (await send(system, 'GET', `${path}?step-data=Y`)).json();
    if (job['status'] === 'OUTPUT') return { job, path };
  }
}

const spool = async (system: System, path: string, id: number) =>
  (await send(system, 'GET', `${path}/files/${String(id)}/records`)).text;

const branch = (step: string) => `//${step} EXEC PGM=IEFBR14`;
const writeMember = (member: string) => [
  '//WRITE EXEC PGM=IEBGENER',
  '//SYSPRINT DD SYSOUT=*',
  '//SYSIN DD DUMMY',
  '//SYSUT1 DD *',
  'TEXT',
  `//SYSUT2 DD DISP=SHR,DSN=PAY.JCL(${member})`,
];

describe('a fault behind the wire', () => {
  it.each([
    ['S0C7', 'ABEND S0C7', 'SYSTEM=0C7 USER=0000'],
    ['U0016', 'ABENDU0016', 'SYSTEM=000 USER=0016'],
  ])('lets the program of a step end with %s, once', async (code, retcode, message) => {
    await using system = await startWhole();
    await strike(system, { kind: 'abend-step', jobname: 'FLT*', step: 'TWO', code });
    const { job, path } = await run(system, 'FLTJOB1', [branch('ONE'), branch('TWO'), branch('THREE')]);
    expect(job['retcode']).toBe(retcode);
    expect(await spool(system, path, 4)).toContain(message);
    expect((await run(system, 'FLTJOB2', [branch('TWO')])).job['retcode']).toBe('CC 0000');
  });

  it('lets a program end with another code than its own', async () => {
    await using system = await startWhole();
    await strike(system, { kind: 'step-rc', program: 'IEBGENER', code: 8 });
    expect((await run(system, 'FLTJOB1', writeMember('NEW1'))).job['retcode']).toBe('CC 0008');
    const written = await send(system, 'GET', '/zosmf/restfiles/ds/PAY.JCL(NEW1)');
    expect(written.text.trim()).toBe('TEXT');
  });

  it('cancels a job as a step begins', async () => {
    await using system = await startWhole();
    await strike(system, { kind: 'cancel-job', jobname: 'FLTJOB1', step: 'TWO' });
    const { job, path } = await run(system, 'FLTJOB1', [branch('ONE'), branch('TWO'), branch('THREE')]);
    expect(['CANCELED', 'ABEND S222']).toContain(job['retcode']);
    expect(await spool(system, path, 4)).toMatch(/FLTJOB1 THREE - STEP WAS NOT EXECUTED/);
  });

  it('makes the converter find an error', async () => {
    await using system = await startWhole();
    await strike(system, { kind: 'jcl-error', jobname: 'FLTJOB1' });
    const { job, path } = await run(system, 'FLTJOB1', [branch('ONE')]);
    expect(job['retcode']).toBe('JCL ERROR');
    expect(await spool(system, path, 4)).toContain('IEFC605I');
  });

  it.each([
    ['directory-full', 'ABEND SB14', 'IEC217I B14-0C'],
    ['no-space', 'ABEND SE37', 'IEC032I E37-04'],
  ])('%s ends a step that writes with %s', async (kind, retcode, message) => {
    await using system = await startWhole();
    await strike(system, { kind, dsname: 'PAY.**' });
    const { job, path } = await run(system, 'FLTJOB1', writeMember('NEW1'));
    expect(job['retcode']).toBe(retcode);
    expect(await spool(system, path, 2)).toContain(message);
    expect((await run(system, 'FLTJOB2', writeMember('NEW1'))).job['retcode']).toBe('CC 0000');
  });

  it('leaves no volume with room for a new data set', async () => {
    await using system = await startWhole();
    await strike(system, { kind: 'volume-full', dsname: 'PAY.NEW.*' });
    const { job } = await run(system, 'FLTJOB1', [
      branch('ONE'),
      '//NEW DD DSN=PAY.NEW.DATA,DISP=(NEW,CATLG),SPACE=(TRK,1),UNIT=SYSDA',
    ]);
    expect(job['retcode']).toBe('JCL ERROR');
    const created = await send(system, 'POST', '/zosmf/restfiles/ds/PAY.NEW.DATA', {
      body: JSON.stringify({ dsorg: 'PS', alcunit: 'TRK', primary: 1, recfm: 'FB', lrecl: 80 }),
    });
    expect(created.status).toBe(201);
  });

  it('holds a data set against a request', async () => {
    await using system = await startWhole();
    await strike(system, { kind: 'in-use', dsname: 'PAY.JCL' });
    const remove = () => send(system, 'DELETE', '/zosmf/restfiles/ds/PAY.JCL');
    const refused = await remove();
    expect([refused.status, refused.text.toLowerCase().includes('in use')]).toEqual([500, true]);
    expect((await remove()).status).toBe(204);
  });

  it('strikes with a probability that follows from its seed, and is listed until it is taken away', async () => {
    const struck = async () => {
      await using system = await startWhole();
      await strike(system, { kind: 'step-rc', program: 'IEFBR14', code: 8, probability: 0.5, seed: 7 });
      const codes: unknown[] = [];
      for (let turn = 0; turn < 8; turn += 1)
        codes.push((await run(system, 'FLTJOB1', [branch('ONE')])).job['retcode']);
      expect((await practice(system, 'GET', 'faults')).json()['system']).toMatchObject([{ kind: 'step-rc', seed: 7 }]);
      await practice(system, 'DELETE', 'faults');
      expect((await practice(system, 'GET', 'faults')).json()['system']).toEqual([]);
      return codes;
    };
    const first = await struck();
    expect(new Set(first)).toEqual(new Set(['CC 0000', 'CC 0008']));
    expect(await struck()).toEqual(first);
  });

  it('is refused with the name of what is wrong', async () => {
    await using system = await startWhole();
    const answer = await practice(system, 'POST', 'faults', { kind: 'abend-step', code: 'S0G7' });
    expect([answer.status, answer.text.includes('code')]).toEqual([400, true]);
    expect((await practice(system, 'POST', 'faults', { kind: 'earthquake' })).status).toBe(400);
  });
});

describe('what an operator does to the practice system', () => {
  it('fails a system: its jobs end with SYS FAIL, and it takes jobs again when it is back', async () => {
    await using system = await startWhole({ speed: 1 });
    const jcl = `${jobCard('LONGJOB')}\n//WAIT EXEC PGM=IEFBR14\n`;
    await practice(system, 'PUT', 'clock', { speed: 0 });
    const submitted = await send(system, 'PUT', '/zosmf/restjobs/jobs', {
      headers: { 'Content-Type': 'text/plain' },
      body: jcl,
    });
    const path = `/zosmf/restjobs/jobs/LONGJOB/${submitted.json().jobid}`;
    const status = async () => (await send(system, 'GET', path)).json();
    while ((await status())['status'] !== 'ACTIVE') await practice(system, 'PUT', 'clock', { step: 0.01 });
    expect((await practice(system, 'PUT', 'systems/NONE', { active: false })).status).toBe(404);
    const [local] = (await send(system, 'GET', '/zosmf/resttopology/systems')).json().items;
    const failed = await practice(system, 'PUT', `systems/${local?.['systemName'] as string}`, { active: false });
    expect(failed.status).toBe(200);
    for (let job = await status(); job['status'] !== 'OUTPUT'; job = await status());
    expect((await status())['retcode']).toBe('SYS FAIL');
  });

  it('drains initiators: jobs wait until they are started again', async () => {
    await using system = await startWhole();
    await practice(system, 'PUT', 'initiators', { drained: true });
    const submitted = await send(system, 'PUT', '/zosmf/restjobs/jobs', {
      headers: { 'Content-Type': 'text/plain' },
      body: `${jobCard('WAITJOB')}\n${branch('ONE')}\n`,
    });
    const path = `/zosmf/restjobs/jobs/WAITJOB/${submitted.json().jobid}`;
    for (let look = 0; look < 5; look += 1) expect((await send(system, 'GET', path)).json()['status']).toBe('INPUT');
    await practice(system, 'PUT', 'initiators', { drained: false });
    for (let job = submitted.json(); job['status'] !== 'OUTPUT';) job = (await send(system, 'GET', path)).json();
  });

  it('expires a password: no sign-on until it is changed', async () => {
    await using system = await startWhole();
    expect((await practice(system, 'POST', 'users/DEVA/expire')).status).toBe(204);
    expect((await send(system, 'GET', '/zosmf/info')).status).toBe(401);
    const changed = await send(system, 'PUT', '/zosmf/services/authenticate', {
      auth: undefined,
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ userID: 'DEVA', oldPwd: 'secret-1', newPwd: 'secret-2' }),
    });
    expect(changed.status).toBe(200);
    expect((await send(system, 'GET', '/zosmf/info')).status).toBe(401);
    expect((await send(system, 'GET', '/zosmf/info', { auth: basic('DEVA', 'secret-2') })).status).toBe(200);
  });

  it('loses the spool of a job: it is there, with no file', async () => {
    await using system = await startWhole();
    const { path } = await run(system, 'FLTJOB1', [branch('ONE')]);
    expect((await practice(system, 'POST', 'jobs/FLTJOB1/lose-spool')).json().items).toHaveLength(1);
    expect((await send(system, 'GET', `${path}/files`)).rows()).toEqual([]);
    expect((await send(system, 'GET', `${path}/files/2/records`)).status).toBe(400);
    expect((await send(system, 'GET', path)).json()['retcode']).toBe('CC 0000');
  });

  it('migrates a data set, which is recalled when it is read', async () => {
    await using system = await startWhole();
    await run(system, 'FLTJOB1', writeMember('NEW1'));
    const listed = async () =>
      (
        await send(system, 'GET', '/zosmf/restfiles/ds?dslevel=PAY.JCL', { headers: { 'X-IBM-Attributes': 'base' } })
      ).json().items[0];
    expect((await practice(system, 'POST', 'data-sets/PAY.JCL/migrate')).status).toBe(204);
    expect(await listed()).toMatchObject({ migr: 'YES' });
    expect((await send(system, 'GET', '/zosmf/restfiles/ds/PAY.JCL(NEW1)')).text.trim()).toBe('TEXT');
    expect(await listed()).toMatchObject({ migr: 'NO' });
  });
});

describe('a member that somebody edits', () => {
  it('cannot be written over the wire, and IEBGENER writes it all the same', async () => {
    await using system = await startWhole();
    await run(system, 'FLTJOB1', writeMember('NEW1'));
    const write = () =>
      send(system, 'PUT', '/zosmf/restfiles/ds/PAY.JCL(NEW1)', {
        headers: { 'Content-Type': 'text/plain', 'X-IBM-Obtain-ENQ': 'SHRW' },
        body: 'OTHER\n',
      });
    expect((await practice(system, 'POST', 'data-sets/PAY.JCL(NEW1)/edit')).status).toBe(204);
    expect((await write()).status).toBe(500);
    expect((await run(system, 'FLTJOB2', writeMember('NEW1'))).job['retcode']).toBe('CC 0000');
    expect((await practice(system, 'POST', 'data-sets/PAY.JCL(NEW1)/leave')).status).toBe(204);
    expect((await write()).status).toBe(204);
    expect((await practice(system, 'POST', 'data-sets/PAY.JCL(NEW1)/paint')).status).toBe(404);
  });
});

describe('an answer that ends in the middle', () => {
  it('was carried out, and the client sees a broken connection', async () => {
    await using system = await startWhole();
    await practice(system, 'POST', 'faults', { method: 'PUT', path: '/restjobs/jobs$', effect: { kind: 'half' } });
    const submit = send(system, 'PUT', '/zosmf/restjobs/jobs', {
      headers: { 'Content-Type': 'text/plain' },
      body: `${jobCard('HALFJOB')}\n${branch('ONE')}\n`,
    });
    await expect(submit).rejects.toThrow(/aborted|ECONNRESET|hang up/);
    expect((await send(system, 'GET', '/zosmf/restjobs/jobs?prefix=HALFJOB')).rows()).toHaveLength(1);
  });
});
