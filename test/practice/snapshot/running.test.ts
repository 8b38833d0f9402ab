import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { exportFiles, importFiles, loadSnapshot, saveFolder } from '../../../src/practice/index.ts';
import type { Clock } from '../../../src/shared/clock.ts';
import { jobCard, startWhole } from '../support/practice.ts';
import { send, smallSite, type Row } from '../support/small-system.ts';

const clock: Clock = { now: () => Date.UTC(2026, 8, 12, 21), sleep: () => Promise.resolve() };
const jobs = '/zosmf/restjobs/jobs';
const member = '/zosmf/restfiles/ds/DEV.JCL(HELLO)';

let folder: string;
const within = (name: string) => join(folder, name);
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'running-'));
  mkdirSync(within('files/DEV.JCL'), { recursive: true });
  writeFileSync(within('files/DEV.JCL/hello.jcl'), '//HELLO JOB\n');
});
afterEach(() => rmSync(folder, { recursive: true }));

async function ended(system: { port: number }, job: Row): Promise<Row> {
  for (let look = 0; look < 500; look += 1) {
    const row = (await send(system, 'GET', `${jobs}/${encodeURIComponent(job['job-correlator'])}`)).json();
    if (row['status'] === 'OUTPUT') return row;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error('the job does not end');
}

const submit = async (system: { port: number }) =>
  (
    await send(system, 'PUT', jobs, {
      body: [jobCard('SNAP'), '//S1 EXEC PGM=IEFBR14', '//D DD DISP=(NEW,CATLG),DSN=DEV.MADE,SPACE=(TRK,1)'].join('\n'),
      headers: { 'Content-Type': 'text/plain' },
    })
  ).json();

const shown = async (system: { port: number }) => (await send(system, 'GET', member)).text.trimEnd();

describe('a system that starts from plain files', () => {
  it('has them beside what its site gives it, and writes them back', async () => {
    const settings = { folder: within('system'), site: smallSite(), clock };
    await importFiles({ ...settings, files: within('files'), user: 'DEVA' });
    const system = await startWhole({ folder: within('system') });
    expect(await shown(system)).toBe('//HELLO JOB');
    expect((await send(system, 'GET', '/zosmf/restfiles/ds?dslevel=PAY')).json().items).toHaveLength(2);
    await send(system, 'PUT', member, { body: '//CHANGED JOB\n' });
    await system.stop();
    await exportFiles({ ...settings, files: within('out'), mask: 'DEV.**' });
    expect(readFileSync(within('out/DEV.JCL/HELLO'), 'utf8')).toBe('//CHANGED JOB\n');
  });
});

describe('a snapshot of a running system', () => {
  it('is answered to who has the practice token, and becomes a system of its own with data sets and spool', async () => {
    await importFiles({ folder: within('one'), site: smallSite(), clock, files: within('files'), user: 'DEVA' });
    await using system = await startWhole({ folder: within('one') });
    const job = await submit(system);
    const before = await ended(system, job);
    expect((await send(system, 'POST', '/practice/snapshot')).status).toBe(401);
    const answer = await send(system, 'POST', '/practice/snapshot', { headers: { 'X-Practice-Token': 'practice' } });
    expect([answer.status, answer.headers['content-type']]).toEqual([200, 'application/octet-stream']);
    writeFileSync(within('night.snapshot'), answer.bytes);
    await send(system, 'DELETE', '/zosmf/restfiles/ds/DEV.MADE');
    await loadSnapshot(within('night.snapshot'), within('two'));
    await using second = await startWhole({ folder: within('two') });
    expect(await shown(second)).toBe('//HELLO JOB');
    expect((await send(second, 'GET', '/zosmf/restfiles/ds?dslevel=DEV.MADE')).json().items).toHaveLength(1);
    expect(await ended(second, job)).toMatchObject({ jobid: before.jobid, retcode: 'CC 0000' });
    const log = `${jobs}/${encodeURIComponent(job['job-correlator'])}/files/2/records`;
    expect((await send(second, 'GET', log)).text).toBe((await send(system, 'GET', log)).text);
  });

  it('can be taken from its folder while it runs', async () => {
    await using system = await startWhole({ folder: within('one') });
    await ended(system, await submit(system));
    await saveFolder(within('one'), within('night.snapshot'));
    expect((await ended(system, await submit(system)))['retcode']).toBe('JCL ERROR');
    await loadSnapshot(within('night.snapshot'), within('two'));
    await using second = await startWhole({ folder: within('two') });
    expect((await send(second, 'GET', '/zosmf/restfiles/ds?dslevel=DEV.MADE')).json().items).toHaveLength(1);
    await expect(saveFolder(within('three'), within('x'))).rejects.toThrow(/no practice system/);
  });
});
