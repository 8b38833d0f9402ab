import { describe, expect, it } from '@jest/globals';
import { readJecl } from '../../../src/practice/jes/jecl.rules.ts';
import { jobOf, practiceSystem } from './practice-system.ts';

const queued = ({ phase }: { phase: number }) => phase === 10;
const withStatement = (statement: string, name = 'RELJOB1') =>
  `//${name.padEnd(8)} JOB 1,'X',CLASS=A\n${statement}\n//S1 EXEC PGM=ENDS\n`;
const log = (system: ReturnType<typeof practiceSystem>, job: Parameters<typeof system.spool>[0]) =>
  system.spool(job, 'JESMSGLG').join('\n');

describe('/*JOBPARM', () => {
  it('takes every parameter in its long and its short form', () => {
    const long = [
      '/*JOBPARM SYSAFF=(SY1,SY2),PROCLIB=PROC01,LINES=2,TIME=5',
      '/*JOBPARM COPIES=2,RESTART=Y,NOLOG,BYTES=3,CARDS=7,PAGES=9',
    ];
    const short = ['/*JOBPARM S=(SY1,SY2),P=PROC01,L=2,T=5,N=2,E=Y,J,M=3,C=7,G=9'];
    const expected = {
      systems: ['SY1', 'SY2'],
      procedureLibrary: 'PROC01',
      cpuSeconds: 300,
      copies: 2,
      restart: true,
      noLog: true,
      faults: [],
    };
    for (const statements of [long, short]) {
      const jecl = readJecl(['//J JOB', ...statements, '//S EXEC PGM=A']);
      expect(jecl).toMatchObject(expected);
      expect(jecl.outputLimits.map(({ kind, most }) => [kind, most])).toEqual([
        ['LINES', 2000],
        ['BYTES', 3000],
        ['CARDS', 7],
        ['PAGES', 9],
      ]);
    }
    expect(readJecl(['/*JOBPARM B=Y,F=STD,K=60,R=1234']).faults).toEqual([]);
  });

  it('finds procedures in the library that PROCLIB names', async () => {
    const system = practiceSystem({ namedProcedureLibraries: new Map([['PROC01', ['MY.PROCS']]]) });
    system.library('MY.PROCS', { MINE: '//PS EXEC PGM=ENDS,PARM=4' });
    const job = await system.run("//J JOB 1,'X'\n/*JOBPARM PROCLIB=PROC01\n//S1 EXEC MINE\n");
    expect(job.retcode).toBe('CC 0004');
  });

  it('with a wrong parameter or value fails the job with a message and a JCL error', async () => {
    const system = practiceSystem();
    for (const [statement, words] of [
      ['/*JOBPARM COLOUR=RED', '/*JOBPARM INVALID PARAMETER COLOUR=RED'],
      ['/*JOBPARM TIME=SOON', '/*JOBPARM INVALID VALUE FOR TIME'],
      ['/*JOBPARM SYSAFF=SY9', 'SY9 IS NOT DEFINED TO JES2'],
      ['/*NONSENSE', '/*NONSENSE IS NOT A VALID JES2 CONTROL STATEMENT'],
    ] as const) {
      const job = await system.run(withStatement(statement));
      expect([statement, job.retcode, job.executed]).toEqual([statement, 'JCL ERROR', false]);
      expect(log(system, job)).toContain(words);
      expect(log(system, job)).toContain('IEFC452I RELJOB1 - JOB NOT RUN - JCL ERROR');
    }
  });
});

describe('what control statements leave to see', () => {
  it('NOLOG leaves no job log', async () => {
    const system = practiceSystem();
    const job = await system.run(withStatement('/*JOBPARM NOLOG'));
    expect(job.retcode).toBe('CC 0000');
    const files = (of: typeof job) => system.jes.spoolFiles(of).map(({ ddname }) => ddname);
    expect(files(job)).not.toContain('JESMSGLG');
    expect(files(await system.run(withStatement('/*JOBPARM COPIES=2')))).toContain('JESMSGLG');
    const quiet = await system.run("//QUIET JOB 1,'X',JESLOG=SUPPRESS\n//S1 EXEC PGM=ENDS,PARM=0\n");
    expect([quiet.retcode, ...files(quiet)]).toEqual(['CC 0000', 'JESJCL']);
  });

  it('/*ROUTE PRINT to a node that JES2 does not know is refused', async () => {
    const system = practiceSystem();
    const job = await system.run(withStatement('/*ROUTE PRINT FARAWAY.JOE'));
    expect(job.retcode).toBe('JCL ERROR');
    expect(log(system, job)).toContain('/*ROUTE PRINT NODE FARAWAY IS NOT DEFINED TO JES2');
    expect((await system.run(withStatement('/*ROUTE PRINT LOCAL.JOE'))).retcode).toBe('CC 0000');
  });
});

describe('other control statements', () => {
  it('/*SETUP holds the job until it is released', async () => {
    const system = practiceSystem();
    const job = await system.reaches(system.submit(withStatement('/*SETUP VOL001,VOL002')), queued);
    expect([job.held, job.reasonNotRunning]).toEqual([true, 'Job is held']);
    expect(log(system, job)).toMatch(/\$HASP103 RELJOB1 .*VOL002/);
    system.jes.release(job);
    expect((await system.ended(job)).retcode).toBe('CC 0000');
  });

  it('/*ROUTE XEQ, /*XEQ and /*XMIT to another node are refused; to the own one they pass', async () => {
    const system = practiceSystem();
    for (const statement of ['/*ROUTE XEQ FARAWAY', '/*XEQ FARAWAY', '/*XMIT FARAWAY']) {
      const job = await system.run(withStatement(statement));
      expect([statement, job.retcode]).toEqual([statement, 'JCL ERROR']);
      expect(log(system, job)).toContain('NODE FARAWAY IS NOT DEFINED TO JES2');
    }
    expect((await system.run(withStatement('/*ROUTE XEQ PRACTICE'))).retcode).toBe('CC 0000');
    expect((await system.run(withStatement('/*ROUTE PRINT R12'))).retcode).toBe('CC 0000');
  });

  it('/*NOTIFY names who is told, and NOTIFY= beats it; what nobody reads is kept', async () => {
    const system = practiceSystem();
    await system.run(withStatement('/*NOTIFY PRACTICE.OPER1'));
    const both = "//J2 JOB 1,'X',NOTIFY=OPER2\n/*NOTIFY OPER1\n//S1 EXEC PGM=ENDS,PARM=4\n";
    await system.run(both);
    expect(system.notices).toEqual([
      'OPER1: $HASP165 RELJOB1  ENDED AT PRACTICE  MAXCC=0000 CN(INTERNAL)',
      'OPER2: $HASP165 J2       ENDED AT PRACTICE  MAXCC=0004 CN(INTERNAL)',
    ]);
    expect(system.jes.control.takeNotices('OPER1')).toHaveLength(1);
    expect(system.jes.control.takeNotices('OPER1')).toEqual([]);
  });

  it('/*MESSAGE speaks to the operator, and /*$ gives a command', async () => {
    const said: string[] = [];
    const commands: string[] = [];
    const system = practiceSystem({
      operlog: (text) => void said.push(text),
      command: (text) => void commands.push(text),
    });
    await system.run(`/*$DA\n${withStatement('/*MESSAGE MOUNT THE TAPE')}`);
    expect(said.join('\n')).toMatch(/\$HASP104 RELJOB1 .*MOUNT THE TAPE/);
    expect(commands).toEqual(['$DA']);
  });

  it('/*SCAN scans, /*DEL deletes, /*PURGE leaves nothing, /*EOF ends the job', async () => {
    const system = practiceSystem();
    expect(await system.run(withStatement('/*SCAN'))).toMatchObject({ retcode: null, executed: false });
    const deleted = await system.run(withStatement('/*DEL'));
    expect(deleted.retcode).toBe('CANCELED');
    expect(log(system, deleted)).toContain('$HASP106');
    const purged = await system.run(withStatement('/*PURGE', 'PURGED'));
    expect(system.jes.byCorrelator(purged.correlator)).toBeUndefined();
    const first = system.submit(`${withStatement('//* ONE', 'ONE')}/*EOF\n${withStatement('//* TWO', 'TWO')}`);
    await system.ended(first);
    expect(system.jes.jobs().map(({ jobname }) => jobname)).toEqual(expect.arrayContaining(['ONE', 'TWO']));
  });

  it('are no statements inside data of DLM= or DATA', () => {
    expect(readJecl(['//J JOB', '//S EXEC PGM=A', '//IN DD DATA,DLM=ZZ', '/*NONSENSE', 'ZZ']).faults).toEqual([]);
  });
});

describe('limits', () => {
  it('TIME= ends the job with S322; 1440 lifts the limit', async () => {
    const system = practiceSystem();
    const napper = (time: string) => jobOf('//S1 EXEC PGM=NAPS', `1,'X',TIME=${time}`, 'NAPPER');
    const over = await system.run(napper('(0,5)'));
    expect(over.retcode).toBe('ABEND S322');
    expect(((over.ended ?? 0) - (over.started ?? 0)) / 1000).toBe(5);
    expect((await system.run(napper('1440'))).retcode).toBe('CC 0000');
    expect((await system.run(`//NAPPER JOB 1,'X'\n/*JOBPARM T=(,3)\n//S1 EXEC PGM=NAPS\n`)).retcode).toBe('JCL ERROR');
  });

  it('LINES= warns, or ends the job with S722', async () => {
    const system = practiceSystem();
    const printer = (lines: string) =>
      jobOf('//S1 EXEC PGM=PRINTS,PARM=3500\n//SYSPRINT DD SYSOUT=*', `1,'X',LINES=${lines}`, 'PRINTER');
    const warned = await system.run(printer('1'));
    expect(warned.retcode).toBe('CC 0000');
    expect(log(system, warned)).toContain('$HASP375 PRINTER  ESTIMATED  LINES EXCEEDED');
    expect(log(system, warned)).toContain('$HASP375 PRINTER  ESTIMATE EXCEEDED BY 2,000 LINES');
    const ended = await system.run(printer('(1,CANCEL)'));
    expect(ended.retcode).toBe('ABEND S722');
    expect(system.spool(ended, 'SYSPRINT')).toHaveLength(1000);
  });
});
