import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ZosmfRestClient } from '@zowe/core-for-zowe-sdk';
import { Session } from '@zowe/imperative';
import { IssueCommand } from '@zowe/zos-console-for-zowe-sdk';
import {
  Create,
  Delete,
  Get,
  Invoke,
  List,
  Rename,
  Upload,
  type IZosFilesResponse,
} from '@zowe/zos-files-for-zowe-sdk';
import {
  CancelJobs,
  DeleteJobs,
  GetJobs,
  ModifyJobs,
  MonitorJobs,
  SearchJobs,
  SubmitJobs,
} from '@zowe/zos-jobs-for-zowe-sdk';
import { copyJob, jobCard, startWhole } from '../support/practice.ts';

const itemsOf = (answer: IZosFilesResponse) => (answer.apiResponse as { items: unknown[] }).items;

/** What Zowe's own packages make of the practice system. */
describe('the Zowe SDKs', () => {
  let system: Awaited<ReturnType<typeof startWhole>>;
  let session: Session;
  beforeAll(async () => {
    system = await startWhole();
    session = new Session({
      hostname: '127.0.0.1',
      port: system.port,
      protocol: 'http',
      type: 'basic',
      user: 'deva',
      password: 'secret-1',
      rejectUnauthorized: false,
    });
  });
  afterAll(() => system.stop());

  const copyJcl = copyJob('COPYJOB');
  const held = [jobCard('HELDJOB', 'CLASS=A,MSGCLASS=H,TYPRUN=HOLD'), '//S1 EXEC PGM=IEFBR14'].join('\n');

  it('accept the server as z/OSMF', async () => {
    expect(await ZosmfRestClient.getExpectJSON(session, '/zosmf/info')).toMatchObject({
      zosmf_version: '29',
      plugins: expect.any(Array),
    });
  });

  it('submit a job, wait for it, and read its spool', async () => {
    const submitted = await SubmitJobs.submitJcl(session, copyJcl);
    const ended = await MonitorJobs.waitForJobOutputStatus(session, submitted);
    expect([ended.status, ended.retcode]).toEqual(['OUTPUT', 'CC 0000']);
    const files = await GetJobs.getSpoolFilesForJob(session, ended);
    const copy = files.find((file) => file.ddname === 'SYSUT2')!;
    const content = await GetJobs.getSpoolContent(session, copy);
    expect(content.split('\n').map((line) => line.trimEnd())).toEqual(['ALPHA', 'BETA', '']);
    expect(await GetJobs.getJclForJob(session, ended)).toContain('//S1 EXEC PGM=IEBGENER');
    expect(await SearchJobs.searchJobs(session, { jobName: 'COPYJOB', searchString: 'beta' })).toContain('BETA');
    expect((await GetJobs.getJob(session, ended.jobid)).jobname).toBe('COPYJOB');
    expect((await GetJobs.getJobsByPrefix(session, 'COPY*')).map((job) => job.jobid)).toEqual([ended.jobid]);
  });

  it('release, cancel and purge jobs', async () => {
    const first = await SubmitJobs.submitJcl(session, held);
    await ModifyJobs.modifyJob(session, first, { release: true });
    expect((await MonitorJobs.waitForJobOutputStatus(session, first)).retcode).toBe('CC 0000');
    const second = await SubmitJobs.submitJcl(session, held);
    expect((await CancelJobs.cancelJobForJob(session, second))?.status).toBe('0');
    expect((await DeleteJobs.deleteJobForJob(session, second))?.status).toBe('0');
    await expect(GetJobs.getStatusForJob(session, second)).rejects.toMatchObject({ mDetails: { errorCode: 400 } });
  });

  it('create a library, write and read members, and see their statistics', async () => {
    const library = 'DEVA.TEST.A#B$C@D';
    await Create.dataSetLike(session, library, 'PAY.JCL');
    await Upload.bufferToDataSet(session, Buffer.from('FIRST LINE\r\nSECOND'), `${library}(M#MBER)`);
    expect((await Get.dataSet(session, `${library}(M#MBER)`)).toString()).toBe('FIRST LINE\nSECOND\n');
    const members = itemsOf(await List.allMembers(session, library, { attributes: true }));
    expect(members).toMatchObject([{ member: 'M#MBER', vers: 1, cnorc: 2, user: 'DEVA' }]);
    const [row] = itemsOf(await List.dataSet(session, library, { attributes: true }));
    expect(row).toMatchObject({ dsname: library, dsorg: 'PO', lrecl: '80', recfm: 'FB' });
    await Rename.dataSetMember(session, library, 'M#MBER', 'OTHER');
    await Delete.dataSet(session, `${library}(OTHER)`);
    expect(itemsOf(await List.allMembers(session, library))).toEqual([]);
    await Delete.dataSet(session, library);
    expect(itemsOf(await List.dataSet(session, library))).toEqual([]);
  });

  it('carry a load module byte for byte', async () => {
    const bytes = Buffer.from(Array.from({ length: 5000 }, (_, at) => at % 256));
    await Upload.bufferToDataSet(session, bytes, 'PAY.LOAD(PROGRAM)', { binary: true });
    expect(await Get.dataSet(session, 'PAY.LOAD(PROGRAM)', { binary: true })).toEqual(bytes);
  });

  it('issue console commands', async () => {
    expect((await IssueCommand.issueSimple(session, 'D T')).commandResponse).toContain('IEE136I LOCAL: TIME=');
  });

  it('run access method services', async () => {
    const answer = await Invoke.ams(session, ['DEFINE GDG(NAME(PAY.GDG) LIMIT(3))']);
    expect((answer.apiResponse as { output: string[] }).output.join('\n')).toContain(
      'IDC0002I IDCAMS PROCESSING COMPLETE. MAXIMUM CONDITION CODE WAS 0',
    );
    await expect(Invoke.ams(session, ['DELETE NO.SUCH.DATASET'])).rejects.toThrow('IDC3012I');
  });

  it('leave no failure on the server', () => expect(system.failures).toEqual([]));
});
