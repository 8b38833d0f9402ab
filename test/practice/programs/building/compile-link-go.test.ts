import { describe, expect, it } from '@jest/globals';
import { batchMachine } from '../../support/batch.ts';

const clg = `//COBOL    EXEC PGM=IGYCRCTL,REGION=0M,PARM='RENT,APOST'
//SYSPRINT DD SYSOUT=*
//SYSLIN   DD DSN=&&LOADSET,UNIT=SYSALLDA,DISP=(MOD,PASS),
//            SPACE=(TRK,(3,3)),DCB=(RECFM=FB,LRECL=80,BLKSIZE=3200)
//SYSUT1   DD UNIT=SYSALLDA,SPACE=(TRK,(10,10))
//SYSIN    DD *
       IDENTIFICATION DIVISION.
       PROGRAM-ID. HELLO.
       PROCEDURE DIVISION.
           DISPLAY 'HELLO'.
           STOP RUN.
/*
//LKED     EXEC PGM=IEWBLINK,PARM='MAP,LET',COND=(8,LT,COBOL)
//SYSPRINT DD SYSOUT=*
//SYSLIN   DD DSN=&&LOADSET,DISP=(OLD,DELETE)
//         DD DDNAME=SYSIN
//SYSLMOD  DD DSN=&&GOSET(GO),DISP=(MOD,PASS),UNIT=SYSALLDA,
//            SPACE=(TRK,(10,10,1)),DSNTYPE=LIBRARY
//SYSUT1   DD UNIT=SYSALLDA,SPACE=(TRK,(10,10))
//GO       EXEC PGM=*.LKED.SYSLMOD,COND=((8,LT,COBOL),(4,LT,LKED))
//SYSOUT   DD SYSOUT=*`;

describe('compile, link and go, as the procedures of the compiler have it', () => {
  it('passes the object and the module, and says that the module was not executed', async () => {
    await using machine = await batchMachine();
    const done = await machine.run(clg);
    expect(done.codes).toEqual(['CC 0000', 'CC 0000', 'CC 0000']);
    expect(done.spool('SYSPRINT')).toContain('GO HAS BEEN SAVED WITH AMODE  31 AND RMODE   ANY.');
    expect(done.spool('SYSOUT')).toContain('WAS NOT EXECUTED');
    expect(done.job.steps[2]?.['practice-not-executed']).toBe(true);
  });

  it('stops before the link when a copybook is missing', async () => {
    await using machine = await batchMachine();
    const done = await machine.run(clg.replace("           DISPLAY 'HELLO'.", '           COPY NOWHERE.'));
    expect(done.codes).toEqual(['CC 0012', 'FLUSHED', 'FLUSHED']);
  });
});
