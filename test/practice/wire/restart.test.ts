import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { send, type Row } from '../support/small-system.ts';
import { jobCard, startWhole } from '../support/practice.ts';

const jobs = '/zosmf/restjobs/jobs';
const pathOf = (job: Row) => `${jobs}/${encodeURIComponent(job['job-correlator'])}`;
const submit = async (system: { port: number }, jcl: string[], correlator: string) =>
  (await send(system, 'PUT', jobs, { body: jcl.join('\n'), headers: { 'X-IBM-User-Correlator': correlator } })).json();

async function until(system: { port: number }, job: Row, status: string): Promise<Row> {
  for (let look = 0; look < 400; look += 1) {
    const document = (await send(system, 'GET', pathOf(job))).json();
    if (document['status'] === status) return document;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error(`${job.jobname} does not become ${status}`);
}

describe('a practice system that is stopped and started again', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'practice-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('still has its ended jobs with their spool, and gives new jobs new numbers', async () => {
    const first = await startWhole({ folder });
    const job = await submit(first, [jobCard('BRIEF'), '//S1 EXEC PGM=IEFBR14'], 'LONE');
    await until(first, job, 'OUTPUT');
    const before = (await send(first, 'GET', `${pathOf(job)}/files/2/records`)).text;
    await first.stop();
    await using second = await startWhole({ folder });
    const [row] = (await send(second, 'GET', `${jobs}?user-correlator=LONE`)).rows();
    expect(row).toMatchObject({
      jobid: job.jobid,
      'job-correlator': job['job-correlator'],
      retcode: 'CC 0000',
      status: 'OUTPUT',
    });
    expect((await send(second, 'GET', `${pathOf(job)}/files/2/records`)).text).toBe(before);
    expect((await submit(second, [jobCard('BRIEF'), '//S1 EXEC PGM=IEFBR14'], 'LTWO')).jobid).not.toBe(job.jobid);
    await send(second, 'DELETE', pathOf(job), { headers: { 'X-IBM-Job-Modify-Version': '2.0' } });
    expect((await send(second, 'GET', pathOf(job))).status).toBe(400);
  });

  it('keeps a held job under its correlator, so that it can be released and runs once', async () => {
    const first = await startWhole({ folder });
    const job = await submit(
      first,
      [jobCard('WAITS', 'CLASS=A,MSGCLASS=H,TYPRUN=HOLD'), '//S1 EXEC PGM=IEFBR14'],
      'LHELD',
    );
    await first.stop();
    await using second = await startWhole({ folder });
    expect((await send(second, 'GET', pathOf(job))).json()).toMatchObject({ status: 'INPUT', jobid: job.jobid });
    const body = '{"request":"release","version":"2.0"}';
    await send(second, 'PUT', pathOf(job), { headers: { 'Content-Type': 'application/json' }, body });
    expect(await until(second, job, 'OUTPUT')).toMatchObject({ retcode: 'CC 0000' });
    const counts = (
      await send(second, 'GET', '/practice/executions', { headers: { 'X-Practice-Token': 'practice' } })
    ).json().items;
    expect(counts).toMatchObject([{ userCorrelator: 'LHELD', submissions: 1, executions: 1 }]);
  });

  it('ends a job that ran with SYS FAIL', async () => {
    const first = await startWhole({ folder, speed: 1 });
    const job = await submit(first, [jobCard('RUNS'), '//S1 EXEC PGM=IEBGENER'], 'LRUNS');
    await until(first, job, 'ACTIVE');
    await first.stop();
    await using second = await startWhole({ folder });
    expect((await send(second, 'GET', pathOf(job))).json()).toMatchObject({ status: 'OUTPUT', retcode: 'SYS FAIL' });
  });

  it('has its data sets as they were left, and fills none again', async () => {
    const first = await startWhole({ folder });
    await send(first, 'PUT', '/zosmf/restfiles/ds/PAY.JCL(M)', { body: 'KEPT' });
    await send(first, 'DELETE', '/zosmf/restfiles/ds/PAY.LOAD');
    await first.stop();
    await using second = await startWhole({ folder });
    expect((await send(second, 'GET', '/zosmf/restfiles/ds/PAY.JCL(M)')).text).toBe('KEPT\n');
    expect((await send(second, 'GET', '/zosmf/restfiles/ds?dslevel=PAY')).json().items).toEqual([
      { dsname: 'PAY.JCL' },
    ]);
  });
});
