import { describe, expect, it } from '@jest/globals';
import { jobCard, startWhole } from '../support/practice.ts';
import { basic, send } from '../support/small-system.ts';

type System = Awaited<ReturnType<typeof startWhole>>;

const token = { 'X-Practice-Token': 'practice' };
const set = (system: System, method: string, path: string, body?: object) =>
  send(system, method, `/practice/${path}`, {
    ...{ headers: token, auth: undefined },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
const submit = (system: System, name: string, user: string, more = 'CLASS=A,MSGCLASS=H,TYPRUN=HOLD') =>
  send(system, 'PUT', '/zosmf/restjobs/jobs', {
    headers: { 'Content-Type': 'text/plain', 'X-IBM-User-Correlator': user },
    body: `${jobCard(name, more)}\n//S1 EXEC PGM=IEFBR14`,
  });
const change = (system: System, correlator: string, version = '2.0') =>
  send(system, 'PUT', `/zosmf/restjobs/jobs/${encodeURIComponent(correlator)}`, {
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ request: 'release', version }),
  });
const look = (system: System, correlator: string) =>
  send(system, 'GET', `/zosmf/restjobs/jobs/${encodeURIComponent(correlator)}`);
const listed = async (system: System) => (await send(system, 'GET', '/zosmf/restjobs/jobs?owner=*&prefix=PAY*')).rows();

async function eventually(what: string, holds: () => Promise<boolean>): Promise<void> {
  for (let turn = 0; turn < 2000; turn += 1) {
    if (await holds()) return;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  throw new Error(`it never came: ${what}`);
}

describe('a system that is not at its best', () => {
  it('gives a job another user part than its submitter did, as an installation exit may', async () => {
    await using system = await startWhole();
    await set(system, 'PUT', 'correlator-exit', { userPart: 'SITEJOB' });
    const [first, second] = [await submit(system, 'PAYA', 'LONE'), await submit(system, 'PAYB', 'LTWO')];
    expect(first.json()['job-correlator']).toMatch(/^.{31}:SITEJOB$/);
    expect(second.json()['job-correlator']).toMatch(/^.{31}:LTWO$/);
  });

  it('answers a synchronous release with 202, and does it later', async () => {
    await using system = await startWhole({ speed: 50 });
    await set(system, 'PUT', 'later-modifies', { seconds: 60 });
    const correlator = (await submit(system, 'PAYA', 'LONE')).json()['job-correlator'];
    const answer = await change(system, correlator);
    expect([answer.status, answer.json()]).toMatchObject([202, { status: 0, 'job-correlator': correlator }]);
    expect((await look(system, correlator)).json()).toMatchObject({ status: 'INPUT' });
    await eventually('it is released', async () => (await look(system, correlator)).json()['status'] === 'OUTPUT');
  });

  it('shows jobs late in lists for a while, and at once by their full correlator', async () => {
    await using system = await startWhole({ speed: 50 });
    await set(system, 'PUT', 'list-lag', { seconds: 60, forSeconds: 90 });
    const correlator = (await submit(system, 'PAYA', 'LONE')).json()['job-correlator'];
    expect([await listed(system), (await look(system, correlator)).status]).toEqual([[], 200]);
    await eventually('it is listed', async () => (await listed(system)).length === 1);
    await eventually('nothing lags any more', async () => {
      const [before] = [await listed(system), await submit(system, 'PAYB', 'LTWO')];
      return (await listed(system)).length === before.length + 1;
    });
  });

  it('keeps no output of a job that ends, and knows it no more than one that never was', async () => {
    await using system = await startWhole();
    await set(system, 'PUT', 'purge-at-end', { jobname: 'PAY*' });
    const correlator = (await submit(system, 'PAYA', 'LONE', 'CLASS=A,MSGCLASS=H')).json()['job-correlator'];
    await eventually('it is gone', async () => (await look(system, correlator)).status === 400);
    expect((await look(system, correlator)).json()).toMatchObject({ category: 6, rc: 4, reason: 10 });
    const counts = (await set(system, 'GET', 'executions')).json().items;
    expect(counts).toMatchObject([{ userCorrelator: 'LONE', submissions: 1, executions: 1 }]);
  });

  it('refuses a revoked user with 401 until it is resumed', async () => {
    await using system = await startWhole();
    await set(system, 'POST', 'users/DEVA/revoke');
    const refused = await send(system, 'GET', '/zosmf/restjobs/jobs', { auth: basic() });
    expect([refused.status, refused.text]).toEqual([401, '']);
    await set(system, 'POST', 'users/DEVA/resume');
    expect((await send(system, 'GET', '/zosmf/restjobs/jobs', { auth: basic() })).status).toBe(200);
  });

  it('gives job numbers again when they have gone round, and never one correlator twice', async () => {
    await using system = await startWhole();
    await set(system, 'PUT', 'job-numbers', { from: 41, to: 42 });
    const jobs = [];
    for (const user of ['LA', 'LB', 'LC']) {
      const job = (await submit(system, 'PAYA', user)).json();
      jobs.push([job.jobid, job['job-correlator'].slice(0, 31)]);
      if (user !== 'LA')
        await send(system, 'DELETE', `/zosmf/restjobs/jobs/${encodeURIComponent(job['job-correlator'])}`);
    }
    expect(jobs.map(([id]) => id)).toEqual(['JOB00041', 'JOB00042', 'JOB00042']);
    expect(new Set(jobs.map(([, correlator]) => correlator)).size).toBe(3);
  });

  it('carries out a request long after its sender has gone', async () => {
    await using system = await startWhole();
    const fault = { method: 'PUT', path: '/restjobs/jobs$', effect: { kind: 'hold-back' } };
    await set(system, 'POST', 'faults', fault);
    await expect(submit(system, 'PAYA', 'LONE')).rejects.toThrow('socket hang up');
    expect(await listed(system)).toEqual([]);
    expect((await set(system, 'GET', 'held-back')).json().items).toEqual(['PUT /zosmf/restjobs/jobs']);
    await set(system, 'POST', 'held-back');
    expect(await listed(system)).toMatchObject([{ jobname: 'PAYA', status: 'INPUT' }]);

    await set(system, 'POST', 'faults', { ...fault, effect: { kind: 'hold-back', stays: true, seconds: 30 } });
    expect((await submit(system, 'PAYB', 'LTWO')).status).toBe(201);
  });

  it('lets a JESJOBS profile decide over own jobs too, with the access that each action needs', async () => {
    const profiles = [{ class: 'JESJOBS', name: 'RELEASE.KSBPRD.DEVA.*', access: { DEVA: 'READ' } }];
    await using system = await startWhole({ site: { profiles } });
    const correlator = (await submit(system, 'PAYA', 'LONE')).json()['job-correlator'];
    const answer = await change(system, correlator);
    expect([answer.status, answer.json()]).toMatchObject([200, { status: 160 }]);
    const purged = await send(system, 'DELETE', `/zosmf/restjobs/jobs/${encodeURIComponent(correlator)}`, {
      headers: { 'X-IBM-Job-Modify-Version': '2.0' },
    });
    expect(purged.json()).toMatchObject({ status: 0 });
  });

  it.each([
    ['POST', 'users/NOBODY/revoke', undefined, 404, 'There is no user NOBODY'],
    ['POST', 'jobs/NOJOB/lose-spool', undefined, 404, 'There is no job NOJOB'],
    ['PUT', 'initiators', { drained: true, system: 'NONE' }, 404, 'There is no system NONE'],
    ['POST', 'certificate', undefined, 400, 'This system speaks plain HTTP'],
    ['PUT', 'job-numbers', { from: 9, to: 3 }, 400, 'at to'],
    ['POST', 'faults', { kind: 'abend-step', jobname: 'pay*', code: 'S0C7' }, 400, 'in upper case'],
  ])('refuses %s %s of what is not there, and says what is wrong', async (method, path, body, status, words) => {
    await using system = await startWhole();
    const answer = await set(system, method, path, body);
    expect(answer.status).toBe(status);
    expect(answer.json()['detail']).toContain(words);
  });
});
