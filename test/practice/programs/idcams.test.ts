import { describe, expect, it } from '@jest/globals';
import { batchMachine } from '../support/batch.ts';

const ams = (commands: string, more = '') => `//AMS      EXEC PGM=IDCAMS
//SYSPRINT DD SYSOUT=*${more}
//SYSIN    DD *
${commands}
/*`;

describe('IDCAMS', () => {
  it.each([
    ['8 for DELETE of what is not there', '  DELETE DEVA.NONE', 8],
    ['4 for LISTCAT of what is not there', '  LISTCAT ENT(DEVA.NONE)', 4],
    ['12 for DEFINE of what is there', '  DEFINE GDG (NAME(DEVA.BASE) LIMIT(3))', 12],
    ['0 for DEFINE NONVSAM of a new name', '  DEFINE NONVSAM (NAME(DEVA.X) DEVT(3390) VOLUMES(A))', 0],
    ['12 for DEFINE NONVSAM of what is there', '  DEFINE NONVSAM (NAME(DEVA.BASE) DEVT(3390) VOLUMES(A))', 12],
    ['12 for DEFINE NONVSAM without its volume', '  DEFINE NONVSAM (NAME(DEVA.X) DEVT(3390))', 12],
    ['12 for a command that is not imitated', '  VERIFY DATASET(DEVA.X)', 12],
    ['0 after SET MAXCC=0', '  DELETE DEVA.NONE\n  SET MAXCC=0', 0],
    ['0 when IF LASTCC clears it', '  DELETE DEVA.NONE\n  IF LASTCC LE 8 THEN SET MAXCC = 0', 0],
    ['16 for a modal command out of place', '  ELSE', 16],
  ])('gives %s', async (_, commands, code) => {
    await using machine = await batchMachine();
    machine.dataSets.defineGdg({ name: 'DEVA.BASE', limit: 3, scratch: true, empty: false });
    const done = await machine.run(ams(commands));
    expect(done.codes).toEqual([`CC ${String(code).padStart(4, '0')}`]);
    expect(done.spool('SYSPRINT')).toContain(`MAXIMUM CONDITION CODE WAS ${String(code)}`);
  });

  it('words a missing entry as the catalog does', async () => {
    await using machine = await batchMachine();
    const { spool } = await machine.run(ams('  DELETE DEVA.NONE'));
    expect(
      spool('SYSPRINT')
        .split('\n')
        .map((line) => line.trim()),
    ).toEqual(
      expect.arrayContaining([
        '0IDC3012I ENTRY DEVA.NONE NOT FOUND',
        'IDC3009I ** VSAM CATALOG RETURN CODE IS 8 - REASON CODE IS IGG0CLEG-42',
        'IDC0551I ** ENTRY DEVA.NONE NOT DELETED',
      ]),
    );
  });

  it('as a fence lets the steps after it run once, and flushes them in a second job with the same JCL', async () => {
    await using machine = await batchMachine();
    const define =
      '  DEFINE NONVSAM ( -\n    NAME(DEVA.FENCE.L1234567) -\n    DEVICETYPES(3390) -\n    VOLUMES(LSFENC) )';
    const jcl = `${ams(define)}\n// IF (AMS.RC = 0) THEN\n//WORK EXEC PGM=IEFBR14\n//X DD DSN=DEVA.NEW,DISP=(NEW,CATLG),SPACE=(TRK,1),UNIT=SYSDA,\n//  RECFM=FB,LRECL=80\n// ENDIF`;
    expect((await machine.run(jcl)).codes).toEqual(['CC 0000', 'CC 0000']);
    machine.dataSets.remove('DEVA.NEW');
    const second = await machine.run(jcl);
    expect(second.codes).toEqual(['CC 0012', 'FLUSHED']);
    expect(second.spool('SYSPRINT')).toContain('IDC3013I DUPLICATE DATA SET NAME');
    expect(machine.dataSets.find('DEVA.NEW')).toBeUndefined();
  });

  it('deletes a member through a DD that shares the library', async () => {
    await using machine = await batchMachine();
    machine.library('DEVA.LIB', { A: 'a', B: 'b' });
    const dd = '\n//LIB      DD DISP=SHR,DSN=DEVA.LIB';
    const done = await machine.run(ams('  DELETE DEVA.LIB(A) -\n         FILE(LIB)', dd));
    expect(done.spool('SYSPRINT')).toContain('IDC0549I MEMBER A DELETED');
    expect(machine.dataSets.members('DEVA.LIB').map(({ name }) => name)).toEqual(['B']);
    const again = await machine.run(ams('  DELETE DEVA.LIB(A) FILE(LIB)', dd));
    expect(again.codes).toEqual(['CC 0008']);
  });

  it('defines a base, lists it, and deletes it only while it is empty', async () => {
    await using machine = await batchMachine();
    await machine.run(
      ams(
        '  DEFINE GDG ( -\n         NAME(DEVA.AUDIT) -\n         LIMIT(16) -\n         NOEMPTY -\n         SCRATCH )',
      ),
    );
    expect(machine.dataSets.findGdg('DEVA.AUDIT')).toMatchObject({ limit: 16, scratch: true, empty: false });
    await machine.run(`//NEW      EXEC PGM=IEFBR14
//DD1      DD DSN=DEVA.AUDIT(+1),DISP=(NEW,CATLG,DELETE),
//            SPACE=(TRK,(1,1)),RECFM=FB,LRECL=80`);
    const refused = await machine.run(ams('  DELETE DEVA.AUDIT GENERATIONDATAGROUP'));
    expect(refused.codes).toEqual(['CC 0008']);
    const forced = await machine.run(ams('  DELETE DEVA.AUDIT GENERATIONDATAGROUP FORCE'));
    expect(forced.spool('SYSPRINT')).toContain('IDC0550I ENTRY (B) DEVA.AUDIT DELETED');
    expect(machine.dataSets.findGdg('DEVA.AUDIT')).toBeUndefined();
  });

  it('copies records by REPRO and counts them', async () => {
    await using machine = await batchMachine();
    machine.library('DEVA.LIB', { A: 'one\ntwo' });
    const dds = '\n//IN       DD DISP=SHR,DSN=DEVA.LIB(A)\n//OUT      DD DISP=SHR,DSN=DEVA.LIB(B)';
    const done = await machine.run(ams('  REPRO INFILE(IN) OUTFILE(OUT)', dds));
    expect(done.spool('SYSPRINT')).toContain('IDC0005I NUMBER OF RECORDS PROCESSED WAS 2');
    expect(machine.text('DEVA.LIB', 'B')).toBe('one\ntwo');
  });

  it('runs the branch of an IF with DO and END', async () => {
    await using machine = await batchMachine();
    machine.library('DEVA.LIB', { A: 'a' });
    await machine.run(
      ams(
        '  LISTCAT ENT(DEVA.NONE)\n  IF LASTCC = 4 THEN DO\n  DELETE DEVA.LIB\n  SET MAXCC = 0\n  END\n  ELSE SET MAXCC = 12',
      ),
    );
    expect(machine.dataSets.find('DEVA.LIB')).toBeUndefined();
  });
});
