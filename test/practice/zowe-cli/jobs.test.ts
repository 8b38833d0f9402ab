import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { copyJob, jobCard } from '../support/practice.ts';
import { commandsOf, rowsOf, startZowe } from './zowe.ts';

const heldJob = (name: string) => `${jobCard(name, 'CLASS=A,MSGCLASS=H,TYPRUN=HOLD')}\n//S1 EXEC PGM=IEFBR14\n`;

/** Zowe CLI, group zos-jobs: exit codes and the JSON form of each command. */
jest.setTimeout(120_000);

describe('zowe zos-jobs', () => {
  let system: Awaited<ReturnType<typeof startZowe>>;
  beforeAll(async () => {
    system = await startZowe();
  });
  afterAll(async () => {
    await system[Symbol.asyncDispose]();
  });

  const submitted = async (name: string, text = copyJob(name)): Promise<string> => {
    const answer = await system.zowe(
      'zos-jobs submit stdin',
      ['--wait-for-output'].slice(text.includes('HOLD') ? 1 : 0),
      text,
    );
    expect(answer).toMatchObject({ exitCode: 0, success: true, data: { jobname: name } });
    return answer.data.jobid;
  };

  it('submit local-file, stdin, data-set and uss-file answer the job', async () => {
    const job = { subsystem: 'JES2', type: 'JOB', owner: 'DEVA', class: 'A', jobname: 'CLIJOB1' };
    const local = system.file('job.jcl', copyJob('CLIJOB1'));
    const fromFile = await system.zowe('zos-jobs submit local-file', [local]);
    expect(fromFile).toMatchObject({ exitCode: 0, success: true, data: job });
    expect(Object.keys(fromFile.data)).toEqual(
      expect.arrayContaining([
        'job-correlator',
        'files-url',
        'url',
        'phase',
        'phase-name',
        'retcode',
        'status',
        'jobid',
      ]),
    );
    await submitted('CLIJOB2');
    await system.zowe('zos-files upload file-to-data-set', [local, 'DEVA.JCL(JOB)']);
    expect(await system.zowe('zos-jobs submit data-set', ['DEVA.JCL(JOB)'])).toMatchObject({ exitCode: 0, data: job });
    await system.zowe('zos-files upload file-to-uss', [local, '/tmp/job.jcl']);
    expect(await system.zowe('zos-jobs submit uss-file', ['/tmp/job.jcl'])).toMatchObject({ exitCode: 0, data: job });
  });

  it('submit with --view-all-spool-content waits and shows every spool file', async () => {
    const answer = await system.zowe('zos-jobs submit local-file', [
      system.file('v.jcl', copyJob('CLIVIEW')),
      '--vasc',
    ]);
    expect(answer).toMatchObject({ exitCode: 0, success: true });
    const names = rowsOf(answer).map(({ ddName }) => ddName);
    expect(names).toEqual(['JESMSGLG', 'JESJCL', 'JESYSMSG', 'SYSPRINT', 'SYSUT2']);
  });

  it('submit of what is no job, or is nowhere, ends with 1 and z/OSMF’s error', async () => {
    expect(await system.zowe('zos-jobs submit stdin', [], 'NO JOB\n')).toMatchObject({ exitCode: 1, success: false });
    const missing = await system.zowe('zos-jobs submit data-set', ['DEVA.NOWHERE(JOB)']);
    expect([missing.exitCode, missing.success]).toEqual([1, false]);
    expect(JSON.stringify(missing.error)).toContain('Data set not found');
  });

  it('list jobs, list spool-files-by-jobid and the views show a job and its output', async () => {
    const jobid = await submitted('CLILIST');
    const list = await system.zowe('zos-jobs list jobs', ['--prefix', 'CLILIST', '--owner', '*', '--exec-data']);
    expect(list).toMatchObject({
      exitCode: 0,
      data: [{ jobid, jobname: 'CLILIST', status: 'OUTPUT', retcode: 'CC 0000' }],
    });
    expect(rowsOf(list)[0]).toHaveProperty('exec-started');
    const files = await system.zowe('zos-jobs list spool-files-by-jobid', [jobid]);
    expect(files.data).toMatchObject([
      { ddname: 'JESMSGLG', id: 2 },
      { ddname: 'JESJCL', id: 3 },
      { ddname: 'JESYSMSG', id: 4 },
      { ddname: 'SYSPRINT' },
      { ddname: 'SYSUT2' },
    ]);
    const sysut2 = rowsOf(files)[4] as { id: number };
    const one = await system.zowe('zos-jobs view spool-file-by-id', [jobid, String(sysut2.id)]);
    expect([
      one.exitCode,
      (one.data as unknown as string)
        .split('\n')
        .map((line) => line.trimEnd())
        .filter(Boolean),
    ]).toEqual([0, ['ALPHA', 'BETA']]);
    const all = await system.zowe('zos-jobs view all-spool-content', [jobid]);
    expect([all.exitCode, all.stdout.includes('ALPHA'), all.stdout.includes('$HASP395')]).toEqual([0, true, true]);
    expect(await system.zowe('zos-jobs view job-status-by-jobid', [jobid])).toMatchObject({
      exitCode: 0,
      data: { jobid, status: 'OUTPUT', retcode: 'CC 0000' },
    });
  });

  it('view of a job that is not there ends with 1', async () => {
    const answer = await system.zowe('zos-jobs view job-status-by-jobid', ['JOB99999']);
    expect([answer.exitCode, answer.error?.causeErrors]).toEqual([1, 'Zero jobs were returned.']);
  });

  it('download output writes the spool files', async () => {
    const jobid = await submitted('CLIDOWN');
    expect(await system.zowe('zos-jobs download output', [jobid, '--directory', 'out'])).toMatchObject({
      exitCode: 0,
      success: true,
    });
    const { readFileSync } = await import('node:fs');
    const text = readFileSync(`${system.work}/out/${jobid}/S1/SYSUT2.txt`, 'utf8');
    expect(
      text
        .split(/\r?\n/)
        .map((line) => line.trimEnd())
        .filter(Boolean),
    ).toEqual(['ALPHA', 'BETA']);
  });

  it('search job finds a text in the spool', async () => {
    await submitted('CLIFIND');
    const found = await system.zowe('zos-jobs search job', ['CLIFIND', '--search-string', 'ALPHA']);
    expect([found.exitCode, JSON.stringify(found.data).includes('ALPHA') || found.stdout.includes('ALPHA')]).toEqual([
      0,
      true,
    ]);
  });

  it('modify job holds, releases and changes the class', async () => {
    const jobid = await submitted('CLIHELD', heldJob('CLIHELD'));
    expect(await system.zowe('zos-jobs modify job', [jobid, '--jobclass', 'B'])).toMatchObject({
      exitCode: 0,
      success: true,
    });
    expect(await system.zowe('zos-jobs modify job', [jobid, '--hold'])).toMatchObject({ exitCode: 0, success: true });
    expect(await system.zowe('zos-jobs modify job', [jobid, '--release'])).toMatchObject({
      exitCode: 0,
      success: true,
    });
  });

  it('cancel job ends a waiting job, and says when it cannot', async () => {
    const jobid = await submitted('CLICANC', heldJob('CLICANC'));
    expect(await system.zowe('zos-jobs cancel job', [jobid])).toMatchObject({
      exitCode: 0,
      data: { jobid },
    });
    expect(await system.zowe('zos-jobs view job-status-by-jobid', [jobid])).toMatchObject({
      data: { status: 'OUTPUT', retcode: 'CANCELED' },
    });
    const again = await system.zowe('zos-jobs cancel job', [jobid]);
    expect([again.exitCode, JSON.stringify(again).includes('not cancellable')]).toEqual([1, true]);
  });

  it('delete job and delete old-jobs purge', async () => {
    const jobid = await submitted('CLIDEL');
    expect(await system.zowe('zos-jobs delete job', [jobid])).toMatchObject({
      exitCode: 0,
      data: { jobid },
    });
    expect((await system.zowe('zos-jobs view job-status-by-jobid', [jobid])).exitCode).toBe(1);
    expect(await system.zowe('zos-jobs delete old-jobs')).toMatchObject({ exitCode: 0, success: true });
    expect((await system.zowe('zos-jobs list jobs', ['--prefix', 'CLIVIEW'])).data).toEqual([]);
  });

  it('has no command that was not tried', () => {
    expect(commandsOf('zosjobs').filter((command) => !system.tried.has(command))).toEqual([]);
    expect(system.failures).toEqual([]);
  });
});
