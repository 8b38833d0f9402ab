import { describe, expect, it } from '@jest/globals';
import { jobOf, practiceSystem } from './practice-system.ts';

const active = ({ status }: { status: string }) => status === 'ACTIVE';
const queued = ({ phase }: { phase: number }) => phase === 10;

describe('the execution queue (checklist 24)', () => {
  it('24: lets jobs of one name wait for each other', async () => {
    const system = practiceSystem();
    const first = await system.reaches(system.submit(jobOf('//S1 EXEC PGM=WAITS')), active);
    const second = await system.reaches(system.submit(jobOf('//S1 EXEC PGM=ENDS')), queued);
    expect(second.reasonNotRunning).toBe('A job with the same name is executing');
    system.letGo();
    expect([(await system.ended(first)).retcode, (await system.ended(second)).retcode]).toEqual(['CC 0000', 'CC 0000']);
  });

  it('24: shows a job that waits for a data set as active; it keeps its initiator', async () => {
    const system = practiceSystem();
    system.library('A.LIB');
    const holder = system.submit(jobOf('//S1 EXEC PGM=WAITS\n//LIB DD DSN=A.LIB(X),DISP=OLD', "1,'X'", 'HOLDER'));
    await system.reaches(holder, active);
    const waiter = system.submit(jobOf('//S1 EXEC PGM=IEFBR14\n//LIB DD DSN=A.LIB(Y),DISP=SHR', "1,'X'", 'WAITER'));
    await system.reaches(waiter, active);
    const third = await system.reaches(system.submit(jobOf('//S1 EXEC PGM=IEFBR14', "1,'X'", 'THIRD')), queued);
    expect(third.reasonNotRunning).toBe('No initiator is free for the job class');
    expect(waiter.steps).toEqual([]);
    expect(system.jes.enqueued('A.LIB')).toBe('exclusive');
    expect(system.spool(waiter, 'JESMSGLG').slice(-3)).toEqual([
      ' 09.14.02 JOB00002  IEF861I FOLLOWING RESERVED DATA SET NAMES UNAVAILABLE TO WAITER',
      ' 09.14.02 JOB00002  IEF863I DSN = A.LIB WAITER RC = 04',
      ' 09.14.02 JOB00002  *IEF099I JOB WAITER WAITING FOR DATA SETS',
    ]);
    system.letGo();
    await Promise.all([holder, waiter, third].map((job) => system.ended(job)));
    expect([holder, waiter, third].map(({ retcode }) => retcode)).toEqual(['CC 0000', 'CC 0000', 'CC 0000']);
    expect(system.jes.enqueued('A.LIB')).toBeUndefined();
  });

  it('runs as many jobs of a class as it has initiators, in order of arrival', async () => {
    const system = practiceSystem();
    const one = system.submit(jobOf('//S1 EXEC PGM=WAITS', "1,'X',CLASS=B", 'ONE'));
    await system.reaches(one, active);
    const two = system.submit(jobOf('//S1 EXEC PGM=ENDS', "1,'X',CLASS=B", 'TWO'));
    const three = system.submit(jobOf('//S1 EXEC PGM=ENDS', "1,'X',CLASS=B", 'THREE'));
    await system.reaches(three, queued);
    expect(two.status).toBe('INPUT');
    system.letGo();
    await system.ended(three);
    expect(two.ended).toBeLessThanOrEqual(three.started ?? 0);
  });

  it('holds a TYPRUN=HOLD job until it is released', async () => {
    const system = practiceSystem();
    const job = await system.reaches(system.submit(jobOf('//S1 EXEC PGM=ENDS', "1,'X',TYPRUN=HOLD")), queued);
    expect(job).toMatchObject({ held: true, status: 'INPUT', retcode: null, executed: false });
    expect(job.reasonNotRunning).toBe('Job is held');
    expect(system.jes.release(job)).toEqual({ status: 0, message: 'Request was successful.' });
    expect((await system.ended(job)).retcode).toBe('CC 0000');
    expect(system.jes.executions().get(job.correlator)).toBe(1);
  });

  it('takes a release that comes before conversion, and converts JCLHOLD only then', async () => {
    const system = practiceSystem();
    const early = system.submit(jobOf('//S1 EXEC PGM=ENDS', "1,'X',TYPRUN=HOLD"));
    system.jes.release(early);
    expect((await system.ended(early)).retcode).toBe('CC 0000');
    const unread = system.submit(jobOf('//S1 EXEC LATER', "1,'X',TYPRUN=JCLHOLD"));
    expect(unread).toMatchObject({ held: true, phase: 128, reasonNotRunning: 'Job is held' });
    system.library('SYS1.PROCLIB', { LATER: '//PS EXEC PGM=ENDS' });
    system.jes.release(unread);
    expect((await system.ended(unread)).retcode).toBe('CC 0000');
  });

  it('does not hold a job with errors: it goes to output', async () => {
    const job = await practiceSystem().run(jobOf('//S1 EXEC PGM=ENDS,X=1', "1,'X',TYPRUN=HOLD"));
    expect(job).toMatchObject({ retcode: 'JCL ERROR', held: false, executed: false });
  });

  it('ends a scan in output without running it', async () => {
    const system = practiceSystem();
    const clean = await system.run(jobOf('//S1 EXEC PGM=ENDS\n//A DD DSN=NOT.THERE,DISP=SHR', "1,'X',TYPRUN=SCAN"));
    expect(clean).toMatchObject({ retcode: null, executed: false, steps: [] });
    const wrong = await system.run(jobOf('//S1 EXEC NOPROC', "1,'X',TYPRUN=SCAN"));
    expect(wrong.retcode).toBe('JCL ERROR');
    expect(system.spool(wrong, 'JESYSMSG')).toEqual([
      '  STMT NO. MESSAGE',
      '         2 IEFC612I PROCEDURE NOPROC WAS NOT FOUND',
    ]);
    expect(system.spool(wrong, 'JESMSGLG').join('\n')).toContain('IEFC452I RELJOB1 - JOB NOT RUN - JCL ERROR');
  });
});

describe('what may be done to a job', () => {
  it('cancels a waiting and a running job, and no ended one', async () => {
    const system = practiceSystem();
    const waiting = await system.reaches(system.submit(jobOf('//S EXEC PGM=ENDS', "1,'X',TYPRUN=HOLD")), queued);
    system.jes.cancel(waiting);
    expect(waiting).toMatchObject({ status: 'OUTPUT', retcode: 'CANCELED', executed: false });
    const running = await system.reaches(
      system.submit(jobOf('//S1 EXEC PGM=WAITS\n//S2 EXEC PGM=ENDS,COND=EVEN')),
      ({ steps }) => steps.length > 0,
    );
    system.jes.cancel(running);
    expect((await system.ended(running)).retcode).toBe('CANCELED');
    expect(running.steps.map(({ completion }) => completion)).toEqual(['ABEND S222']);
    expect(system.spool(running, 'JESMSGLG').join('\n')).toContain('IEF450I RELJOB1 S1 - ABEND=S222 U0000  TIME=');
    expect(system.jes.cancel(running).status).toBe(156);
  });

  it('takes a cancelled job out of its wait for data sets', async () => {
    const system = practiceSystem();
    system.library('A.LIB');
    const body = (program: string) => jobOf(`//S1 EXEC PGM=${program}\n//LIB DD DSN=A.LIB,DISP=OLD`, "1,'X'", program);
    await system.reaches(system.submit(body('WAITS')), active);
    const waiter = await system.reaches(system.submit(body('ENDS')), active);
    system.jes.cancel(waiter);
    expect(await system.ended(waiter)).toMatchObject({ retcode: 'CANCELED', steps: [] });
    expect(system.jes.enqueued('A.LIB')).toBe('exclusive');
    await system.jes.stop();
  });

  it('gives back what a purged job held while it ran', async () => {
    const system = practiceSystem();
    system.library('A.LIB');
    const job = system.submit(jobOf('//S1 EXEC PGM=WAITS\n//LIB DD DSN=A.LIB,DISP=OLD'));
    await system.reaches(job, ({ steps }) => steps.length > 0);
    system.jes.purge(job);
    expect(system.jes.jobs()).toEqual([]);
    await system.ended(job);
    expect(system.jes.enqueued('A.LIB')).toBeUndefined();
  });

  it('purges a job at once, and still knows how often it ran', async () => {
    const system = practiceSystem();
    const job = await system.run(jobOf('//S1 EXEC PGM=ENDS'));
    system.jes.purge(job);
    expect(system.jes.jobs()).toEqual([]);
    expect(system.jes.byCorrelator(job.correlator)).toBeUndefined();
    expect(system.jes.executions().get(job.correlator)).toBe(1);
  });

  it('changes the class of a waiting job, and refuses one that is not there', async () => {
    const system = practiceSystem();
    const job = await system.reaches(system.submit(jobOf('//S EXEC PGM=ENDS', "1,'X',TYPRUN=HOLD")), queued);
    expect(system.jes.changeClass(job, 'X')).toEqual({ status: 172, message: 'Job class invalid' });
    expect(system.jes.changeClass(job, 'B').status).toBe(0);
    expect(job.jobClass).toBe('B');
  });

  it('gives each job a correlator of 31 characters and a colon; the header beats UJOBCORR', () => {
    const system = practiceSystem();
    const body = jobOf('//S EXEC PGM=ENDS', "1,'X',UJOBCORR='LFROMCARD'");
    expect(system.submit(body).correlator).toMatch(/^J0000001PRAC\.{4}[0-9A-F]{8}\.{7}:LFROMCARD$/);
    expect(system.submit(body, { userCorrelator: 'LHEADER' }).correlator).toMatch(/^.{31}:LHEADER$/);
  });

  it('takes no text for a job that has no JOB statement first', () => {
    expect(practiceSystem().jes.submit({ jcl: ['//S1 EXEC PGM=A'], user: 'X' })).toBeUndefined();
  });

  it('makes every JOB statement of a stream a job of its own and answers the first', async () => {
    const system = practiceSystem();
    const first = system.submit(
      jobOf('//S EXEC PGM=ENDS', "1,'X'", 'FIRST') + jobOf('//S EXEC PGM=ENDS', "1,'X'", 'SECOND'),
    );
    expect(first.jobname).toBe('FIRST');
    expect(system.jes.jobs().map(({ jobname }) => jobname)).toEqual(['FIRST', 'SECOND']);
    await Promise.all(system.jes.jobs().map((job) => system.ended(job)));
  });
});
