import { describe, expect, it } from '@jest/globals';
import { converted, dataOf, nameOf } from './converted.ts';

describe('symbols (checklist 14 to 16)', () => {
  it('14: swallows the period after a symbol, so that two make a qualifier', () => {
    const job = converted(`// SET HLQ=KSBP,TYPE=PROD,MEM=M1
//S1 EXEC PGM=IEFBR14
//A DD DSN=&HLQ..SAV.&TYPE(&MEM),DISP=SHR
//B DD DSN=&HLQ.X.LIB(&MEM.A),DISP=SHR`);
    expect(nameOf(job.dd('S1', 'A'))).toBe('KSBP.SAV.PROD(M1)');
    expect(nameOf(job.dd('S1', 'B'))).toBe('KSBPX.LIB(M1A)');
    expect(job.listing.join('\n')).toContain('IEFC653I SUBSTITUTION JCL - DSN=KSBP.SAV.PROD(M1),DISP=SHR');
  });

  it('14: finds the two periods that a null symbol leaves', () => {
    const job = converted(`// SET MID=\n//S1 EXEC PGM=IEFBR14\n//A DD DSN=KSBP.&MID..LIB,DISP=SHR`);
    expect(job.errors).toEqual(['IEFC624I INCORRECT USE OF PERIOD IN THE DSN FIELD']);
  });

  it('14: leaves apostrophes alone but for PARM and its like', () => {
    const job = converted(`// SET D=20260930
//S1 EXEC PGM=IEFBR14,PARM='TRIAL,&D,&NONE'
//A DD DSN='KSBP.LIB',DISP=SHR,UNIT='&D'`);
    expect(job.step('S1')?.parm).toBe('TRIAL,20260930,&NONE');
    expect(job.errors).toEqual([]);
  });

  it('14: ends the parameter field at a blank that a value brings', () => {
    const job = converted("// SET LIB='SYS1.MACLIB   '\n//S1 EXEC PGM=A\n//A DD DISP=SHR,DSN=&LIB");
    expect(job.errors).toEqual([]);
    expect(nameOf(job.dd('S1', 'A'))).toBe('SYS1.MACLIB');
  });

  it('14: resolves nothing in data without SYMBOLS=, and exported symbols with it', () => {
    const job = converted(`// EXPORT SYMLIST=(MEM)
// SET MEM=PAY010
//S1 EXEC PGM=IEFBR14
//PLAIN DD *
SELECT MEMBER=&MEM
/*
//FILLED DD *,SYMBOLS=JCLONLY
SELECT MEMBER=(&MEM.,&OTHER)
/*`);
    expect(dataOf(job.dd('S1', 'PLAIN'))).toEqual(['SELECT MEMBER=&MEM']);
    expect(dataOf(job.dd('S1', 'FILLED'))?.map((line) => line.trimEnd())).toEqual(['SELECT MEMBER=(PAY010,&OTHER)']);
  });

  it('takes an undefined symbol as DSN for a temporary name, elsewhere as an error', () => {
    const job = converted(`//S1 EXEC PGM=IEFBR14\n//A DD DSN=&WORK,DISP=(,PASS)\n//B DD DSN=A.&WORK,DISP=SHR`);
    expect(nameOf(job.dd('S1', 'A'))).toBe('&&WORK');
    expect(job.errors).toEqual(['IEFC627I INCORRECT USE OF AMPERSAND IN THE DSN FIELD']);
  });

  it('knows the submitter', () => {
    const job = converted('//S1 EXEC PGM=IEFBR14', {}, '//J JOB 1,NOTIFY=&SYSUID\n');
    expect(job.job.card.notify).toBe('RELMGR');
  });

  it('15: lets SET and INCLUDE act in a branch that is not taken', () => {
    const job = converted(
      `// JCLLIB ORDER=KSBP.INC
// SET MEM=OLD
//S1 EXEC PGM=IEFBR14
// IF S1.RC > 4 THEN
// SET MEM=NEW
// INCLUDE MEMBER=MORE
//S2 EXEC PGM=IEFBR14
// ENDIF
//S3 EXEC PGM=IEFBR14,PARM=&MEM&ADDED`,
      { 'KSBP.INC(MORE)': '// SET ADDED=X' },
    );
    expect(job.step('S3')?.parm).toBe('NEWX');
  });

  it('16: refuses a symbol that a procedure does not use, but no unused SET', () => {
    const proc = { 'SYS1.PROCLIB(P)': '//P PROC MEM=\n//PS EXEC PGM=IEFBR14,PARM=&MEM' };
    expect(converted('// SET FREE=1\n//S1 EXEC P,MEM=A', proc).errors).toEqual([]);
    expect(converted('//S1 EXEC P,MEMB=A', proc).errors).toEqual(['IEFC657I THE SYMBOL MEMB WAS NOT USED']);
  });

  it('prefers the call to the PROC default and that to SET', () => {
    const proc = { 'SYS1.PROCLIB(P)': '//P PROC A=DEFAULT\n//PS EXEC PGM=IEFBR14,PARM=(&A,&B)' };
    expect(converted('// SET A=SET,B=SET\n//S1 EXEC P,A=CALL', proc).step('PS')?.parm).toBe('CALL,SET');
    expect(converted('// SET A=SET,B=SET\n//S1 EXEC P', proc).step('PS')?.parm).toBe('DEFAULT,SET');
  });
});
