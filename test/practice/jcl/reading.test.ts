import { describe, expect, it } from '@jest/globals';
import { converted, dataOf, nameOf } from './converted.ts';

describe('records become statements (checklist 11 to 13)', () => {
  it('11: takes text after a trailing comma as comment, and comment lines between continued records', () => {
    const job = converted(`//S1       EXEC PGM=IEFBR14
//OUT      DD DSN=A.B,          NEW NAME SINCE MARCH
//* WHO KEEPS THIS
//            DISP=SHR          SHARED`);
    expect(job.errors).toEqual([]);
    expect(job.dd('S1', 'OUT')).toMatchObject({ status: 'SHR' });
    expect(nameOf(job.dd('S1', 'OUT'))).toBe('A.B');
  });

  it('11: refuses a continuation that begins after column 16', () => {
    const job = converted(`//S1       EXEC PGM=IEFBR14
//OUT      DD DSN=A.B,
//                DISP=SHR`);
    expect(job.errors).toEqual(['IEFC621I EXPECTED CONTINUATION NOT RECEIVED']);
  });

  it('takes the first word of a record as operation when the comma before it is missing', () => {
    const job = converted(`//S1       EXEC PGM=IEFBR14
//OUT      DD DSN=A.B
//            DISP=SHR`);
    expect(job.errors).toEqual(['IEFC605I UNIDENTIFIED OPERATION FIELD']);
  });

  it('12: joins a literal from column 71 to column 16 with its blanks', () => {
    const first = "//S1       EXEC PGM=IEFBR14,PARM='".padEnd(69, 'X') + '  ';
    const job = converted(`${first}\n//             TAIL'`);
    expect(job.errors).toEqual([]);
    expect(job.step('S1')?.parm).toBe(`${'X'.repeat(35)}  TAIL`);
  });

  it('13: ends DD * data at a REXX comment, and gives the rest to a generated SYSIN', () => {
    const job = converted(`//S1       EXEC PGM=IEFBR14
//EXECS    DD *
/* REXX */
SAY 'HELLO'
/*`);
    expect(dataOf(job.dd('S1', 'EXECS'))).toEqual([]);
    expect(dataOf(job.dd('S1', 'SYSIN'))).toEqual(["SAY 'HELLO'"]);
    expect(job.listing.join('\n')).toContain('//SYSIN    DD *         GENERATED STATEMENT');
  });

  it('13: keeps slashes in DD DATA up to its end, and everything up to a DLM', () => {
    const job = converted(`//S1       EXEC PGM=IEFBR14
//ONE      DD DATA
//X JOB
/*
//TWO      DD *,DLM=@@
/* REXX */
//NOT      DD DSN=A
@@
//THREE    DD *
LINE
//FOUR     DD DUMMY`);
    expect(dataOf(job.dd('S1', 'ONE'))).toEqual(['//X JOB']);
    expect(dataOf(job.dd('S1', 'TWO'))).toEqual(['/* REXX */', '//NOT      DD DSN=A']);
    expect(dataOf(job.dd('S1', 'THREE'))).toEqual(['LINE']);
    expect(job.dd('S1', 'FOUR')?.source.kind).toBe('dummy');
  });

  it('takes a record after a comment with something in column 72 for more of the comment', () => {
    const first = '//S1       EXEC PGM=IEFBR14   A COMMENT THAT'.padEnd(71);
    expect(converted(`${first}X\n//  GOES ON\n//S2       EXEC PGM=IEFBR14`).job.steps).toHaveLength(2);
    expect(converted(`${first}\n//  GOES ON`).errors).toEqual(['IEFC605I UNIDENTIFIED OPERATION FIELD']);
  });

  it('reads lists, references and parameters of every kind', () => {
    const job = converted(`//S1       EXEC PGM=IEFBR14,PARM=('A',
//             'B,C'),REGION=0M,TIME=(1,30)
//D1       DD DSN=&&TEMP(MEM),DISP=(NEW,
//             PASS),SPACE=(CYL,(1,2,5),RLSE,,ROUND),
//             UNIT=(SYSDA,2),VOL=(,RETAIN,SER=ABC123),
//             DCB=(*.D1,LRECL=80)
//D2       DD DSN=*.D1,DISP=(OLD,DELETE),AMP='BUFNI=4'
//D3       DD DSN=A.B(-1),DISP=SHR
//D4       DD SYSOUT=(A,INTRDR),HOLD=YES
//D5       DD PATH='/u/x y',PATHDISP=(KEEP,KEEP)
//S2       EXEC PGM=*.S1.D1`);
    expect(job.errors).toEqual([]);
    expect(job.step('S1')?.parm).toBe('A,B,C');
    expect(job.dd('S1', 'D1')).toMatchObject({
      status: 'NEW',
      normal: 'PASS',
      abnormal: 'DELETE',
      space: { unit: 'CYL', primary: 1, secondary: 2, directory: 5 },
      volume: 'ABC123',
      dcb: { lrecl: 80, like: { stepIndex: 0, ddname: 'D1' } },
    });
    expect(job.dd('S1', 'D3')).toMatchObject({ source: { of: { dsname: 'A.B', generation: -1 } } });
    expect(job.dd('S1', 'D4')?.source).toEqual({ kind: 'sysout', outputClass: 'A', writer: 'INTRDR' });
    expect(job.step('S2')?.program).toEqual({ stepIndex: 0, ddname: 'D1' });
  });

  it('drops what stands after a null statement', () => {
    const job = converted(`//S1       EXEC PGM=IEFBR14\n//\n//S2       EXEC PGM=IEFBR14`);
    expect(job.job.steps).toHaveLength(1);
  });

  it('keeps comments to the scheduler and statements to JES2 apart from JCL', () => {
    const job = converted(`/*JOBPARM SYSAFF=*\n//*%OPC SCAN\n//S1       EXEC PGM=IEFBR14`);
    expect(job.errors).toEqual([]);
  });
});

describe('faults of the text', () => {
  it.each([
    ['an unknown operation', '//S1 EXCE PGM=A', 'IEFC605I UNIDENTIFIED OPERATION FIELD'],
    ['an unknown keyword', '//S1 EXEC PGM=IEFBR14\n//A DD DSM=B,DISP=SHR', 'IEFC630I UNIDENTIFIED KEYWORD DSM'],
    ['a symbol given to a program', '//S1 EXEC PGM=IEFBR14,MEM=X', 'IEFC630I UNIDENTIFIED KEYWORD MEM'],
    [
      'parentheses that do not close',
      '//S1 EXEC PGM=IEFBR14\n//A DD SPACE=(TRK,(1,1)',
      'IEFC622I UNBALANCED PARENTHESIS IN THE DD FIELD',
    ],
    ['lower case', '//S1 exec PGM=IEFBR14', 'IEFC605I UNIDENTIFIED OPERATION FIELD'],
    [
      'a character that JCL does not have',
      '//S1 EXEC PGM=IEF%BR14',
      'IEFC620I UNIDENTIFIABLE CHARACTER % IN THE EXEC FIELD',
    ],
    [
      'a wrong disposition',
      '//S1 EXEC PGM=A\n//A DD DSN=B,DISP=SHARE',
      'IEFC641I IMPROPER SUBPARAMETER LIST IN THE DISP FIELD',
    ],
    [
      'an IF that is no expression',
      '// IF S1.RC THEN\n//S1 EXEC PGM=A\n// ENDIF',
      'IEFC650I INCORRECT SYNTAX IN THE IF FIELD',
    ],
    ['an ELSE without IF', '//S1 EXEC PGM=A\n// ELSE', 'IEFC019I MISPLACED ELSE STATEMENT'],
    ['a DD before the first step', '//A DD DSN=B,DISP=SHR\n//S1 EXEC PGM=IEFBR14', 'IEFC606I MISPLACED DD STATEMENT'],
    ['a name that is too long', '//LONGNAMED EXEC PGM=IEFBR14', 'IEFC662I INVALID LABEL'],
    [
      'a reference to no DD',
      '//S1 EXEC PGM=IEFBR14\n//A DD DSN=*.S0.X,DISP=SHR',
      'IEFC645I INVALID REFER BACK IN THE DSN FIELD',
    ],
    [
      'a PARM over 100 characters',
      `//S1 EXEC PGM=IEFBR14,\n//  PARM=(${'ABCDEFGHIJ,'.repeat(5)}\n//  ${'ABCDEFGHIJ,'.repeat(5)}A)`,
      'IEFC642I EXCESSIVE PARAMETER LENGTH IN THE PARM FIELD',
    ],
    ['a JCLLIB after a step', '//S1 EXEC PGM=IEFBR14\n// JCLLIB ORDER=A.B', 'IEFC019I MISPLACED JCLLIB STATEMENT'],
    ['a job without steps', '//*', 'IEFC607I JOB HAS NO STEPS'],
  ])('names %s', (_, body, message) => {
    expect(converted(body).errors).toContain(message);
  });

  it('still reads and lists all other statements', () => {
    const job = converted(`//S1 EXEC PGM=IEFBR14,X=1\n//S2 EXEC PGM=IEFBR14,Y=2`);
    expect(job.messages.map(({ statement, text }) => `${statement} ${text}`)).toEqual([
      '2 IEFC630I UNIDENTIFIED KEYWORD X',
      '3 IEFC630I UNIDENTIFIED KEYWORD Y',
    ]);
    expect(job.listing).toHaveLength(3);
  });
});
