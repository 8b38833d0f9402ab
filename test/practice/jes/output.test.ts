import { describe, expect, it } from '@jest/globals';
import { memoryDisk } from '../../../src/practice/disk/disk.ts';
import type { JesOptions } from '../../../src/practice/jes/options.ts';
import { jobOf, practiceSystem } from './practice-system.ts';

const printer = (parm = '3', more = '') =>
  jobOf(`//S1 EXEC PGM=PRINTS,PARM=${parm}\n//SYSPRINT DD SYSOUT=B`, `1,'X',MSGCLASS=H${more}`, 'PRINTER');
const ddnames = (system: ReturnType<typeof practiceSystem>, job: ReturnType<typeof system.submit>) =>
  system.jes.spoolFiles(job).map(({ ddname }) => ddname);

describe('output classes', () => {
  it('with PURGE lose their output as the job ends', async () => {
    const system = practiceSystem({ outputClasses: [{ name: 'B', disposition: 'PURGE' }] });
    const job = await system.run(printer());
    expect(ddnames(system, job)).toEqual(['JESMSGLG', 'JESJCL', 'JESYSMSG']);
  });

  it('may keep the output of jobs that fail', async () => {
    const outputClasses: JesOptions['outputClasses'] = [{ name: 'B', disposition: 'PURGE', abnormal: 'HOLD' }];
    const system = practiceSystem({ outputClasses });
    const failing = '\n//S2 EXEC PGM=ENDS,PARM=S0C7';
    const job = await system.run(`${printer().trimEnd()}${failing}\n`);
    expect([job.retcode, ddnames(system, job)]).toEqual(['ABEND S0C7', expect.arrayContaining(['SYSPRINT'])]);
  });

  it('with WRITE are emptied by a writer; a job without output is gone', async () => {
    const written = { disposition: 'WRITE' as const, writtenAfter: 60 };
    const system = practiceSystem({
      outputClasses: [
        { name: 'B', ...written },
        { name: 'H', ...written, writtenAfter: 3600 },
      ],
    });
    const job = await system.run(printer());
    await system.reaches(job, () => !ddnames(system, job).includes('SYSPRINT'));
    await system.reaches(job, () => system.jes.byCorrelator(job.correlator) === undefined);
    expect(system.clock.now() - (job.ended ?? 0)).toBeGreaterThanOrEqual(3_600_000);
  });

  it('that nobody names hold their output', async () => {
    const system = practiceSystem({ outputClasses: [{ name: 'Z', disposition: 'WRITE', writtenAfter: 1 }] });
    const job = await system.run(printer());
    expect(ddnames(system, job)).toContain('SYSPRINT');
  });
});

describe('retention', () => {
  it('purges a job so many seconds after its end', async () => {
    const system = practiceSystem({ retentionSeconds: 86_400 });
    const job = await system.run(printer());
    await system.reaches(job, () => system.jes.byCorrelator(job.correlator) === undefined);
    expect(system.clock.now() - (job.ended ?? 0)).toBe(86_400_000);
  });
});

describe('the statistics of a job', () => {
  it('count cards, records and bytes as they are', async () => {
    const system = practiceSystem();
    const job = await system.run(printer('250'));
    const log = system.spool(job, 'JESMSGLG');
    const number = (words: string) => Number(/-\s*(\d+)/.exec(log.find((line) => line.includes(words)) ?? '')?.[1]);
    const before = system.jes.spoolFiles(job).reduce((sum, { recordCount }) => sum + recordCount, 0);
    const statistics = log.slice(log.findIndex((line) => line.includes('JOB STATISTICS'))).length;
    expect(number('CARDS READ')).toBe(3);
    expect(number('PRINT RECORDS')).toBe(before - statistics);
    expect(number('KBYTES')).toBeGreaterThanOrEqual(2);
    expect(system.jes.control.spoolUse().used).toBeGreaterThan(2000);
  });
});

describe('job numbers', () => {
  it('go round and pass over those that jobs still have', async () => {
    const system = practiceSystem({ firstJobNumber: 999_999, jobNumbers: () => undefined });
    const first = await system.run(printer());
    const second = await system.run(printer());
    expect([first.jobid, second.jobid]).toEqual(['J0999999', 'JOB00001']);
  });
});

describe('a system that is started again on its disk', () => {
  const start = (disk: JesOptions['disk'], more: Partial<JesOptions> = {}) =>
    practiceSystem({
      ...(disk === undefined ? {} : { disk }),
      classes: [
        { name: 'A', initiators: 1 },
        { name: 'B', initiators: 0 },
      ],
      ...more,
    });

  it('has ended jobs with their output, and goes on with the numbers', async () => {
    const disk = memoryDisk();
    const before = start(disk);
    const ended = await before.run(printer('5000'));
    await before.jes.stop();
    const after = start(disk);
    const found = after.jes.byNameAndId('PRINTER', ended.jobid);
    expect(found).toMatchObject({
      retcode: 'CC 0000',
      status: 'OUTPUT',
      correlator: ended.correlator,
      owner: 'RELMGR',
    });
    expect(after.spool(found!, 'SYSPRINT')).toHaveLength(5000);
    expect(after.spool(found!, 'SYSPRINT').at(-1)).toBe('LINE 5000');
    expect(after.submit(printer()).jobid).toBe('JOB00002');
    after.jes.purge(found!);
    expect(start(disk).jes.byNameAndId('PRINTER', ended.jobid)).toBeUndefined();
    expect(disk.entries('spool').filter(([key]) => key.startsWith(ended.correlator))).toEqual([]);
  });

  it('has waiting jobs with everything they were submitted with', async () => {
    const disk = memoryDisk();
    const before = start(disk);
    const jcl = [
      "//WAITER JOB 1,'X',CLASS=B,TYPRUN=HOLD",
      '// EXPORT SYMLIST=*',
      '//S1 EXEC PGM=COPIES',
      '//SYSUT1 DD *,SYMBOLS=JCLONLY',
      'VALUE &GIVEN',
      '//SYSUT2 DD SYSOUT=*',
    ];
    const notification = { url: 'http://127.0.0.1:1/x', events: ['complete'] as const };
    const job = before.jes.submit({
      ...{ jcl, user: 'RELMGR', userCorrelator: 'LKEPT', messageClass: 'Q', notification },
      symbols: new Map([['GIVEN', 'SEVEN']]),
    })!;
    await before.reaches(job, ({ phase }) => phase === 10);
    before.jes.control.setPriority(job, 12);
    await before.jes.stop();
    const after = start(disk);
    const found = after.jes.byCorrelator(job.correlator)!;
    expect(found).toMatchObject({
      jobid: job.jobid,
      held: true,
      jobClass: 'B',
      messageClass: 'Q',
      priority: 12,
      submitted: job.submitted,
    });
    expect(found.submission).toMatchObject({ notification });
    after.jes.changeClass(found, 'A');
    after.jes.release(found);
    expect((await after.ended(found)).retcode).toBe('CC 0000');
    expect(after.spool(found, 'SYSUT2').map((line) => line.trimEnd())).toEqual(['VALUE SEVEN']);
    expect(after.jes.executions().get(found.correlator)).toBe(1);
  });

  it('ends running jobs with SYS FAIL, or runs them again where RESTART=Y or RD says so', async () => {
    const disk = memoryDisk();
    const classes = [{ name: 'A', initiators: 5 }];
    const before = start(disk, { classes });
    const jobs = [
      `//PLAIN JOB 1,'X'\n//S1 EXEC PGM=WAITS\n`,
      `//AGAIN JOB 1,'X'\n/*JOBPARM RESTART=Y\n//S1 EXEC PGM=ENDS\n//S2 EXEC PGM=WAITS\n`,
      `//STEPWISE JOB 1,'X',RD=R\n//S1 EXEC PGM=ENDS\n//S2 EXEC PGM=WAITS\n`,
      `//NEVER JOB 1,'X',RD=NC\n//S1 EXEC PGM=WAITS\n`,
    ].map((jcl) => before.submit(jcl));
    for (const job of jobs)
      await before.reaches(job, ({ steps }) => steps.some((step) => step.active && step['program-name'] === 'WAITS'));
    await before.jes.stop();
    const after = start(disk, { classes, restartsJobs: false });
    after.letGo();
    const [plain, again, stepwise, never] = jobs.map((job) => after.jes.byCorrelator(job.correlator)!);
    expect([plain!.retcode, never!.retcode]).toEqual(['SYS FAIL', 'SYS FAIL']);
    expect((await after.ended(again!)).steps.map((step) => step['step-name'])).toEqual(['S1', 'S2']);
    expect((await after.ended(stepwise!)).steps.map((step) => step['step-name'])).toEqual(['S1', 'S2']);
    expect(stepwise!.steps[0]).toEqual(jobs[2]!.steps[0]);
    expect([again!.retcode, stepwise!.retcode]).toEqual(['CC 0000', 'CC 0000']);
  });

  it('runs lost jobs again by itself where JOBDEF says so, but not those with RD=NC', async () => {
    const disk = memoryDisk();
    const before = start(disk, { restartsJobs: true });
    const job = before.submit(`//PLAIN JOB 1,'X'\n//S1 EXEC PGM=WAITS\n`);
    await before.reaches(job, ({ status }) => status === 'ACTIVE');
    await before.jes.stop();
    const after = start(disk, { restartsJobs: true });
    after.letGo();
    expect((await after.ended(after.jes.byCorrelator(job.correlator)!)).retcode).toBe('CC 0000');
  });
});

describe('step statistics', () => {
  it('stand in the log where the site has an exit for them', async () => {
    const steps = '//S1 EXEC PGM=ENDS,PARM=4\n//S2 EXEC PGM=ENDS,COND=(4,EQ)\n//S3 EXEC PGM=ENDS,PARM=S0C7';
    const lines = async (stepStatistics: boolean) => {
      const system = practiceSystem({ stepStatistics });
      const job = await system.run(jobOf(steps));
      return system.spool(job, 'JESMSGLG').flatMap((line) => /JOB\d{5} {2}-(\S.*)$/.exec(line)?.[1] ?? []);
    };
    expect(await lines(false)).toEqual([]);
    expect((await lines(true)).map((line) => line.split(/\s+/).slice(0, 2))).toEqual([
      ['STEPNAME', 'PROCSTEP'],
      ['S1', '04'],
      ['S2', 'FLUSH'],
      ['S3', '*S0C7'],
    ]);
  });
});
