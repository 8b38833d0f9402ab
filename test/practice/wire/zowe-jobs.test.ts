import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Session } from '@zowe/imperative';
import {
  CancelJobs,
  DeleteJobs,
  DownloadJobs,
  GetJobs,
  ModifyJobs,
  MonitorJobs,
  SearchJobs,
  SubmitJobs,
  type IJob,
  type ISpoolFile,
} from '@zowe/zos-jobs-for-zowe-sdk';
import { send } from '../support/small-system.ts';
import { jobCard, startWhole } from '../support/practice.ts';

/** Every call of Zowe's jobs package against the practice system. */
describe('the jobs package of the Zowe SDK', () => {
  let system: Awaited<ReturnType<typeof startWhole>>;
  let session: Session;
  let folder: string;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'practice-zowe-'));
    system = await startWhole();
    session = new Session({
      ...{ hostname: '127.0.0.1', port: system.port, protocol: 'http', type: 'basic' },
      ...{ user: 'deva', password: 'secret-1', rejectUnauthorized: false },
    });
    await send(system, 'PUT', '/zosmf/restfiles/ds/PAY.JCL(COPY)', { body: copyJcl('MEMBERJ') });
    await send(system, 'PUT', '/zosmf/restfiles/fs/u/deva/copy.jcl', { body: copyJcl('FILEJOB') });
  });
  afterAll(async () => {
    await system.stop();
    rmSync(folder, { recursive: true });
  });

  const copyJcl = (name: string, data = 'ALPHA\nBETA') =>
    [
      jobCard(name),
      '// EXPORT SYMLIST=*',
      '//S1 EXEC PGM=IEBGENER',
      '//SYSPRINT DD SYSOUT=*',
      '//SYSIN DD DUMMY',
      '//SYSUT1 DD *,SYMBOLS=JCLONLY',
      ...data.split('\n'),
      '/*',
      '//SYSUT2 DD SYSOUT=*,DCB=(RECFM=FB,LRECL=80)',
    ].join('\n');
  const heldJcl = (name: string) =>
    [jobCard(name, 'CLASS=A,MSGCLASS=H,TYPRUN=HOLD'), '//S1 EXEC PGM=IEFBR14'].join('\n');
  const quick = { watchDelay: 10, attempts: 400 };
  const ended = (job: IJob) =>
    MonitorJobs.waitForStatusCommon(session, { jobname: job.jobname, jobid: job.jobid, status: 'OUTPUT', ...quick });
  const contentOf = async (job: IJob) => {
    const files = await GetJobs.getSpoolFilesForJob(session, job);
    const content = await GetJobs.getSpoolContent(
      session,
      files.find(({ ddname }) => ddname === 'SYSUT2')!,
    );
    return content.split('\n').map((line) => line.trimEnd());
  };

  it('SubmitJobs: text, data set, UNIX file, symbols', async () => {
    const text = await ended(await SubmitJobs.submitJcl(session, copyJcl('TEXTJOB'), 'F', '80', 'IBM-1047'));
    expect([text.retcode, await contentOf(text)]).toEqual(['CC 0000', ['ALPHA', 'BETA', '']]);
    expect((await ended(await SubmitJobs.submitJob(session, 'PAY.JCL(COPY)'))).jobname).toBe('MEMBERJ');
    expect((await ended(await SubmitJobs.submitUSSJob(session, '/u/deva/copy.jcl'))).jobname).toBe('FILEJOB');
    expect((await SubmitJobs.submitJobCommon(session, { jobDataSet: 'PAY.JCL(COPY)' })).status).toMatch(
      /^(INPUT|ACTIVE|OUTPUT)$/,
    );
    const jclSymbols = "WHOM=WORLD NOTE='it''s'";
    const symbols = await SubmitJobs.submitJclCommon(session, { jcl: copyJcl('SYMJOB', 'HELLO &WHOM'), jclSymbols });
    expect((await contentOf(await ended(symbols)))[0]).toBe('HELLO WORLD');
  });

  it('SubmitJobs: waiting, viewing and downloading', async () => {
    const notified = await SubmitJobs.submitJclNotifyCommon(session, { jcl: copyJcl('NOTIFY1'), ...quick });
    expect([notified.status, notified.retcode]).toEqual(['OUTPUT', 'CC 0000']);
    const member = { jobDataSet: 'PAY.JCL(COPY)', ...quick };
    expect((await SubmitJobs.submitJobNotifyCommon(session, member)).jobname).toBe('MEMBERJ');
    const viewed = await SubmitJobs.submitJclString(session, copyJcl('VIEWED'), {
      ...{ jclSource: 'stdin', viewAllSpoolContent: true, waitForOutput: true },
    });
    expect((viewed as ISpoolFile[]).map(({ ddName }) => ddName)).toEqual(
      expect.arrayContaining(['JESMSGLG', 'SYSUT2']),
    );
  });

  it('GetJobs: lists, one job, status', async () => {
    const job = await SubmitJobs.submitJcl(session, heldJcl('LISTED1'));
    const names = (jobs: IJob[]) => jobs.map(({ jobname }) => jobname);
    expect(names(await GetJobs.getJobs(session))).toContain('LISTED1');
    expect(names(await GetJobs.getJobsByPrefix(session, 'LISTED*'))).toEqual(['LISTED1']);
    expect(names(await GetJobs.getJobsByOwner(session, 'deva'))).toContain('LISTED1');
    expect(names(await GetJobs.getJobsByOwnerAndPrefix(session, 'DEVA', 'LISTED1'))).toEqual(['LISTED1']);
    expect(await GetJobs.getJobsByOwner(session, 'nobody')).toEqual([]);
    expect(names(await GetJobs.getJobsByParameters(session, { owner: '*', status: 'INPUT' }))).toEqual(['LISTED1']);
    expect(await GetJobs.getJobsCommon(session, { owner: '*', maxJobs: 1, execData: true })).toMatchObject([
      { 'exec-submitted': expect.stringMatching(/Z$/) },
    ]);
    expect((await GetJobs.getJob(session, job.jobid)).jobname).toBe('LISTED1');
    await expect(GetJobs.getJob(session, 'JOB99999')).rejects.toMatchObject({
      causeErrors: 'Zero jobs were returned.',
    });
    await expect(GetJobs.getJobsByPrefix(session, 'A+B')).rejects.toMatchObject({ mDetails: { errorCode: 400 } });
    expect(await GetJobs.getStatus(session, job.jobname, job.jobid)).toMatchObject({ status: 'INPUT', retcode: null });
    expect((await GetJobs.getStatusForJob(session, job))['reason-not-running']).toBe('Job is held');
    await DeleteJobs.deleteJobForJob(session, job);
  });

  it('GetJobs: spool and JCL', async () => {
    const job = await ended(await SubmitJobs.submitJcl(session, copyJcl('SPOOLED')));
    const { jobname, jobid } = job;
    const files = await GetJobs.getSpoolFiles(session, jobname, jobid);
    expect(files.map(({ ddname }) => ddname)).toEqual(['JESMSGLG', 'JESJCL', 'JESYSMSG', 'SYSPRINT', 'SYSUT2']);
    expect(await GetJobs.getSpoolFilesCommon(session, { jobname, jobid })).toEqual(files);
    expect(await GetJobs.getSpoolContentById(session, jobname, jobid, 2)).toContain(
      '$HASP395 SPOOLED  ENDED - RC=0000',
    );
    expect(await GetJobs.getSpoolContentCommon(session, files[1]!, 'IBM-1047')).toContain('1 //SPOOLED');
    expect(await GetJobs.getJcl(session, jobname, jobid)).toContain('//S1 EXEC PGM=IEBGENER');
    expect(await GetJobs.getJclForJob(session, job)).toContain(jobCard('SPOOLED'));
    await expect(GetJobs.getSpoolContentById(session, jobname, jobid, 99)).rejects.toMatchObject({
      mDetails: { errorCode: 400 },
    });
  });

  it('DownloadJobs: one file, all files, a range', async () => {
    const job = await ended(await SubmitJobs.submitJcl(session, copyJcl('DOWNLOAD')));
    const { jobname, jobid } = job;
    await DownloadJobs.downloadAllSpoolContentCommon(session, { jobname, jobid, outDir: folder });
    const saved = readFileSync(join(folder, jobid, 'S1', 'SYSUT2.txt'), 'utf8');
    expect(saved.split('\n').map((line) => line.trimEnd())).toEqual(['ALPHA', 'BETA', '']);
    const file = (await GetJobs.getSpoolFilesForJob(session, job)).find(({ ddname }) => ddname === 'SYSUT2')!;
    const one = { jobFile: file, jobid, jobname, outDir: join(folder, 'one') };
    await DownloadJobs.downloadSpoolContentCommon(session, { ...one, recordRange: '1-2' });
    expect(readFileSync(DownloadJobs.getSpoolDownloadFilePath(one), 'utf8').trim()).toBe('BETA');
    await DownloadJobs.downloadSpoolContentCommon(session, { ...one, binary: true });
    expect(readFileSync(DownloadJobs.getSpoolDownloadFilePath(one)).subarray(0, 5).toString('hex')).toBe('c1d3d7c8c1');
  });

  it('SearchJobs: text and expression', async () => {
    await ended(await SubmitJobs.submitJcl(session, copyJcl('SEARCHED')));
    expect(await SearchJobs.searchJobs(session, { jobName: 'SEARCHED', searchString: 'beta' })).toContain('BETA');
    expect(await SearchJobs.searchJobs(session, { jobName: 'SEARCHED', searchRegex: 'AL.HA' })).toContain('ALPHA');
    const none = { jobName: 'SEARCHED', searchString: 'beta', caseInsensitive: false };
    expect(await SearchJobs.searchJobs(session, none)).not.toContain('BETA');
  });

  it('MonitorJobs: for ACTIVE and for OUTPUT', async () => {
    const job = await SubmitJobs.submitJcl(session, copyJcl('WATCHED'));
    expect((await MonitorJobs.waitForActiveStatus(session, job.jobname, job.jobid)).status).toMatch(/ACTIVE|OUTPUT/);
    expect((await MonitorJobs.waitForOutputStatus(session, job.jobname, job.jobid)).status).toBe('OUTPUT');
    expect((await MonitorJobs.waitForJobOutputStatus(session, job)).retcode).toBe('CC 0000');
  });

  it('ModifyJobs, CancelJobs and DeleteJobs, both versions', async () => {
    const job = await SubmitJobs.submitJcl(session, heldJcl('CHANGED'));
    const { jobname, jobid } = job;
    await ModifyJobs.modifyJob(session, { jobname, jobid }, { jobclass: 'R' });
    expect((await GetJobs.getStatusForJob(session, job)).class).toBe('R');
    await ModifyJobs.modifyJob(session, { jobname, jobid }, { release: true });
    expect((await ended(job)).retcode).toBe('CC 0000');
    await ModifyJobs.modifyJob(session, { jobname, jobid }, { hold: true });
    const held = await SubmitJobs.submitJcl(session, heldJcl('CHANGED'));
    expect(await CancelJobs.cancelJob(session, held.jobname, held.jobid)).toMatchObject({
      status: '0',
      jobid: held.jobid,
    });
    expect(await CancelJobs.cancelJobForJob(session, held, '2.0')).toMatchObject({ status: '156' });
    expect(await CancelJobs.cancelJobForJob(session, held, '1.0')).toBeUndefined();
    expect(await DeleteJobs.deleteJob(session, held.jobname, held.jobid)).toMatchObject({ status: '0' });
    expect(await DeleteJobs.deleteJobForJob(session, job, '1.0')).toBeUndefined();
    await expect(GetJobs.getStatusForJob(session, held)).rejects.toMatchObject({ mDetails: { errorCode: 400 } });
  });

  it('leave no failure on the server', () => expect(system.failures).toEqual([]));
});
