import { describe, expect, it } from '@jest/globals';
import { ebcdic } from '../../../src/practice/codepages/code-page.ts';
import { jobOf, practiceSystem } from '../jes/practice-system.ts';
import { textLibrary } from '../support/text-library.ts';

const make = (name: string, program: string, disp = '(NEW,CATLG,DELETE)') => `//${program}
//OUT DD DSN=${name},DISP=${disp},
//  SPACE=(TRK,(1,1)),RECFM=FB,LRECL=80`;

describe('data sets of steps (checklist 2, 3, 6 to 8)', () => {
  it('2: a bad return code is a normal end, an abend is not', async () => {
    const system = practiceSystem();
    await system.run(jobOf(make('A.RC16', 'S1 EXEC PGM=ENDS,PARM=16')));
    await system.run(jobOf(make('A.ABEND', 'S1 EXEC PGM=ENDS,PARM=U100')));
    expect(system.dataSets.find('A.RC16')).toBeDefined();
    expect(system.dataSets.find('A.ABEND')).toBeUndefined();
  });

  it('3: a JCL error in a later step leaves the earlier ones done and lets nothing run after it', async () => {
    const system = practiceSystem();
    const job = await system.run(
      jobOf(`${make('A.FIRST', 'S1 EXEC PGM=IEFBR14')}
//S2 EXEC PGM=IEFBR14
//NEW DD DSN=A.SECOND,DISP=(NEW,CATLG),SPACE=(TRK,1)
//IN DD DSN=A.MISSING,DISP=SHR
//S3 EXEC PGM=ENDS,COND=EVEN
// IF S1.RC > 0 THEN
//S4 EXEC PGM=ENDS
// ELSE
//S5 EXEC PGM=ENDS
// ENDIF`),
    );
    expect(job.retcode).toBe('JCL ERROR');
    expect(system.dataSets.list('A.**').map(({ dsname }) => dsname)).toEqual(['A.FIRST']);
    expect(job.steps.map((step) => step.completion)).toEqual(['CC 0000', 'FLUSHED']);
    const messages = system.spool(job, 'JESYSMSG').join('\n');
    expect(messages).toContain(' IEF212I RELJOB1 S2 IN - DATA SET NOT FOUND');
    expect(messages).toContain(' IEF272I RELJOB1 S5 - STEP WAS NOT EXECUTED.');
    expect(system.spool(job, 'JESMSGLG').join('\n')).toContain(
      'IEF453I RELJOB1 - JOB FAILED - JCL ERROR - TIME=09.14.02',
    );
  });

  it('6: (+1) is one generation in all steps and (0) does not move inside the job', async () => {
    const system = practiceSystem();
    system.dataSets.defineGdg({ name: 'A.GDG', limit: 2, scratch: true, empty: false });
    const generation = (step: string) => `//${step} EXEC PGM=COPIES
//SYSUT1 DD *
${step}
//SYSUT2 DD DSN=A.GDG(+1),DISP=(NEW,CATLG,DELETE),SPACE=(TRK,1),
//  RECFM=FB,LRECL=80`;
    await system.run(jobOf(generation('ONE')));
    const job = await system.run(
      jobOf(`${generation('TWO')}
//READ EXEC PGM=COPIES
//SYSUT1 DD DSN=A.GDG(0),DISP=SHR
//       DD DSN=A.GDG(+1),DISP=SHR
//SYSUT2 DD DSN=A.BOTH,DISP=(,CATLG),SPACE=(TRK,1),RECFM=FB,LRECL=80`),
    );
    expect(job.retcode).toBe('CC 0000');
    const both = system.dataSets.read('A.BOTH').map((record) => ebcdic.decode(record).trimEnd());
    expect(both).toEqual(['ONE', 'TWO']);
    expect(system.dataSets.findGdg('A.GDG')?.generations).toEqual(['A.GDG.G0001V00', 'A.GDG.G0002V00']);
  });

  it('6: after a restart the generation of the first run is (0)', async () => {
    const system = practiceSystem();
    system.dataSets.defineGdg({ name: 'A.GDG', limit: 5, scratch: true, empty: false });
    const body = `//MAKE EXEC PGM=IEFBR14
//NEW DD DSN=A.GDG(+1),DISP=(NEW,CATLG),SPACE=(TRK,1)
//USE EXEC PGM=IEFBR14
//OLD DD DSN=A.GDG(+1),DISP=SHR`;
    expect((await system.run(jobOf(body))).retcode).toBe('CC 0000');
    expect((await system.run(jobOf(body, "1,'X',RESTART=USE"))).retcode).toBe('JCL ERROR');
    expect((await system.run(jobOf(body.replace('(+1),DISP=SHR', '(0),DISP=SHR'), "1,'X',RESTART=USE"))).retcode).toBe(
      'CC 0000',
    );
  });

  it('drops the generation of a step that abends', async () => {
    const system = practiceSystem();
    system.dataSets.defineGdg({ name: 'A.GDG', limit: 5, scratch: true, empty: false });
    await system.run(jobOf(make('A.GDG(+1)', 'S1 EXEC PGM=ENDS,PARM=S0C7')));
    expect(system.dataSets.findGdg('A.GDG')?.generations).toEqual([]);
    expect(system.dataSets.list('A.GDG.**')).toEqual([]);
  });

  it('7: a missing member fails the program, a missing data set the step before it', async () => {
    const system = practiceSystem();
    system.library('A.LIB');
    const copy = (from: string) => `//S1 EXEC PGM=COPIES
//SYSUT1 DD DSN=${from},DISP=SHR
//SYSUT2 DD DUMMY`;
    const member = await system.run(jobOf(copy('A.LIB(GONE)')));
    expect(member.retcode).toBe('ABEND S013');
    expect(system.spool(member, 'JESMSGLG').join('\n')).toContain('IEC141I 013-18');
    const dataSet = await system.run(jobOf(copy('A.NOLIB(GONE)')));
    expect(dataSet.retcode).toBe('JCL ERROR');
    expect(dataSet.steps[0]?.completion).toBe('FLUSHED');
  });

  it('8: a new data set over a catalogued name is a JCL error', async () => {
    const system = practiceSystem();
    system.library('A.OUT');
    const job = await system.run(jobOf(make('A.OUT', 'S1 EXEC PGM=IEFBR14')));
    expect(job.retcode).toBe('JCL ERROR');
    expect(system.spool(job, 'JESYSMSG').join('\n')).toContain('IGD17101I DATA SET A.OUT');
  });

  it('deletes if there, and makes if absent, with MOD', async () => {
    const system = practiceSystem();
    const job = () => system.run(jobOf(make('A.OUT', 'S1 EXEC PGM=IEFBR14', '(MOD,DELETE,DELETE)')));
    system.library('A.OUT');
    expect((await job()).retcode).toBe('CC 0000');
    expect(system.dataSets.find('A.OUT')).toBeUndefined();
    expect((await job()).retcode).toBe('CC 0000');
    expect(system.dataSets.find('A.OUT')).toBeUndefined();
  });

  it('passes temporary data sets on and deletes them at the end', async () => {
    const system = practiceSystem();
    const job = await system.run(
      jobOf(`//S1 EXEC PGM=COPIES
//SYSUT1 DD *
ONE
//SYSUT2 DD DSN=&&WORK,DISP=(NEW,PASS),SPACE=(TRK,1)
//S2 EXEC PGM=COPIES
//SYSUT1 DD *
TWO
//SYSUT2 DD DSN=&&WORK,DISP=(MOD,PASS)
//S3 EXEC PGM=COPIES
//SYSUT1 DD DSN=*.S1.SYSUT2,DISP=(OLD,DELETE)
//SYSUT2 DD DSN=A.OUT,DISP=(,CATLG),SPACE=(TRK,1)`),
    );
    expect(job.retcode).toBe('CC 0000');
    expect(system.dataSets.read('A.OUT').map((record) => ebcdic.decode(record).trimEnd())).toEqual(['ONE', 'TWO']);
    expect(system.dataSets.find('A.OUT')?.attributes).toMatchObject({ recfm: 'FB', lrecl: 80, blksize: 27_920 });
    expect(system.dataSets.list('SYS26062.**')).toEqual([]);
  });

  it('reads in-stream data and all generations of a base in the order of the concatenation', async () => {
    const system = practiceSystem();
    system.dataSets.defineGdg({ name: 'A.GDG', limit: 5, scratch: true, empty: false });
    for (const [at, word] of ['OLD', 'NEW'].entries()) {
      system.dataSets.create(`A.GDG.G000${at + 1}V00`, { ...textLibrary, dsorg: 'PS' }, 'X');
      system.dataSets.write(`A.GDG.G000${at + 1}V00`, undefined, [ebcdic.encode(word)], { user: 'X' });
      system.dataSets.rollIn('A.GDG', `A.GDG.G000${at + 1}V00`);
    }
    await system.run(
      jobOf(`//S1 EXEC PGM=COPIES
//SYSUT1 DD *
FIRST
//       DD DSN=A.GDG,DISP=SHR
//       DD *
LAST
//SYSUT2 DD DSN=A.OUT,DISP=(,CATLG),SPACE=(TRK,1)`),
    );
    expect(system.dataSets.read('A.OUT').map((record) => ebcdic.decode(record).trimEnd())).toEqual([
      'FIRST',
      'NEW',
      'OLD',
      'LAST',
    ]);
  });

  it('fails a step whose temporary data set was never made', async () => {
    const system = practiceSystem();
    const job = await system.run(jobOf('//S1 EXEC PGM=IEFBR14\n//A DD DSN=&&NONE,DISP=(OLD,DELETE)'));
    expect(job.retcode).toBe('JCL ERROR');
  });

  it('writes the messages of allocation and end in their order', async () => {
    const system = practiceSystem();
    system.library('A.LIB');
    const job = await system.run(
      jobOf(`//COPY EXEC PGM=SHOWS,PARM='HELLO'
//LIB DD DSN=A.LIB,DISP=SHR
//SYSPRINT DD SYSOUT=*
//SYSIN DD *
DATA
//NONE DD DUMMY`),
    );
    const lines = system.spool(job, 'JESYSMSG').slice(2, 13);
    expect(lines).toEqual([
      ' IEF236I ALLOC. FOR RELJOB1 COPY',
      ' IGD103I SMS ALLOCATED TO DDNAME LIB',
      ' IEF237I JES2 ALLOCATED TO SYSPRINT',
      ' IEF237I JES2 ALLOCATED TO SYSIN',
      ' IEF237I DMY  ALLOCATED TO NONE',
      ' IEF142I RELJOB1 COPY - STEP WAS EXECUTED - COND CODE 0000',
      ' IGD104I A.LIB                                        RETAINED,  DDNAME=LIB',
      ' IEF285I   RELMGR.RELJOB1.JOB00001.D0000102.?           SYSOUT',
      ' IEF285I   RELMGR.RELJOB1.JOB00001.D0000101.?           SYSIN',
      ' IEF373I STEP/COPY    /START 2026062.0914',
      ' IEF032I STEP/COPY    /STOP  2026062.0914',
    ]);
  });
});
