import { describe, expect, it } from '@jest/globals';
import { jobOf, practiceSystem } from '../jes/practice-system.ts';

/** Completion of each step of a job, by name. */
async function stepsOf(body: string, card?: string) {
  const job = await practiceSystem().run(jobOf(body, card));
  return { job, steps: Object.fromEntries(job.steps.map((step) => [step['step-name'], step.completion])) };
}

describe('whether a step runs (checklist 1 to 5, 26)', () => {
  it('1: COND bypasses, with the code first', async () => {
    const { steps } = await stepsOf(`//S1 EXEC PGM=ENDS,PARM=4
//S2 EXEC PGM=ENDS,COND=(4,LT),PARM=8
//S3 EXEC PGM=ENDS,COND=(4,LT)
//S4 EXEC PGM=ENDS,COND=(4,LT,S1)
//S5 EXEC PGM=ENDS,COND=(0,NE,S3)`);
    expect(steps).toEqual({ S1: 'CC 0004', S2: 'CC 0008', S3: 'FLUSHED', S4: 'CC 0000', S5: 'CC 0000' });
  });

  it('flushes after an abend but for EVEN and ONLY', async () => {
    const { steps, job } = await stepsOf(`//S1 EXEC PGM=ENDS,PARM=S0C7
//S2 EXEC PGM=ENDS
//S3 EXEC PGM=ENDS,COND=EVEN
//S4 EXEC PGM=ENDS,COND=ONLY
//S5 EXEC PGM=ENDS,COND=((0,EQ,S3),EVEN)`);
    expect(steps).toEqual({ S1: 'ABEND S0C7', S2: 'FLUSHED', S3: 'CC 0000', S4: 'CC 0000', S5: 'FLUSHED' });
    expect(job.retcode).toBe('ABEND S0C7');
  });

  it('26: the job reports the last abend, whatever an EVEN step said', async () => {
    const { job } = await stepsOf(`//S1 EXEC PGM=ENDS,PARM=S0C7
//S2 EXEC PGM=ENDS,COND=EVEN,PARM=U4038
//S3 EXEC PGM=ENDS,COND=EVEN`);
    expect(job.retcode).toBe('ABENDU4038');
  });

  it('does not run ONLY without an abend', async () => {
    expect((await stepsOf('//S1 EXEC PGM=ENDS\n//S2 EXEC PGM=ENDS,COND=ONLY')).steps['S2']).toBe('FLUSHED');
  });

  it('4: after an abend runs neither branch of an IF that does not ask for it', async () => {
    const { steps } = await stepsOf(`//S1 EXEC PGM=ENDS,PARM=S0C7
// IF S1.RC = 0 THEN
//S2 EXEC PGM=ENDS
// ELSE
//S3 EXEC PGM=ENDS
// ENDIF
// IF ABENDCC = S0C7 THEN
//S4 EXEC PGM=ENDS,PARM=S0C4
//S5 EXEC PGM=ENDS
// ELSE
//S6 EXEC PGM=ENDS
// ENDIF`);
    expect(steps).toEqual({
      S1: 'ABEND S0C7',
      S2: 'FLUSHED',
      S3: 'FLUSHED',
      S4: 'ABEND S0C4',
      S5: 'CC 0000',
      S6: 'FLUSHED',
    });
  });

  it('5: a comparison with a step that did not run is false for every operator', async () => {
    const tests = ['= 0', 'NE 0', '> 0', '¬= 4', '^< 1', 'LE 4095'].map(
      (test, at) => `// IF S2.RC ${test} THEN\n//T${at} EXEC PGM=ENDS\n// ENDIF`,
    );
    const { steps } = await stepsOf(`//S1 EXEC PGM=ENDS\n//S2 EXEC PGM=ENDS,COND=(0,EQ)\n${tests.join('\n')}
// IF ¬(S2.RUN) & S1.RUN THEN
//LAST EXEC PGM=ENDS
// ENDIF`);
    expect(Object.entries(steps).filter(([, completion]) => completion !== 'FLUSHED')).toEqual([
      ['S1', 'CC 0000'],
      ['LAST', 'CC 0000'],
    ]);
  });

  it('asks for a step of a procedure by call and step', async () => {
    const { steps } = await stepsOf(`//P PROC
//PS EXEC PGM=ENDS,PARM=4
// PEND
//C1 EXEC P
// IF (C1.PS.RC EQ 4 AND RC LE 4) THEN
//S2 EXEC PGM=ENDS,COND=(4,NE,C1.PS)
// ENDIF`);
    expect(steps).toEqual({ PS: 'CC 0004', S2: 'CC 0000' });
  });

  it('ends normally when COND of the job bypasses the rest', async () => {
    const { steps, job } = await stepsOf(
      '//S1 EXEC PGM=ENDS,PARM=8\n//S2 EXEC PGM=ENDS,COND=EVEN',
      "1,'X',COND=(4,LT)",
    );
    expect(steps).toEqual({ S1: 'CC 0008', S2: 'FLUSHED' });
    expect(job.retcode).toBe('CC 0008');
  });

  it('25: keeps a return code modulo 4096', async () => {
    expect((await stepsOf('//S1 EXEC PGM=ENDS,PARM=20021')).job.retcode).toBe('CC 3637');
  });

  it.each([
    ['MAXRC', 'CC 0008'],
    ['LASTRC', 'CC 0002'],
    ['(STEP,S2)', 'CC 0004'],
  ])('takes the code of the job from JOBRC=%s', async (jobrc, retcode) => {
    const body = '//S1 EXEC PGM=ENDS,PARM=8\n//S2 EXEC PGM=ENDS,PARM=4\n//S3 EXEC PGM=ENDS,PARM=2';
    expect((await stepsOf(body, `1,'X',JOBRC=${jobrc}`)).job.retcode).toBe(retcode);
  });

  it('17: finds site software in STEPLIB, which replaces JOBLIB', async () => {
    const system = practiceSystem();
    system.library('SITE.LOAD', { SITEPGM: 'LOAD MODULE' });
    system.library('OTHER.LOAD');
    const job = await system.run(
      jobOf(`//JOBLIB DD DSN=SITE.LOAD,DISP=SHR
//S1 EXEC PGM=SITEPGM
//S2 EXEC PGM=SITEPGM
//STEPLIB DD DSN=OTHER.LOAD,DISP=SHR`),
    );
    expect(job.steps.map(({ completion }) => completion)).toEqual(['CC 0000', 'ABEND S806']);
    expect(system.spool(job, 'JESMSGLG').join('\n')).toContain('CSV003I REQUESTED MODULE SITEPGM NOT FOUND');
    expect(system.spool(job, 'JESMSGLG').join('\n')).toContain(
      'IEF450I RELJOB1 S2 - ABEND=S806 U0000 REASON=00000004  TIME=09.14.02',
    );
  });
});
