import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { batchMachine } from '../support/batch.ts';

let machine: Awaited<ReturnType<typeof batchMachine>>;
beforeAll(async () => {
  machine = await batchMachine();
  machine.library('TRAM.PARTS', { FIRST: 'FROM FIRST', LAST: 'FROM LAST', EMPTY: '' });
  machine.library('TRAM.PROCLIB', {
    COPYALL: `//COPYALL PROC
//COPY EXEC PGM=IEBGENER
//SYSPRINT DD SYSOUT=*
//SYSIN DD DUMMY
//SYSUT1 DD DISP=SHR,DSN=TRAM.PARTS(FIRST)
//       DD DDNAME=MORE
//       DD DISP=SHR,DSN=TRAM.PARTS(LAST)
//SYSUT2 DD SYSOUT=*`,
    COPYLATE: `//COPYLATE PROC
//COPY EXEC PGM=IEBGENER
//SYSPRINT DD SYSOUT=*
//SYSIN DD DUMMY
//SYSUT1 DD DDNAME=MORE
//       DD DISP=SHR,DSN=TRAM.PARTS(LAST)
//SYSUT2 DD SYSOUT=*`,
  });
});
afterAll(() => machine.stop());

const call = (procedure: string, dds: string) => `//LIBS JCLLIB ORDER=TRAM.PROCLIB
//CALL EXEC ${procedure}
${dds}`;

describe('DDNAME= (JCL Reference, DDNAME parameter)', () => {
  it('puts the DD of the caller into a concatenation, where it stands', async () => {
    const done = await machine.run(call('COPYALL', '//COPY.MORE DD *\nFROM THE CALLER\nAND MORE\n/*'));
    expect(done.codes).toEqual(['CC 0000']);
    expect(done.spool('SYSUT2').split('\n')).toEqual(['FROM FIRST', 'FROM THE CALLER', 'AND MORE', 'FROM LAST']);
  });

  it('keeps what is concatenated to it', async () => {
    const done = await machine.run(call('COPYLATE', '//COPY.MORE DD DISP=SHR,DSN=TRAM.PARTS(FIRST)'));
    expect(done.spool('SYSUT2').split('\n')).toEqual(['FROM FIRST', 'FROM LAST']);
  });

  it('ends a concatenation where no DD answers', async () => {
    const done = await machine.run(call('COPYALL', '//*'));
    expect(done.spool('SYSUT2')).toBe('FROM FIRST');
  });

  it('allocates the DD that it stands for once, under its own name', async () => {
    const done = await machine.run(`//MAKE EXEC PGM=IEFBR14
//NOW DD DDNAME=LATER
//LATER DD DSN=TRAM.TIMES,DISP=(NEW,CATLG),UNIT=SYSDA,SPACE=(TRK,1),
//       DCB=(RECFM=FB,LRECL=80)
//DROP EXEC PGM=IEFBR14
//NOW DD DDNAME=LATER
//LATER DD DSN=TRAM.TIMES,DISP=(OLD,DELETE)`);
    expect(done.codes).toEqual(['CC 0000', 'CC 0000']);
    const messages = done.spool('JESYSMSG');
    expect(messages).toContain('IGD101I SMS ALLOCATED TO DDNAME (NOW     )');
    expect(messages).not.toContain('LATER');
    expect(messages.match(/DELETED, +DDNAME=NOW/g)).toHaveLength(1);
    expect(machine.dataSets.find('TRAM.TIMES')).toBeUndefined();
  });

  it('takes the control statements of a linkage editor step', async () => {
    machine.library('TRAM.LOAD', {}, { recfm: 'U', lrecl: 0, blksize: 32_760 });
    const done = await machine.run(`//LKED EXEC PGM=IEWL
//SYSPRINT DD SYSOUT=*
//SYSLMOD DD DISP=SHR,DSN=TRAM.LOAD
//SYSLIN DD DISP=SHR,DSN=TRAM.PARTS(EMPTY)
//  DD DDNAME=SYSIN
//SYSIN DD *
  NAME TRAMPGM(R)
/*`);
    expect(done.spool('SYSPRINT')).toContain('TRAMPGM');
  });
});

it('a linkage editor step without any input saves nothing and says so', async () => {
  machine.library('TRAM.BARE', {}, { recfm: 'U', lrecl: 0, blksize: 32_760 });
  const done = await machine.run(`//LKED EXEC PGM=IEWL
//SYSPRINT DD SYSOUT=*
//SYSLMOD DD DISP=SHR,DSN=TRAM.BARE(NOTHING)
//SYSLIN DD DUMMY`);
  expect(done.codes).toEqual(['CC 0012']);
  expect(done.spool('SYSPRINT')).toContain('IEW2230S 0414 MODULE HAS NO TEXT.');
  expect(machine.dataSets.member('TRAM.BARE', 'NOTHING')).toBeUndefined();
});
