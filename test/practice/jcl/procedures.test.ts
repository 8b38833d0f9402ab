import { describe, expect, it } from '@jest/globals';
import { converted, nameOf } from './converted.ts';

const build = {
  'SYS1.PROCLIB(BUILD)': `//BUILD    PROC MEM=,       MEMBER TO BUILD
//             LIB='KSBP.SAV'
//COMP     EXEC PGM=IGYCRCTL,PARM='LIST'
//STEPLIB  DD DSN=IGY.SIGYCOMP,DISP=SHR
//SYSLIB   DD DSN=&LIB..COPYLIB,DISP=SHR
//         DD DSN=&LIB..COPYOLD,DISP=SHR
//SYSIN    DD DSN=&LIB..COBOL(&MEM),DISP=SHR
//SYSPRINT DD SYSOUT=*
//LINK     EXEC PGM=IEWL,PARM='XREF',COND=(4,LT,COMP)
//SYSLMOD  DD DSN=&LIB..LOADLIB(&MEM),DISP=OLD,UNIT=SYSDA
//LOG      DD DUMMY,DCB=(RECFM=FB,LRECL=80)`,
};

describe('procedures and overrides (checklist 9, 10, 17)', () => {
  it('9: keeps what an override does not mention, and a concatenated DD whose override is empty', () => {
    const job = converted(
      `//S1 EXEC BUILD,MEM=PAY010
//COMP.SYSLIB DD
//         DD DSN=KSBR.COPYLIB,DISP=SHR
//         DD DSN=KSBR.MORE,DISP=SHR
//LINK.SYSLMOD DD DSN=KSBR.LOADLIB(PAY010)
//LOG      DD DCB=LRECL=133,SYSOUT=*`,
      build,
    );
    expect(job.errors).toEqual([]);
    const syslib = job.dd('COMP', 'SYSLIB');
    expect([nameOf(syslib), ...(syslib?.concatenated ?? []).map(nameOf)]).toEqual([
      'KSBP.SAV.COPYLIB',
      'KSBR.COPYLIB',
      'KSBR.MORE',
    ]);
    expect(job.dd('LINK', 'SYSLMOD')).toMatchObject({ status: 'OLD' });
    expect(nameOf(job.dd('LINK', 'SYSLMOD'))).toBe('KSBR.LOADLIB(PAY010)');
    expect(job.dd('LINK', 'LOG')).toMatchObject({ source: { kind: 'sysout' }, dcb: { recfm: 'FB', lrecl: 133 } });
  });

  it('marks overridden statements in the listing and names what was expanded', () => {
    const job = converted('//S1 EXEC BUILD,MEM=PAY010\n//COMP.SYSPRINT DD DUMMY', build);
    expect(job.listing.find((line) => line.includes('SYSPRINT DD SYSOUT'))).toMatch(/^ +\d+ X\/SYSPRINT/);
    expect(job.listing.find((line) => line.includes('COMP     EXEC'))).toMatch(/^ +\d+ XXCOMP/);
    expect(job.messages.map(({ text }) => text)).toContain(
      'IEFC001I PROCEDURE BUILD WAS EXPANDED USING SYSTEM LIBRARY SYS1.PROCLIB',
    );
  });

  it('adds DDs that the step does not have, and data to them', () => {
    const job = converted('//S1 EXEC BUILD,MEM=A\n//LINK.SYSIN DD *\n INCLUDE X\n/*', build);
    expect(job.dd('LINK', 'SYSIN')?.source).toEqual({ kind: 'in-stream', data: [' INCLUDE X'] });
  });

  it('10: gives PARM of the call to the first step and wipes it in the others', () => {
    const job = converted("//S1 EXEC BUILD,MEM=A,PARM='RENT'", build);
    expect(job.step('COMP')?.parm).toBe('RENT');
    expect(job.step('LINK')?.parm).toBe('');
    const named = converted("//S1 EXEC BUILD,MEM=A,PARM.LINK='RENT',COND.LINK=", build);
    expect(named.step('COMP')?.parm).toBe('LIST');
    expect(named.step('LINK')).toMatchObject({ parm: 'RENT' });
    expect(named.step('LINK')?.cond).toBeUndefined();
  });

  it('17: takes EXEC SORT for a procedure, in-stream before JCLLIB before the system', () => {
    const inStream = converted('//SORT PROC\n//PS EXEC PGM=MINE\n// PEND\n//S1 EXEC SORT');
    expect(inStream.step('PS')?.program).toBe('MINE');
    expect(inStream.listing.filter((line) => line.includes('PS EXEC'))).toEqual([
      expect.stringMatching(/ 3 \/\/PS EXEC/),
      expect.stringMatching(/ 7 \+\+PS EXEC/),
    ]);
    const libraries = { 'MY.LIB(SORT)': '//PS EXEC PGM=MINE', 'SYS1.PROCLIB(SORT)': '//PS EXEC PGM=SYSTEM' };
    expect(converted('// JCLLIB ORDER=(MY.LIB)\n//S1 EXEC SORT', libraries).step('PS')?.program).toBe('MINE');
    expect(converted('//S1 EXEC SORT', libraries).step('PS')?.program).toBe('SYSTEM');
  });

  it('refuses what is not there', () => {
    expect(converted('//S1 EXEC NOPROC').errors).toEqual(['IEFC612I PROCEDURE NOPROC WAS NOT FOUND']);
    expect(converted('//S1 EXEC BUILD,MEM=A\n//ASM.SYSIN DD DUMMY', build).errors).toEqual([
      'IEFC611I OVERRIDDEN STEP NOT FOUND IN PROCEDURE',
    ]);
  });

  it('calls procedures inside procedures, and stops where they never end', () => {
    const nested = {
      'SYS1.PROCLIB(OUTER)': '//OUTER PROC M=\n//IN EXEC INNER,N=&M',
      'SYS1.PROCLIB(INNER)': '//INNER PROC N=\n//PS EXEC PGM=IEFBR14,PARM=&N',
      'SYS1.PROCLIB(SELF)': '//A EXEC SELF\n//B EXEC SELF',
    };
    const job = converted('//S1 EXEC OUTER,M=X', nested);
    expect(job.errors).toEqual([]);
    expect(job.step('PS')).toMatchObject({ step: 'IN', procStep: 'PS', parm: 'X' });
    expect(converted('//S1 EXEC SELF', nested).failed).toBe(true);
  });
});
