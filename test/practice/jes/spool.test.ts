import { describe, expect, it } from '@jest/globals';
import { jobOf, practiceSystem } from './practice-system.ts';

describe('the spool of a job (checklist 23)', () => {
  it('23: numbers in-stream data before SYSOUT, and has no file for SYSOUT never opened', async () => {
    const system = practiceSystem();
    const job = await system.run(
      jobOf(`//S1 EXEC PGM=SHOWS,PARM='ONE'
//SYSPRINT DD SYSOUT=*
//UNUSED DD SYSOUT=*
//SYSIN DD *
DATA
//S2 EXEC PGM=SHOWS,PARM='TWO'
//SYSIN DD *
MORE
//SYSPRINT DD SYSOUT=X`),
    );
    const files = system.jes.spoolFiles(job);
    expect(files.map(({ id, ddname }) => `${id} ${ddname}`)).toEqual([
      '2 JESMSGLG',
      '3 JESJCL',
      '4 JESYSMSG',
      '103 SYSPRINT',
      '105 SYSPRINT',
    ]);
    expect(files.at(-1)).toEqual({
      id: 105,
      ddname: 'SYSPRINT',
      stepname: 'S2',
      procstep: null,
      outputClass: 'X',
      recfm: 'FBA',
      lrecl: 121,
      recordCount: 1,
      byteCount: 4,
    });
    expect(system.jes.spoolRecords(job, 101)?.length).toBe(1);
    expect(system.jes.spoolRecords(job, 1)?.length).toBe(11);
  });

  it('lays the job log and the listing out as JES2 does', async () => {
    const system = practiceSystem();
    const job = await system.run(jobOf('//COPY     EXEC PGM=IEFBR14', "(REL),'PRACTICE',NOTIFY=&SYSUID"));
    expect(system.spool(job, 'JESMSGLG').slice(0, 9)).toEqual([
      '1                    J E S 2  J O B  L O G  --  S Y S T E M  P R A C  --  N O D E  P R A C T I C E',
      '0',
      ' 09.14.02 JOB00001 ---- TUESDAY,   03 MAR 2026 ----',
      ' 09.14.02 JOB00001  IRR010I  USERID RELMGR   IS ASSIGNED TO THIS JOB.',
      ' 09.14.02 JOB00001  $HASP373 RELJOB1  STARTED - INIT 1    - CLASS A        - SYS PRAC',
      ' 09.14.02 JOB00001  IEF403I RELJOB1 - STARTED - TIME=09.14.02',
      ' 09.14.02 JOB00001  IEF404I RELJOB1 - ENDED - TIME=09.14.02',
      ' 09.14.02 JOB00001  $HASP395 RELJOB1  ENDED - RC=0000',
      '0------ JES2 JOB STATISTICS ------',
    ]);
    expect(system.spool(job, 'JESJCL')).toEqual([
      `        1 ${"//RELJOB1  JOB (REL),'PRACTICE',NOTIFY=&SYSUID".padEnd(72)}JOB00001`,
      "          IEFC653I SUBSTITUTION JCL - (REL),'PRACTICE',NOTIFY=RELMGR",
      '        2 //COPY     EXEC PGM=IEFBR14',
    ]);
    expect(system.notices).toEqual(['RELMGR: $HASP165 RELJOB1  ENDED AT PRACTICE  MAXCC=0000 CN(INTERNAL)']);
  });

  it('says when the user was here before, and begins each day with its date', async () => {
    const system = practiceSystem();
    await system.run(jobOf('//S1 EXEC PGM=ENDS'));
    await system.clock.sleep(14 * 3600 * 1000 + 45 * 60 * 1000 + 57_000);
    const log = system.spool(await system.run(jobOf('//S1 EXEC PGM=NAPS')), 'JESMSGLG');
    expect(log[4]).toBe(' 23.59.59 JOB00002  ICH70001I RELMGR   LAST ACCESS AT 09:14:02 ON TUESDAY, MARCH 3, 2026');
    expect(log.filter((line) => line.includes('----')).slice(0, 2)).toEqual([
      ' 23.59.59 JOB00002 ---- TUESDAY,   03 MAR 2026 ----',
      ' 00.00.09 JOB00002 ---- WEDNESDAY, 04 MAR 2026 ----',
    ]);
  });

  it('prints of the listing what MSGLEVEL asks for', async () => {
    const system = practiceSystem();
    system.library('SYS1.PROCLIB', { P: '//PS EXEC PGM=IEFBR14' });
    const lines = async (level: string) =>
      system.spool(await system.run(jobOf('//S1 EXEC P', `1,'X',MSGLEVEL=(${level},1)`)), 'JESJCL').length;
    expect([await lines('0'), await lines('1'), await lines('2')]).toEqual([1, 3, 2]);
  });

  it('prints allocation messages of MSGLEVEL=(1,0) only after an abend', async () => {
    const system = practiceSystem();
    const lines = async (parm: string) =>
      system.spool(await system.run(jobOf(`//S1 EXEC PGM=ENDS,PARM=${parm}`, "1,'X',MSGLEVEL=(1,0)")), 'JESYSMSG');
    expect(await lines('8')).toEqual([]);
    expect(await lines('S0C7')).toContain(
      ' IEF472I RELJOB1 S1 - COMPLETION CODE - SYSTEM=0C7 USER=0000 REASON=00000007',
    );
  });

  it('submits what a step writes to the internal reader', async () => {
    const system = practiceSystem();
    await system.run(
      jobOf(`//S1 EXEC PGM=COPIES
//SYSUT1 DD DATA,DLM=$$
//INNER JOB 1,'X'
//S1 EXEC PGM=ENDS,PARM=4
$$
//SYSUT2 DD SYSOUT=(A,INTRDR)`),
    );
    const inner = system.jes.jobs().find(({ jobname }) => jobname === 'INNER');
    expect(inner === undefined ? '' : (await system.ended(inner)).retcode).toBe('CC 0004');
  });
});
