import { describe, expect, it } from '@jest/globals';
import { ebcdic } from '../../../src/practice/codepages/code-page.ts';
import { lenientAllocation } from '../../../src/practice/steps/allocation-options.ts';
import { converted, dataOf, nameOf } from '../jcl/converted.ts';
import { jobOf, practiceSystem } from '../jes/practice-system.ts';
import type { PracticeSystem } from '../jes/practice-system.ts';

const stepsOf = async (body: string, card?: string, system: PracticeSystem = practiceSystem()) => {
  const job = await system.run(jobOf(body, card));
  return { job, steps: Object.fromEntries(job.steps.map((step) => [step['step-name'], step.completion])) };
};

const making = (dsname: string, step: string, disp = '(NEW,CATLG,DELETE)', more = '') =>
  `//${step}\n//OUT DD DSN=${dsname},DISP=${disp},SPACE=(TRK,1)${more}\n`;

const text = (system: PracticeSystem, dsname: string) =>
  system.dataSets.read(dsname).map((record) => ebcdic.decode(record).trimEnd());

describe('what simulators usually get wrong, by number', () => {
  it('1: COND is a bypass test, code first: (4,LT) lets RC 0 to 4 through', async () => {
    const { steps } = await stepsOf(`//S1 EXEC PGM=ENDS,PARM=4
//S2 EXEC PGM=ENDS,COND=(4,LT),PARM=5
//S3 EXEC PGM=ENDS,COND=(4,LT)`);
    expect(steps).toEqual({ S1: 'CC 0004', S2: 'CC 0005', S3: 'FLUSHED' });
  });

  it('2: a bad return code is a normal end: NEW,CATLG output stays; only an abend takes the third DISP value', async () => {
    const system = practiceSystem();
    await system.run(jobOf(making('A.RC16', 'S1 EXEC PGM=ENDS,PARM=16')));
    await system.run(jobOf(making('A.ABEND', 'S1 EXEC PGM=ENDS,PARM=S0C7')));
    expect(system.dataSets.list('A.**').map(({ dsname }) => dsname)).toEqual(['A.RC16']);
  });

  it('3: a JCL error in step n leaves earlier steps done; nothing later runs, not even EVEN, ONLY or ELSE', async () => {
    const system = practiceSystem();
    const { job, steps } = await stepsOf(
      `${making('A.FIRST', 'S1 EXEC PGM=IEFBR14')}//S2 EXEC PGM=IEFBR14
//IN DD DSN=A.MISSING,DISP=SHR
//S3 EXEC PGM=ENDS,COND=EVEN
//S4 EXEC PGM=ENDS,COND=ONLY
// IF S1.RC > 0 THEN
//S5 EXEC PGM=ENDS
// ELSE
//S6 EXEC PGM=ENDS
// ENDIF`,
      undefined,
      system,
    );
    expect(job.retcode).toBe('JCL ERROR');
    expect(steps).toEqual({ S1: 'CC 0000', S2: 'FLUSHED' });
    expect(system.dataSets.find('A.FIRST')).toBeDefined();
  });

  it('4: after an abend an IF without ABEND runs neither branch; with it, inner steps keep going', async () => {
    const { steps } = await stepsOf(`//S1 EXEC PGM=ENDS,PARM=U100
// IF RC = 0 THEN
//S2 EXEC PGM=ENDS
// ELSE
//S3 EXEC PGM=ENDS
// ENDIF
// IF ABEND THEN
//S4 EXEC PGM=ENDS,PARM=S0C4
//S5 EXEC PGM=ENDS
// ENDIF`);
    expect(steps).toEqual({ S1: 'ABENDU0100', S2: 'FLUSHED', S3: 'FLUSHED', S4: 'ABEND S0C4', S5: 'CC 0000' });
  });

  it('5: step.RC of a step that did not run is false for every operator, also NE', async () => {
    const operators = ['EQ', 'NE', 'GT', 'LT', 'GE', 'LE', 'NG', 'NL', '=', '¬=', '>', '<', '>=', '<=', '¬>', '¬<'];
    const body = operators.map((operator, at) => `// IF S2.RC ${operator} 4 THEN\n//T${at} EXEC PGM=ENDS\n// ENDIF\n`);
    const { steps } = await stepsOf(`//S1 EXEC PGM=ENDS\n//S2 EXEC PGM=ENDS,COND=(0,EQ)\n${body.join('')}`);
    expect(Object.values(steps).filter((completion) => completion !== 'FLUSHED')).toEqual(['CC 0000']);
  });

  it('6: (+1) is the same data set in all steps, (0) does not move inside the job; after restart it does', async () => {
    const system = practiceSystem();
    system.dataSets.defineGdg({ name: 'A.G', limit: 5, scratch: true, empty: false });
    const body = `${making('A.G(+1)', 'MAKE EXEC PGM=IEFBR14')}//USE EXEC PGM=IEFBR14\n//OLD DD DSN=A.G(+1),DISP=SHR`;
    expect((await system.run(jobOf(body))).retcode).toBe('CC 0000');
    expect(system.dataSets.findGdg('A.G')?.generations).toEqual(['A.G.G0001V00']);
    const zero = `${making('A.G(+1)', 'MAKE EXEC PGM=IEFBR14')}//USE EXEC PGM=IEFBR14\n//OLD DD DSN=A.G(0),DISP=OLD`;
    const job = await system.run(jobOf(zero));
    expect(system.spool(job, 'JESYSMSG').join('\n')).toMatch(/A\.G\.G0001V00 +RETAINED, +DDNAME=OLD/);
    expect((await system.run(jobOf(body, "1,'X',RESTART=USE"))).retcode).toBe('JCL ERROR');
  });

  it('7: a missing member is S013-18 at run time; a missing data set is IEF212I before the program starts', async () => {
    const system = practiceSystem();
    system.library('A.LIB');
    const read = (dsname: string) =>
      system.run(jobOf(`//S1 EXEC PGM=COPIES\n//SYSUT1 DD DSN=${dsname},DISP=SHR\n//SYSUT2 DD DUMMY`));
    const member = await read('A.LIB(GONE)');
    expect(member.retcode).toBe('ABEND S013');
    expect(system.spool(member, 'JESMSGLG').join('\n')).toContain('IEC141I 013-18');
    const dataSet = await read('A.GONE');
    expect(dataSet.retcode).toBe('JCL ERROR');
    expect(system.spool(dataSet, 'JESYSMSG').join('\n')).toContain('IEF212I RELJOB1 S1 SYSUT1 - DATA SET NOT FOUND');
  });

  it('8: NEW over a catalogued name is a JCL error under SMS, NOT CATLGD 2 with RC 0 on another volume', async () => {
    const system = practiceSystem({ allocation: { ...lenientAllocation, unmanaged: new Set(['OLD001']) } }, [
      { serial: 'PRC001', tracks: 1000 },
      { serial: 'OLD001', tracks: 1000 },
    ]);
    system.library('A.OUT');
    const managed = await system.run(jobOf(making('A.OUT', 'S1 EXEC PGM=IEFBR14')));
    expect(managed.retcode).toBe('JCL ERROR');
    expect(system.spool(managed, 'JESYSMSG').join('\n')).toContain('IGD17101I DATA SET A.OUT');
    const other = await system.run(jobOf(making('A.OUT', 'S1 EXEC PGM=IEFBR14', '(,CATLG)', ',\n// VOL=SER=OLD001')));
    expect(other.retcode).toBe('CC 0000');
    expect(system.spool(other, 'JESYSMSG').join('\n')).toContain('NOT CATLGD 2');
  });

  it('9: a concatenation override with an empty DD keeps the original; override merges keyword by keyword', () => {
    const job = converted(`//S1 EXEC P\n//PS.LIB DD\n// DD DSN=NEW.TWO`, {
      'SYS1.PROCLIB(P)': `//P PROC
//PS EXEC PGM=A
//LIB DD DSN=OLD.ONE,DISP=SHR
// DD DSN=OLD.TWO,DISP=(OLD,KEEP),UNIT=TAPE,DCB=(RECFM=FB,LRECL=80)`,
    });
    const dd = job.dd('PS', 'LIB');
    expect(nameOf(dd)).toBe('OLD.ONE');
    expect(nameOf(dd?.concatenated[0])).toBe('NEW.TWO');
    expect(dd?.concatenated[0]).toMatchObject({ status: 'OLD', unit: 'TAPE', dcb: { recfm: 'FB', lrecl: 80 } });
  });

  it('10: PARM on a procedure call hits the first step and wipes the others', () => {
    const job = converted('//S1 EXEC P,PARM=MINE', {
      'SYS1.PROCLIB(P)': '//P PROC\n//A EXEC PGM=X,PARM=ONE\n//B EXEC PGM=X,PARM=TWO',
    });
    expect(job.job.steps.map(({ parm }) => parm)).toEqual(['MINE', '']);
  });

  it('11: comments after a trailing comma; comment lines between continued records; continuation beyond column 16', () => {
    const job = converted(`//S1 EXEC PGM=A,    A COMMENT
//* ANOTHER
//             PARM=X    MORE`);
    expect(job.errors).toEqual([]);
    expect(job.step('S1')?.parm).toBe('X');
    expect(converted('//S1 EXEC PGM=A,\n//                PARM=X').errors).toContain(
      'IEFC621I EXPECTED CONTINUATION NOT RECEIVED',
    );
  });

  it('12: a literal goes on from column 71 to column 16, blanks significant', () => {
    const first = "//S1 EXEC PGM=A,PARM='ONE".padEnd(71);
    const job = converted(`${first}\n//             TWO'`);
    expect(job.errors).toEqual([]);
    expect(job.step('S1')?.parm).toBe(`${first.slice(first.indexOf("'") + 1)}TWO`);
  });

  it('13: /* inside DD * data ends it; DLM and DATA rules; // in DD *', () => {
    const rexx = converted('//S1 EXEC PGM=A\n//SYSIN DD *\n/* REXX */\nSAY 1\n//B DD DUMMY');
    expect(rexx.dd('S1', 'SYSIN')).toBeDefined();
    expect(dataOf(rexx.step('S1')?.dds[0])).toEqual([]);
    expect(dataOf(rexx.step('S1')?.dds[1])).toEqual(['SAY 1']);
    const data = converted(
      '//S1 EXEC PGM=A\n//A DD DATA\n//X JOB\n/*\n//B DD *,DLM=$$\n/*\n//Y\n$$\n//C DD *\nZ\n//D DD DUMMY',
    );
    expect(dataOf(data.dd('S1', 'A'))).toEqual(['//X JOB']);
    expect(dataOf(data.dd('S1', 'B'))).toEqual(['/*', '//Y']);
    expect(dataOf(data.dd('S1', 'C'))).toEqual(['Z']);
    expect(data.dd('S1', 'D')?.source.kind).toBe('dummy');
  });

  it('14: symbols: double dot, null symbol leaving two dots, apostrophes, data without SYMBOLS=', () => {
    const job = converted(`// SET HLQ=KSBP,NONE=
//S1 EXEC PGM=A,PARM='&HLQ'
//A DD DSN=&HLQ..LIB(&HLQ),DISP=SHR
//B DD DSN='&HLQ..LIB',DISP=SHR
//SYSIN DD *
&HLQ
`);
    expect(nameOf(job.dd('S1', 'A'))).toBe('KSBP.LIB(KSBP)');
    expect(job.step('S1')?.parm).toBe('KSBP');
    expect(dataOf(job.dd('S1', 'SYSIN'))).toEqual(['&HLQ']);
    expect(job.errors).toEqual(['IEFC627I INCORRECT USE OF AMPERSAND IN THE DSN FIELD']);
    expect(converted('// SET N=\n//S1 EXEC PGM=A\n//A DD DSN=X.&N..Y,DISP=SHR').errors).toEqual([
      'IEFC624I INCORRECT USE OF PERIOD IN THE DSN FIELD',
    ]);
  });

  it('15: SET and INCLUDE act although their IF branch is not taken', async () => {
    const system = practiceSystem();
    system.library('SYS1.PROCLIB', { MORE: '// SET B=TWO' });
    const job = await system.run(
      jobOf(`//S1 EXEC PGM=ENDS
// IF S1.RC > 0 THEN
// SET A=ONE
// INCLUDE MEMBER=MORE
//S2 EXEC PGM=ENDS
// ENDIF
//S3 EXEC PGM=SHOWS,PARM='&A&B'
//SYSPRINT DD SYSOUT=*`),
    );
    expect(system.spool(job, 'SYSPRINT')).toEqual([' ONETWO']);
  });

  it('16: an unknown symbol on a procedure call is a JCL error; an unused SET is not', () => {
    const members = { 'SYS1.PROCLIB(P)': '//P PROC A=\n//X EXEC PGM=Y' };
    expect(converted('//S1 EXEC P,NOPE=1', members).errors).toEqual(['IEFC657I THE SYMBOL NOPE WAS NOT USED']);
    expect(converted('// SET NOPE=1\n//S1 EXEC P', members).errors).toEqual([]);
  });

  it('17: an EXEC name may be a procedure called SORT or IEFBR14; STEPLIB replaces JOBLIB', async () => {
    const job = converted('//S1 EXEC SORT\n//S2 EXEC IEFBR14', {
      'SYS1.PROCLIB(SORT)': '//SORT PROC\n//X EXEC PGM=ICEMAN',
      'SYS1.PROCLIB(IEFBR14)': '//IEFBR14 PROC\n//X EXEC PGM=OTHER',
    });
    expect(job.job.steps.map(({ program }) => program)).toEqual(['ICEMAN', 'OTHER']);
    const system = practiceSystem();
    system.library('SITE.LOAD', { SITEPGM: 'LOAD MODULE' });
    system.library('OTHER.LOAD');
    const { steps } = await stepsOf(
      '//JOBLIB DD DSN=SITE.LOAD,DISP=SHR\n//S1 EXEC PGM=SITEPGM\n//S2 EXEC PGM=SITEPGM\n//STEPLIB DD DSN=OTHER.LOAD,DISP=SHR',
      undefined,
      system,
    );
    expect(steps).toEqual({ S1: 'CC 0000', S2: 'ABEND S806' });
  });

  it('23: in-stream data sets take spool ids 101 on before SYSOUT; an unopened SYSOUT has no file', async () => {
    const system = practiceSystem();
    const job = await system.run(
      jobOf(`//S1 EXEC PGM=SHOWS,PARM=X
//SYSPRINT DD SYSOUT=*
//UNOPENED DD SYSOUT=*
//IN1 DD *
A
//S2 EXEC PGM=SHOWS,PARM=Y
//IN2 DD *
B
//SYSPRINT DD SYSOUT=*`),
    );
    expect(system.jes.spoolFiles(job).map(({ id, ddname }) => `${id} ${ddname}`)).toEqual([
      '2 JESMSGLG',
      '3 JESJCL',
      '4 JESYSMSG',
      '103 SYSPRINT',
      '105 SYSPRINT',
    ]);
    expect(system.jes.spoolRecords(job, 102)?.map((record) => ebcdic.decode(record).trimEnd())).toEqual(['B']);
  });

  it('24: same-named jobs wait; a job that waits for a data set is ACTIVE and holds an initiator', async () => {
    const system = practiceSystem();
    system.library('A.LIB');
    const held = "1,'X',CLASS=B";
    const first = system.submit(jobOf('//S1 EXEC PGM=WAITS\n//A DD DSN=A.LIB,DISP=OLD', "1,'X'", 'ONE'));
    await system.reaches(first, ({ steps }) => steps.length === 1);
    const same = system.submit(jobOf('//S1 EXEC PGM=IEFBR14', "1,'X'", 'ONE'));
    const waiting = system.submit(jobOf('//S1 EXEC PGM=IEFBR14\n//A DD DSN=A.LIB,DISP=SHR', held, 'TWO'));
    await system.reaches(waiting, ({ status }) => status === 'ACTIVE');
    const behind = system.submit(jobOf('//S1 EXEC PGM=IEFBR14', held, 'THREE'));
    for (let turn = 0; turn < 30; turn += 1) await new Promise((resolve) => setImmediate(resolve));
    expect([same.status, waiting.status, behind.status]).toEqual(['INPUT', 'ACTIVE', 'INPUT']);
    expect(system.spool(waiting, 'JESMSGLG').join('\n')).toMatch(
      /IEF861I FOLLOWING RESERVED.*\n.*IEF863I DSN = A\.LIB/,
    );
    system.letGo();
    for (const job of [first, same, waiting, behind]) expect((await system.ended(job)).retcode).toBe('CC 0000');
  });

  it('25: a step return code is modulo 4096', async () => {
    const { steps } = await stepsOf('//S1 EXEC PGM=ENDS,PARM=20021\n//S2 EXEC PGM=ENDS,PARM=4096,COND=EVEN');
    expect(steps).toEqual({ S1: 'CC 3637', S2: 'CC 0000' });
  });

  it('26: job completion under MAXRC is the last abend even if a later EVEN step ended 0', async () => {
    const { job } = await stepsOf(`//S1 EXEC PGM=ENDS,PARM=S0C7
//S2 EXEC PGM=ENDS,COND=EVEN,PARM=U4038
//S3 EXEC PGM=ENDS,COND=EVEN`);
    expect(job.retcode).toBe('ABENDU4038');
  });

  it('keeps what a step wrote before its successor failed', async () => {
    const system = practiceSystem();
    await system.run(
      jobOf(`//S1 EXEC PGM=COPIES\n//SYSUT1 DD *\nKEPT\n//SYSUT2 DD DSN=A.OUT,DISP=(,CATLG),SPACE=(TRK,1)
//S2 EXEC PGM=ENDS,PARM=S0C7`),
    );
    expect(text(system, 'A.OUT')).toEqual(['KEPT']);
  });
});
