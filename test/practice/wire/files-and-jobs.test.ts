import { describe, expect, it } from '@jest/globals';
import { send } from '../support/small-system.ts';
import { jobCard, startWhole } from '../support/practice.ts';

const ds = '/zosmf/restfiles/ds';
const jobs = '/zosmf/restjobs/jobs';

async function submit(on: { port: number }, lines: readonly string[]) {
  const answer = await send(on, 'PUT', jobs, { body: lines.join('\n'), headers: { 'Content-Type': 'text/plain' } });
  return answer.json();
}

const statusOf = async (on: { port: number }, job: { jobname: string; jobid: string }) =>
  (await send(on, 'GET', `${jobs}/${job.jobname}/${job.jobid}`)).json();

async function until(on: { port: number }, job: { jobname: string; jobid: string }, status: string) {
  for (let turn = 0; turn < 500; turn += 1) {
    const document = await statusOf(on, job);
    if (document['status'] === status) return document;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error(`${job.jobname} never was ${status}`);
}

describe('data sets that jobs and file requests both want', () => {
  it('a job waits for an exclusive enqueue of a session, and runs when it is given back', async () => {
    await using on = await startWhole();
    await send(on, 'PUT', `${ds}/PAY.JCL(A)`, { body: 'X' });
    const held = await send(on, 'GET', `${ds}/PAY.JCL(A)`, { headers: { 'X-IBM-Obtain-ENQ': 'EXCLU' } });
    const reference = String(held.headers['x-ibm-session-ref']);
    const job = await submit(on, [jobCard('WAITER'), '//S1 EXEC PGM=IEFBR14', '//D DD DSN=PAY.JCL,DISP=SHR']);
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect((await statusOf(on, job))['status']).not.toBe('OUTPUT');
    await send(on, 'GET', `${ds}/PAY.JCL(A)`, {
      headers: { 'X-IBM-Session-Ref': reference, 'X-IBM-Release-ENQ': 'true' },
    });
    expect((await until(on, job, 'OUTPUT'))['retcode']).toBe('CC 0000');
    expect(on.failures).toEqual([]);
  });

  it('a request for a data set that a job has for itself names the job', async () => {
    await using on = await startWhole({ speed: 1 });
    const asleep = ["//S1 EXEC PGM=BPXBATCH,PARM='SH sleep 600'", '//D DD DSN=PAY.JCL,DISP=OLD'];
    const job = await submit(on, [jobCard('KEEPER'), ...asleep]);
    await until(on, job, 'ACTIVE');
    expect((await send(on, 'GET', `${ds}/PAY.JCL/member`)).json()).toMatchObject({ message: 'LMINIT error' });
    const busy = await send(on, 'GET', `${ds}/PAY.JCL(A)`);
    expect([busy.status, busy.json()]).toMatchObject([
      500,
      {
        reason: 34603530,
        details: expect.arrayContaining([expect.stringMatching(/^KSB1 {5}KEEPER {3}[0-9A-F]{4} {6}$/)]),
      },
    ]);
    expect((await send(on, 'DELETE', `${ds}/PAY.JCL`)).json()).toMatchObject({ message: 'LMERASE error' });
  });
});
